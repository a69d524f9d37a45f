//! Random numbers that a seed determines. Each purpose has a stream of its own, so that one more draw for a purpose
//! does not change the numbers of the others.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use portal::Entropy;
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;

/// A stream of random numbers.
#[derive(Debug)]
pub(crate) struct Chance(Pcg64);

impl Chance {
    /// Returns the stream of one purpose under a seed.
    #[must_use]
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (seed, purpose).hash(&mut hasher);
        Self(Pcg64::seed_from_u64(hasher.finish()))
    }

    /// Returns a number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high)
    }

    /// Returns true with this probability in percent.
    pub(crate) fn percent(&mut self, of: i64) -> bool {
        self.between(0, 99) < of
    }

    /// Returns a random index into a list of this length. The length must not be 0.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        self.0.random_range(0..length)
    }

    /// Returns a random element.
    pub(crate) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = self.place(of.len());
        &of[place]
    }

    /// Returns a random element. The probability of each is proportional to its weight.
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

/// A portal's source of random bytes for codes and nonces.
#[derive(Debug)]
pub(crate) struct SeededEntropy(RefCell<Pcg64>);

impl SeededEntropy {
    /// Returns the source of one portal in one of its lives. A source of a later life does not repeat the bytes of
    /// an earlier life.
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
