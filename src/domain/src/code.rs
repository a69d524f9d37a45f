//! The referral code: the short public token of one referrer in one campaign.
//!
//! A code is an address with a lock: the number of the link block that publishes it, a slot in that
//! block, and a secret. The address lets a redirect find the block with one read. The secret makes
//! guessing an address useless. A code never changes and is never given out twice.
//!
//! ```text
//!   K 7 Q 2 M 0   X 4 9 B        10 symbols of 5 bits
//!   block  slot   secret
//!   23     7      20 bits
//! ```

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::received::received_code;

/// Crockford's base 32. It has no I, L, O or U, so that nothing is mistaken when read aloud or
/// printed small. Source: Douglas Crockford, "Base 32".
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J',
    'K', 'M', 'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];
const BITS_PER_SYMBOL: u32 = 5;

/// 2^20 secrets: even with a live slot known, a guess hits its secret once in 1,048,576 tries.
pub const SECRET_BITS: u32 = 20;
/// 2^7 slots in a block: one page of 100 new referrers fits into a new block.
pub const SLOT_BITS: u32 = 7;
/// 2^23 blocks of 128 slots: over a thousand million links. The first hundred million links need
/// about a million blocks, an eighth of the numbers.
pub const BLOCK_BITS: u32 = 23;
/// Symbols in a code: (23 + 7 + 20) / 5.
pub const CODE_LENGTH: usize = ((BLOCK_BITS + SLOT_BITS + SECRET_BITS) / BITS_PER_SYMBOL) as usize;

/// A referral code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferralCode {
    block: u32,
    slot: u8,
    secret: u32,
}

/// The text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a referral code has 10 letters and digits")]
pub struct Malformed;

impl ReferralCode {
    /// Makes the code of a slot. Drops the bits for which a code has no room.
    #[must_use]
    pub fn new(block: u32, slot: u8, secret: u32) -> Self {
        Self {
            block: block & ((1 << BLOCK_BITS) - 1),
            slot: slot & ((1 << SLOT_BITS) - 1),
            secret: secret & ((1 << SECRET_BITS) - 1),
        }
    }

    /// Reads a code as a person may have typed it: in any case, and with the letters that the
    /// alphabet leaves out read as the digits that they resemble.
    ///
    /// # Errors
    /// [`Malformed`] if the text cannot be a code.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() != CODE_LENGTH {
            return Err(Malformed);
        }
        let bits = text.bytes().try_fold(0_u64, |bits, byte| {
            symbol_value(byte).map(|value| (bits << BITS_PER_SYMBOL) | u64::from(value))
        });
        let bits = bits.ok_or(Malformed)?;
        let part = |shift: u32, width: u32| {
            u32::try_from((bits >> shift) & ((1 << width) - 1)).map_err(|_| Malformed)
        };
        Ok(Self {
            block: part(SLOT_BITS + SECRET_BITS, BLOCK_BITS)?,
            slot: u8::try_from(part(SECRET_BITS, SLOT_BITS)?).map_err(|_| Malformed)?,
            secret: part(0, SECRET_BITS)?,
        })
    }

    /// Returns the public number of the block that publishes the code.
    #[must_use]
    pub fn block(self) -> u32 {
        self.block
    }

    /// Returns the slot within the block, 0 to 127.
    #[must_use]
    pub fn slot(self) -> u8 {
        self.slot
    }

    /// Returns the secret, 20 bits.
    #[must_use]
    pub fn secret(self) -> u32 {
        self.secret
    }
}

/// Writes the low `symbols` x 5 bits.
pub(crate) fn write_symbols(out: &mut impl fmt::Write, bits: u64, symbols: u32) -> fmt::Result {
    for place in (0..symbols).rev() {
        let value = (bits >> (place * BITS_PER_SYMBOL)) & 31;
        let symbol = usize::try_from(value).ok().and_then(|at| ALPHABET.get(at));
        out.write_char(*symbol.ok_or(fmt::Error)?)?;
    }
    Ok(())
}

fn symbol_value(byte: u8) -> Option<u8> {
    let symbol = match byte.to_ascii_uppercase() {
        b'O' => '0',
        b'I' | b'L' => '1',
        other => char::from(other),
    };
    ALPHABET
        .iter()
        .position(|known| *known == symbol)
        .and_then(|at| u8::try_from(at).ok())
}

impl fmt::Display for ReferralCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let address = (u64::from(self.block) << SLOT_BITS) | u64::from(self.slot);
        let bits = (address << SECRET_BITS) | u64::from(self.secret);
        // The code has ten symbols.
        write_symbols(formatter, bits, 10)
    }
}

impl FromStr for ReferralCode {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::parse(text)
    }
}

impl Serialize for ReferralCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads a code in every form in which people receive it.
impl<'de> Deserialize<'de> for ReferralCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        received_code(&text).ok_or_else(|| serde::de::Error::custom(Malformed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_code_read_back_is_the_same_code(block in 0_u32..1 << 23, slot in 0_u8..128, secret in 0_u32..1 << 20) {
            let code = ReferralCode::new(block, slot, secret);
            let text = code.to_string();
            prop_assert_eq!(text.len(), CODE_LENGTH);
            prop_assert_eq!(ReferralCode::parse(&text), Ok(code));
            prop_assert_eq!(ReferralCode::parse(&text.to_lowercase()), Ok(code));
            prop_assert_eq!((code.block(), code.slot(), code.secret()), (block, slot, secret));
        }

        #[test]
        fn any_text_is_a_code_or_refused(text in ".{0,14}") {
            if let Ok(code) = ReferralCode::parse(&text) {
                prop_assert_eq!(ReferralCode::parse(&code.to_string()), Ok(code));
            }
        }
    }

    #[test]
    fn letters_that_resemble_a_digit_are_read_as_that_digit() {
        assert_eq!(
            ReferralCode::parse("oOiIlL0000"),
            ReferralCode::parse("0011110000")
        );
        assert_eq!(ReferralCode::parse("0000U00000"), Err(Malformed));
        assert_eq!(ReferralCode::parse("000000000"), Err(Malformed));
        assert_eq!(ReferralCode::parse("00000\u{e9}0000"), Err(Malformed));
    }
}
