//! Exact decimal numbers: amounts of money must not be compared as binary fractions.

use core::cmp::Ordering;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The most significant digits that are kept. HubSpot's numbers are doubles, which print at most 17.
const MAX_DIGITS: usize = 100;
/// The greatest power of ten, up or down. A double reaches 308 and, with its digits, -324.
const GREATEST_EXPONENT: i32 = 400;
/// The longest text of a number: its digits, and the zeros that its exponent stands for.
const LONGEST: usize = 600;

/// An exact decimal number: ±0.d₁d₂d₃… · 10^`point`. On the wire it is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    negative: bool,
    /// The significant digits in ASCII, without zeros at either end; empty for zero.
    digits: String,
    point: i32,
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Amount {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("An exact decimal number."))
            .pattern(Some(r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$"))
            .build()
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Amount {}

impl Amount {
    /// Reads a number as HubSpot or a person writes it: no thousands' separators, a point before
    /// the fraction, perhaps an exponent (`1.2345678901E10`).
    ///
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        read(text.trim()).ok_or(
            "A number is written in digits, with a point before the fraction and no separators: 1234.5",
        )
    }

    /// Tells whether HubSpot writes a number like this. `007` and `1E3` are texts that merely look
    /// like numbers: HubSpot writes no zeros in front, and a point before every exponent.
    pub(super) fn is_plain(text: &str) -> bool {
        let text = text.trim();
        let digits = text.strip_prefix('-').unwrap_or(text);
        let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        let bare_exponent = digits.contains(['e', 'E']) && !digits.contains('.');
        !padded && !bare_exponent
    }
}

fn read(text: &str) -> Option<Amount> {
    if text.len() > LONGEST {
        return None;
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    let all = whole.bytes().chain(fraction.bytes());
    if whole.is_empty()
        || !all.clone().all(|digit| digit.is_ascii_digit())
        || !(-GREATEST_EXPONENT..=GREATEST_EXPONENT).contains(&exponent)
    {
        return None;
    }
    let written: String = all.map(char::from).collect();
    let leading = written.len() - written.trim_start_matches('0').len();
    let digits = written.trim_matches('0');
    if digits.len() > MAX_DIGITS {
        return None;
    }
    if digits.is_empty() {
        return Some(Amount {
            negative: false,
            digits: String::new(),
            point: 0,
        });
    }
    let point = i32::try_from(whole.len()).ok()? - i32::try_from(leading).ok()? + exponent;
    Some(Amount {
        negative,
        digits: digits.to_owned(),
        point,
    })
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |amount: &Self| match (amount.digits.is_empty(), amount.negative) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => -1,
        };
        // The digits are a fraction without zeros at its end, so their order is that of texts.
        let size = (self.point, &self.digits).cmp(&(other.point, &other.digits));
        sign(self).cmp(&sign(other)).then(match sign(self) {
            0 => Ordering::Equal,
            1 => size,
            _ => size.reverse(),
        })
    }
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.digits.is_empty() {
            return formatter.write_str("0");
        }
        if self.negative {
            formatter.write_str("-")?;
        }
        let places = |count: i32| usize::try_from(count).unwrap_or_default();
        let zeros = |count: i32| "0".repeat(places(count));
        if self.point <= 0 {
            return write!(formatter, "0.{}{}", zeros(-self.point), self.digits);
        }
        match self.digits.split_at_checked(places(self.point)) {
            Some((whole, "")) => formatter.write_str(whole),
            Some((whole, fraction)) => write!(formatter, "{whole}.{fraction}"),
            None => {
                let digits = i32::try_from(self.digits.len()).unwrap_or(i32::MAX);
                write!(formatter, "{}{}", self.digits, zeros(self.point - digits))
            }
        }
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
