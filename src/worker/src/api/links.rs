//! `/api/link-domain`: the account's own host for its links.

use http::StatusCode;
use portal::views::LinkDomainView;
use portal::{ChangeLinkDomain, LinksRequest, PortalRequest};

use crate::edge::problem::Kind;
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
                    "A host is used once a DNS record proves that the account owns it and the host leads to Goodword. \
                     It belongs to one account at most. A host that is given up serves its links until HubSpot has all \
                     of them with Goodword's own host; then no other account can have it for 30 days. Links under \
                     Goodword's own host always work.",
                )
                .responds::<LinkDomainView>(StatusCode::OK, "The host after the change.")
                .refuses(&[Kind::Conflict]),
            &WithBody(|(), change: ChangeLinkDomain| {
                PortalRequest::Links(LinksRequest::ChangeDomain(change))
            }),
        ),
        Route::post(
            "/api/link-domain/check",
            About::new("checkLinkDomain", "Look at the host's DNS record and its way now")
                .explained(
                    "Goodword looks by itself, with growing pauses, and every day while the host is in use. The result \
                     is in lastLook a few seconds later.",
                )
                .responds::<LinkDomainView>(StatusCode::OK, "The host before the look."),
            &Plain(|()| PortalRequest::Links(LinksRequest::CheckDomain)),
        ),
    ],
);
