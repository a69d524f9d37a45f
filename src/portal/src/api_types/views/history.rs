//! Events as people read them on the pages of referrers and referrals.

use serde::{Deserialize, Serialize};

/// An event of a referrer or of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Happening {
    /// Became a referrer.
    Joined,
    /// A person paused the link.
    Paused,
    /// A person set the link going again.
    Revived,
    /// A person revoked the link.
    Revoked,
    /// A person gave the link another slug, which the detail says, or none.
    Renamed,
    /// Left the audience; the sync paused or revoked the link.
    Left,
    /// Came back to the audience; the link is live again.
    CameBack,
    /// HubSpot refused a write of Goodword's.
    Refused,
    /// Referred somebody.
    Referred,
    /// Referred somebody who does not count; the detail says why.
    NotCounted,
    /// A referral became successful by a rule.
    Qualified,
    /// The cause of a success was undone.
    Undone,
    /// A person made a referral a success.
    Approved,
    /// A person decided that a referral does not count.
    Rejected,
    /// A person took a referral's success back.
    Reversed,
    /// A person left a referral to the rules again.
    Reopened,
}
