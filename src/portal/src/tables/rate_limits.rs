//! The table of rate limits: counters that keep one visitor, and all visitors together, from flooding the account
//! through its public pages. They are deleted after an hour; a visitor is a keyed hash that changes each day.

use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// The most forms of one visitor in an hour. A stand at a fair with one browser for all sends fewer forms, and so does
/// a person who corrects a form a dozen times.
const MAX_OF_VISITOR: u32 = 30;
/// The most forms of all visitors in an hour. No campaign gets a form every second all day.
const MAX_OF_ACCOUNT: u32 = 3600;

/// The stored visitor of the counter of all visitors.
const EVERYBODY: &str = "";

/// Counts a form that a visitor sends. Returns `false` if the form exceeds a limit; it is then not counted.
pub(crate) fn admit(
    database: &Database,
    visitor: &str,
    now: Timestamp,
) -> Result<bool, PortalError> {
    let hour = now.as_second().div_euclid(60 * 60);
    database.change("DELETE FROM rate_limit WHERE hour < ?1", &[hour.into()])?;
    for (who, most) in [(EVERYBODY, MAX_OF_ACCOUNT), (visitor, MAX_OF_VISITOR)] {
        let times = database.number(
            "SELECT times FROM rate_limit WHERE hour = ?1 AND visitor = ?2",
            &[hour.into(), who.into()],
        )?;
        if times >= most {
            return Ok(false);
        }
    }
    for who in [EVERYBODY, visitor] {
        database.change(
            "INSERT INTO rate_limit (hour, visitor, times) VALUES (?1, ?2, 1) \
             ON CONFLICT (hour, visitor) DO UPDATE SET times = times + 1",
            &[hour.into(), who.into()],
        )?;
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use jiff::SignedDuration;

    fn admitted(database: &Database, visitor: &str, now: Timestamp) -> bool {
        database
            .atomically(|| admit(database, visitor, now))
            .unwrap()
    }

    #[test]
    fn one_visitor_is_stopped_and_the_others_are_not() {
        let (database, now) = (testing::database(), Timestamp::UNIX_EPOCH);
        let taken = (0..100).filter(|_| admitted(&database, "a", now)).count();
        assert_eq!(taken, MAX_OF_VISITOR as usize);
        assert!(admitted(&database, "b", now));
        let later = now + SignedDuration::from_hours(1);
        assert!(admitted(&database, "a", later));
        let kept: Vec<u32> = database.all("SELECT 1 FROM rate_limit", &[]).unwrap();
        assert_eq!(kept.len(), 2, "the hour before is forgotten");
    }

    #[test]
    fn all_visitors_together_are_limited_as_well() {
        let (database, now) = (testing::database(), Timestamp::UNIX_EPOCH);
        let visitors = (0..MAX_OF_ACCOUNT + 10).map(|number| number.to_string());
        let taken = visitors.filter(|visitor| admitted(&database, visitor, now));
        assert_eq!(taken.count(), MAX_OF_ACCOUNT as usize);
    }
}
