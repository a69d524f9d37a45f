//! Colours, and text that can be read on them.
//!
//! Invariant: text in the colour of [`Colour::ink`] has a contrast of at least 4.5 on its ground.
//! Source: WCAG 2.2, "contrast ratio" and "relative luminance".

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A colour of the web: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = "^#[0-9a-fA-F]{6}$")
)]
pub struct Colour([u8; 3]);

/// The contrast that text needs (WCAG 2.2, 1.4.3, level AA).
const READABLE: f64 = 4.5;
/// The contrast that the edge of a control needs (WCAG 2.2, 1.4.11).
const VISIBLE: f64 = 3.0;

impl Colour {
    /// White.
    pub const WHITE: Self = Self::new(0xff, 0xff, 0xff);
    /// A dark text colour that is readable on nearly everything, and softer than black.
    pub const INK: Self = Self::new(0x1d, 0x24, 0x2c);
    const BLACK: Self = Self::new(0, 0, 0);

    /// Makes a colour of its parts.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#rrggbb`.
    ///
    /// # Errors
    /// A sentence that says how to write a colour.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        const WHY: &str = "A colour is written as #rrggbb.";
        let digits = text.strip_prefix('#').ok_or(WHY)?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(WHY);
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| WHY)?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self::new(red, green, blue))
    }

    /// Returns the colour for text on this one.
    #[must_use]
    pub fn ink(self) -> Self {
        // On any colour, black or white has a contrast of at least 4.58.
        [Self::INK, Self::WHITE]
            .into_iter()
            .find(|ink| self.contrast(*ink) >= READABLE)
            .unwrap_or(Self::BLACK)
    }

    /// Tells whether a control in this colour can be seen on `ground`.
    #[must_use]
    pub fn is_visible_on(self, ground: Self) -> bool {
        self.contrast(ground) >= VISIBLE
    }

    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                let part = (part + 0.055) / 1.055;
                // The exponent is 2.4.
                part * part * fifth_root(part * part)
            }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// Returns the fifth root by Newton's method, which arrives after a dozen steps from above. (The
/// library's powers are 2 KB of the Worker.)
fn fifth_root(number: f64) -> f64 {
    (0..30).fold(1.0, |root: f64, _| {
        (4.0 * root + number / (root * root * root * root)) / 5.0
    })
}

impl fmt::Display for Colour {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(formatter, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Serialize for Colour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Colour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_colour_is_a_hash_and_six_digits() {
        assert_eq!(Colour::parse("#0F766a").unwrap().to_string(), "#0f766a");
        for bad in [
            "",
            "#",
            "red",
            "0f766a",
            "#0f7",
            "#0f766",
            "#0f766aa",
            "#0f766g",
            "#+f766a",
            "#0f766a;",
            "#\u{ff11}11111",
            "#fff}*{display:none",
        ] {
            assert!(Colour::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn luminances_are_as_the_standard_defines_them() {
        for part in 0..=255 {
            let expected = f64::from(part) / 255.0;
            let expected = if expected <= 0.04045 {
                expected / 12.92
            } else {
                ((expected + 0.055) / 1.055).powf(2.4)
            };
            let found = Colour::new(part, part, part).luminance();
            assert!((found - expected).abs() < 1e-12, "{part}");
        }
    }

    #[test]
    fn light_colours_get_dark_text_and_dark_ones_get_white() {
        for (ground, ink) in [
            ("#ffffff", Colour::INK),
            ("#ffe94a", Colour::INK),
            ("#000000", Colour::WHITE),
            ("#156a7a", Colour::WHITE),
            // Greys for which neither ink nor white is enough.
            ("#7b7b7b", Colour::BLACK),
        ] {
            assert_eq!(Colour::parse(ground).unwrap().ink(), ink, "{ground}");
        }
        assert!(Colour::INK.is_visible_on(Colour::WHITE));
        assert!(!Colour::new(0xff, 0xe9, 0x4a).is_visible_on(Colour::WHITE));
    }

    proptest! {
        #[test]
        fn text_can_be_read_on_every_colour(red: u8, green: u8, blue: u8) {
            let ground = Colour::new(red, green, blue);
            prop_assert!(ground.contrast(ground.ink()) >= READABLE);
            prop_assert_eq!(Colour::parse(&ground.to_string()), Ok(ground));
        }
    }
}
