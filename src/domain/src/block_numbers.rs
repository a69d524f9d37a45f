//! Block numbers that reveal neither size nor growth.
//!
//! The Directory counts blocks from zero. The public number of a block is that count under a keyed
//! permutation of all 2^23 numbers. So no number comes twice, and two links of one day do not
//! reveal how many were made in between. The key belongs to the Directory's storage and never
//! changes: another key would give out a number again.
//!
//! A Feistel network permutes 24 bits. A number of 2^23 or above is permuted again until it falls
//! below (cycle walking; Black and Rogaway, "Ciphers with Arbitrary Finite Domains").

use sha2::{Digest, Sha256};

use crate::code::BLOCK_BITS;

/// The number of block numbers.
pub const BLOCK_COUNT: u32 = 1 << BLOCK_BITS;

const HALF_BITS: u32 = BLOCK_BITS.div_ceil(2);
const HALF_MASK: u32 = (1 << HALF_BITS) - 1;
/// Luby and Rackoff need four rounds for a strong permutation; small halves need more.
const ROUNDS: u8 = 8;

/// The key of the permutation.
#[derive(Clone)]
pub struct PermutationKey(pub [u8; 32]);

/// Returns the public number of the `count`-th block, or `None` once all numbers are given out.
#[must_use]
pub fn public_number(key: &PermutationKey, count: u32) -> Option<u32> {
    if count >= BLOCK_COUNT {
        return None;
    }
    let mut number = permute(key, count);
    while number >= BLOCK_COUNT {
        number = permute(key, number);
    }
    Some(number)
}

fn permute(key: &PermutationKey, number: u32) -> u32 {
    let mut left = (number >> HALF_BITS) & HALF_MASK;
    let mut right = number & HALF_MASK;
    for round in 0..ROUNDS {
        (left, right) = (right, left ^ mixed(key, round, right));
    }
    (left << HALF_BITS) | right
}

fn mixed(key: &PermutationKey, round: u8, half: u32) -> u32 {
    let digest = Sha256::new()
        .chain_update(key.0)
        .chain_update([round])
        .chain_update(half.to_le_bytes())
        .finalize();
    let low = digest
        .iter()
        .take(4)
        .fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
    low & HALF_MASK
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_number_comes_twice_and_neighbours_are_far_apart() {
        let key = PermutationKey([7; 32]);
        let numbers: Vec<u32> = (0..50_000)
            .map(|count| public_number(&key, count).unwrap())
            .collect();
        let distinct: BTreeSet<_> = numbers.iter().collect();
        assert_eq!(distinct.len(), numbers.len());
        assert!(numbers.iter().all(|number| *number < BLOCK_COUNT));
        let near = numbers
            .windows(2)
            .filter(|pair| pair[0].abs_diff(pair[1]) < 64)
            .count();
        // 128 of 2^23 numbers are that near, so less than one of 50,000 pairs is expected.
        assert!(near < 10, "{near} neighbours");
    }

    #[test]
    fn after_the_last_number_there_is_none() {
        assert!(public_number(&PermutationKey([1; 32]), BLOCK_COUNT - 1).is_some());
        assert_eq!(public_number(&PermutationKey([1; 32]), BLOCK_COUNT), None);
    }
}
