//! A page's form: its questions, and the answers that somebody sent.
//!
//! Invariants: a form that was sent keeps every answer that was valid. A form without a fault has a
//! given name, an address, and every required answer.

use core::mem;

use crate::email::EmailAddress;
use crate::mapping::PropertyName;
use crate::qualification::Amount;

use super::checking::{EMAIL_KEY, FIRST_NAME_KEY};
use super::{FieldKind, PageTexts, ReferralPage, Words};

/// The prefix of the campaign's own fields, so that none of them is taken for one of Goodword's.
const OWN: &str = "own_";
/// The field that people neither see nor fill in. Only programs do.
pub const TRAP: &str = "website";
/// The field with the sealed moment at which the form was opened.
pub const OPENED: &str = "opened";
/// The box for the consent.
const CONSENT: &str = "consent";
/// The value that a ticked box sends, and that HubSpot's checkboxes take.
const TICKED: &str = "true";

/// The most characters of a name, as in the claims of [`crate::attribution`].
const LONGEST_NAME: usize = 100;
/// The most characters of an answer in one line.
const LONGEST_ANSWER: usize = 250;
/// The most characters of a telephone number: E.164 has 15 digits, and people add spaces and an
/// extension.
const LONGEST_PHONE: usize = 40;

/// The purpose of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldUse {
    /// The person's given name.
    FirstName,
    /// The person's address.
    Email,
    /// The person's agreement to this text.
    Consent,
    /// A question of the campaign, under this key, for this property.
    Own(String, Option<PropertyName>),
}

/// A field as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its purpose.
    pub purpose: FieldUse,
    /// Its name on the wire.
    pub name: String,
    /// The kind of answer.
    pub kind: FieldKind,
    /// Its label.
    pub label: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// The options: the value that is sent, and its label.
    pub options: Vec<(String, String)>,
    /// The answer.
    pub value: String,
    /// The fault in the answer.
    pub fault: Option<&'static str>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form(Vec<Field>);

impl Form {
    /// Makes a page's form, without answers.
    #[must_use]
    pub fn new(page: &ReferralPage, texts: Option<&PageTexts>, words: &Words) -> Self {
        let label = |key: &str, usual: &str| {
            let own = texts.and_then(|texts| texts.labels.iter().find(|own| own.field == key));
            let own = own.map_or("", |own| own.label.trim());
            let label = if own.is_empty() { usual } else { own };
            label.to_owned()
        };
        let first_name = label(FIRST_NAME_KEY, words.first_name);
        let email = label(EMAIL_KEY, words.email);
        let mut fields = vec![
            Field::ours(
                FieldUse::FirstName,
                "first_name",
                FieldKind::Text,
                first_name,
            ),
            Field::ours(FieldUse::Email, EMAIL_KEY, FieldKind::Email, email),
        ];
        for own in &page.fields {
            let mut field = Field::ours(
                FieldUse::Own(own.key.clone(), own.property.clone()),
                "",
                own.kind,
                label(&own.key, &own.key),
            );
            field.name = format!("{OWN}{}", own.key);
            field.required = own.required;
            field.options = options(own, texts);
            fields.push(field);
        }
        let consent = texts.map_or("", |texts| texts.consent.trim());
        if !consent.is_empty() {
            let consent = consent.to_owned();
            fields.push(Field::ours(
                FieldUse::Consent,
                CONSENT,
                FieldKind::Checkbox,
                consent,
            ));
        }
        Self(fields)
    }

    /// Fills the form with the answers that were sent, and returns whether it has no fault.
    #[must_use]
    pub fn filled(mut self, sent: &[(String, String)], words: &Words) -> (Self, bool) {
        for field in &mut self.0 {
            let text = value_of(sent, &field.name);
            // A browser sends one line from a field of one line; text from programs is joined into
            // one line.
            let line: Vec<&str> = text.split(char::is_control).collect();
            line.join(" ").trim().clone_into(&mut field.value);
            field.judge(words);
        }
        let good = self.0.iter().all(|field| field.fault.is_none());
        (self, good)
    }

