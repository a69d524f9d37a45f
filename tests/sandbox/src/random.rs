//! The only source of randomness: a sequence that its seed determines (`SplitMix64`).

/// A stream of pseudo-random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Creates the stream of one purpose. Streams are independent, so that one more number for
    /// tokens does not change the people.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut stream = Self(seed);
        for byte in purpose.bytes() {
            stream.0 = stream.next().wrapping_add(u64::from(byte));
        }
        stream
    }

    /// Returns the next number.
    pub(crate) fn next(&mut self) -> u64 {
        // The constants are `SplitMix64`'s own: 2^64 divided by the golden ratio, and its two
        // mixers.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`, or 0 when the bound is 0. The modulo's bias does not matter
    /// here.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    /// Returns true in `per_mille` of 1,000 draws.
    pub(crate) fn chance(&mut self, per_mille: u64) -> bool {
        self.below(1_000) < per_mille
    }

    /// Returns one of the items, or none of an empty slice.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(usize::try_from(self.below(items.len() as u64)).unwrap_or(0))
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = usize::try_from(self.below(last as u64 + 1)).unwrap_or(0);
            items.swap(last, other);
        }
    }

    /// Returns random letters and digits for a token.
    pub(crate) fn token(&mut self, length: usize) -> String {
        const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        (0..length)
            .filter_map(|_| self.pick(ALPHABET))
            .map(|byte| char::from(*byte))
            .collect()
    }

    /// Returns a UUID of version 4.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0x0fff,
            // The variant bits "10" begin the fourth group.
            0x8000 | ((low >> 48) & 0x3fff),
            low & 0xffff_ffff_ffff,
        )
    }
}
