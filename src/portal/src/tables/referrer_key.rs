//! The key of a referrer, by which other tables name one.

use domain::{CampaignId, ContactId};

/// Names a referrer: a contact in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReferrerKey<'a> {
    pub(crate) campaign: CampaignId,
    pub(crate) contact: &'a ContactId,
}
