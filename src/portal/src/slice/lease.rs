//! The lease: lets one of an object's alarms drive the loop at a time.
//!
//! It is held in memory alone, so that no crash can leave it taken. It runs out, so that a slice which the
//! platform has abandoned does not hold it for ever: its holder renews it at every turn, and the next alarm takes
//! it over when it has run out. A slice that has lost it ends at its next turn.

use jiff::Timestamp;

use super::limits::{LEASE, after};

/// The lease of one object.
#[derive(Debug, Default)]
pub(super) struct Lease {
    latest: u64,
    until: Option<Timestamp>,
}

/// The proof that a slice took the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Holder(u64);

impl Lease {
    /// Takes the lease, unless a slice holds it.
    pub(super) fn take(&mut self, now: Timestamp) -> Option<Holder> {
        if self.held_until(now).is_some() {
            return None;
        }
        self.latest = self.latest.wrapping_add(1);
        self.extend(now);
        Some(Holder(self.latest))
    }

    /// Returns when the lease runs out, if a slice holds it.
    pub(super) fn held_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| now < *until)
    }

    /// Renews the lease. Returns `false` if another slice has taken it since.
    #[must_use]
    pub(super) fn renew(&mut self, holder: Holder, now: Timestamp) -> bool {
        let own = self.latest == holder.0;
        if own {
            self.extend(now);
        }
        own
    }

    /// Gives the lease back, if the holder still has it.
    pub(super) fn release(&mut self, holder: Holder) {
        if self.latest == holder.0 {
            self.until = None;
        }
    }

    fn extend(&mut self, now: Timestamp) {
        self.until = Some(after(now, LEASE));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn two_alarms_at_once_drive_one_loop() {
        let mut lease = Lease::default();
        let first = lease.take(at(0)).unwrap();
        assert_eq!(lease.take(at(1)), None);
        assert!(lease.renew(first, at(15)));
        assert_eq!(lease.take(at(30)), None);
        lease.release(first);
        assert!(lease.take(at(30)).is_some());
    }

    #[test]
    fn an_abandoned_slice_is_replaced_and_cannot_give_back_what_it_lost() {
        let mut lease = Lease::default();
        let abandoned = lease.take(at(0)).unwrap();
        let next = lease.take(at(20)).unwrap();
        assert!(!lease.renew(abandoned, at(21)));
        lease.release(abandoned);
        assert!(lease.held_until(at(22)).is_some());
        assert!(lease.renew(next, at(22)));
    }
}
