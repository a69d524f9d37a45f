//! Background queries to HubSpot that people start: they are taken at once, and their results are asked for later.

use domain::qualification::Cause;
use domain::{Audience, CampaignId, ContactId, InboundMapping, ReferralField, ReferredByField};
use serde::{Deserialize, Serialize};

use super::CreateSync;

/// A background query to HubSpot that a person started.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Query {
    /// Counts the contacts of an audience.
    Count {
        /// The contacts that take part.
        audience: Audience,
    },
    /// Shows a few contacts as they would look as referrers.
    Preview {
        /// The contacts that take part.
        audience: Audience,
        /// HubSpot property -> referrer field.
        inbound: Vec<InboundMapping>,
    },
    /// Shows what a sync would do.
    DryRun(CreateSync),
    /// Fetches the properties, lists and pipelines that there are.
    Catalogue,
    /// Makes Goodword's own properties for these fields, then fetches the catalogue.
    MakeProperties {
        /// The campaign of the properties.
        campaign: CampaignId,
        /// The fields.
        fields: Vec<ReferralField>,
    },
    /// Makes Goodword's own properties for these fields of people who were referred, then fetches the catalogue.
    MakeReferredByProperties {
        /// The fields.
        fields: Vec<ReferredByField>,
    },
    /// Tries a qualification rule on a contact.
    TryRule(RuleTrial),
}

/// A qualification rule that is tried on a contact. Nothing is changed by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewRuleTrial))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleTrial {
    /// The cause of the rule.
    pub cause: Cause,
    /// The days that the cause must last.
    #[serde(default)]
    pub hold_days: u16,
    /// The contact. It or its e-mail address must be given.
    #[serde(rename = "contactId")]
    pub contact: Option<ContactId>,
    /// An e-mail address of the contact's.
    pub email: Option<String>,
}
