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
#[serde(from = "VisitOnTheWire", into = "VisitOnTheWire")]
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
#[derive(Clone)]
pub struct SentForm {
    /// The same for the same visitor on the same day (UTC); a keyed hash.
    pub visitor: String,
    /// When the form was opened, as far as we sealed that within the last day.
    pub opened_at: Option<Timestamp>,
    /// Names and values.
    pub values: Vec<(String, String)>,
}

/// From the Worker to the portal's object, which are one program: without names, which serde makes 3 KB of for each
/// type.
type VisitOnTheWire = (ReferralCode, Vec<String>, bool, Option<FormOnTheWire>);
type FormOnTheWire = (String, Option<Timestamp>, Vec<(String, String)>);

impl From<VisitOnTheWire> for PageVisit {
    fn from((code, languages, thanks, sent): VisitOnTheWire) -> Self {
        Self {
            code,
            languages,
            thanks,
            sent: sent.map(|(visitor, opened_at, values)| SentForm {
                visitor,
                opened_at,
                values,
            }),
        }
    }
}

impl From<PageVisit> for VisitOnTheWire {
    fn from(visit: PageVisit) -> Self {
        let sent = visit
            .sent
            .map(|sent| (sent.visitor, sent.opened_at, sent.values));
        (visit.code, visit.languages, visit.thanks, sent)
    }
}

impl core::fmt::Debug for SentForm {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("SentForm")
            .field("opened_at", &self.opened_at)
            .finish_non_exhaustive()
    }
}

/// Who signed up, as the script (`www/script`) tells it. Holds personal data: never logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScriptClaim {
    /// The code that the browser kept, or what it took for one.
    pub code: String,
    /// The person's e-mail address.
    pub email: String,
    /// Their given name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// Their family name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// When they followed the link, in milliseconds since 1970.
    #[serde(default)]
    pub clicked_at: Option<i64>,
    /// The same for the same visitor on the same day (UTC); a keyed hash. What the script says under this name is
    /// nothing.
    #[serde(default)]
    pub visitor: String,
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
