//! The proof that an account owns a link domain and that the domain leads to Goodword.
//!
//! Two things have to be seen in one look. A TXT record under the host holds the portal's token:
//! only the owner of the domain can set it. The host serves a value that only this Worker can give:
//! so its DNS and its route lead here. A host is used only after such a look.
//!
//! Left to others: asking DNS and the host, storing looks, and what follows from them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::link_host::LinkHost;

/// The label of the record under the host. The underscore keeps it apart from every site's own.
const RECORD_LABEL: &str = "_goodword";

/// The beginning of the record's value, so that people know the record again later.
const VALUE_PREFIX: &str = "goodword-verify=";

/// The first pause between two looks: DNS servers show a new record within half a minute or so.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// The longest pause while something is missing. Most caches of DNS are over by then.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(6);
/// The pause after a look that found everything.
const PAUSE_IN_USE: SignedDuration = SignedDuration::from_hours(24);
/// The least time between two looks that people ask for.
pub const LEAST_PAUSE: SignedDuration = SignedDuration::from_secs(5);

/// How long a host that was given up is kept from other portals. People still follow printed links
/// to it; caches of DNS and browsers are over long before.
pub const QUARANTINE: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a portal without a connection keeps its host: as long as its data.
pub const KEPT_WITHOUT_CONNECTION: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Returns the name of the TXT record that proves who owns the host.
#[must_use]
pub fn record_name(host: &LinkHost) -> String {
    format!("{RECORD_LABEL}.{host}")
}

/// Returns the value that the record has to have.
#[must_use]
pub fn record_value(token: &str) -> String {
    format!("{VALUE_PREFIX}{token}")
}

/// What DNS says about the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// It has the portal's value.
    Right,
    /// There are records of this name, and none has the portal's value.
    Wrong,
    /// There is none.
    Missing,
    /// The servers of the domain gave no answer.
    Unknown,
}

/// Where the host leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Leads {
    /// To this Worker.
    Here,
    /// To something that answers with this HTTP status, and not with the Worker's value.
    Elsewhere(u16),
    /// Nothing answers there over https.
    Nowhere,
}

impl Leads {
    /// Reads the HTTP status of an answer that does not have the Worker's value. 520 to 530 are
    /// Cloudflare's own: no DNS, no answer or no certificate at the other side. Source:
    /// developers.cloudflare.com, "5xx errors".
    #[must_use]
    pub const fn of_status(status: u16) -> Self {
        match status {
            520..=530 => Self::Nowhere,
            _ => Self::Elsewhere(status),
        }
    }
}

/// One look at a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// What DNS says.
    pub record: Record,
    /// Where the host leads.
    pub leads: Leads,
}

impl Look {
    /// Tells whether the host may be used after this look.
    #[must_use]
    pub fn is_proof(self) -> bool {
        self.record == Record::Right && self.leads == Leads::Here
    }

    /// Says what the look found, for the person who sets the records.
    #[must_use]
    pub fn in_words(self, host: &LinkHost) -> String {
        let name = record_name(host);
        let record = match self.record {
            Record::Right => format!("The TXT record {name} is right."),
            Record::Wrong => format!("The TXT record {name} has another value."),
            Record::Missing => format!("There is no TXT record {name} yet."),
            Record::Unknown => format!("The DNS servers of {host} gave no answer."),
        };
        let leads = match self.leads {
            Leads::Here => format!("{host} leads to Goodword."),
            Leads::Elsewhere(status) => {
                format!("{host} leads to another site, which answered with status {status}.")
            }
            Leads::Nowhere => format!("Nothing answers at https://{host}/ yet."),
        };
        format!("{record} {leads}")
    }
}

/// Returns when to look again after `failures` looks in a row that did not find everything.
#[must_use]
pub fn next_look(failures: u32, now: Timestamp) -> Timestamp {
    let pause = match failures.checked_sub(1) {
        None => PAUSE_IN_USE,
        Some(more) => FIRST_PAUSE
            .checked_mul(1 << more.min(16))
            .map_or(LONGEST_PAUSE, |pause| pause.min(LONGEST_PAUSE)),
    };
    now.saturating_add(pause).unwrap_or(Timestamp::MAX)
}

/// The Directory's answer to a portal that asks for a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum HostClaim {
    /// The host is the portal's.
    Granted,
    /// Another portal has it.
    Taken,
    /// The operator has taken it back from this portal, which has still to release it.
    TakenBack,
    /// Nobody can have it before this time.
    Quarantined(Timestamp),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_proven_only_by_its_record_and_its_way_together() {
        for (record, leads, is_proof) in [
            (Record::Right, Leads::Here, true),
            (Record::Right, Leads::Elsewhere(200), false),
            (Record::Right, Leads::Nowhere, false),
            (Record::Wrong, Leads::Here, false),
            (Record::Missing, Leads::Here, false),
            (Record::Unknown, Leads::Here, false),
        ] {
            assert_eq!(
                Look { record, leads }.is_proof(),
                is_proof,
                "{record:?} {leads:?}"
            );
        }
    }

    #[test]
    fn pauses_grow_from_half_a_minute_to_six_hours_and_are_a_day_in_use() {
        let half_minutes = |failures| next_look(failures, Timestamp::UNIX_EPOCH).as_second() / 30;
        let pauses = [0, 1, 2, 3, 9, 10, 11, 40, u32::MAX].map(half_minutes);
        assert_eq!(pauses, [2880, 1, 2, 4, 256, 512, 720, 720, 720]);
    }

    #[test]
    fn a_look_says_what_is_missing() {
        let host = LinkHost::parse("go.example.com").unwrap();
        let look = Look {
            record: Record::Missing,
            leads: Leads::Elsewhere(404),
        };
        assert_eq!(
            look.in_words(&host),
            "There is no TXT record _goodword.go.example.com yet. go.example.com leads to another \
             site, which answered with status 404."
        );
    }
}
