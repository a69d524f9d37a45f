//! A referral: the relation of a referrer to a person they referred, and how it comes to count.
//!
//! ```text
//!             qualify            undo, reverse
//!   Pending ----------> Qualified ----------> Reversed
//!      |  ^                 ^   ^----------------|  qualify (by rule), approve
//!      |  `- reopen ----.   | approve
//!      `- reject --> Rejected
//! ```
//!
//! Invariants: what a person decided stands against every rule, until a person reopens it. An event that
//! finds its work done changes nothing, so that events may be repeated. A counter follows the status and
//! nothing else.
//!
//! Left to others: whether a referral is counted at first ([`crate::attribution`]); when a rule is met and
//! when that is undone ([`crate::qualification`]).

#[cfg(test)]
mod histories;
mod state;

use serde::{Deserialize, Serialize};

pub use state::{NotAllowed, ReferralEvent, ReferralState};

/// How far a referral has come.
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
}

impl ReferralStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Pending,
        Self::Qualified,
        Self::Rejected,
        Self::Reversed,
    ];

    /// What is stored, and what people filter by.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Qualified => "qualified",
            Self::Rejected => "rejected",
            Self::Reversed => "reversed",
        }
    }

    /// The status that is stored so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Whether the person is one of the people that the referrer referred. A success that was undone no longer is:
    /// who was referred and is not successful yet would else seem to be still on the way.
    #[must_use]
    pub const fn counts_as_referred(self) -> bool {
        matches!(self, Self::Pending | Self::Qualified)
    }

    /// Whether the referral is one of the referrer's successful ones.
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
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Form,
        Self::Script,
        Self::Property,
        Self::Api,
        Self::ByHand,
    ];

    /// What is stored, and what people filter by.
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

    /// The attribution that is stored so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Whether anybody on the Internet can use it.
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
