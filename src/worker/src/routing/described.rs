//! Types that the description of the API can describe. In the Worker, where nothing is described, every type is one.

#[cfg(feature = "openapi")]
pub(crate) trait Described: utoipa::ToSchema {}
#[cfg(feature = "openapi")]
impl<T: utoipa::ToSchema> Described for T {}

#[cfg(not(feature = "openapi"))]
pub(crate) trait Described {}
#[cfg(not(feature = "openapi"))]
impl<T> Described for T {}
