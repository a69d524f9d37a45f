//! What is asked at a portal's public doors: the hosted page and the script; and how a page will look.

use domain::{CampaignId, ReferralCode, ReferralPage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One question or claim.
#[derive(Debug, Clone)]
pub enum PageRequest {
    /// Somebody is at the hosted page of a code, and may have sent its form.
    Visit(PageVisit),
    /// The script of a customer's site says who signed up.
    Tell(ScriptClaim),
    /// How a page would look.
    Preview(CampaignId, PagePreview),
}

/// Somebody at the hosted page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PageVisit {
    /// The code of the link.
    pub code: ReferralCode,
    /// The languages that they want, best first.
    pub languages: Vec<String>,
    /// They have sent the form, and are to be thanked.
    pub thanks: bool,
    /// What they send.
    pub sent: Option<SentForm>,
}

/// A form as it was sent. Holds personal data: never logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct SentForm {
    /// The same for the same visitor on the same day (UTC); a keyed hash.
    pub visitor: String,
    /// When the form was opened, as far as we sealed that within the last day.
    pub opened_at: Option<Timestamp>,
    /// Names and values.
    pub values: Vec<(String, String)>,
}

impl core::fmt::Debug for SentForm {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("SentForm")
            .field("opened_at", &self.opened_at)
            .finish_non_exhaustive()
    }
}

/// Who signed up, as the script tells it. Holds personal data: never logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct ScriptClaim {
    /// The code that the browser kept.
    pub code: ReferralCode,
    /// The same for the same visitor on the same day (UTC); a keyed hash.
    pub visitor: String,
    /// The person's e-mail address.
    pub email: String,
    /// Their given name.
    pub first_name: Option<String>,
    /// Their family name.
    pub last_name: Option<String>,
    /// When they followed the link.
    pub clicked_at: Option<Timestamp>,
}

impl core::fmt::Debug for ScriptClaim {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("ScriptClaim")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// A page to be looked at before it is kept.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewPagePreview))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PagePreview {
    /// The page.
    pub page: ReferralPage,
    /// In which language, by its tag; the page's first one if absent.
    #[serde(default)]
    pub language: Option<String>,
    /// The thank-you page instead of the form.
    #[serde(default)]
    pub thanks: bool,
}
