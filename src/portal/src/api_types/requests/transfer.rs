//! What can be asked of tables: referrers and referrals given out a part at a time, and taken in line by line.
//!
//! A line that is taken in is all text, as it stood in a file: what cannot be read of one line is said of that line,
//! and spoils no other.

use domain::CampaignId;
use serde::Deserialize;

use super::{ReferralQuery, ReferrerQuery};

/// One question or change.
#[derive(Debug, Clone)]
pub enum TransferRequest {
    /// Referrers as a table, in the order in which they joined.
    ReferrerTable(ReferrerQuery),
    /// Referrals as a table, in the order in which they came.
    ReferralTable(ReferralQuery),
    /// Enrol these contacts. Doing it again changes nothing.
    ImportReferrers(CampaignId, ReferrerImport),
    /// These people were referred. Doing it again changes nothing.
    ImportReferrals(CampaignId, ReferralImport),
}

/// Contacts to be enrolled.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferrerImport {
    /// At most 200.
    pub rows: Vec<ReferrerRow>,
}

/// A contact to be enrolled.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferrerImportRow))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferrerRow {
    /// The line's number, by which the answer speaks of it.
    pub line: u32,
    /// The contact's record id in HubSpot.
    pub contact_id: Option<String>,
    /// Given name; what HubSpot says takes its place at the next sync.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// People who were referred.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralImport {
    /// At most 200.
    pub rows: Vec<ReferralRow>,
}

/// A person who was referred. Who referred, the first of the contact, the code and the e-mail address says that is
/// given; the person is known by an e-mail address, by a contact, or by both.
#[derive(Clone, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ReferralImportRow))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferralRow {
    /// The line's number, by which the answer speaks of it.
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
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// When the person followed the link: a day of UTC, or a moment (RFC 3339), as the other times are.
    pub clicked_at: Option<String>,
    /// When the person was referred. Absent: when the status was decided, or else now.
    pub referred_at: Option<String>,
    /// `pending`, which it is if absent; `qualified`, `rejected` or `reversed`: decided by hand.
    pub status: Option<String>,
    /// When that was decided; now, if absent.
    pub decided_at: Option<String>,
}

// Lines are about people: none is ever logged.
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
