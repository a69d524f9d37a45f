//! The judge of the portals' own hosts. A host serves one portal's links at a time, and only after DNS has proven the
//! owner; whoever gave a host up keeps it from others for a while; no block of the old portal is served under a host of
//! the new one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Judgement, Rule, demand};

/// The time for which a host that was given up is kept from others. It states its own figure on purpose.
const QUARANTINE_MS: i64 = 30 * 24 * 60 * 60_000;

/// What the judge knows of hosts.
#[derive(Debug, Default)]
pub(crate) struct Hosts {
    /// The portals and hosts of which a look has seen the record and the way together.
    proven: BTreeSet<(usize, String)>,
    /// The last owner of a host, and the end of its quarantine.
    given_up: BTreeMap<String, (usize, i64)>,
    /// The hosts that the operator takes back, with the days of quarantine.
    taken_back: BTreeMap<String, i64>,
}

impl Hosts {
    /// Records that a portal saw the record and the way of a host together.
    pub(crate) fn proven(&mut self, place: usize, host: &str) {
        self.proven.insert((place, host.to_owned()));
    }

    /// Records that the operator takes a host back.
    pub(crate) fn taken_back(&mut self, host: &str, days: u8, now: i64) {
        let millis = i64::from(days) * 24 * 60 * 60_000;
        self.taken_back.insert(host.to_owned(), millis);
        if let Some((_, free_at)) = self.given_up.get_mut(host) {
            *free_at = now + millis;
        }
    }

    /// Records that the Directory took a host back from its owner.
    pub(crate) fn released(&mut self, place: usize, host: &str, now: i64) {
        let quarantine = self.taken_back.get(host).copied().unwrap_or(QUARANTINE_MS);
        self.given_up
            .entry(host.to_owned())
            .or_insert((place, now + quarantine));
    }

    /// Judges that the Directory may grant a host to a portal.
    pub(crate) fn granted(&mut self, place: usize, host: &str, now: i64) -> Judgement {
        let proven = self.proven.contains(&(place, host.to_owned()));
        demand(proven, Rule::Hosts, || {
            format!("{host} was granted to portal {place} without a proof")
        })?;
        if let Some((owner, free_at)) = self.given_up.remove(host) {
            let barred = self.taken_back.contains_key(host);
            let may = now >= free_at || (owner == place && !barred);
            demand(may, Rule::Hosts, || {
                format!(
                    "{host} of portal {owner} was granted to portal {place} during its quarantine"
                )
            })?;
            self.taken_back.remove(host);
        }
        Ok(())
    }
}
