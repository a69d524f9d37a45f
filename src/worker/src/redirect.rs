//! A person follows a link. The link index is read, once for a code, and they are on their way; no Durable Object is
//! asked before that. Afterwards the portal is told ([`crate::visits`]).
//!
//! A code is good under the shared host and under its portal's own. A slug costs one more read, and under a portal's own
//! host another: whose host it is.

use domain::link_block::Resolution;
use domain::{CampaignId, HubId, ReferralCode, Slug, SlugRecord, index_record};
use http::StatusCode;
use web_sys::Request;
use worker::{Context, Env};

use crate::join_routes;
use crate::link_address::{End, LinkAddress};
use crate::link_index::LinkIndex;
use crate::pages::Page;
use crate::problem::Problem;
use crate::reply::Reply;
use crate::visited::Visited;
use crate::visits;

/// Answers GET and HEAD alike.
///
/// # Errors
/// A problem for every other method, and while the link index does not answer.
pub(crate) async fn answer(
    request: &Request,
    env: &Env,
    context: &Context,
    (visited, path): (Visited<'_>, &str),
) -> Result<Reply, Problem> {
    let address = LinkAddress::read(visited, path);
    // What is no link is not there on a portal's own host, whatever is asked of it.
    let is_place = visited == Visited::Shared || address.is_some();
    if is_place && !matches!(request.method().as_str(), "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let Some(address) = address else {
        return Ok(unknown());
    };
    let index = LinkIndex::open(env)?;
    let links = Links { index, visited };
    Ok(match links.follow(address).await? {
        Led::ByCode(code, portal, address) => {
            visits::note(context, request, env, portal, code);
            on_the_way(&address)
        }
        Led::ByCampaign(address) => on_the_way(&address),
        Led::Paused => paused(),
        Led::Ended => ended(),
        Led::Nowhere => unknown(),
    })
}

/// Where a link leads.
enum Led {
    /// By this code of a portal's to an address: a visit that the portal is told of.
    ByCode(ReferralCode, HubId, String),
    /// To where a campaign leads by itself.
    ByCampaign(String),
    /// Nowhere for now.
    Paused,
    /// Nowhere any more.
    Ended,
    /// There is no such link.
    Nowhere,
}

/// The links that a host serves.
struct Links<'a> {
    index: LinkIndex,
    visited: Visited<'a>,
}

impl Links<'_> {
    async fn follow(&self, address: LinkAddress) -> Result<Led, Problem> {
        let LinkAddress {
            portal,
            campaign,
            end,
        } = address;
        if let (End::Code(code), None) = (&end, &campaign) {
            return self.code(*code, None).await;
        }
        let Some(portal) = self.portal(portal).await? else {
            return Ok(Led::Nowhere);
        };
        let within = match &campaign {
            None => None,
            Some(slug) => match self.slug(&portal, slug).await? {
                Some(SlugRecord::Campaign(campaign)) => Some((&portal, campaign.id)),
                Some(SlugRecord::Code(_)) | None => return Ok(Led::Nowhere),
            },
        };
        match end {
            End::Code(code) => self.code(code, within).await,
            End::Slug(slug) => match self.slug(&portal, &slug).await? {
                Some(SlugRecord::Code(code)) => self.code(code, within).await,
                Some(SlugRecord::Campaign(entry)) if within.is_none() => Ok(led(entry.resolve())),
                Some(SlugRecord::Campaign(_)) | None => Ok(Led::Nowhere),
            },
        }
    }

    /// Follows a code, which has to be of this portal's campaign if one was named.
    async fn code(
        &self,
        code: ReferralCode,
        within: Option<(&HubId, CampaignId)>,
    ) -> Result<Led, Problem> {
        let Some(block) = self.index.block(code).await? else {
            return Ok(Led::Nowhere);
        };
        let is_within = within.is_none_or(|(portal, campaign)| {
            block.portal() == portal && block.campaign() == Some(campaign)
        });
        if !(self.visited.serves(&block) && is_within) {
            return Ok(Led::Nowhere);
        }
        let by_code = |address| Led::ByCode(code, block.portal().clone(), address);
        Ok(match block.resolve(code) {
            // At the host that was visited, whichever that is.
            Resolution::Page => by_code(format!("{}{code}", join_routes::PREFIX)),
            Resolution::Live(address) => by_code(address),
            other => led(other),
        })
    }

    async fn slug(&self, portal: &HubId, slug: &Slug) -> Result<Option<SlugRecord>, Problem> {
        let key = index_record::slug_key(portal, slug.as_str());
        let entry = self.index.read(&key).await?;
        entry
            .map(|text| SlugRecord::parse(&text).ok_or_else(|| LinkIndex::bad(&key)))
            .transpose()
    }

    /// The portal that the address names, or whose the host is.
    async fn portal(&self, named: Option<HubId>) -> Result<Option<HubId>, Problem> {
        match self.visited {
            Visited::Shared => Ok(named),
            Visited::Own(host) => {
                let owner = self.index.read(&index_record::host_key(host)).await?;
                Ok(owner.and_then(|id| id.parse().ok()))
            }
        }
    }
}

/// What a link without a code leads to.
fn led(resolution: Resolution) -> Led {
    match resolution {
        Resolution::Live(address) => Led::ByCampaign(address),
        Resolution::Paused => Led::Paused,
        Resolution::Revoked => Led::Ended,
        // A campaign's own page is for the people whom somebody referred.
        Resolution::Page | Resolution::Unknown => Led::Nowhere,
    }
}

/// The destination learns from which site the person came, not from which page.
fn on_the_way(address: &str) -> Reply {
    Reply::found(address)
        .with("referrer-policy", "strict-origin-when-cross-origin")
        .with("x-robots-tag", "noindex")
}

/// There is no such link.
pub(crate) fn unknown() -> Reply {
    Page::new(
        "No such link",
        &[
            "There is no referral link at this address. It may have been cut short or mistyped.",
            "Ask the person who shared it to send it again.",
        ],
        None,
    )
    .into_reply(StatusCode::NOT_FOUND)
}

/// The link, or its campaign, rests.
pub(crate) fn paused() -> Reply {
    gone(
        "This link is taking a break",
        "The programme behind this link is paused. The link will work again once it goes on.",
    )
}

/// The link, or its campaign, is over.
pub(crate) fn ended() -> Reply {
    gone(
        "This link has ended",
        "The link was withdrawn and leads nowhere any more. The person who shared it may have a new one.",
    )
}

fn gone(title: &str, explanation: &str) -> Reply {
    Page::new(title, &[explanation], None).into_reply(StatusCode::GONE)
}