    /// Finds answers that are no numbers, in the fields whose properties take only numbers. Returns
    /// whether the form has no such fault.
    #[must_use]
    pub fn check_numbers(
        &mut self,
        takes_numbers: &dyn Fn(&PropertyName) -> bool,
        words: &Words,
    ) -> bool {
        let mut good = true;
        for field in &mut self.0 {
            let FieldUse::Own(_, Some(property)) = &field.purpose else {
                continue;
            };
            let is_answered = field.fault.is_none() && !field.value.is_empty();
            if is_answered && takes_numbers(property) && Amount::parse(&field.value).is_err() {
                field.fault = Some(words.bad_number);
                good = false;
            }
        }
        good
    }

    /// Tells whether a program filled in the form: it filled in the hidden field.
    #[must_use]
    pub fn is_trapped(sent: &[(String, String)]) -> bool {
        !value_of(sent, TRAP).is_empty()
    }

    /// Returns the fields, in their order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.0
    }

    /// Returns the answer for a purpose that only one field has.
    #[must_use]
    pub fn answer(&self, purpose: &FieldUse) -> Option<&str> {
        let field = self.0.iter().find(|field| field.purpose == *purpose)?;
        (!field.value.is_empty()).then_some(field.value.as_str())
    }

    /// Returns the answers for HubSpot's properties.
    #[must_use]
    pub fn mapped(&self) -> Vec<(PropertyName, String)> {
        let answers = self.0.iter().filter_map(|field| match &field.purpose {
            FieldUse::Own(_, Some(property)) if !field.value.is_empty() => {
                Some((property.clone(), field.value.clone()))
            }
            _ => None,
        });
        answers.collect()
    }
}

impl Field {
    fn ours(purpose: FieldUse, name: &str, kind: FieldKind, label: String) -> Self {
        Self {
            purpose,
            name: name.to_owned(),
            kind,
            label,
            required: true,
            options: Vec::new(),
            value: String::new(),
            fault: None,
        }
    }

    /// Finds the faults of the answers. Drops an answer that its list or box cannot send.
    fn judge(&mut self, words: &Words) {
        let known = match self.kind {
            FieldKind::Choice => self.options.iter().any(|(value, _)| *value == self.value),
            FieldKind::Checkbox => self.value == TICKED,
            FieldKind::Text | FieldKind::Email | FieldKind::Phone => true,
        };
        let value = if known { self.value.as_str() } else { "" };
        self.fault = if value.is_empty() {
            let strange = self.kind == FieldKind::Choice && !self.value.is_empty();
            match (&self.purpose, self.required) {
                (FieldUse::Consent, _) => Some(words.agree),
                _ if strange => Some(words.bad_choice),
                (_, true) if self.kind == FieldKind::Choice => Some(words.bad_choice),
                (_, true) => Some(words.missing),
                (_, false) => None,
            }
        } else if value.chars().count() > self.longest() {
            Some(words.long)
        } else if self.kind == FieldKind::Email && EmailAddress::parse(value).is_err() {
            Some(words.bad_email)
        } else if self.kind == FieldKind::Phone && !is_phone(value) {
            Some(words.bad_phone)
        } else {
            None
        };
        if !known {
            drop(mem::take(&mut self.value));
        }
    }

    /// Returns the most characters that it takes.
    #[must_use]
    pub fn longest(&self) -> usize {
        match (&self.purpose, self.kind) {
            (FieldUse::FirstName, _) => LONGEST_NAME,
            (_, FieldKind::Phone) => LONGEST_PHONE,
            _ => LONGEST_ANSWER,
        }
    }
}

/// Returns the options: the value that is sent, and its label.
fn options(field: &super::PageField, texts: Option<&PageTexts>) -> Vec<(String, String)> {
    let names = texts
        .and_then(|texts| texts.labels.iter().find(|own| own.field == field.key))
        .map_or(&[][..], |own| &own.options);
    let options = field.options.iter().enumerate().map(|(at, value)| {
        let name = names.get(at).map_or("", |name| name.trim());
        let name = if name.is_empty() { value } else { name };
        (value.clone(), name.to_owned())
    });
    options.collect()
}

fn value_of<'a>(sent: &'a [(String, String)], name: &str) -> &'a str {
    let found = sent.iter().find(|(own, _)| own == name);
    found.map_or("", |(_, value)| value.trim())
}

/// Tells whether the text is a telephone number as people write it: at least five digits, with
/// separators between them.
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = |letter: char| letter.is_ascii_digit() || " +-./()#x".contains(letter);
    (5..=20).contains(&digits) && text.chars().all(rest)
}
