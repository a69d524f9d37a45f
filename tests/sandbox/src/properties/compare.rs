//! Compares values by their type, not by their text: `9` is less than `10`, and ids beyond 2^53 are
//! still distinct.

use std::cmp::Ordering;

use super::Kind;
use crate::time;

/// Compares two values of a property. Returns none if one is not a valid value of the type.
pub(crate) fn compare(kind: Kind, one: &str, other: &str) -> Option<Ordering> {
    match kind {
        Kind::Number => numbers(one, other),
        Kind::Date | Kind::Datetime => Some(time::parse(one)?.cmp(&time::parse(other)?)),
        Kind::Bool | Kind::Enumeration | Kind::String | Kind::PhoneNumber => {
            Some(one.to_lowercase().cmp(&other.to_lowercase()))
        }
    }
}

fn numbers(one: &str, other: &str) -> Option<Ordering> {
    if let (Ok(one), Ok(other)) = (one.parse::<i128>(), other.parse::<i128>()) {
        return Some(one.cmp(&other));
    }
    one.parse::<f64>()
        .ok()?
        .partial_cmp(&other.parse::<f64>().ok()?)
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering::{Equal, Greater, Less};

    use super::{Kind, compare};

    #[test]
    fn values_are_compared_by_their_type() {
        let cases = [
            (Kind::Number, "9", "10", Some(Less)),
            (
                Kind::Number,
                "9007199254740993",
                "9007199254740992",
                Some(Greater),
            ),
            (Kind::Number, "1.5", "1.50", Some(Equal)),
            (Kind::Number, "x", "1", None),
            (
                Kind::Datetime,
                "2026-10-01T00:00:00.000Z",
                "1790812800000",
                Some(Equal),
            ),
            (Kind::Date, "2026-10-01", "2026-09-30", Some(Greater)),
            (Kind::String, "Zoë", "zoË", Some(Equal)),
        ];
        for (kind, one, other, expected) in cases {
            assert_eq!(compare(kind, one, other), expected, "{one} {other}");
        }
    }
}
