//! Qualification: the rules over the referred contact and its deals that make a referral
//! successful.
//!
//! A rule has a cause and may have a hold period. [`Cause::check`] returns the objects for which
//! the cause holds now, or a sentence why it does not. [`settle`] keeps the record of which rule is
//! met since when, and returns what that means for the referral. [`explain`] says in words why a
//! referral is not successful yet.
//!
//! Invariants: a rule is met once per object, however often it is rechecked. A record goes when its
//! cause goes. A deal meets a rule only if it reached its stage after the person was referred, and
//! it meets the rules of one person. The referral is qualified while the hold of at least one record is over. Nothing
//! here asks HubSpot or reads a clock.
//!
//! Left to others: reading properties and deals, the names of stages, waking up when a hold ends,
//! and decisions by a person ([`crate::referral::ReferralState`]).

mod amount;
mod explanation;
mod finding;
mod progress;
mod test;
mod values;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::identity::RuleId;
use crate::mapping::PropertyName;

pub use amount::Amount;
pub use explanation::explain;
pub use finding::{Deal, Facts, Finding, Names, Object, Unnamed};
pub use progress::{Progress, Record, settle};
pub use test::Test;
pub use values::{LONGEST_HOLD, LONGEST_VALUE, MAX_RULES, MAX_VALUES, Values, check_rules};

/// One way for a referral to become successful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// Its number in the campaign. A rule whose cause changes becomes another rule with another
    /// number: referrals that the old rule made successful stay successful.
    pub id: RuleId,
    /// The event that makes the referral successful.
    pub cause: Cause,
    /// How many days the cause must last: 0 to 365.
    #[serde(default)]
    pub hold_days: u16,
}

/// The value that a property of the referred contact must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContactReaches {
    /// The property.
    pub property: PropertyName,
    /// The test that its value must pass.
    pub test: Test,
}

/// The stage that a deal of the referred contact must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DealReaches {
    /// HubSpot's id of the pipeline.
    pub pipeline: String,
    /// HubSpot's ids of the stages; any one of them is enough.
    pub stages: Values,
}

/// The event that makes a referral successful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Cause {
    /// A property of the referred contact reaches a value.
    ContactProperty(ContactReaches),
    /// A deal of the referred contact reaches a stage.
    DealStage(DealReaches),
    /// The customer's own system reports it through the API.
    Api,
    /// A person approves it.
    ByHand,
}

impl Cause {
    /// Tells whether HubSpot's deals must be read for it.
    #[must_use]
    pub const fn needs_deals(&self) -> bool {
        matches!(self, Self::DealStage(_))
    }

    /// Tells whether anything in HubSpot must be read for it.
    #[must_use]
    pub const fn needs_facts(&self) -> bool {
        matches!(self, Self::ContactProperty(_) | Self::DealStage(_))
    }

    /// Returns HubSpot's ids of the stages that a deal must reach.
    #[must_use]
    pub fn stages(&self) -> Option<&[String]> {
        match self {
            Self::DealStage(deal) => Some(deal.stages.as_slice()),
            Self::ContactProperty(_) | Self::Api | Self::ByHand => None,
        }
    }

    /// Returns the contact's property that must be read for it.
    #[must_use]
    pub const fn property(&self) -> Option<&PropertyName> {
        match self {
            Self::ContactProperty(contact) => Some(&contact.property),
            Self::DealStage(_) | Self::Api | Self::ByHand => None,
        }
    }
}
