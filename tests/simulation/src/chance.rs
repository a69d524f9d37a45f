//! Chance that a seed determines: a stream of numbers for each purpose, so that drawing one more for one
//! of them leaves the others as they were.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use portal::Entropy;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;

/// One stream.
#[derive(Debug)]
pub(crate) struct Chance(Pcg64);

impl Chance {
    /// The stream of one purpose under a seed.
    #[must_use]
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (seed, purpose).hash(&mut hasher);
        Self(Pcg64::seed_from_u64(hasher.finish()))
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn percent(&mut self, of: i64) -> bool {
        self.between(0, 99) < of
    }

    /// A place in a list of this length, which is not empty.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        self.0.random_range(0..length)
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = self.place(of.len());
        &of[place]
    }

    /// One of several, each as likely as its weight says.
    pub(crate) fn weighted<'a, T>(&mut self, of: &'a [(i64, T)]) -> &'a T {
        let sum = of.iter().map(|(weight, _)| weight).sum::<i64>();
        let mut left = self.between(0, sum - 1);
        for (weight, one) in of {
            if left < *weight {
                return one;
            }
            left -= weight;
        }
        unreachable!("the weights add up")
    }
}

/// A portal's source of codes and nonces.
#[derive(Debug)]
pub(crate) struct SeededEntropy(RefCell<Pcg64>);

impl SeededEntropy {
    /// The source of one portal in one of its lives: what it drew before a crash does not come again.
    #[must_use]
    pub(crate) fn new(seed: u64, whose: &str, life: u64) -> Self {
        let Chance(generator) = Chance::new(seed, &format!("entropy of {whose}, life {life}"));
        Self(RefCell::new(generator))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.borrow_mut().fill_bytes(bytes);
    }
}
