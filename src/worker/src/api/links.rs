//! `/api/link-domain`: the account's own host for its links.

use http::StatusCode;
use portal::views::LinkDomainView;
use portal::{ChangeLinkDomain, LinksRequest, PortalRequest};

use crate::routing::about::About;
use crate::routing::handler::{Plain, WithBody};
use crate::routing::route::{Family, Route};

const PATH: &str = "/api/link-domain";

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Links",
    "The addresses of referral links.",
    &[
        Route::get(
            PATH,
            About::new("showLinkDomain", "Show the account's own host for its links")
                .responds::<LinkDomainView>(StatusCode::OK, "The host, and how far its set-up is."),
            &Plain(|()| PortalRequest::Links(LinksRequest::Domain)),
        ),
        Route::patch(
            PATH,
            About::new("changeLinkDomain", "Give the account's links another host, or none")
                .explained(
                    "A host belongs to one account at most: the first one that asks for it. Links under a host that is \
                     given up stop working. Links under Goodword's own host always work.",
                )
                .responds::<LinkDomainView>(StatusCode::OK, "The host after the change."),
            &WithBody(|(), change: ChangeLinkDomain| {
                PortalRequest::Links(LinksRequest::ChangeDomain(change))
            }),
        ),
    ],
);
