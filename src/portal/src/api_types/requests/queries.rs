//! Background queries to HubSpot that people start. A query is accepted at once; its result is fetched later.

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
        /// The inbound field mappings (HubSpot property -> referrer field).
        inbound: Vec<InboundMapping>,
    },
    /// Shows what a sync would do.
    DryRun(CreateSync),
    /// Fetches the properties, lists and pipelines from HubSpot.
    Catalogue,
    /// Creates Goodword's own properties for these fields, then fetches the catalogue.
    MakeProperties {
        /// The campaign of the properties.
        campaign: CampaignId,
        /// The fields.
        fields: Vec<ReferralField>,
    },
    /// Creates Goodword's own properties for these fields of referred people, then fetches the catalogue.
    MakeReferredByProperties {
        /// The fields.
        fields: Vec<ReferredByField>,
    },
    /// Tries a qualification rule on a contact.
    TryRule(RuleTrial),
}

/// The kinds of queries that have an address of their own. The catalogue has another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryKind {
    /// A count of an audience.
    Count,
    /// A preview of contacts.
    Preview,
    /// A dry run.
    DryRun,
    /// A trial of a rule.
    Trial,
}

impl QueryKind {
    /// Returns its name in the table of queries.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Preview => "preview",
            Self::DryRun => "dryRun",
            Self::Trial => "trial",
        }
    }
}

/// A trial of a qualification rule on a contact. It changes nothing.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewRuleTrial))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleTrial {
    /// The cause of the rule.
    pub cause: Cause,
    /// The number of days for which the cause must last.
    #[serde(default)]
    pub hold_days: u16,
    /// The contact. Either it or its e-mail address is required.
    #[serde(rename = "contactId")]
    pub contact: Option<ContactId>,
    /// An e-mail address of the contact.
    pub email: Option<String>,
}
