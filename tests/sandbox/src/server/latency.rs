//! The latency of responses: half of it before the call is performed, half after.

use std::{str::FromStr, time::Duration};

/// A range of milliseconds, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    least: u32,
    most: u32,
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parse = |text: &str| {
            text.parse::<u32>()
                .map_err(|error| format!("{text}: {error}"))
        };
        let (least, most) = text.split_once("..").ok_or("a range is A..B")?;
        let (least, most) = (parse(least)?, parse(most)?);
        if least > most {
            return Err(format!("{least} is more than {most}"));
        }
        Ok(Self { least, most })
    }
}

/// The latencies. They are spread evenly over their range in a fixed order that looks random: each
/// one is a golden ratio's share of the range further than the one before.
#[derive(Debug)]
pub(crate) struct Latency {
    range: Option<Range>,
    step: u64,
}

impl Latency {
    pub(crate) fn new(range: Option<Range>) -> Self {
        Self { range, step: 0 }
    }

    /// Returns half of the next latency.
    pub(crate) fn next_half(&mut self) -> Duration {
        let Some(Range { least, most }) = self.range else {
            return Duration::ZERO;
        };
        // 2^64 divided by the golden ratio. The upper half of the product is a fraction of 2^32.
        self.step = self.step.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let span = u64::from(most - least) + 1;
        let within = ((self.step >> 32) * span) >> 32;
        Duration::from_micros((u64::from(least) + within) * 1_000 / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::{Latency, Range};

    #[test]
    fn latencies_cover_their_whole_range() {
        let range: Range = "50..250".parse().unwrap();
        let mut latency = Latency::new(Some(range));
        let all: Vec<u128> = (0..1_000)
            .map(|_| latency.next_half().as_micros() * 2)
            .collect();
        assert!(all.iter().all(|it| (50_000..=250_000).contains(it)));
        let mean = all.iter().sum::<u128>() / 1_000;
        assert!((145_000..155_000).contains(&mean), "{mean}");
    }

    #[test]
    fn a_range_needs_two_ends_in_order() {
        for wrong in ["5", "9..3", "a..b", "..", "-1..2"] {
            assert!(wrong.parse::<Range>().is_err(), "{wrong}");
        }
    }
}
