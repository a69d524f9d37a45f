//! A referral: the relation of a referrer to a person they referred, and its states until it
//! counts.
//!
//! ```text
//!             qualify            undo, reverse
//!   Pending ----------> Qualified ----------> Reversed
//!      |  ^                 ^   ^----------------|  qualify (by rule), approve
//!      |  `- reopen ----.   | approve
//!      `- reject --> Rejected
//!
//!   InReview -- admit --> Pending
//!      `------ reject -> Rejected
//! ```
//!
//! Invariants: a person's decision stands against every rule, until a person reopens the referral.
//! An event whose effect is already there changes nothing, so that events may be repeated. A
//! counter follows the status and nothing else.
//!
//! Left to others: whether a referral is counted at first ([`crate::attribution`]), and when a rule
//! is met or no longer met ([`crate::qualification`]).

#[cfg(test)]
mod histories;
mod state;

use serde::{Deserialize, Serialize};

pub use state::{NotAllowed, ReferralEvent, ReferralState};

/// The status of a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReferralStatus {
    /// The person was referred; no rule is met yet.
    Pending,
    /// Successful.
    Qualified,
    /// It does not count, and never did.
    Rejected,
    /// It was successful, until the cause was undone or a person took it back.
    Reversed,
    /// It came in a flood. A person decides whether it is real; until then it counts in nothing.
    InReview,
}

impl ReferralStatus {
    /// All statuses.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Qualified,
        Self::Rejected,
        Self::Reversed,
        Self::InReview,
    ];

    /// Returns the name that is stored, and by which people filter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Qualified => "qualified",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
            Self::InReview => "inReview",
        }
    }

    /// Returns the status with this stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Tells whether the person counts as one that the referrer referred. After a success was
    /// undone, the person no longer counts: otherwise they would seem to be on the way to a
    /// success.
    #[must_use]
    pub const fn counts_as_referred(self) -> bool {
        matches!(self, Self::Pending | Self::Qualified)
    }

    /// Tells whether the person is a lead that HubSpot is to have. A doubtful one is a lead too:
    /// no limit may cost a real person.
    #[must_use]
    pub const fn is_lead(self) -> bool {
        self.counts_as_referred() || matches!(self, Self::InReview)
    }

    /// Tells whether the referral is one of the referrer's successful ones.
    #[must_use]
    pub const fn counts_as_successful(self) -> bool {
        matches!(self, Self::Qualified)
    }
}

/// How a referral was tied to a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Attribution {
    /// The form of the hosted referral page.
    Form,
    /// The script on the customer's own site.
    Script,
    /// A HubSpot property that held the code.
    Property,
    /// The API.
    Api,
    /// A person, on the referrer's page or on the card.
    ByHand,
}

impl Attribution {
    /// All attributions.
    pub const ALL: [Self; 5] = [
        Self::Form,
        Self::Script,
        Self::Property,
        Self::Api,
        Self::ByHand,
    ];

    /// Returns the name that is stored, and by which people filter.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Script => "script",
            Self::Property => "property",
            Self::Api => "api",
            Self::ByHand => "byHand",
        }
    }

    /// Returns the attribution with this stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Tells whether anybody on the Internet can use it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Form | Self::Script)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_storage_and_on_the_wire() {
        for status in ReferralStatus::ALL {
            assert_eq!(ReferralStatus::from_name(status.as_str()), Some(status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for attribution in Attribution::ALL {
            let name = attribution.as_str();
            assert_eq!(Attribution::from_name(name), Some(attribution));
            assert_eq!(serde_json::to_value(attribution).unwrap(), name);
        }
    }
}
