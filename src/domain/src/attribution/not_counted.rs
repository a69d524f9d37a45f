//! Why a referral does not count: a name for storage and a sentence for people.

use serde::{Deserialize, Serialize};

/// Why a referral does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum NotCounted {
    /// Referrer and referred are one person.
    SelfReferral,
    /// Another referrer was first.
    AlreadyReferred,
    /// The person had bought before.
    ExistingCustomer,
    /// The link or its campaign is paused or has ended.
    LinkNotLive,
    /// The click is too long ago.
    OutsideWindow,
    /// The address is with a service for disposable addresses.
    DisposableAddress,
    /// It came in a flood, and a person who reviewed the flood did not let it count.
    Burst,
}

impl NotCounted {
    /// All reasons, in the order in which the rules are tried.
    pub const ALL: [Self; 7] = [
        Self::SelfReferral,
        Self::AlreadyReferred,
        Self::ExistingCustomer,
        Self::LinkNotLive,
        Self::OutsideWindow,
        Self::DisposableAddress,
        Self::Burst,
    ];

    /// Returns the name that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SelfReferral => "selfReferral",
            Self::AlreadyReferred => "alreadyReferred",
            Self::ExistingCustomer => "existingCustomer",
            Self::LinkNotLive => "linkNotLive",
            Self::OutsideWindow => "outsideWindow",
            Self::DisposableAddress => "disposableAddress",
            Self::Burst => "burst",
        }
    }

    /// Returns the reason with this stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }

    /// Returns the sentence that the referrer's page shows.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SelfReferral => {
                "Referrer and referred person are the same contact, or have the same e-mail address."
            }
            Self::AlreadyReferred => {
                "This person was referred to the campaign before; the first link wins."
            }
            Self::ExistingCustomer => {
                "The person was a customer already, and the campaign counts new ones only."
            }
            Self::LinkNotLive => {
                "The link or its campaign was paused or had ended when the person arrived."
            }
            Self::OutsideWindow => {
                "The person followed the link longer ago than the campaign's attribution window."
            }
            Self::DisposableAddress => {
                "The e-mail address is with a service for disposable addresses."
            }
            Self::Burst => "It came in a flood of referrals. Approve it if the person is real.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_storage_and_on_the_wire() {
        for reason in NotCounted::ALL {
            assert_eq!(NotCounted::from_name(reason.as_str()), Some(reason));
            assert_eq!(serde_json::to_value(reason).unwrap(), reason.as_str());
            assert!(reason.sentence().ends_with('.'));
        }
    }
}
