//! The hosted referral page of a campaign: its look, its questions, its words in each language, and
//! the step after its form.
//!
//! Invariants of a page that was checked: everything on it is plain text, short enough to be shown.
//! Its addresses are public and https. Its form asks at most [`MAX_FIELDS`] questions of its own,
//! each under its own key. The default page is a good one, in each of the languages of [`words`].
//!
//! Left to others: drawing the page (`worker`), naming the referrer on it, and handling an answer
//! that is sent.

pub mod checking;
pub mod colour;
pub mod form;
pub mod language;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::mapping::PropertyName;

pub use checking::Fault;
pub use colour::Colour;
pub use form::{Field, FieldUse, Form};
pub use words::Words;

/// The placeholder for the referrer's given name in a headline or an offer.
pub const FIRST_NAME: &str = "{firstName}";

/// The most questions of a form; people do not fill in a longer one.
pub const MAX_FIELDS: usize = 8;

/// A campaign's hosted page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ReferralPage {
    /// Whether the page shows visitors the referrer's given name.
    pub show_referrer: bool,
    /// The https address of a picture. Without one, the page shows the destination's host.
    pub logo: Option<String>,
    /// The colour of the button.
    pub accent: Accent,
    /// The colour of the page.
    pub background: Background,
    /// The questions that the form asks besides given name and e-mail address.
    pub fields: Vec<PageField>,
    /// The page's texts, language by language. The first language is for visitors who read none of
    /// them. Without any texts, the page has the default ones in Goodword's languages.
    pub texts: Vec<PageTexts>,
    /// The step after the form.
    pub after: AfterForm,
}

/// The colour of the button. The default is Goodword's green.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Accent(pub Colour);

impl Default for Accent {
    fn default() -> Self {
        Self(Colour::new(0x15, 0x6a, 0x7a))
    }
}

/// The colour of the page. The default is a warm white.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Background(pub Colour);

impl Default for Background {
    fn default() -> Self {
        Self(Colour::new(0xf4, 0xf2, 0xed))
    }
}

/// A question of a campaign's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageField {
    /// Its name in the form and in the texts. It is also the label in a language without one.
    pub key: String,
    /// The kind of answer.
    pub kind: FieldKind,
    /// The options, for a choice.
    #[serde(default)]
    pub options: Vec<String>,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// The contact property that stores the answer.
    #[serde(default)]
    pub property: Option<PropertyName>,
}

/// The kind of answer that a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// One of the options.
    Choice,
    /// Yes or no.
    Checkbox,
}

/// A page's texts in one language. An empty text is replaced by Goodword's default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PageTexts {
    /// The language's tag (BCP 47), such as `en` or `pt-BR`.
    pub language: String,
    /// The page's title. `{firstName}` stands for the referrer's given name, if the page shows it.
    pub headline: String,
    /// The reason to fill in the form.
    pub offer: String,
    /// The text on the button.
    pub button: String,
    /// The text that visitors must agree to. If it is empty, the form does not ask.
    pub consent: String,
    /// The title of the thank-you page.
    pub thanks_title: String,
    /// The text of the thank-you page.
    pub thanks: String,
    /// The labels of the fields.
    pub labels: Vec<FieldLabel>,
}

/// The label of a field in a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FieldLabel {
    /// The field's key; `firstName` and `email` for the two fields of every form.
    pub field: String,
    /// Its label.
    pub label: String,
    /// The labels of its options, in their order. An option with an empty or missing label shows
    /// its own value.
    pub options: Vec<String>,
}

/// The step after the form. Addresses get the code in the same way as redirects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum AfterForm {
    /// A thank-you page with a link to the campaign's destination.
    #[default]
    ThankYou,
    /// The campaign's destination.
    Destination,
    /// Another https address.
    Address(String),
}

impl ReferralPage {
    /// Returns the texts for a visitor who wants these languages, best first. `None` if the page
    /// has no texts of its own.
    #[must_use]
    pub fn texts_for(&self, wanted: &[String]) -> Option<&PageTexts> {
        let tags: Vec<&str> = self.texts.iter().map(|own| own.language.as_str()).collect();
        let chosen = language::choose(&tags, wanted).or(tags.first().copied())?;
        self.texts.iter().find(|own| own.language == chosen)
    }
}

/// Puts a name into a text. Without a name, uses `friend`.
#[must_use]
pub fn with_name(text: &str, first_name: Option<&str>, friend: &str) -> String {
    text.replace(FIRST_NAME, first_name.unwrap_or(friend))
}

#[cfg(test)]
mod tests;
