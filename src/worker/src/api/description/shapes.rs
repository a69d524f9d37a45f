//! The shapes of bodies and answers, by name.

use std::collections::{BTreeMap, BTreeSet};

use portal::views::{List, QuestionView};
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Content, Ref, RefOr};

type Named = (String, RefOr<Schema>);

/// The shape of something, with those that it is made of.
pub(super) struct Shape {
    name: String,
    parts: Vec<Named>,
}

impl Shape {
    /// That of a type.
    pub(super) fn of<T: ToSchema>() -> Self {
        Self::named::<T>(T::name().into_owned())
    }

    /// That of a list.
    pub(super) fn list<T: ToSchema>() -> Self {
        Self::named::<List<T>>(format!("{}List", T::name())).with::<T>()
    }

    /// That of a question of this kind, which finds so much.
    pub(super) fn question<F: ToSchema>(kind: &str) -> Self {
        Self::named::<QuestionView<F>>(kind.to_owned()).with::<F>()
    }

    fn named<T: ToSchema>(name: String) -> Self {
        let mut parts = vec![(name.clone(), T::schema())];
        T::schemas(&mut parts);
        Self { name, parts }
    }

    /// What fills a generic type is not among its parts.
    fn with<T: ToSchema>(mut self) -> Self {
        self.parts.extend(Shape::of::<T>().parts);
        self
    }

    /// Points to it.
    pub(super) fn content(&self) -> Content {
        Content::new(Some(RefOr::<Schema>::Ref(self.reference())))
    }

    /// Points to it.
    pub(super) fn reference(&self) -> Ref {
        Ref::from_schema_name(&self.name)
    }
}

/// All shapes, and which of them may lack something.
#[derive(Default)]
pub(super) struct Shapes {
    all: BTreeMap<String, RefOr<Schema>>,
    taken: BTreeSet<String>,
}

impl Shapes {
    /// Adds what may lack what is optional: what is sent to the API.
    pub(super) fn take(&mut self, shape: Shape) {
        let names = shape.parts.iter().map(|(name, _)| name.clone());
        self.taken.extend(names);
        self.answer(shape);
    }

    /// Adds what has all its members, if only as null: what the API sends.
    pub(super) fn answer(&mut self, shape: Shape) {
        self.all.extend(shape.parts);
    }

    /// Their definitions.
    pub(super) fn into_components(self) -> BTreeMap<String, RefOr<Schema>> {
        let mut components = self.all;
        for (name, schema) in &mut components {
            if let (RefOr::T(Schema::Object(object)), false) = (schema, self.taken.contains(name)) {
                object.required = object.properties.keys().cloned().collect();
            }
        }
        components
    }
}
