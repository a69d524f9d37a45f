//! A campaign's terms: where its links lead, whose referral counts, and which rules make one
//! successful.

use serde::{Deserialize, Serialize};

use crate::mapping::PropertyName;
use crate::qualification::{Cause, Rule, check_rules};
use crate::referred_by::{self, ReferredByMapping};

/// Where a campaign's links lead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LeadsTo {
    /// Straight to the campaign's destination.
    #[default]
    Destination,
    /// To the hosted referral page, and from its form to the destination.
    HostedPage,
}

/// A campaign's terms. A field that is left out has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ReferralTerms {
    /// Where the links lead.
    pub leads_to: LeadsTo,
    /// Whether people who had bought before can be referred.
    pub existing_customers_count: bool,
    /// The rules that make a referral successful; any one of them is enough.
    pub rules: Vec<Rule>,
    /// The contact property that may hold a referral code when a contact arrives.
    pub arrival_property: Option<PropertyName>,
    /// The values that are written to the contacts of referred people, and their properties; none
    /// by default.
    pub referred_by: Vec<ReferredByMapping>,
}

impl ReferralTerms {
    /// Checks that a campaign can have these terms.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn check(&self) -> Result<(), &'static str> {
        check_rules(&self.rules)?;
        referred_by::check(&self.referred_by)
    }

    /// Tells whether the terms need HubSpot's permission to read deals.
    #[must_use]
    pub fn need_deals(&self) -> bool {
        self.causes().any(Cause::needs_deals)
    }

    /// Returns the contact's properties that have to be read.
    #[must_use]
    pub fn properties(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .causes()
            .filter_map(|cause| cause.property().map(PropertyName::as_str))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Returns HubSpot's ids of the stages that deals must reach.
    #[must_use]
    pub fn stages(&self) -> Vec<&str> {
        let stages = self.causes().filter_map(Cause::stages).flatten();
        let mut ids: Vec<&str> = stages.map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Tells whether anything has to be read from HubSpot about the referred people.
    #[must_use]
    pub fn need_facts(&self) -> bool {
        self.causes().any(Cause::needs_facts)
    }

    fn causes(&self) -> impl Iterator<Item = &Cause> {
        self.rules.iter().map(|rule| &rule.cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_terms_are_the_default_terms() {
        let terms: ReferralTerms = serde_json::from_str("{}").unwrap();
        assert_eq!(terms, ReferralTerms::default());
        assert_eq!(terms.check(), Ok(()));
        assert!(!terms.need_deals() && !terms.need_facts() && terms.properties().is_empty());
        assert!(serde_json::from_str::<ReferralTerms>(r#"{"leadsTo":"moon"}"#).is_err());
    }

    #[test]
    fn terms_name_the_properties_to_read() {
        let text = r#"{"leadsTo":"hostedPage","arrivalProperty":"goodword_referred_by_code","existingCustomersCount":true,"rules":[
            {"id":1,"cause":{"contactProperty":{"property":"plan","test":"known"}},"holdDays":0},
            {"id":2,"cause":{"contactProperty":{"property":"plan","test":{"equals":"pro"}}},"holdDays":7},
            {"id":3,"cause":{"dealStage":{"pipeline":"default","stages":["closedwon"]}}}]}"#;
        let terms: ReferralTerms = serde_json::from_str(text).unwrap();
        assert_eq!(terms.check(), Ok(()));
        assert!(terms.need_deals() && terms.need_facts());
        assert_eq!(terms.properties(), ["plan"]);
        assert_eq!(terms.stages(), ["closedwon"]);
        let stored = serde_json::to_string(&terms).unwrap();
        assert_eq!(
            serde_json::from_str::<ReferralTerms>(&stored).unwrap(),
            terms
        );
    }
}
