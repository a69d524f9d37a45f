//! The test that a property's value must pass.

use serde::{Deserialize, Serialize};

use super::amount::Amount;
use super::values::{Values, check_value};

/// The test that a property's value must pass. HubSpot gives every value as text; an empty text is
/// no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// The value is this text, in any case of letters. Numbers are compared by their amount; a text
    /// such as `007` is not a number.
    Equals(String),
    /// The value is one of these. If a property holds several options (separated by semicolons in
    /// HubSpot), one of them is enough.
    AnyOf(Values),
    /// The value is a number, at least this one.
    AtLeast(Amount),
    /// There is any value.
    Known,
}

impl Test {
    /// Checks that the test can be applied.
    pub(super) fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::Equals(wanted) => check_value(wanted),
            Self::AnyOf(_) | Self::AtLeast(_) | Self::Known => Ok(()),
        }
    }

    /// Applies the test to a value.
    #[must_use]
    pub(super) fn of(&self, value: Option<&str>) -> Verdict {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
            return Verdict::Failed;
        };
        let passed = match self {
            Self::Equals(wanted) => is_same(value, wanted),
            Self::AnyOf(wanted) => wanted.as_slice().iter().any(|wanted| {
                let mut chosen = value.split(';');
                is_same(value, wanted) || chosen.any(|option| is_same(option, wanted))
            }),
            Self::AtLeast(least) => match Amount::parse(value) {
                Ok(amount) => amount >= *least,
                Err(_) => return Verdict::Unreadable,
            },
            Self::Known => true,
        };
        if passed {
            Verdict::Passed
        } else {
            Verdict::Failed
        }
    }
}

/// The result of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed,
    Failed,
    /// The test compares numbers, and the value is none.
    Unreadable,
}

/// Tells whether two values are the same: the same text in any case of letters, or the same number
/// as HubSpot writes it.
fn is_same(value: &str, wanted: &str) -> bool {
    let (value, wanted) = (value.trim(), wanted.trim());
    let same_number = || {
        Amount::is_plain(value)
            && Amount::is_plain(wanted)
            && Amount::parse(value).is_ok_and(|amount| Amount::parse(wanted) == Ok(amount))
    };
    folded(value).eq(folded(wanted)) || same_number()
}

/// Returns a text's letters without regard to their case, by Unicode's simple rules: `É` is `é`, and
/// `ß` is `SS`.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
}
