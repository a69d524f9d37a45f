//! The requests to export and import tables: referrers and referrals are exported in parts and imported by lines.
//!
//! An imported line is all text, as it stood in a file. A field that cannot be parsed is reported for its line and
//! does not affect other lines.

use domain::CampaignId;
use serde::Deserialize;

use super::{ReferralQuery, ReferrerQuery};

/// A request to export or import a table.
#[derive(Debug, Clone)]
pub enum TransferRequest {
    /// Export referrers as a table, in the order in which they joined.
    ReferrerTable(ReferrerQuery),
    /// Export referrals as a table, in the order in which they arrived.
    ReferralTable(ReferralQuery),
    /// Enrol these contacts. A repeated request changes nothing.
    ImportReferrers(CampaignId, ReferrerImport),
    /// Add referrals of these people. A repeated request changes nothing.
    ImportReferrals(CampaignId, ReferralImport),
}

/// Contacts to enrol.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferrerImport {
    /// The lines; at most 200.
    pub rows: Vec<ReferrerRow>,
}

/// A contact to enrol.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferrerImportRow))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferrerRow {
    /// The line's number, which identifies the line in the response.
    pub line: u32,
    /// The contact's record id in HubSpot.
    pub contact_id: Option<String>,
    /// The contact's first name; the next sync replaces it with HubSpot's value.
    pub first_name: Option<String>,
    /// The contact's last name.
    pub last_name: Option<String>,
    /// The contact's e-mail address.
    pub email: Option<String>,
}

/// Referrals to import.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralImport {
    /// The lines; at most 200.
    pub rows: Vec<ReferralRow>,
}

/// A referred person and their referrer. The referrer is given by contact, code or e-mail address; the first of these
/// that is present is used. The person is given by an e-mail address, a contact, or both.
#[derive(Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferralImportRow))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralRow {
    /// The line's number, which identifies the line in the response.
    pub line: u32,
    /// The contact who referred.
    pub referrer_contact_id: Option<String>,
    /// The code of the referrer's link in this campaign.
    pub code: Option<String>,
    /// The referrer's e-mail address.
    pub referrer_email: Option<String>,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// The person's HubSpot contact.
    pub contact_id: Option<String>,
    /// The person's first name.
    pub first_name: Option<String>,
    /// The person's last name.
    pub last_name: Option<String>,
    /// The time when the person followed the link: a day in UTC or a moment (RFC 3339), like the other times.
    pub clicked_at: Option<String>,
    /// The time when the person was referred; if absent, the time of the status decision, or else the present time.
    pub referred_at: Option<String>,
    /// The status: `pending` (the default), or `qualified`, `rejected` or `reversed`, which count as decided by hand, or
    /// `inReview`.
    pub status: Option<String>,
    /// The time when the status was decided; the present time if absent.
    pub decided_at: Option<String>,
}

// Lines hold personal data and are never logged.
impl core::fmt::Debug for ReferrerImport {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "ReferrerImport({} lines)", self.rows.len())
    }
}

impl core::fmt::Debug for ReferralImport {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "ReferralImport({} lines)", self.rows.len())
    }
}
