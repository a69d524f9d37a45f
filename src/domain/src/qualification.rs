//! What makes a referral successful: rules over the referred contact and its deals.
//!
//! A rule has a cause and may have a hold period. [`Cause::check`] says of which objects the cause holds
//! now, and in words why it does not; [`settle`] keeps the record of what holds since when, and says what that
//! means for the referral; [`explain`] answers why it is not successful yet.
//!
//! Invariants: a rule is met once per object, however often it is looked at; a record goes when its cause goes;
//! the referral is qualified while one record's hold is over. Nothing here asks HubSpot or reads a clock.
//!
//! Left to others: reading properties and deals, the names of stages, waking up when a hold ends, what a person
//! decided ([`crate::referral::ReferralState`]).

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

pub use explanation::explain;
pub use finding::{Deal, Facts, Finding, Names, Object, Unnamed};
pub use progress::{Progress, Record, due_at, settle};
pub use test::{Amount, Test};
pub use values::{Values, check_rules};

/// One way for a referral to become successful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rule {
    /// Its number in the campaign. A rule with another cause is another rule, with a number of its own: what the
    /// old one made successful stays so.
    pub id: RuleId,
    /// What must happen.
    pub cause: Cause,
    /// For how many days it must last: 0 to 365.
    #[serde(default)]
    pub hold_days: u16,
}

/// What must happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Cause {
    /// A property of the referred contact reaches a value.
    ContactProperty {
        /// Which.
        property: PropertyName,
        /// What its value must be.
        test: Test,
    },
    /// A deal of the referred contact reaches a stage.
    DealStage {
        /// HubSpot's id of the pipeline.
        pipeline: String,
        /// HubSpot's ids of the stages, any of which will do.
        stages: Values,
    },
    /// The customer's own system says so.
    Api,
    /// A person says so.
    ByHand,
}

impl Cause {
    /// Whether HubSpot's deals must be read for it.
    #[must_use]
    pub const fn needs_deals(&self) -> bool {
        matches!(self, Self::DealStage { .. })
    }

    /// Whether anything in HubSpot must be read for it.
    #[must_use]
    pub const fn needs_facts(&self) -> bool {
        matches!(self, Self::ContactProperty { .. } | Self::DealStage { .. })
    }

    /// The contact's property that must be read for it.
    #[must_use]
    pub const fn property(&self) -> Option<&PropertyName> {
        match self {
            Self::ContactProperty { property, .. } => Some(property),
            Self::DealStage { .. } | Self::Api | Self::ByHand => None,
        }
    }
}
