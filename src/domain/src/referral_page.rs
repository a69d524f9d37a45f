//! The hosted referral page of a campaign: what it looks like, what it asks, what it says in which language, and what
//! comes after its form.
//!
//! Invariants of a page that was checked: everything on it is plain text, short enough to be shown; its addresses are
//! public and https; its form asks at most [`MOST_FIELDS`] things of its own, each under a key of its own. A page of
//! which nothing is said is a good one, in each of the languages of [`words`].
//!
//! Left to others: how it is drawn (`worker`), who is told on it, and what becomes of what is sent.

mod checking;
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

/// Stands in a headline or an offer for the referrer's given name.
pub const FIRST_NAME: &str = "{firstName}";

/// A form that asks more is not filled in.
pub const MOST_FIELDS: usize = 8;

/// A campaign's hosted page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ReferralPage {
    /// Whether visitors read the referrer's given name.
    pub show_referrer: bool,
    /// The https address of a picture; without one, the destination's host stands in its place.
    pub logo: Option<String>,
    /// The colour of the button.
    pub accent: Accent,
    /// The colour of the page.
    pub background: Background,
    /// What the form asks beside given name and e-mail address.
    pub fields: Vec<PageField>,
    /// What the page says, language by language; the first is for those who read none of them. Without any, it says
    /// the usual in the languages that Goodword knows.
    pub texts: Vec<PageTexts>,
    /// What comes after the form.
    pub after: AfterForm,
}

/// A colour that is Goodword's green unless something else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Accent(pub Colour);

impl Default for Accent {
    fn default() -> Self {
        Self(Colour::new(0x15, 0x6a, 0x7a))
    }
}

/// A colour that is a warm white unless something else is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Background(pub Colour);

impl Default for Background {
    fn default() -> Self {
        Self(Colour::new(0xf4, 0xf2, 0xed))
    }
}

/// Something that a campaign's form asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PageField {
    /// Its name in the form and in the texts; the label where a language has none.
    pub key: String,
    /// What is entered.
    pub kind: FieldKind,
    /// What can be chosen, where there is a choice.
    #[serde(default)]
    pub options: Vec<String>,
    /// Whether it must be filled in.
    #[serde(default)]
    pub required: bool,
    /// The contact property that takes the answer.
    #[serde(default)]
    pub property: Option<PropertyName>,
}

/// What is entered into a field.
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

/// What a page says in one language. What is empty is said in Goodword's words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PageTexts {
    /// The language's tag (BCP 47), such as `en` or `pt-BR`.
    pub language: String,
    /// The page's title; `{firstName}` stands for the referrer's given name, where it may be shown.
    pub headline: String,
    /// Why somebody should fill in the form.
    pub offer: String,
    /// What the button says.
    pub button: String,
    /// What has to be agreed to. Empty: nothing is asked.
    pub consent: String,
    /// The title of the thank-you page.
    pub thanks_title: String,
    /// What it says.
    pub thanks: String,
    /// What the fields are called.
    pub labels: Vec<FieldLabel>,
}

/// What a field is called in a language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct FieldLabel {
    /// The field's key; `firstName` and `email` for those that every form has.
    pub field: String,
    /// Its label.
    pub label: String,
    /// What its options are called, in their order; those that are empty or missing are called as they are.
    pub options: Vec<String>,
}

/// What comes after the form. Addresses get the code as redirects give it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum AfterForm {
    /// A thank-you page, with a way on to the campaign's destination.
    #[default]
    ThankYou,
    /// The campaign's destination.
    Destination,
    /// Another https address.
    Address(String),
}

impl ReferralPage {
    /// The texts for somebody who would like these languages, best first; none if the page has none of its own.
    #[must_use]
    pub fn texts_for(&self, wanted: &[String]) -> Option<&PageTexts> {
        let tags: Vec<&str> = self.texts.iter().map(|own| own.language.as_str()).collect();
        let chosen = language::choose(&tags, wanted).or(tags.first().copied())?;
        self.texts.iter().find(|own| own.language == chosen)
    }
}

/// Puts a name into a text. Without one, `friend` stands in its place.
#[must_use]
pub fn with_name(text: &str, first_name: Option<&str>, friend: &str) -> String {
    text.replace(FIRST_NAME, first_name.unwrap_or(friend))
}

#[cfg(test)]
mod tests;
