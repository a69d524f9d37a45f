//! The contact properties of a portal: the existing ones, and Goodword's own to be created.

mod creation;
mod definition;
mod kind;
mod making;

pub use creation::{
    CreatedProperties, PropertyDraft, create, create_group, create_one, created, group_created,
};
pub use definition::{BATCH_LIMIT, PropertyDefinition, definitions, found, list, read};
pub use kind::{FieldType, PropertyKind};
pub use making::{Made, Making};
