//! Checks that a page can be shown: plain text within limits.

use crate::destination::Destination;

use super::{
    AfterForm, FieldKind, FieldLabel, MAX_FIELDS, PageField, PageTexts, ReferralPage, language,
};

/// The most languages of a page.
pub const MAX_LANGUAGES: usize = 20;
/// The most options of a choice.
pub const MAX_OPTIONS: usize = 50;
/// The most characters of a headline, a label or an option, which is read at a glance.
pub const LONGEST_LINE: usize = 120;
/// The most characters of a button.
pub const LONGEST_BUTTON: usize = 40;
/// The most characters of an offer, a consent or a thank-you: a few paragraphs.
pub const LONGEST_TEXT: usize = 2000;
/// The most characters of a field's key.
pub const LONGEST_KEY: usize = 40;

/// The key of the given name, a field of every form.
pub(super) const FIRST_NAME_KEY: &str = "firstName";
/// The key of the e-mail address, a field of every form.
pub(super) const EMAIL_KEY: &str = "email";

/// Why a page is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The part at fault, as the API names it.
    pub field: &'static str,
    /// A sentence for the person who wrote the page.
    pub why: String,
}

fn fault(field: &'static str, why: impl Into<String>) -> Fault {
    let why = why.into();
    Fault { field, why }
}

impl ReferralPage {
    /// Checks that a campaign can have this page.
    ///
    /// # Errors
    /// The [`Fault`], with a sentence for the person who wrote the page.
    pub fn check(&self) -> Result<(), Fault> {
        if let Some(logo) = &self.logo {
            address("page.logo", "The logo's address", logo)?;
        }
        if let AfterForm::Address(next) = &self.after {
            address("page.after", "The address after the form", next)?;
        }
        check_fields(&self.fields)?;
        check_texts(&self.texts, &self.fields)
    }
}

fn address(field: &'static str, subject: &str, text: &str) -> Result<(), Fault> {
    let refused = |why: crate::destination::InvalidDestination| {
        let why = why.to_string().replace("The destination", subject);
        fault(field, why.replace("the destination", "the address"))
    };
    Destination::parse(text).map(drop).map_err(refused)
}

fn check_fields(fields: &[PageField]) -> Result<(), Fault> {
    let wrong = |why: &str| Err(fault("page.fields", why));
    if fields.len() > MAX_FIELDS {
        return wrong("A form asks at most eight things of its own.");
    }
    for (at, field) in fields.iter().enumerate() {
        let others = fields.get(..at).unwrap_or_default();
        if !is_key(&field.key) {
            return wrong("A field's key has 1 to 40 letters, digits and underscores.");
        }
        if [FIRST_NAME_KEY, EMAIL_KEY].contains(&field.key.as_str()) {
            return wrong("Every form asks for firstName and email already.");
        }
        if others.iter().any(|other| other.key == field.key) {
            return wrong("Two fields have the same key.");
        }
        let mapped = field.property.is_some();
        if mapped && others.iter().any(|other| other.property == field.property) {
            return wrong("Two fields go into the same HubSpot property.");
        }
        if field
            .property
            .as_ref()
            .is_some_and(|name| name.as_str() == EMAIL_KEY)
        {
            return wrong("HubSpot's e-mail address is the one that every form asks for.");
        }
        check_options(field)?;
    }
    Ok(())
}

fn check_options(field: &PageField) -> Result<(), Fault> {
    let wrong = |why: &str| Err(fault("page.fields", why));
    let options = &field.options;
    if field.kind != FieldKind::Choice {
        return if options.is_empty() {
            Ok(())
        } else {
            wrong("Only a choice has options.")
        };
    }
    if options.len() < 2 || options.len() > MAX_OPTIONS {
        return wrong("A choice has 2 to 50 options.");
    }
    for (at, option) in options.iter().enumerate() {
        if option.trim().is_empty() || option.trim() != option {
            return wrong("An option is a text without blanks around it.");
        }
        if options.get(..at).unwrap_or_default().contains(option) {
            return wrong("Two options of a choice are the same.");
        }
        plain("page.fields", "An option", option, LONGEST_LINE, false)?;
    }
    Ok(())
}

fn check_texts(texts: &[PageTexts], fields: &[PageField]) -> Result<(), Fault> {
    let wrong = |why: &str| Err(fault("page.texts", why));
    if texts.len() > MAX_LANGUAGES {
        return wrong("A page has at most 20 languages.");
    }
    for (at, text) in texts.iter().enumerate() {
        if !language::is_tag(&text.language) {
            return wrong("A language is named by its tag, such as en or pt-BR.");
        }
        let same = |other: &PageTexts| other.language.eq_ignore_ascii_case(&text.language);
        if texts.get(..at).unwrap_or_default().iter().any(same) {
            return wrong("A language is there twice.");
        }
        let parts = [
            ("A headline", &text.headline, LONGEST_LINE, false),
            ("An offer", &text.offer, LONGEST_TEXT, true),
            ("A button's text", &text.button, LONGEST_BUTTON, false),
            ("A consent", &text.consent, LONGEST_TEXT, true),
            (
                "A thank-you's title",
                &text.thanks_title,
                LONGEST_LINE,
                false,
            ),
            ("A thank-you", &text.thanks, LONGEST_TEXT, true),
        ];
        for (subject, part, most, lines) in parts {
            plain("page.texts", subject, part, most, lines)?;
        }
        for label in &text.labels {
            check_label(label, fields)?;
        }
    }
    Ok(())
}

fn check_label(label: &FieldLabel, fields: &[PageField]) -> Result<(), Fault> {
    let own = [FIRST_NAME_KEY, EMAIL_KEY].contains(&label.field.as_str());
    if !own && fields.iter().all(|field| field.key != label.field) {
        return Err(fault(
            "page.texts",
            "A label is for a field that is not there.",
        ));
    }
    plain("page.texts", "A label", &label.label, LONGEST_LINE, false)?;
    if label.options.len() > MAX_OPTIONS {
        return Err(fault("page.texts", "A choice has 2 to 50 options."));
    }
    let mut options = label.options.iter();
    options.try_for_each(|option| plain("page.texts", "An option", option, LONGEST_LINE, false))
}

fn is_key(text: &str) -> bool {
    (1..=LONGEST_KEY).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Checks for plain text: no control characters, except line breaks where they are allowed, and no
/// characters that turn the direction of the text behind them.
fn plain(
    field: &'static str,
    subject: &str,
    text: &str,
    most: usize,
    lines: bool,
) -> Result<(), Fault> {
    if text.chars().count() > most {
        return Err(fault(
            field,
            format!("{subject} has at most {most} characters."),
        ));
    }
    let bad = |letter: char| {
        let breaks = lines && matches!(letter, '\n' | '\r');
        (letter.is_control() && !breaks)
            || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().any(bad) {
        let kind = if lines {
            "plain text"
        } else {
            "a line of plain text"
        };
        return Err(fault(field, format!("{subject} is {kind}.")));
    }
    Ok(())
}
