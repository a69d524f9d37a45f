//! The table of rate limits: counters that keep one network from flooding the account through its public pages. They
//! are deleted after a minute; a network is a keyed hash that changes each day.
//!
//! There is no limit for all networks together: it could be used up by strangers, against everybody else. An account
//! takes whatever comes. Referred people wait in the table of referrals until HubSpot's quota has room for them.

use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// The most forms of one network in a minute. A hall in which a speaker asks 600 people behind one address to fill in
/// the form has them done within two minutes. A program sends as many in a second.
const MAX_IN_A_MINUTE: u32 = 300;

/// Counts a form that a network sends. Returns `false` if the form exceeds the limit; it is then not counted, and the
/// next minute takes it.
pub(crate) fn admit(
    database: &Database,
    network: &str,
    now: Timestamp,
) -> Result<bool, PortalError> {
    let minute = now.as_second().div_euclid(60);
    let times = database.number(
        "SELECT COALESCE(MAX(times), 0) FROM rate_limit WHERE minute = ?1 AND network = ?2",
        &[minute.into(), network.into()],
    )?;
    if times >= MAX_IN_A_MINUTE {
        return Ok(false);
    }
    database.change("DELETE FROM rate_limit WHERE minute < ?1", &[minute.into()])?;
    database.change(
        "INSERT INTO rate_limit (minute, network, times) VALUES (?1, ?2, 1) \
         ON CONFLICT (minute, network) DO UPDATE SET times = times + 1",
        &[minute.into(), network.into()],
    )?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use jiff::SignedDuration;

    fn admitted(database: &Database, network: &str, now: Timestamp) -> bool {
        database
            .atomically(|| admit(database, network, now))
            .unwrap()
    }

    #[test]
    fn one_network_is_stopped_for_a_minute_and_no_other_is() {
        let (database, now) = (testing::database(), Timestamp::UNIX_EPOCH);
        let taken = (0..1000).filter(|_| admitted(&database, "a", now)).count();
        assert_eq!(taken, MAX_IN_A_MINUTE as usize);
        assert!(admitted(&database, "b", now));
        let later = now + SignedDuration::from_mins(1);
        assert!(admitted(&database, "a", later));
        let kept: Vec<u32> = database.all("SELECT 1 FROM rate_limit", &[]).unwrap();
        assert_eq!(kept.len(), 1, "the minute before is forgotten");
    }

    #[test]
    fn no_number_of_networks_uses_up_what_another_may_send() {
        let (database, now) = (testing::database(), Timestamp::UNIX_EPOCH);
        for number in 0..5000 {
            assert!(admitted(&database, &number.to_string(), now), "{number}");
        }
    }
}
