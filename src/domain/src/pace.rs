//! The pace of a run: a few samples of how many contacts it had seen at which second.

use serde::{Deserialize, Serialize};

/// The most samples that are kept; a chart shows no more.
const MAX_SAMPLES: usize = 120;

/// The rate is measured over the last so many seconds: long enough for HubSpot's window of ten
/// seconds to even out.
const RECENT_SECONDS: u32 = 30;

/// The number of contacts that a run had seen at a second after it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(u32, u32)", into = "(u32, u32)")]
pub struct Sample {
    /// Seconds since the run began.
    pub second: u32,
    /// Contacts seen by then.
    pub seen: u32,
}

impl From<(u32, u32)> for Sample {
    fn from((second, seen): (u32, u32)) -> Self {
        Self { second, seen }
    }
}

impl From<Sample> for (u32, u32) {
    fn from(sample: Sample) -> Self {
        (sample.second, sample.seen)
    }
}

/// The samples of a run, oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pace(Vec<Sample>);

impl Pace {
    /// Adds a sample. Keeps only the last sample of a second, and drops every other one when there
    /// are too many.
    #[must_use]
    pub fn with(mut self, sample: Sample) -> Self {
        if self
            .0
            .last()
            .is_some_and(|last| last.second >= sample.second)
        {
            self.0.pop();
        }
        self.0.push(sample);
        if self.0.len() > MAX_SAMPLES {
            let mut at = 0;
            self.0.retain(|_| {
                at += 1;
                at % 2 == 1
            });
        }
        self
    }

    /// Returns the samples, oldest first.
    #[must_use]
    pub fn samples(&self) -> &[Sample] {
        &self.0
    }

    /// Returns the recent rate in contacts a minute at second `now`, or `None` if nothing can be
    /// said.
    #[must_use]
    pub fn per_minute(&self, now: u32) -> Option<u32> {
        let last = self.0.last()?;
        let since = now.saturating_sub(RECENT_SECONDS);
        let before = self.0.iter().rev().find(|sample| sample.second <= since);
        let (from, seen) = before.map_or((0, 0), |sample| (sample.second, sample.seen));
        let seconds = now.checked_sub(from).filter(|seconds| *seconds > 0)?;
        let contacts = u64::from(last.seen.saturating_sub(seen));
        u32::try_from(contacts * 60 / u64::from(seconds)).ok()
    }

    /// Returns the seconds until `more` further contacts are seen at the present rate, or `None` if
    /// nothing can be said.
    #[must_use]
    pub fn seconds_left(&self, more: u32, now: u32) -> Option<u32> {
        let per_minute = self.per_minute(now).filter(|rate| *rate > 0)?;
        u32::try_from(u64::from(more) * 60 / u64::from(per_minute)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(samples: impl IntoIterator<Item = (u32, u32)>) -> Pace {
        samples
            .into_iter()
            .fold(Pace::default(), |pace, sample| pace.with(sample.into()))
    }

    #[test]
    fn the_rate_is_measured_over_the_last_half_minute() {
        assert_eq!(pace([]).per_minute(5), None);
        assert_eq!(pace([(0, 100)]).per_minute(0), None);
        assert_eq!(pace([(0, 100), (2, 500)]).per_minute(2), Some(12_000));
        let slower = pace((0..=100).map(|second| {
            (
                second,
                if second < 60 {
                    second * 100
                } else {
                    5900 + second
                },
            )
        }));
        assert_eq!(slower.per_minute(100), Some(60));
        assert_eq!(slower.seconds_left(10, 100), Some(10));
        // A run that does not move has no foreseeable end.
        assert_eq!(slower.per_minute(1000), Some(0));
        assert_eq!(slower.seconds_left(10, 1000), None);
    }

    #[test]
    fn samples_are_thinned_out_and_keep_their_order() {
        let long = pace((0..1000).map(|second| (second, second * 7)));
        assert!(long.samples().len() <= MAX_SAMPLES);
        assert!(long.samples().is_sorted_by_key(|sample| sample.second));
        assert_eq!(long.samples().first().map(|sample| sample.second), Some(0));
        let same = pace([(3, 1), (3, 2)]);
        assert_eq!(same.samples(), [Sample { second: 3, seen: 2 }]);
    }
}
