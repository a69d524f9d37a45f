//! The identity of a deal.

use core::fmt;
use core::str::FromStr;

/// The digits of the largest signed 64-bit number.
const LONGEST: usize = 19;

/// A deal's record id in one portal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DealId(String);

/// The text is not a HubSpot id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a decimal number of 1 to 19 digits without leading zeros")]
pub struct InvalidDealId;

impl DealId {
    /// Returns the id in decimal, as HubSpot writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DealId {
    type Err = InvalidDealId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let good = digits && (1..=LONGEST).contains(&text.len()) && !text.starts_with('0');
        good.then(|| Self(text.to_owned())).ok_or(InvalidDealId)
    }
}

impl fmt::Display for DealId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_number_as_hubspot_writes_it_is_an_id() {
        for good in ["1", "38000000001", "9223372036854775807"] {
            assert_eq!(good.parse::<DealId>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "0",
            "07",
            "+7",
            "-7",
            "7a",
            " 7",
            "10000000000000000000",
        ] {
            assert!(bad.parse::<DealId>().is_err(), "{bad}");
        }
    }
}
