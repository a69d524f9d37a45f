//! Index records: the values that the link index (LINKS) holds for slugs and for hosts.
//!
//! A record of a slug says where the slug leads. A referrer's slug stands for a code, which its
//! block resolves. A campaign's slug leads to the campaign's destination; nobody has referred the
//! people who come that way. A record of a host names the portal that has the host.
//!
//! Invariant: all of them are rendered from the portal's tables, and can be rendered again.
//!
//! Left to others: the blocks of codes ([`crate::link_block`]), and reading and writing the index.

use crate::campaign::{CampaignStatus, LinkStatus};
use crate::code::ReferralCode;
use crate::identity::{CampaignId, HubId};
use crate::link_block::Resolution;

/// Returns the key of a portal's slug in the link index.
#[must_use]
pub fn slug_key(portal: &HubId, slug: &str) -> String {
    format!("slug/{portal}/{slug}")
}

/// Returns the key of a host in the link index. Its value is the portal's id, or empty if no portal
/// has the host any more.
#[must_use]
pub fn host_key(host: &str) -> String {
    format!("host/{host}")
}

/// The value of a slug in the link index: `code K7Q2M0X49B`, or `campaign 3 live https://example.com/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlugRecord {
    /// The code of which the slug is an alias.
    Code(ReferralCode),
    /// A campaign.
    Campaign(CampaignRecord),
}

/// Where a campaign's slug leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignRecord {
    /// The campaign.
    pub id: CampaignId,
    /// Whether its links work.
    pub status: CampaignStatus,
    /// Its destination.
    pub to: String,
}

impl SlugRecord {
    /// Reads a value of the link index. Returns `None` if [`Self::to_text`] did not write it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once(' ')?;
        if kind == "code" {
            return ReferralCode::parse(rest).ok().map(Self::Code);
        }
        let mut parts = rest.splitn(3, ' ');
        let id = parts.next()?.parse().ok().map(CampaignId)?;
        let status = match parts.next()? {
            "live" => CampaignStatus::Live,
            "paused" => CampaignStatus::Paused,
            "archived" => CampaignStatus::Archived,
            _ => return None,
        };
        let to = parts.next()?.to_owned();
        (kind == "campaign").then_some(Self::Campaign(CampaignRecord { id, status, to }))
    }

    /// Returns the value for the link index.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Code(code) => format!("code {code}"),
            Self::Campaign(CampaignRecord { id, status, to }) => {
                let status = match status {
                    CampaignStatus::Live => "live",
                    CampaignStatus::Paused => "paused",
                    CampaignStatus::Archived => "archived",
                };
                format!("campaign {id} {status} {to}")
            }
        }
    }
}

impl CampaignRecord {
    /// Returns where the campaign's slug leads now.
    #[must_use]
    pub fn resolve(self) -> Resolution {
        match LinkStatus::Live.within(self.status) {
            LinkStatus::Live => Resolution::Live(self.to),
            LinkStatus::Paused => Resolution::Paused,
            LinkStatus::Revoked => Resolution::Revoked,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_as_they_were_written() {
        let code = ReferralCode::new(5, 1, 77);
        let campaign = |status| CampaignRecord {
            id: CampaignId(3),
            status,
            to: "https://example.com/?a=1#b".to_owned(),
        };
        for (record, text) in [
            (SlugRecord::Code(code), format!("code {code}")),
            (
                SlugRecord::Campaign(campaign(CampaignStatus::Live)),
                "campaign 3 live https://example.com/?a=1#b".to_owned(),
            ),
            (
                SlugRecord::Campaign(campaign(CampaignStatus::Archived)),
                "campaign 3 archived https://example.com/?a=1#b".to_owned(),
            ),
        ] {
            assert_eq!(record.to_text(), text);
            assert_eq!(SlugRecord::parse(&text), Some(record));
        }
        for other in [
            "",
            "77",
            "code",
            "code x",
            "campaign 3 live",
            "campaign x live y",
        ] {
            assert_eq!(SlugRecord::parse(other), None, "{other}");
        }
        for (status, led) in [
            (
                CampaignStatus::Live,
                Resolution::Live("https://example.com/?a=1#b".to_owned()),
            ),
            (CampaignStatus::Paused, Resolution::Paused),
            (CampaignStatus::Archived, Resolution::Revoked),
        ] {
            assert_eq!(campaign(status).resolve(), led);
        }
    }
}
