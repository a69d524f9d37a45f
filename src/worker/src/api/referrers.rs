//! `/api/referrers`: the referrers of all campaigns; `/api/campaigns/{campaign}/referrers/{contact}`: one contact as a
//! referrer of one campaign.

use domain::{CampaignId, ContactId, LinkStatus};
use http::StatusCode;
use portal::views::{DayView, ReferrerLine, ReferrerView};
use portal::{ChangeReferrer, PortalRequest, ReferrerOrder, ReferrerQuery};

use super::campaigns::{DAYS_SHOWN, days};
use crate::edge::problem::{Kind, Problem};
use crate::routing::about::About;
use crate::routing::handler::{Plain, WithBody, WithQuery};
use crate::routing::query::{Parameter, Query};
use crate::routing::route::{Family, Route};

const ONE: &str = "/api/campaigns/{campaign}/referrers/{contact}";

/// The routes of this family.
pub(super) const FAMILY: Family = Family::new(
    "Referrers",
    "Contacts that take part in campaigns.",
    &[
        Route::get(
            "/api/referrers",
            About::new("listReferrers", "List the referrers of all campaigns")
                .explained(
                    "The results of a search, and referrers with a refused write, can only be ordered by when they \
                     joined.",
                )
                .lists::<ReferrerLine>("A page of referrers.")
                .refuses(&[Kind::Invalid]),
            &WithQuery(list, |(), query| PortalRequest::Referrers(query)),
        ),
        Route::get(
            ONE,
            About::new("showReferrer", "Show one referrer")
                .responds::<ReferrerView>(StatusCode::OK, "The referrer."),
            &Plain(|(campaign, contact): (CampaignId, ContactId)| PortalRequest::Referrer {
                campaign,
                contact,
            }),
        ),
        Route::patch(
            ONE,
            About::new(
                "changeReferrer",
                "Pause, revoke or revive a referrer's link, or give it another slug",
            )
            .responds::<ReferrerView>(StatusCode::OK, "The referrer after the change.")
            .refuses(&[Kind::Conflict]),
            &WithBody(|(campaign, contact): (CampaignId, ContactId), change: ChangeReferrer| {
                PortalRequest::ChangeReferrer {
                    campaign,
                    contact,
                    change,
                }
            }),
        ),
        Route::get(
            "/api/campaigns/{campaign}/referrers/{contact}/activity",
            About::new("showReferrerActivity", "Show what happened with a referrer's link, day by day")
                .lists::<DayView>(DAYS_SHOWN),
            &WithQuery(days, |(campaign, contact): (CampaignId, ContactId), days| {
                PortalRequest::Activity {
                    campaign,
                    contact: Some(contact),
                    days,
                }
            }),
        ),
    ],
);

const SEARCH: Parameter<String> = Parameter::new(
    "q",
    "Words of a name or an e-mail address, or their beginnings; a code; a link.",
);
const CAMPAIGN: Parameter<CampaignId> =
    Parameter::new("campaignId", "Only referrers of this campaign.");
const LINK_STATUS: Parameter<LinkStatus> = Parameter::new(
    "linkStatus",
    "Only referrers whose own link has this status.",
);
const REFUSED: Parameter<bool> = Parameter::new(
    "refused",
    "Only referrers whose last write HubSpot refused.",
);
const ORDER: Parameter<ReferrerOrder> =
    Parameter::new("order", "The order; the newest first if absent.");
const AFTER: Parameter<String> = Parameter::new("after", super::paging::AFTER);

/// Reads the parameters of the list.
fn list(query: &mut Query<'_>) -> Result<ReferrerQuery, Problem> {
    let filter = filter(query)?;
    Ok(ReferrerQuery {
        order: query.get(&ORDER)?.unwrap_or_default(),
        after: query.get(&AFTER)?,
        ..filter
    })
}

/// Reads the parameters of the table, whose order is fixed.
pub(super) fn table(query: &mut Query<'_>) -> Result<ReferrerQuery, Problem> {
    let filter = filter(query)?;
    Ok(ReferrerQuery {
        after: query.get(&AFTER)?,
        ..filter
    })
}

fn filter(query: &mut Query<'_>) -> Result<ReferrerQuery, Problem> {
    Ok(ReferrerQuery {
        search: query.get(&SEARCH)?,
        campaign: query.get(&CAMPAIGN)?,
        link_status: query.get(&LINK_STATUS)?,
        refused: query.get(&REFUSED)?.unwrap_or(false),
        ..ReferrerQuery::default()
    })
}
