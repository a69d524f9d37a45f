//! Events as people read them on the pages of referrers and referrals.

use serde::{Deserialize, Serialize};

/// An event of a referrer or of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Happening {
    /// The contact became a referrer.
    Joined,
    /// A person paused the link.
    Paused,
    /// A person resumed the link.
    Revived,
    /// A person revoked the link.
    Revoked,
    /// A person changed or removed the link's slug; the detail gives the new slug.
    Renamed,
    /// The contact left the audience; the sync paused or revoked the link.
    Left,
    /// The contact came back to the audience; the link is live again.
    CameBack,
    /// HubSpot refused a write by Goodword.
    Refused,
    /// The contact referred a person.
    Referred,
    /// The contact referred a person who does not count; the detail gives the reason.
    NotCounted,
    /// The contact referred a person about whom a user has to decide; the detail gives the reason.
    Doubted,
    /// A user decided that a referral in review is real.
    Admitted,
    /// A rule made a referral successful.
    Qualified,
    /// The cause of a success was undone.
    Undone,
    /// A person made a referral successful.
    Approved,
    /// A person decided that a referral does not count.
    Rejected,
    /// A person took a referral's success back.
    Reversed,
    /// A person gave a referral back to the rules.
    Reopened,
}
