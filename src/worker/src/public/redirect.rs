//! A person follows a link. The redirect needs one read of LINKS for a code, and no Durable Object. Afterwards the click
//! is reported to the portal ([`crate::public::clicks`]).
//!
//! A code works under the shared host and under its portal's own host. A slug costs one more read. Under a portal's own
//! host it costs another one, which finds the portal of the host, and each redirect costs one that keeps links from
//! leading around: no link leads to a host that serves links, not even to another account's. From the shared host one
//! may, because nothing leads back to it.

use domain::handed_on::handed_on;
use domain::link_block::Resolution;
use domain::{CampaignId, HubId, ReferralCode, Slug, SlugRecord, index_record};
use web_sys::Request;
use worker::{Context, Env};

use crate::adapters::link_index::LinkIndex;
use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::host::Host;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::edge::url_parts::authority;
use crate::platform::log::Line;
use crate::public::clicks;
use crate::public::join;
use crate::public::link_address::{End, LinkAddress, brought};
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
    target: &str,
) -> Result<Reply, Problem> {
    let path = target.split_once('?').map_or(target, |(path, _)| path);
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
    let brought = brought(target);
    let destination = links.follow(address).await?;
    if destination.leads_back(&request.url(), env) || links.leads_on(&destination).await? {
        Line::about("links.loop").warn();
        return Ok(unknown());
    }
    Ok(match destination {
        Destination::ByCode(code, portal, address) => {
            clicks::note(context, request, env, portal, code);
            redirect_to(&handed_on(&address, &brought))
        }
        Destination::ByCampaign(address) => redirect_to(&handed_on(&address, &brought)),
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

impl Destination {
    /// The name of the host to which this leads, if it is another address than one of Goodword's pages.
    fn host(&self) -> Option<String> {
        match self {
            Self::ByCode(_, _, address) | Self::ByCampaign(address) => host_of(address),
            Self::Paused | Self::Ended | Self::Nowhere => None,
        }
    }

    /// Whether this is an address of the host that serves the link, or of Goodword's own. Such an address was rejected
    /// when it was set; the host may have become a link domain since.
    fn leads_back(&self, url: &str, env: &Env) -> bool {
        let shared = settings::public_host(env).unwrap_or_default();
        self.host()
            .is_some_and(|own| [authority(url), &shared].map(name_of).contains(&own))
    }
}

/// Returns the name of an absolute address's host, whatever its port.
fn host_of(address: &str) -> Option<String> {
    address.contains("://").then(|| name_of(authority(address)))
}

fn name_of(authority: &str) -> String {
    let host = authority.split(':').next().unwrap_or_default();
    host.trim_end_matches('.').to_ascii_lowercase()
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
        let (slug, grouped) = match end {
            End::Code(code) => return self.code(code, within).await,
            End::Slug(slug) => (slug, None),
            End::Either(slug, code) => (slug, Some(code)),
        };
        match (self.slug(&portal, &slug).await?, grouped) {
            (Some(SlugRecord::Code(code)), _) | (None, Some(code)) => self.code(code, within).await,
            (Some(SlugRecord::Campaign(entry)), _) if within.is_none() => {
                Ok(without_code(entry.resolve()))
            }
            (Some(SlugRecord::Campaign(_)), _) | (None, None) => Ok(Destination::Nowhere),
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
            Host::Own(host) => self.owner(host).await,
        }
    }

    /// Whether a link under a portal's own host leads to a host that serves links, too.
    async fn leads_on(&self, destination: &Destination) -> Result<bool, Problem> {
        match (self.host, destination.host()) {
            (Host::Own(_), Some(host)) => Ok(self.owner(&host).await?.is_some()),
            _ => Ok(false),
        }
    }

    /// Returns the portal whose own host this is.
    async fn owner(&self, host: &str) -> Result<Option<HubId>, Problem> {
        let owner = self.index.read(&index_record::host_key(host)).await?;
        Ok(owner.and_then(|id| id.parse().ok()))
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

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn an_address_leads_to_a_host_whatever_its_port_and_case() {
        let own = Some("go.example.com");
        for (address, host) in [
            ("https://go.example.com/ana?ref=K7Q2M0X49B", own),
            ("https://GO.example.com./ana", own),
            ("https://go.example.com:8443/ana", own),
            (
                "https://shop.example.com/go.example.com",
                Some("shop.example.com"),
            ),
            ("https://www.go.example.com/", Some("www.go.example.com")),
            ("/join/K7Q2M0X49B", None),
        ] {
            assert_eq!(host_of(address).as_deref(), host, "{address}");
        }
    }
}
