//! The time zone of an account: when its days turn.
//!
//! A zone is known by its present rule, in the form of POSIX (`GMT0BST,M3.5.0/1,M10.5.0`). All of
//! Goodword's times lie after the rule began, so the history of zones is not needed: the rules of
//! all 597 names take 10 KB, the whole database of time zones would take 400 KB of the Worker.
//!
//! The price: when a country changes its rule, the table must be renewed, and a zone without a rule
//! of this form is wrong for a part of the year (Morocco during Ramadan). Then days turn an hour
//! early or late.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The rules, each with the names of its zones: the last lines of the files of the tz database, 2025b
/// (public domain).
const RULES: &str = include_str!("time_zone/rules.txt");

/// The time zone of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountZone(TimeZone);

/// Returns the rule of a zone by its IANA name; `None` for a name that is not in the table.
#[must_use]
pub fn rule_of(name: &str) -> Option<&'static str> {
    RULES.lines().find_map(|line| {
        let (rule, names) = line.split_once('\t')?;
        names.split(' ').any(|own| own == name).then_some(rule)
    })
}

/// Returns the rule of a zone that always has this distance from UTC, in milliseconds.
#[must_use]
pub fn fixed_rule(offset_ms: i64) -> String {
    // POSIX counts the distance to the west.
    let sign = if offset_ms < 0 { '+' } else { '-' };
    let minutes = offset_ms.unsigned_abs() / 60_000 % (24 * 60);
    format!("<zone>{sign}{}:{:02}", minutes / 60, minutes % 60)
}

impl AccountZone {
    /// UTC, as long as the account's zone is not known.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// Reads a rule. UTC if there is none.
    #[must_use]
    pub fn of_rule(rule: Option<&str>) -> Self {
        let zone = rule.and_then(|rule| TimeZone::posix(rule).ok());
        zone.map_or(Self::UTC, Self)
    }

    /// Returns the day of a moment.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> Date {
        self.0.to_datetime(at).date()
    }

    /// Returns the day that lies so many days before the day of a moment.
    #[must_use]
    pub fn days_before(&self, at: Timestamp, days: u16) -> Date {
        let day = self.day(at);
        let back = SignedDuration::from_hours(24 * i64::from(days));
        day.checked_sub(back).unwrap_or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(zone: &str, at: &str) -> String {
        let rule = rule_of(zone).unwrap();
        let zone = AccountZone::of_rule(Some(rule));
        zone.day(at.parse().unwrap()).to_string()
    }

    #[test]
    fn a_day_turns_at_the_accounts_midnight_in_summer_and_in_winter() {
        for (zone, at, expected) in [
            ("UTC", "2026-10-01T23:59:59.999Z", "2026-10-01"),
            ("Europe/London", "2026-10-01T22:59:59.999Z", "2026-10-01"),
            ("Europe/London", "2026-10-01T23:00:00Z", "2026-10-02"),
            ("Europe/London", "2026-12-01T23:00:00Z", "2026-12-01"),
            ("US/Eastern", "2026-07-01T03:59:59Z", "2026-06-30"),
            ("US/Eastern", "2026-07-01T04:00:00Z", "2026-07-01"),
            ("America/New_York", "2026-12-01T04:59:59Z", "2026-11-30"),
            ("Australia/Sydney", "2026-12-01T13:00:00Z", "2026-12-02"),
            ("Australia/Sydney", "2026-07-01T13:59:59Z", "2026-07-01"),
            ("Asia/Kolkata", "2026-07-01T18:30:00Z", "2026-07-02"),
            ("Europe/Dublin", "2026-07-01T23:00:00Z", "2026-07-02"),
            ("Pacific/Kiritimati", "2026-07-01T10:00:00Z", "2026-07-02"),
        ] {
            assert_eq!(day(zone, at), expected, "{zone} {at}");
        }
    }

    #[test]
    fn every_rule_of_the_table_can_be_read() {
        for line in RULES.lines() {
            let (rule, names) = line.split_once('\t').unwrap();
            assert!(TimeZone::posix(rule).is_ok(), "{rule}");
            assert!(!names.is_empty());
        }
        assert_eq!(rule_of("Europe/Atlantis"), None);
        assert_eq!(rule_of(""), None);
    }

    #[test]
    fn a_zone_without_a_known_name_keeps_the_distance_that_hubspot_gives() {
        for (minutes, at, expected) in [
            (0, "2026-07-01T23:59:59Z", "2026-07-01"),
            (330, "2026-07-01T18:30:00Z", "2026-07-02"),
            (-300, "2026-07-01T04:59:59Z", "2026-06-30"),
            (-300, "2026-07-01T05:00:00Z", "2026-07-01"),
        ] {
            let zone = AccountZone::of_rule(Some(&fixed_rule(minutes * 60_000)));
            assert_eq!(zone.day(at.parse().unwrap()).to_string(), expected, "{at}");
        }
        assert_eq!(AccountZone::of_rule(Some("?")), AccountZone::UTC);
        assert_eq!(AccountZone::of_rule(None), AccountZone::UTC);
    }

    #[test]
    fn days_are_counted_back_from_the_accounts_day() {
        let zone = AccountZone::of_rule(rule_of("Europe/London"));
        let at = "2026-10-01T23:30:00Z".parse().unwrap();
        assert_eq!(zone.days_before(at, 0).to_string(), "2026-10-02");
        assert_eq!(zone.days_before(at, 2).to_string(), "2026-09-30");
    }
}
