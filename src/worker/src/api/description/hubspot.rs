//! `/api/hubspot`, in words.

use http::StatusCode;
use portal::views::CatalogueView;

use super::super::hubspot::{MakeProperties, MakeReferredByProperties};
use super::routes::{Described, get, post};
use super::shapes::Shape;
use crate::edge::problem::Kind;

pub(super) fn routes() -> Vec<Described> {
    let catalogue = Shape::of::<CatalogueView>;
    vec![
        get(
            "/api/hubspot/catalogue",
            "showCatalogue",
            "The properties, lists and pipelines, as of when they were last fetched",
        )
        .answers(StatusCode::OK, catalogue(), "Whatever is known."),
        post(
            "/api/hubspot/catalogue/refresh",
            "refreshCatalogue",
            "Fetch the properties, lists and pipelines anew",
        )
        .explained("It is done when `refreshing` is false again.")
        .answers(StatusCode::ACCEPTED, catalogue(), "What was known so far.")
        .refuses(Kind::Disconnected),
        post(
            "/api/hubspot/properties",
            "makeProperties",
            "Make Goodword's own properties, then fetch them all anew",
        )
        .explained("It is done when `refreshing` is false again.")
        .takes::<MakeProperties>()
        .answers(StatusCode::ACCEPTED, catalogue(), "What was known so far.")
        .refuses(Kind::NotFound)
        .refuses(Kind::Disconnected),
        post(
            "/api/hubspot/referred-by-properties",
            "makeReferredByProperties",
            "Make Goodword's own properties for people who were referred, then fetch them all anew",
        )
        .explained(
            "They are shared by all campaigns. It is done when `refreshing` is false again; referrals that HubSpot \
             refused are tried again then.",
        )
        .takes::<MakeReferredByProperties>()
        .answers(StatusCode::ACCEPTED, catalogue(), "What was known so far.")
        .refuses(Kind::Disconnected),
    ]
}
