//! A page's form: what it asks, and what somebody answered.
//!
//! Invariants: a form that is sent keeps whatever of it was valid; a form without a fault has a given name, an
//! address, and everything that must be filled in.

use core::mem;

use crate::email::EmailAddress;
use crate::mapping::PropertyName;

use super::checking::{EMAIL_KEY, FIRST_NAME_KEY};
use super::{FieldKind, PageTexts, ReferralPage, Words};

/// Stands before the keys of a campaign's own fields, so that none of them is taken for one of ours.
const OWN: &str = "own_";
/// The field that people neither see nor fill in.
pub const TRAP: &str = "website";
/// The field with the sealed moment at which the form was opened.
pub const OPENED: &str = "opened";
/// The box that says yes to the consent.
const CONSENT: &str = "consent";
/// What a box that is ticked sends, and what HubSpot's boxes take.
const TICKED: &str = "true";

/// As [`crate::attribution`]'s claims take them.
const LONGEST_NAME: usize = 100;
/// An answer in one line.
const LONGEST_ANSWER: usize = 250;
/// E.164 has 15 digits; people write blanks between them, and an extension behind.
const LONGEST_PHONE: usize = 40;

/// What a field is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldUse {
    /// The person's given name.
    FirstName,
    /// The person's address.
    Email,
    /// The person's agreement to this.
    Consent,
    /// One of the campaign's own, under this key, for this property.
    Own(String, Option<PropertyName>),
}

/// A field as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is for.
    pub purpose: FieldUse,
    /// Its name on the wire.
    pub name: String,
    /// What is entered.
    pub kind: FieldKind,
    /// What it is called.
    pub label: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// What can be chosen: what is sent, and what it is called.
    pub options: Vec<(String, String)>,
    /// What was entered.
    pub value: String,
    /// What is wrong with it.
    pub fault: Option<&'static str>,
}

/// A form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form(Vec<Field>);

impl Form {
    /// A page's form, empty.
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

    /// The form with what was sent, and whether it is without fault.
    #[must_use]
    pub fn filled(mut self, sent: &[(String, String)], words: &Words) -> (Self, bool) {
        for field in &mut self.0 {
            let text = value_of(sent, &field.name);
            // What stands on one line is sent on one line; what a program sends is made so.
            let line: Vec<&str> = text.split(char::is_control).collect();
            line.join(" ").trim().clone_into(&mut field.value);
            field.judge(words);
        }
        let good = self.0.iter().all(|field| field.fault.is_none());
        (self, good)
    }

    /// Whether a program filled it in that fills in everything.
    #[must_use]
    pub fn is_trapped(sent: &[(String, String)]) -> bool {
        !value_of(sent, TRAP).is_empty()
    }

    /// Its fields, in their order.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.0
    }

    /// The answer for a purpose that there is once.
    #[must_use]
    pub fn answer(&self, purpose: &FieldUse) -> Option<&str> {
        let field = self.0.iter().find(|field| field.purpose == *purpose)?;
        (!field.value.is_empty()).then_some(field.value.as_str())
    }

    /// What goes into HubSpot's properties.
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

    /// Finds fault with what was entered. What a list or a box cannot send is not kept.
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

    /// The most characters that it takes.
    #[must_use]
    pub fn longest(&self) -> usize {
        match (&self.purpose, self.kind) {
            (FieldUse::FirstName, _) => LONGEST_NAME,
            (_, FieldKind::Phone) => LONGEST_PHONE,
            _ => LONGEST_ANSWER,
        }
    }
}

/// What is sent, and what it is called.
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

/// As people write them: digits, at least five, with what they put between them.
fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let rest = |letter: char| letter.is_ascii_digit() || " +-./()#x".contains(letter);
    (5..=20).contains(&digits) && text.chars().all(rest)
}
