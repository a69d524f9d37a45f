//! What the link index (LINKS) says of slugs and of hosts: where a slug leads, and whose host a host is.
//!
//! A slug of a referrer stands for a code, which leads on by its block; one of a campaign leads to the campaign's
//! destination itself, and nobody has referred who comes that way. Both are rendered from the portal's tables.

use serde::{Deserialize, Serialize};

use crate::campaign::{CampaignStatus, LinkStatus};
use crate::code::ReferralCode;
use crate::identity::{CampaignId, HubId};
use crate::link_block::Resolution;

/// The key of a portal's slug in the link index.
#[must_use]
pub fn key(portal: &HubId, slug: &str) -> String {
    format!("slug/{portal}/{slug}")
}

/// The key of a host in the link index. Its value is the portal's id; an empty one if the host is nobody's any more.
#[must_use]
pub fn host_key(host: &str) -> String {
    format!("host/{host}")
}

/// The value of a slug in the link index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SlugEntry {
    /// The code that it is an alias of.
    Code(ReferralCode),
    /// A campaign.
    Campaign(CampaignEntry),
}

/// Where a campaign's slug leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignEntry {
    /// The campaign.
    pub id: CampaignId,
    /// Whether its links work.
    pub status: CampaignStatus,
    /// Its destination.
    pub to: String,
}

impl SlugEntry {
    /// Reads a value of the link index.
    ///
    /// # Errors
    /// When the value is not one that [`Self::to_text`] wrote.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(text.as_bytes())
    }

    /// The value for the link index.
    ///
    /// # Errors
    /// Never in practice: the parts are plain text.
    pub fn to_text(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

impl CampaignEntry {
    /// Where the campaign's slug leads now.
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
    fn entries_read_as_they_were_written() {
        let code = ReferralCode::new(5, 1, 77);
        let campaign = |status| CampaignEntry {
            id: CampaignId(3),
            status,
            to: "https://example.com/".to_owned(),
        };
        for entry in [
            SlugEntry::Code(code),
            SlugEntry::Campaign(campaign(CampaignStatus::Live)),
        ] {
            assert_eq!(SlugEntry::parse(&entry.to_text().unwrap()).unwrap(), entry);
        }
        assert!(SlugEntry::parse("").is_err());
        assert!(SlugEntry::parse("77").is_err());
        for (status, led) in [
            (
                CampaignStatus::Live,
                Resolution::Live("https://example.com/".to_owned()),
            ),
            (CampaignStatus::Paused, Resolution::Paused),
            (CampaignStatus::Archived, Resolution::Revoked),
        ] {
            assert_eq!(campaign(status).resolve(), led);
        }
    }
}
