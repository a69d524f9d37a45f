//! A person follows a link. The redirect needs one read of LINKS for a code, and no Durable Object. Afterwards the click
//! is reported to the portal ([`crate::public::clicks`]).
//!
//! A code works under the shared host and under its portal's own host. A slug costs one more read. Under a portal's own
//! host it costs another one, which finds the portal of the host.

use domain::link_block::Resolution;
use domain::{CampaignId, HubId, ReferralCode, Slug, SlugRecord, index_record};
use web_sys::Request;
use worker::{Context, Env};

use crate::adapters::link_index::LinkIndex;
use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::host::Host;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::public::clicks;
use crate::public::join;
use crate::public::link_address::{End, LinkAddress};
use crate::public::link_pages::{ended, paused, unknown};
use crate::public::misses;

/// Responds to GET and HEAD in the same way.
///
/// # Errors
/// A problem for every other method, and while LINKS does not respond.
pub(crate) async fn respond(
    request: &Request,
    env: &Env,
    context: &Context,
    host: Host<'_>,
    path: &str,
) -> Result<Reply, Problem> {
    let address = LinkAddress::read(host, path);
    // Under a portal's own host, an address without a link does not exist, whatever the method.
    let is_place = host == Host::Shared || address.is_some();
    if is_place && !matches!(request.method().as_str(), "GET" | "HEAD") {
        return Err(Problem::method("GET, HEAD"));
    }
    let Some(address) = address else {
        return Ok(missed(request, env).await);
    };
    let index = LinkIndex::open(env)?;
    let links = Links { index, host };
    Ok(match links.follow(address).await? {
        Destination::ByCode(code, portal, address) => {
            clicks::note(context, request, env, portal, code);
            redirect_to(&address)
        }
        Destination::ByCampaign(address) => redirect_to(&address),
        Destination::Paused => paused(),
        Destination::Ended => ended(),
        Destination::Nowhere => missed(request, env).await,
    })
}

/// Returns the page for an address without a link.
async fn missed(request: &Request, env: &Env) -> Reply {
    let address = request.headers().get(CLIENT_ADDRESS).ok().flatten();
    misses::page(env, address.as_deref(), unknown()).await
}

/// The destination of a link.
enum Destination {
    /// An address, by a portal's code. The click is reported to the portal.
    ByCode(ReferralCode, HubId, String),
    /// An address, by a campaign's own slug.
    ByCampaign(String),
    /// None for now.
    Paused,
    /// None any more.
    Ended,
    /// There is no such link.
    Nowhere,
}

/// The links under one host.
struct Links<'a> {
    index: LinkIndex,
    host: Host<'a>,
}

impl Links<'_> {
    async fn follow(&self, address: LinkAddress) -> Result<Destination, Problem> {
        let LinkAddress {
            portal,
            campaign,
            end,
        } = address;
        if let (End::Code(code), None) = (&end, &campaign) {
            return self.code(*code, None).await;
        }
        let Some(portal) = self.portal(portal).await? else {
            return Ok(Destination::Nowhere);
        };
        let within = match &campaign {
            None => None,
            Some(slug) => match self.slug(&portal, slug).await? {
                Some(SlugRecord::Campaign(campaign)) => Some((&portal, campaign.id)),
                Some(SlugRecord::Code(_)) | None => return Ok(Destination::Nowhere),
            },
        };
        match end {
            End::Code(code) => self.code(code, within).await,
            End::Slug(slug) => match self.slug(&portal, &slug).await? {
                Some(SlugRecord::Code(code)) => self.code(code, within).await,
                Some(SlugRecord::Campaign(entry)) if within.is_none() => {
                    Ok(without_code(entry.resolve()))
                }
                Some(SlugRecord::Campaign(_)) | None => Ok(Destination::Nowhere),
            },
        }
    }

    /// Follows a code. If the address names a portal's campaign, the code has to belong to it.
    async fn code(
        &self,
        code: ReferralCode,
        within: Option<(&HubId, CampaignId)>,
    ) -> Result<Destination, Problem> {
        let Some(block) = self.index.block(code).await? else {
            return Ok(Destination::Nowhere);
        };
        let is_within = within.is_none_or(|(portal, campaign)| {
            block.portal() == portal && block.campaign() == Some(campaign)
        });
        if !(self.host.serves(&block) && is_within) {
            return Ok(Destination::Nowhere);
        }
        let by_code = |address| Destination::ByCode(code, block.portal().clone(), address);
        Ok(match block.resolve(code) {
            // Under the host that the visitor came to.
            Resolution::Page => by_code(format!("{}{code}", join::PREFIX)),
            Resolution::Live(address) => by_code(address),
            other => without_code(other),
        })
    }

    async fn slug(&self, portal: &HubId, slug: &Slug) -> Result<Option<SlugRecord>, Problem> {
        let key = index_record::slug_key(portal, slug.as_str());
        let entry = self.index.read(&key).await?;
        entry
            .map(|text| SlugRecord::parse(&text).ok_or_else(|| LinkIndex::bad(&key)))
            .transpose()
    }

    /// Returns the portal that the address names, or the portal of the host.
    async fn portal(&self, named: Option<HubId>) -> Result<Option<HubId>, Problem> {
        match self.host {
            Host::Shared => Ok(named),
            Host::Own(host) => {
                let owner = self.index.read(&index_record::host_key(host)).await?;
                Ok(owner.and_then(|id| id.parse().ok()))
            }
        }
    }
}

/// Returns the destination of a link without a code.
fn without_code(resolution: Resolution) -> Destination {
    match resolution {
        Resolution::Live(address) => Destination::ByCampaign(address),
        Resolution::Paused => Destination::Paused,
        Resolution::Revoked => Destination::Ended,
        // The hosted page is only for people whom a referrer referred.
        Resolution::Page | Resolution::Unknown => Destination::Nowhere,
    }
}

/// Redirects. The destination learns the visitor's site of origin, but not the page.
fn redirect_to(address: &str) -> Reply {
    Reply::found(address)
        .with("referrer-policy", "strict-origin-when-cross-origin")
        .with("x-robots-tag", "noindex")
}
