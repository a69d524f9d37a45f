//! The API in words for machines (OpenAPI 3.1), put together from the types that cross the wire. One file a family
//! of routes; each gives its `routes`.
//!
//! `cargo xtask openapi` writes it to `www/dashboard/openapi.json`, from where it is served, and from which the
//! dashboard's types are made. The tests here see to it that every route is described, once, and that the file
//! says what the types say.

mod account;
mod api_keys;
mod campaigns;
mod hubspot;
mod links;
mod parameters;
mod questions;
mod referrals;
mod referrers;
mod refusals;
mod routes;
mod runs;
mod shapes;
mod syncs;
#[cfg(test)]
mod tests;
mod transfer;

use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::tag::TagBuilder;
use utoipa::openapi::{
    Components, Info, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Paths,
    SecurityRequirement,
};

use self::refusals::{Refusals, Shared};
use self::routes::Described;
use self::shapes::Shapes;

/// A family of routes: its name, what it is about, and its routes.
type Family = (&'static str, &'static str, fn() -> Vec<Described>);

const FAMILIES: [Family; 11] = [
    (
        "Account",
        "Who is signed in, and the connection to HubSpot.",
        account::routes,
    ),
    ("Campaigns", "Referral programmes.", campaigns::routes),
    (
        "Referrers",
        "Contacts who take part in campaigns.",
        referrers::routes,
    ),
    ("Referrals", "People who were referred.", referrals::routes),
    (
        "Tables",
        "Referrers and referrals given out for spreadsheets, and taken in from files.",
        transfer::routes,
    ),
    (
        "API keys",
        "With which the customer's own systems call the API.",
        api_keys::routes,
    ),
    ("Links", "The addresses of referral links.", links::routes),
    (
        "Syncs",
        "Who takes part in a campaign, and which properties tell of it.",
        syncs::routes,
    ),
    (
        "Runs",
        "The work of syncs, and what came of each contact.",
        runs::routes,
    ),
    (
        "HubSpot",
        "The properties, lists and pipelines of the account.",
        hubspot::routes,
    ),
    (
        "Questions",
        "What HubSpot has to be asked for. A question is taken at once, and its answer is asked for until it is \
         there. Of each kind the last question alone is kept.",
        questions::routes,
    ),
];

const ABOUT: &str = "What Goodword's dashboard asks of Goodword. Lists are given a page at a time: `next` of one page \
                     is `after` of the following one. Times are RFC 3339 in UTC. Refusals are problems of RFC 9457. \
                     Changes are taken from pages of this site alone, and have a body of JSON, if an empty object.";

/// The name of API keys in the description.
pub(super) const KEY: &str = "apiKey";

/// The name of the session's cookie in the description.
const SESSION: &str = "session";

/// The whole description.
pub(crate) fn document() -> OpenApi {
    let mut paths = Paths::new();
    let mut shapes = Shapes::default();
    // A problem names a field only where one is at fault.
    shapes.take(Refusals::shape());
    let mut refusals = Shared::new();
    for (family, _, routes) in FAMILIES {
        for route in routes() {
            let (path, method) = (route.path, route.method.clone());
            let operation = route.into_operation(family, &mut shapes, &mut refusals);
            paths.add_path_operation(path, vec![method], operation);
        }
    }
    let tags = FAMILIES.map(|(name, about, _)| {
        TagBuilder::new()
            .name(name)
            .description(Some(about))
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
        .tags(Some(tags))
        .build()
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
    let about =
        "A key of the account. Calls may come from anywhere, and cookies mean nothing to them.";
    let mut bearer = Http::new(HttpAuthScheme::Bearer);
    bearer.description = Some(about.to_owned());
    SecurityScheme::Http(bearer)
}

fn session() -> SecurityScheme {
    let about = "Signed; given on the way back from HubSpot's consent page. Each account has one of its own, whose \
                 name ends with the account's id. On a local machine without https the name lacks `__Host-`.";
    let cookie = ApiKeyValue::with_description("__Host-goodword_session_{account}", about);
    SecurityScheme::ApiKey(ApiKey::Cookie(cookie))
}
