//! Back-off: how long each subject that has failed is left alone. The pause grows with each failure.

use vecmap::VecMap;

use domain::RunId;
use jiff::{SignedDuration, Timestamp};

use crate::storage::ports::Entropy;

/// The subject of a back-off: what failed, and what waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Subject {
    name: &'static str,
    /// The number among several of the name.
    number: u32,
    delays: Delays,
    /// Whether it concerns one of Goodword's own services. No grant changes anything about those.
    is_own: bool,
}

/// The things that wait while a subject is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Delays {
    Itself,
    Run(RunId),
    Everything,
}

impl Subject {
    /// The connection to HubSpot. Refreshing the grant and the uninstall call share it.
    pub(super) const GRANT: Self = Self {
        name: "grant",
        number: 0,
        delays: Delays::Everything,
        is_own: false,
    };

    /// Creates a subject that delays nothing but itself.
    pub(super) const fn new(name: &'static str) -> Self {
        Self {
            name,
            number: 0,
            delays: Delays::Itself,
            is_own: false,
        }
    }

    /// Returns the name.
    pub(super) const fn name(self) -> &'static str {
        self.name
    }

    /// Numbers the subject, where there are several of the name.
    pub(super) const fn numbered(self, number: u32) -> Self {
        Self { number, ..self }
    }

    /// Makes it a subject of one of Goodword's own services.
    pub(super) const fn own(self) -> Self {
        Self {
            is_own: true,
            ..self
        }
    }

    /// Makes it the subject of a run, which cannot go on without it.
    pub(super) const fn of_run(self, run: RunId) -> Self {
        Self {
            delays: Delays::Run(run),
            ..self
        }
    }

    /// Returns whether the run cannot go on without it.
    pub(super) fn delays_run(self, run: RunId) -> bool {
        match self.delays {
            Delays::Itself => false,
            Delays::Run(own) => own == run,
            Delays::Everything => true,
        }
    }

    /// Returns whether nothing that needs HubSpot can go on without it.
    pub(super) fn delays_everything(self) -> bool {
        self.delays == Delays::Everything
    }
}

/// The back-off of everything that has failed lately.
#[derive(Debug, Default)]
pub(super) struct BackOff(VecMap<Subject, Pause>);

#[derive(Debug, Clone, Copy)]
struct Pause {
    failures: u32,
    failed_at: Option<Timestamp>,
    until: Timestamp,
}

/// The first pause. HubSpot's own client waits 200 ms after a 5xx; one second spares HubSpot more.
const FIRST_MS: i64 = 1000;
/// The longest pause: a sync goes on within a minute of HubSpot's recovery.
const LONGEST_MS: i64 = 60_000;

impl BackOff {
    /// Leaves a subject alone that has failed once more, at least for as long as HubSpot asked. Returns the end of the
    /// pause.
    pub(super) fn fail(
        &mut self,
        subject: Subject,
        now: Timestamp,
        at_least_ms: Option<u64>,
        entropy: &dyn Entropy,
    ) -> Timestamp {
        let failures = self.0.get(&subject).map_or(0, |pause| pause.failures);
        let pause_ms = FIRST_MS
            .saturating_mul(1 << failures.min(6))
            .min(LONGEST_MS);
        // Up to a quarter more, so that portals that failed together do not return together.
        let mut byte = [0; 1];
        entropy.fill(&mut byte);
        let jitter_ms = pause_ms * i64::from(byte[0]) / 1024;
        let asked = at_least_ms
            .and_then(|asked| i64::try_from(asked).ok())
            .unwrap_or(0);
        let until = now
            .saturating_add(SignedDuration::from_millis(
                (pause_ms + jitter_ms).max(asked),
            ))
            .unwrap_or(Timestamp::MAX);
        self.0.insert(
            subject,
            Pause {
                failures: failures.saturating_add(1),
                failed_at: Some(now),
                until,
            },
        );
        until
    }

    /// Returns how often a subject has failed since it last worked.
    pub(super) fn failures(&self, subject: Subject) -> u32 {
        self.0.get(&subject).map_or(0, |pause| pause.failures)
    }

    /// Returns when a subject has failed last, if it has not worked since.
    pub(super) fn failed_at(&self, subject: Subject) -> Option<Timestamp> {
        self.0.get(&subject)?.failed_at
    }

    /// Leaves a subject alone until then, without counting it as a failure.
    pub(super) fn rest(&mut self, subject: Subject, until: Timestamp) {
        let pause = Pause {
            failures: 0,
            failed_at: None,
            until,
        };
        self.0.insert(subject, pause);
    }

    /// Ends the back-off of a subject that works again.
    pub(super) fn recover(&mut self, subject: Subject) {
        self.0.remove(&subject);
    }

    /// Ends the back-off of everything that concerns HubSpot.
    pub(super) fn forget_hubspot(&mut self) {
        self.0.retain(|subject, _| subject.is_own);
    }

    /// Returns the end of the subject's pause, if it lies ahead.
    pub(super) fn until(&self, subject: Subject, now: Timestamp) -> Option<Timestamp> {
        self.0
            .get(&subject)
            .map(|pause| pause.until)
            .filter(|until| *until > now)
    }

    /// Returns whether any of these subjects pauses after a failure.
    pub(super) fn is_paused(&self, of: impl Fn(Subject) -> bool, now: Timestamp) -> bool {
        self.0
            .iter()
            .any(|(subject, pause)| of(*subject) && pause.failures > 0 && pause.until > now)
    }

    /// Drops the rests that are over, so that the map does not grow.
    pub(super) fn tidy(&mut self, now: Timestamp) {
        self.0
            .retain(|_, pause| pause.failures > 0 || pause.until > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Still;

    impl Entropy for Still {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    #[test]
    fn pauses_double_up_to_a_minute_and_end_with_the_first_success() {
        let mut back_off = BackOff::default();
        let now = Timestamp::UNIX_EPOCH;
        let pauses: Vec<_> = (0..8)
            .map(|_| {
                back_off
                    .fail(Subject::GRANT, now, None, &Still)
                    .as_millisecond()
            })
            .collect();
        assert_eq!(
            pauses,
            [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]
        );
        back_off.recover(Subject::GRANT);
        assert_eq!(back_off.until(Subject::GRANT, now), None);
        assert_eq!(
            back_off
                .fail(Subject::GRANT, now, None, &Still)
                .as_millisecond(),
            1000
        );
    }

    #[test]
    fn a_pause_is_at_least_as_long_as_hubspot_asks() {
        let mut back_off = BackOff::default();
        let until = back_off.fail(
            Subject::new("due report"),
            Timestamp::UNIX_EPOCH,
            Some(10_000),
            &Still,
        );
        assert_eq!(until.as_millisecond(), 10_000);
    }
}
