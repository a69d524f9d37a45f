//! All shapes of the description, and which of them may lack members.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

use super::limits;
use crate::routing::shape::Shape;

/// All shapes by name.
#[derive(Default)]
pub(super) struct Shapes {
    all: BTreeMap<String, RefOr<Schema>>,
    taken: BTreeSet<String>,
}

impl Shapes {
    /// Adds a shape of a request: optional members may be absent.
    pub(super) fn take(&mut self, shape: Shape) {
        let names = shape.parts.iter().map(|(name, _)| name.clone());
        self.taken.extend(names);
        self.respond(shape);
    }

    /// Adds a shape of a response: all members are there, if only as null.
    pub(super) fn respond(&mut self, shape: Shape) {
        self.all.extend(shape.parts);
    }

    /// Returns the definitions.
    pub(super) fn into_components(self) -> BTreeMap<String, RefOr<Schema>> {
        let mut components = self.all;
        for (name, schema) in &mut components {
            limits::set(name, schema);
            if self.taken.contains(name) {
                limits::close(schema);
            }
            if let (RefOr::T(Schema::Object(object)), false) = (schema, self.taken.contains(name)) {
                object.required = object.properties.keys().cloned().collect();
            }
        }
        components
    }
}
