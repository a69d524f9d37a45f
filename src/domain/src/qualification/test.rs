//! The test that a property's value must pass.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::values::{Values, check_value};

/// The test that a property's value must pass. HubSpot gives every value as text; an empty text is
/// no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// The value is this text, in any case of letters; numbers are compared by their amount.
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

    /// Tells whether a value passes.
    #[must_use]
    pub(super) fn is_passed_by(&self, value: Option<&str>) -> bool {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
            return false;
        };
        match self {
            Self::Equals(wanted) => is_same(value, wanted),
            Self::AnyOf(wanted) => wanted.as_slice().iter().any(|wanted| {
                let mut chosen = value.split(';');
                is_same(value, wanted) || chosen.any(|option| is_same(option, wanted))
            }),
            Self::AtLeast(least) => Amount::parse(value).is_ok_and(|amount| amount >= *least),
            Self::Known => true,
        }
    }
}

fn is_same(value: &str, wanted: &str) -> bool {
    let (value, wanted) = (value.trim(), wanted.trim());
    value.eq_ignore_ascii_case(wanted)
        || Amount::parse(value).is_ok_and(|amount| Amount::parse(wanted) == Ok(amount))
}

/// The decimal places that are kept; HubSpot's amounts have at most six.
const PLACES: u32 = 9;
const ONE: i128 = 10_i128.pow(PLACES);
/// The most digits of a number as typed. With the greatest exponent and the decimal places they
/// stay far below the 38 digits of an `i128`.
const MAX_DIGITS: usize = 20;
/// HubSpot writes large numbers with an exponent (1.0E7).
const GREATEST_EXPONENT: i32 = 9;

/// An exact decimal number: amounts of money must not be compared as binary fractions. On the wire
/// it is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = "^-?[0-9]+(\\.[0-9]+)?$")
)]
pub struct Amount(i128);

impl Amount {
    /// Reads a number as HubSpot or a person writes it: no thousands' separators, a point before
    /// the fraction.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        read(text.trim()).map(Self).ok_or(
            "A number has at most 20 digits, 9 of them behind the point, and no separators: 1234.5",
        )
    }
}

fn read(text: &str) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = whole.len() + fraction.len();
    if whole.is_empty() || digits > MAX_DIGITS || exponent.abs() > GREATEST_EXPONENT {
        return None;
    }
    let number = whole
        .bytes()
        .chain(fraction.bytes())
        .try_fold(0_i128, |number, digit| {
            digit
                .is_ascii_digit()
                .then(|| number * 10 + i128::from(digit - b'0'))
        })?;
    let behind_point = i32::try_from(fraction.len()).ok()?;
    let shift = i32::try_from(PLACES).ok()? + exponent - behind_point;
    let power = 10_i128.checked_pow(shift.unsigned_abs())?;
    let scaled = if shift >= 0 {
        number.checked_mul(power)?
    } else if number % power == 0 {
        number / power
    } else {
        return None;
    };
    Some(if negative { -scaled } else { scaled })
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, mut rest) = (self.0.abs() / ONE, self.0.abs() % ONE);
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{whole}")?;
        if rest > 0 {
            formatter.write_str(".")?;
        }
        let mut place = ONE;
        while rest > 0 {
            place /= 10;
            write!(formatter, "{}", rest / place)?;
            rest %= place;
        }
        Ok(())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
