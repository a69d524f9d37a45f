//! The description of the API for machines (OpenAPI 3.1), read from the rows of the routes and the types in them.
//!
//! `cargo xtask openapi` writes it to `www/dashboard/openapi.json`. It is served from there, and the dashboard's types
//! are made from it. A test fails while that file differs from the rows.

#[cfg(test)]
mod bodies;
mod limits;
mod operation;
mod parameters;
mod refusals;
mod shapes;
#[cfg(test)]
mod tests;

use utoipa::openapi::path::HttpMethod;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, Info, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Paths,
    SecurityRequirement,
};

use self::operation::{KEY, operation};
use self::refusals::{Refusals, Shared};
use self::shapes::Shapes;
use super::FAMILIES;

const ABOUT: &str = "The API of Goodword's dashboard and of the customer's own systems. Lists come a page at a time: \
                     `next` of one page is `after` of the following one. Times are RFC 3339 in UTC. Refusals are \
                     problems of RFC 9457. Changes in a session are accepted only from pages of this site. A body is \
                     a JSON object.";

/// The name of the session's cookie in the description.
const SESSION: &str = "session";

/// Returns the whole description.
pub(crate) fn document() -> OpenApi {
    let mut paths = Paths::new();
    let mut shapes = Shapes::default();
    // A problem names a field only where one is at fault.
    shapes.take(Refusals::shape());
    let mut refusals = Shared::new();
    for family in &FAMILIES {
        for route in family.routes {
            let operation = operation(route, family.name, &mut shapes, &mut refusals);
            paths.add_path_operation(route.path, vec![method(route.method)], operation);
        }
    }
    let tags = FAMILIES.iter().map(|family| {
        TagBuilder::new()
            .name(family.name)
            .description(Some(family.about))
            .build()
    });
    let mut components = Components::new();
    components.schemas = shapes.into_components();
    components.responses = refusals;
    components.parameters = parameters::shared();
    components.add_security_scheme(SESSION, session());
    components.add_security_scheme(KEY, key());
    OpenApiBuilder::new()
        .info(info())
        .paths(paths)
        .components(Some(components))
        .security(Some([SecurityRequirement::new(SESSION, [""; 0])]))
        .tags(Some(tags.collect::<Vec<_>>()))
        .build()
}

fn method(name: &str) -> HttpMethod {
    match name {
        "POST" => HttpMethod::Post,
        "PATCH" => HttpMethod::Patch,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn info() -> Info {
    let license = LicenseBuilder::new()
        .name("Apache License 2.0")
        .identifier(Some("Apache-2.0"));
    InfoBuilder::new()
        .title("Goodword")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(license.build()))
        .build()
}

fn key() -> SecurityScheme {
    let about = "A key of the account. Requests with a key may come from anywhere; cookies do not count for them.";
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.description = Some(about.to_owned());
    SecurityScheme::Http(bearer)
}

fn session() -> SecurityScheme {
    let about = "A signed cookie, set on the return from HubSpot's consent page. Each account has its own, whose name \
                 ends with the account's id. On a local machine without https the name lacks `__Host-`.";
    let cookie = ApiKeyValue::with_description("__Host-goodword_session_{account}", about);
    SecurityScheme::ApiKey(ApiKey::Cookie(cookie))
}
