//! Which of an object's alarms drives the loop: one at a time.
//!
//! Held in memory alone, so that no crash can leave it taken, and only for a while, so that a loop which
//! the platform has abandoned in mid-air does not hold it for ever either: its holder renews it at every
//! turn, and whoever finds it run out takes it over. A loop that has lost it stops at its next turn.

use std::cell::Cell;
use std::time::Duration;

use jiff::Timestamp;

/// How long a holder may be silent. A turn of the loop takes a quarter of a second at most.
pub(crate) const LEASE: Duration = Duration::from_secs(20);

/// The lease of one object.
#[derive(Debug, Default)]
pub(crate) struct LoopLease {
    latest: Cell<u64>,
    until: Cell<Option<Timestamp>>,
    stirred: Cell<bool>,
}

/// Proof of having taken the lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder(u64);

impl LoopLease {
    /// Takes the lease, unless somebody holds it.
    pub(crate) fn take(&self, now: Timestamp) -> Option<Holder> {
        if self.is_held(now) {
            return None;
        }
        let holder = Holder(self.latest.get().wrapping_add(1));
        self.latest.set(holder.0);
        self.extend(now);
        Some(holder)
    }

    /// Whether somebody holds it.
    #[must_use]
    pub(crate) fn is_held(&self, now: Timestamp) -> bool {
        self.until.get().is_some_and(|until| now < until)
    }

    /// Renews it; `false` if somebody else has taken it since.
    #[must_use]
    pub(crate) fn renew(&self, holder: Holder, now: Timestamp) -> bool {
        let own = self.latest.get() == holder.0;
        if own {
            self.extend(now);
        }
        own
    }

    /// Gives it back.
    pub(crate) fn release(&self, holder: Holder) {
        if self.latest.get() == holder.0 {
            self.until.set(None);
        }
    }

    /// Leaves word for the holder that there is new work.
    pub(crate) fn stir(&self) {
        self.stirred.set(true);
    }

    /// Whether there was word, and takes it.
    #[must_use]
    pub(crate) fn take_word(&self) -> bool {
        self.stirred.replace(false)
    }

    fn extend(&self, now: Timestamp) {
        self.until.set(now.checked_add(LEASE).ok());
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
        let lease = LoopLease::default();
        let first = lease.take(at(0)).unwrap();
        assert_eq!(lease.take(at(1)), None);
        assert!(lease.renew(first, at(15)));
        assert_eq!(lease.take(at(30)), None);
        lease.release(first);
        assert!(lease.take(at(30)).is_some());
    }

    #[test]
    fn an_abandoned_loop_is_replaced_and_stops_if_it_comes_back() {
        let lease = LoopLease::default();
        let abandoned = lease.take(at(0)).unwrap();
        let next = lease.take(at(20)).unwrap();
        assert!(!lease.renew(abandoned, at(21)));
        lease.release(abandoned);
        assert!(
            lease.is_held(at(22)),
            "what it no longer has it cannot give back"
        );
        assert!(lease.renew(next, at(22)));
    }

    #[test]
    fn word_is_taken_once() {
        let lease = LoopLease::default();
        assert!(!lease.take_word());
        lease.stir();
        assert!(lease.take_word());
        assert!(!lease.take_word());
    }
}
