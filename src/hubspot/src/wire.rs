//! The forms in which HubSpot writes values: ids as text or number, values of any JSON type where
//! text is meant, and the versions in its paths.

use core::fmt;
use core::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use vecmap::VecMap;

use crate::call::Reply;
use crate::failure::{Failure, Wait, WaitReason};

/// The API version of every call that only reads.
pub(crate) const READ_VERSION: &str = "2026-09";

/// The API version of every call that writes to the CRM.
///
/// In 2026-09 the rules that a portal's administrators set for their users' forms also refuse API
/// writes (`MISSING_CONDITIONAL_REQUIRED_PROPERTY`); those rules ask for fields that Goodword
/// neither owns nor knows. 2026-03 ignores them. Its batches are documented to answer partially
/// (207), which the draft of 2026-09 leaves open. HubSpot supports 2026-03 for 18 months, until
/// about September 2027.
pub(crate) const WRITE_VERSION: &str = "2026-03";

/// RFC 3986's unreserved characters stay; everything else is escaped, a space as `%20`.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

pub(crate) fn component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// Reads a 2xx body. A body that cannot be read is worth another try: a proxy may have cut it
/// short.
pub(crate) fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T, Failure> {
    serde_json::from_slice(&reply.body).map_err(|_| unreadable())
}

pub(crate) fn unreadable() -> Failure {
    Failure::Wait(Wait {
        reason: WaitReason::Unreadable,
        at_least_ms: None,
        whole_portal: false,
    })
}

/// Reads an instant as HubSpot writes it: in ISO 8601 in UTC, with or without a fraction of the
/// second, or as a number. Returns milliseconds since 1970. Written by hand, because a library's
/// parser is ten times the size.
pub(crate) fn instant_ms(text: &str) -> Option<i64> {
    if let Ok(ms) = text.parse() {
        return Some(ms);
    }
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut date = date.split('-').map(|part| part.parse::<i64>().ok());
    let mut time = time.split(':').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let plausible = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !plausible {
        return None;
    }
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let fraction_ms: i64 = digits.parse().ok().filter(|ms| *ms >= 0)?;
    // In years that begin with March, a leap day is the last day of its year, and the days before a
    // month are 153 for every five months. 719,468 days lie between 1 March of the year 0 and 1970.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = 365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    Some(seconds * 1000 + fraction_ms)
}

/// The position of the next page, as HubSpot writes it on every kind of page.
#[derive(Deserialize)]
pub(crate) struct Paging {
    #[serde(default)]
    next: Option<NextPage>,
}

#[derive(Deserialize)]
struct NextPage {
    #[serde(default, deserialize_with = "optional_text")]
    after: Option<String>,
}

impl Paging {
    /// Returns the cursor of the next page; `None` on the last.
    pub(crate) fn after(self) -> Option<String> {
        self.next?.after
    }
}

/// Reads an identity, which HubSpot writes as text in one place and as a number in another.
pub(crate) fn id<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<T, D::Error> {
    text(deserializer)?
        .parse()
        .map_err(|_| D::Error::custom("not an id"))
}

/// Reads an identity that may be absent. One that cannot be read counts as absent.
pub(crate) fn optional_id<'de, D: Deserializer<'de>, T: FromStr>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Ok(optional_text(deserializer)?.and_then(|id| id.parse().ok()))
}

/// Reads a field that may be null as well as absent.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Reads a text, or a number or boolean in its place.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    optional_text(deserializer)?.ok_or_else(|| D::Error::custom("null where text is needed"))
}

/// Reads a text, a number or a boolean in its place, or null.
pub(crate) fn optional_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_any(Scalar)
}

struct Scalar;

impl Visitor<'_> for Scalar {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("text, a number, a boolean or null")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(text))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Self::Value, E> {
        Ok(Some(truth.to_string()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Reads a record's properties; a property without a value is `None`.
pub(crate) fn property_values<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<VecMap<String, Option<String>>, D::Error> {
    #[derive(Deserialize)]
    struct PropertyValue(#[serde(deserialize_with = "optional_text")] Option<String>);

    let values = Option::<VecMap<String, PropertyValue>>::deserialize(deserializer)?;
    Ok(values
        .unwrap_or_default()
        .into_iter()
        .map(|(name, value)| (name, value.0))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_each_of_hubspots_forms() {
        for (text, ms) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-10-01T00:00:00.007Z", Some(1_790_812_800_007)),
            ("2026-10-01T00:00:00.5Z", Some(1_790_812_800_500)),
            ("2026-10-01T00:00:00.123456Z", Some(1_790_812_800_123)),
            ("1790812800007", Some(1_790_812_800_007)),
            ("", None),
            ("2026-10-01", None),
            ("2026-10-01T00:00:00", None),
            ("2026-10-01T00:00:00+01:00", None),
            ("2026-13-01T00:00:00Z", None),
            ("9223372036854775807-01-01T00:00:00Z", None),
            ("2026-10-01T00:00:00.-1Z", None),
            ("2026-10-01T00:00Z", None),
        ] {
            assert_eq!(instant_ms(text), ms, "{text}");
        }
    }

    #[test]
    fn every_day_agrees_with_the_calendar() {
        let mut day = jiff::civil::date(1970, 1, 1);
        for number in 0..80_000_i64 {
            let text = format!("{day}T23:59:59.999Z");
            assert_eq!(
                instant_ms(&text),
                Some((number + 1) * 86_400_000 - 1),
                "{day}"
            );
            day = day.tomorrow().unwrap();
        }
    }
}
