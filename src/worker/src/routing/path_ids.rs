//! The ids in a path, typed: none, one, or two in their order.

use super::address_value::PathId;

/// The ids that a route's function takes.
pub(crate) trait PathIds: Sized {
    /// Reads them in the order of the path. `None`: one of them cannot be an id, or their number differs.
    fn read(segments: &[&str]) -> Option<Self>;

    /// Describes them in the order of the path.
    #[cfg(feature = "openapi")]
    fn describe() -> Vec<(&'static str, super::shape::Shape)>;
}

impl PathIds for () {
    fn read(segments: &[&str]) -> Option<Self> {
        segments.is_empty().then_some(())
    }

    #[cfg(feature = "openapi")]
    fn describe() -> Vec<(&'static str, super::shape::Shape)> {
        Vec::new()
    }
}

impl<A: PathId> PathIds for A {
    fn read(segments: &[&str]) -> Option<Self> {
        let [only] = segments else { return None };
        A::from_text(only)
    }

    #[cfg(feature = "openapi")]
    fn describe() -> Vec<(&'static str, super::shape::Shape)> {
        vec![(A::WORDS.0, super::shape::Shape::of::<A>())]
    }
}

impl<A: PathId, B: PathId> PathIds for (A, B) {
    fn read(segments: &[&str]) -> Option<Self> {
        let [first, second] = segments else {
            return None;
        };
        Some((A::from_text(first)?, B::from_text(second)?))
    }

    #[cfg(feature = "openapi")]
    fn describe() -> Vec<(&'static str, super::shape::Shape)> {
        let mut both = A::describe();
        both.extend(B::describe());
        both
    }
}
