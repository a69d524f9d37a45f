//! Limits of a campaign's rules.

use serde::{Deserialize, Deserializer, Serialize};
use vecmap::VecSet;

use super::{Cause, Rule};

/// The most rules of one campaign: each is a card on one screen, and one line of the answer to "why
/// not yet?".
pub const MAX_RULES: usize = 10;
/// The most values of a rule. A HubSpot pipeline rarely has more stages, and a list of options
/// rarely has more that mean the same.
pub const MAX_VALUES: usize = 20;
/// The most characters of a value; people compare with a word or two.
pub const LONGEST_VALUE: usize = 200;
/// The most days of a hold: a year, longer than any period for refunds.
pub const LONGEST_HOLD: u16 = 365;

/// Texts, any one of which is enough: 1 to 20, of 1 to 200 characters, each once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
#[serde(transparent)]
pub struct Values(Vec<String>);

impl Values {
    /// Reads the texts as typed.
    ///
    /// # Errors
    /// A sentence that says what is wrong with them.
    pub fn parse(texts: Vec<String>) -> Result<Self, &'static str> {
        if texts.is_empty() {
            return Err("Name at least one value.");
        }
        if texts.len() > MAX_VALUES {
            return Err("A rule compares with at most 20 values.");
        }
        for text in &texts {
            check_value(text)?;
        }
        let once: VecSet<&String> = texts.iter().collect();
        if once.len() != texts.len() {
            return Err("Name each value only once.");
        }
        Ok(Self(texts))
    }

    /// Returns the texts.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = <Vec<String>>::deserialize(deserializer)?;
        Self::parse(texts).map_err(serde::de::Error::custom)
    }
}

/// Checks that a text can be compared with.
pub(super) fn check_value(text: &str) -> Result<(), &'static str> {
    let length = text.chars().count();
    if text.trim().is_empty() || length > LONGEST_VALUE || text.chars().any(char::is_control) {
        return Err("A value is plain text of 1 to 200 characters.");
    }
    Ok(())
}

/// Checks that a campaign can have these rules.
///
/// # Errors
/// A sentence that says what to change.
pub fn check_rules(rules: &[Rule]) -> Result<(), &'static str> {
    if rules.len() > MAX_RULES {
        return Err("A campaign has at most 10 qualification rules.");
    }
    let ids: VecSet<_> = rules.iter().map(|rule| rule.id).collect();
    if ids.len() != rules.len() {
        return Err("Two qualification rules have the same number.");
    }
    for rule in rules {
        if rule.hold_days > LONGEST_HOLD {
            return Err("A hold period has at most 365 days.");
        }
        match &rule.cause {
            Cause::ContactProperty(contact) => contact.test.check()?,
            Cause::DealStage(deal) => {
                check_value(&deal.pipeline)
                    .map_err(|_| "A rule about deals must name its pipeline.")?;
            }
            Cause::Api | Cause::ByHand => {}
        }
    }
    Ok(())
}
