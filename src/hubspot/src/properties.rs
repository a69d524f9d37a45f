//! The contact properties of a portal: the existing ones, and Goodword's own to be created.

mod creation;
mod definition;
mod kind;

pub use creation::{
    CreatedProperties, PropertyDraft, create, create_group, created, group_created,
};
pub use definition::{PropertyDefinition, definitions, list};
pub use kind::{FieldType, PropertyKind};
