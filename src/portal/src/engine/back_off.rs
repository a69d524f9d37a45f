//! How long to leave alone what has failed: back-off by subject, growing with each failure.

use vecmap::VecMap;

use domain::{ReferralId, RunId};
use jiff::{SignedDuration, Timestamp};

use crate::links::index_records::IndexRecord;
use crate::storage::ports::Entropy;
use crate::tables::change_feeds::Objects;

/// What patience is kept with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Grant,
    Properties(RunId),
    Members(RunId),
    Page(RunId),
    Batch(u32),
    Question(u32),
    Look,
    ChangeFeed(Objects),
    LookUp,
    Person(ReferralId),
    Telling,
    Entry(IndexRecord),
    BlockNumbers,
    Due,
    Hosts,
}

impl Subject {
    /// Whether a run cannot go on without it.
    pub(crate) fn concerns(self, run: RunId) -> bool {
        match self {
            Self::Properties(of) | Self::Members(of) | Self::Page(of) => of == run,
            Self::Grant | Self::Batch(_) => true,
            Self::Question(_)
            | Self::Look
            | Self::ChangeFeed(_)
            | Self::LookUp
            | Self::Person(_)
            | Self::Telling
            | Self::Entry(_)
            | Self::BlockNumbers
            | Self::Due
            | Self::Hosts => false,
        }
    }
}

/// Back-off of everything that has failed lately.
#[derive(Debug, Default)]
pub(crate) struct Patience(VecMap<Subject, Trial>);

#[derive(Debug, Clone, Copy)]
struct Trial {
    failures: u32,
    until: Timestamp,
}

/// The first pause. HubSpot's own client waits 200 ms after a 5xx; a second spares it more.
const FIRST_MS: i64 = 1000;
/// The longest pause: a sync goes on within a minute of HubSpot's recovery.
const LONGEST_MS: i64 = 60_000;

impl Patience {
    /// The subject failed once more: leave it alone for a while, at least for as long as it asked. Gives
    /// the end of the pause.
    pub(crate) fn postpone(
        &mut self,
        subject: Subject,
        now: Timestamp,
        at_least_ms: Option<u64>,
        entropy: &dyn Entropy,
    ) -> Timestamp {
        let failures = self.0.get(&subject).map_or(0, |trial| trial.failures);
        let pause = FIRST_MS
            .saturating_mul(1 << failures.min(6))
            .min(LONGEST_MS);
        // Up to a quarter more, so that portals that failed together do not return together.
        let mut byte = [0; 1];
        entropy.fill(&mut byte);
        let jitter = pause * i64::from(byte[0]) / 1024;
        let asked = at_least_ms
            .and_then(|asked| i64::try_from(asked).ok())
            .unwrap_or(0);
        let until = now
            .saturating_add(SignedDuration::from_millis((pause + jitter).max(asked)))
            .unwrap_or(Timestamp::MAX);
        self.0.insert(
            subject,
            Trial {
                failures: failures.saturating_add(1),
                until,
            },
        );
        until
    }

    /// Leaves a subject alone for so long, without counting it as a failure.
    pub(crate) fn rest(&mut self, subject: Subject, until: Timestamp) {
        self.0.insert(subject, Trial { failures: 0, until });
    }

    /// The subject works again.
    pub(crate) fn forget(&mut self, subject: Subject) {
        self.0.remove(&subject);
    }

    /// Until when to leave the subject alone, if that is not over.
    pub(crate) fn until(&self, subject: Subject, now: Timestamp) -> Option<Timestamp> {
        self.0
            .get(&subject)
            .map(|trial| trial.until)
            .filter(|until| *until > now)
    }

    /// Whether any subject of this kind is being waited for after a failure.
    pub(crate) fn is_tried(&self, of: impl Fn(Subject) -> bool, now: Timestamp) -> bool {
        self.0
            .iter()
            .any(|(subject, trial)| of(*subject) && trial.failures > 0 && trial.until > now)
    }

    /// Drops what rested and is rested: it would only grow.
    pub(crate) fn tidy(&mut self, now: Timestamp) {
        self.0
            .retain(|_, trial| trial.failures > 0 || trial.until > now);
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
        let mut patience = Patience::default();
        let now = Timestamp::UNIX_EPOCH;
        let pauses: Vec<_> = (0..8)
            .map(|_| {
                patience
                    .postpone(Subject::Grant, now, None, &Still)
                    .as_millisecond()
            })
            .collect();
        assert_eq!(
            pauses,
            [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]
        );
        patience.forget(Subject::Grant);
        assert_eq!(patience.until(Subject::Grant, now), None);
        assert_eq!(
            patience
                .postpone(Subject::Grant, now, None, &Still)
                .as_millisecond(),
            1000
        );
    }

    #[test]
    fn what_hubspot_asks_for_is_the_least() {
        let mut patience = Patience::default();
        let until = patience.postpone(Subject::Due, Timestamp::UNIX_EPOCH, Some(10_000), &Still);
        assert_eq!(until.as_millisecond(), 10_000);
    }
}
