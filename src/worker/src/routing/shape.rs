//! The schemas of bodies and responses, by name.

use portal::views::{List, QueryView};
use utoipa::ToSchema;
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Content, Ref, RefOr};

/// The schema of a type, with the schemas that it refers to.
pub(crate) struct Shape {
    name: String,
    pub(crate) parts: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    /// Returns the shape of a type.
    pub(crate) fn of<T: ToSchema>() -> Self {
        Self::named::<T>(T::name().into_owned())
    }

    /// Returns the shape of a list.
    pub(crate) fn list<T: ToSchema>() -> Self {
        Self::named::<List<T>>(format!("{}List", T::name())).with::<T>()
    }

    /// Returns the shape of a background query of this kind, with such a result.
    pub(crate) fn query<R: ToSchema>(kind: &str) -> Self {
        Self::named::<QueryView<R>>(kind.to_owned()).with::<R>()
    }

    fn named<T: ToSchema>(name: String) -> Self {
        let mut parts = vec![(name.clone(), T::schema())];
        T::schemas(&mut parts);
        Self { name, parts }
    }

    /// Adds the type that fills a generic one: it is not among the parts of that.
    fn with<T: ToSchema>(mut self) -> Self {
        self.parts.extend(Self::of::<T>().parts);
        self
    }

    /// Points to it from a body.
    pub(crate) fn content(&self) -> Content {
        Content::new(Some(RefOr::<Schema>::Ref(self.reference())))
    }

    /// Points to it.
    pub(crate) fn reference(&self) -> Ref {
        Ref::from_schema_name(&self.name)
    }
}
