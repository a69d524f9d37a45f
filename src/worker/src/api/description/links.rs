//! `/api/link-domain`, in words.

use http::StatusCode;
use portal::ChangeLinkDomain;
use portal::views::LinkDomainView;

use super::routes::{Described, get, patch};
use super::shapes::Shape;

const DOMAIN: &str = "/api/link-domain";

pub(super) fn routes() -> Vec<Described> {
    vec![
        get(DOMAIN, "showLinkDomain", "The host of the account's own for its links").answers(
            StatusCode::OK,
            Shape::of::<LinkDomainView>(),
            "The host, and how far it has come.",
        ),
        patch(DOMAIN, "changeLinkDomain", "Give the account's links another host, or none")
            .explained(
                "A host is one account's at most: the first that asks for it. Links under a host that is given up \
                 stop working; those under Goodword's own host always work.",
            )
            .takes::<ChangeLinkDomain>()
            .answers(
                StatusCode::OK,
                Shape::of::<LinkDomainView>(),
                "The host as it is now.",
            ),
    ]
}
