//! The requests from the public: the hosted page and the script. Also the request for a preview of a page.

use domain::{CampaignId, ReferralCode, ReferralPage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A request of the hosted page or the script, or for a preview.
#[derive(Debug, Clone)]
pub enum PageRequest {
    /// A visitor opens the hosted page of a code or sends its form.
    Visit(PageVisit),
    /// The script on a customer's site reports a person who signed up.
    Tell(ScriptClaim),
    /// Show a preview of a page.
    Preview(CampaignId, PagePreview),
}

/// A visitor's request to the hosted page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "VisitOnTheWire", into = "VisitOnTheWire")]
pub struct PageVisit {
    /// The code of the link.
    pub code: ReferralCode,
    /// The languages that the visitor chose or the browser accepts, best first.
    pub languages: Vec<String>,
    /// Whether to show the thank-you page, because the form was sent.
    pub thanks: bool,
    /// The form, if the visitor sends it.
    pub sent: Option<SentForm>,
}

/// A form as it was sent. It holds personal data and is never logged.
#[derive(Clone)]
pub struct SentForm {
    /// A keyed hash of the visitor's network; the same on the same day (UTC), whatever the browser says of itself.
    pub network: String,
    /// The time when the form was opened; none unless Goodword sealed that time within the last day.
    pub opened_at: Option<Timestamp>,
    /// The names and values of the fields.
    pub values: Vec<(String, String)>,
}

/// The form of a visit between the Worker and the portal's object. Both are the same program, so the fields need no
/// names; named fields would cost 3 KB of serde's code for each type.
type VisitOnTheWire = (ReferralCode, Vec<String>, bool, Option<FormOnTheWire>);
type FormOnTheWire = (String, Option<Timestamp>, Vec<(String, String)>);

impl From<VisitOnTheWire> for PageVisit {
    fn from((code, languages, thanks, sent): VisitOnTheWire) -> Self {
        Self {
            code,
            languages,
            thanks,
            sent: sent.map(|(network, opened_at, values)| SentForm {
                network,
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
            .map(|sent| (sent.network, sent.opened_at, sent.values));
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

/// A person who signed up, as the script (`www/script`) reports it. It holds personal data and is never logged.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScriptClaim {
    /// The code that the browser kept; the script has not validated it.
    pub code: String,
    /// The person's e-mail address.
    pub email: String,
    /// The person's first name.
    #[serde(default)]
    pub first_name: Option<String>,
    /// The person's last name.
    #[serde(default)]
    pub last_name: Option<String>,
    /// The time when the person followed the link, in milliseconds since 1970.
    #[serde(default)]
    pub clicked_at: Option<i64>,
    /// A keyed hash of the visitor's network; the same on the same day (UTC). The Worker sets it and ignores a value
    /// that the script sends under this name.
    #[serde(default)]
    pub network: String,
}

impl core::fmt::Debug for ScriptClaim {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("ScriptClaim")
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// A hosted page to preview before it is saved.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewPagePreview))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PagePreview {
    /// The page.
    pub page: ReferralPage,
    /// The tag of the language to show; the page's first language if absent.
    #[serde(default)]
    pub language: Option<String>,
    /// Whether to show the thank-you page instead of the form.
    #[serde(default)]
    pub thanks: bool,
}
