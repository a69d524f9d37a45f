//! The valid values of a property, and their normal form.
//!
//! Each value is a string on the wire. Numbers, dates and choices are normalised, so that a value
//! may be read in another form than it was written. A client that compares values must know this.

use serde_json::{Value, json};

use super::{Definition, Kind, Name, Ownership, Schema};
use crate::{errors::Problem, time};

/// The longest string value, in characters.
const MAX_STRING: usize = 65_536;

/// An invalid value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Invalid {
    /// The property.
    pub(crate) name: String,
    /// HubSpot's code, such as `INVALID_OPTION`.
    pub(crate) code: &'static str,
    /// The message for people.
    pub(crate) message: String,
}

/// Valid values in their normal form. An empty value clears the property.
pub(crate) type Checked = Vec<(Name, String)>;

/// Validates the `properties` of a write.
///
/// # Errors
/// One entry for each invalid value.
pub(crate) fn check(
    schema: &Schema,
    properties: &serde_json::Map<String, Value>,
) -> Result<Checked, Vec<Invalid>> {
    let (mut checked, mut invalid) = (Vec::new(), Vec::new());
    for (name, value) in properties {
        match check_one(schema, name, value) {
            Ok(value) => checked.push(value),
            Err((code, message)) => invalid.push(Invalid {
                name: name.clone(),
                code,
                message,
            }),
        }
    }
    if invalid.is_empty() {
        Ok(checked)
    } else {
        Err(invalid)
    }
}

type Refusal = (&'static str, String);

fn check_one(schema: &Schema, name: &str, value: &Value) -> Result<(Name, String), Refusal> {
    let Some(property) = schema.taking_values(name) else {
        return Err((
            "PROPERTY_DOESNT_EXIST",
            format!("Property \"{name}\" does not exist"),
        ));
    };
    if property.ownership == Ownership::ReadOnly || property.field_type == "calculation_equation" {
        let message = format!("\"{name}\" is a read only property; its value cannot be set.");
        return Err(("READ_ONLY_VALUE", message));
    }
    // HubSpot converts scalars of any JSON type to strings.
    let text = match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => {
            return Err((
                "INVALID_STRING",
                format!("{value} is not a value for \"{name}\""),
            ));
        }
    };
    Ok((property.name.clone(), normal(property, text)?))
}

/// Returns the normal form of a value.
fn normal(property: &Definition, text: String) -> Result<String, Refusal> {
    if text.is_empty() {
        return Ok(text);
    }
    let refuse = |code, what: &str| Err((code, format!("{text} was not {what}.")));
    match property.kind {
        Kind::Number => {
            number(&text).map_or_else(|| refuse("INVALID_INTEGER", "a valid number"), Ok)
        }
        Kind::Bool => match text.to_ascii_lowercase().as_str() {
            truth @ ("true" | "false") => Ok(truth.to_owned()),
            _ => refuse("INVALID_BOOLEAN", "a valid boolean"),
        },
        Kind::Date => match time::parse(text.trim()) {
            Some(at) if at.rem_euclid(time::DAY) == 0 => Ok(time::day(at)),
            Some(_) => refuse("INVALID_DATE", "at midnight UTC"),
            None => refuse("INVALID_DATE", "a valid date"),
        },
        Kind::Datetime => time::parse(text.trim()).map_or_else(
            || refuse("INVALID_LONG", "a valid date-time"),
            |at| Ok(time::iso(at)),
        ),
        Kind::Enumeration => choices(property, &text),
        Kind::String | Kind::PhoneNumber if text.chars().count() > MAX_STRING => Err((
            "INVALID_STRING_LENGTH",
            format!(
                "\"{}\" takes at most {MAX_STRING} characters",
                property.name
            ),
        )),
        Kind::String if &*property.name == "email" => email(&text),
        Kind::String if &*property.name == "hs_additional_emails" => {
            let each = text.split(';').filter(|part| !part.trim().is_empty());
            Ok(each.map(email).collect::<Result<Vec<_>, _>>()?.join(";"))
        }
        Kind::String | Kind::PhoneNumber => Ok(text),
    }
}

/// Normalises a number: `007.50` is `7.5`, `-0` is `0`.
fn number(text: &str) -> Option<String> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !numeric(whole) || !numeric(fraction) {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let fraction = fraction.trim_end_matches('0');
    let sign = if whole == "0" && fraction.is_empty() {
        ""
    } else {
        sign
    };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// Normalises one choice, or several that are separated by semicolons if the field has checkboxes.
fn choices(property: &Definition, text: &str) -> Result<String, Refusal> {
    let several = property.field_type == "checkbox";
    let chosen: Vec<&str> = if several {
        text.split(';').filter(|part| !part.is_empty()).collect()
    } else {
        vec![text]
    };
    let known = |value: &&str| {
        property
            .choices
            .iter()
            .any(|choice| choice.value == **value)
    };
    if let Some(unknown) = chosen.iter().find(|value| !known(value)) {
        let allowed: Vec<&str> = property
            .choices
            .iter()
            .map(|it| it.value.as_str())
            .collect();
        return Err((
            "INVALID_OPTION",
            format!("{unknown} was not one of the allowed options: {allowed:?}"),
        ));
    }
    Ok(chosen.join(";"))
}

fn email(text: &str) -> Result<String, Refusal> {
    let text = text.trim().to_lowercase();
    let parts = text.split_once('@');
    let well_formed = parts.is_some_and(|(local, domain)| {
        let labels = domain.split('.').all(|label| !label.is_empty());
        !local.is_empty() && domain.contains('.') && labels && !domain.contains('@')
    });
    if well_formed && !text.contains(char::is_whitespace) {
        return Ok(text);
    }
    Err(("INVALID_EMAIL", format!("Email address {text} is invalid")))
}

/// Describes invalid values for people.
pub(crate) fn summary(invalid: &[Invalid]) -> String {
    invalid
        .iter()
        .map(|it| it.message.as_str())
        .collect::<Vec<_>>()
        .join("; ")
}

/// Creates the refusal of a request with invalid values.
pub(crate) fn refuse(portal: u64, invalid: &[Invalid]) -> Problem {
    let long = |it: &Invalid| {
        json!({
            "isValid": false,
            "message": it.message,
            "error": it.code,
            "name": it.name,
            "localizedErrorMessage": it.message,
            "portalId": portal,
        })
    };
    let list: Vec<Value> = invalid.iter().map(long).collect();
    let message = format!("Property values were not valid: {}", Value::from(list));
    invalid
        .iter()
        .fold(Problem::validation(message), |problem, it| {
            problem.with_error(json!({
                "message": it.message,
                "code": it.code,
                "context": { "propertyName": [it.name] },
            }))
        })
}
