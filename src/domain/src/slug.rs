//! Vanity slugs: readable aliases of codes, for campaigns and referrers.
//!
//! Invariants: a slug has 3 to 40 characters: the letters a to z, digits, and single hyphens
//! between them. It cannot be taken for a referral code or for one of Goodword's own paths. No word
//! in it offends, as far as a short list can tell.
//!
//! Left to others: that a slug belongs to one referrer or campaign only, and stays theirs when it
//! is replaced.

mod words;

use core::fmt;

use serde::Serialize;

use crate::code::ReferralCode;

/// Shorter slugs are initials, which many people share.
const SHORTEST: usize = 3;
/// A link with a longer slug no longer fits on a card.
pub const LONGEST: usize = 40;

/// Goodword's own paths, present or possible, on its host and on a portal's, in alphabetical order.
const RESERVED: &str = "about account admin api app assets auth billing blog campaign campaigns card cdn-cgi contact \
    dashboard docs edit events favicon goodword health help home hosted hubspot index join link links login logout \
    new null oauth openapi portal privacy qr ref referral referrals robots script security session settings share \
    sign-in sign-out sign-up signin signout signup sitemap static status support system terms undefined webhook \
    webhooks well-known www";

/// A readable alias of a code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$", min_length = 3, max_length = 40)
)]
#[serde(transparent)]
pub struct Slug(String);

/// Why a text is no slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSlug {
    /// It is too short or too long.
    #[error("A slug has 3 to 40 characters.")]
    Length,
    /// It has other characters.
    #[error(
        "A slug has only the letters a to z, digits, and single hyphens between them: ann-lee."
    )]
    Characters,
    /// It could be a code.
    #[error(
        "Ten letters and digits in a row could be a referral code. Add a hyphen, or make it shorter or longer."
    )]
    LikeACode,
    /// It is one of Goodword's own paths.
    #[error("This word is reserved for Goodword's own pages.")]
    Reserved,
    /// It has an offensive word in it.
    #[error("This slug contains a word that many people find offensive.")]
    Offensive,
}

impl Slug {
    /// Reads a slug as typed, in any case.
    ///
    /// # Errors
    /// The [`InvalidSlug`], with a sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, InvalidSlug> {
        let slug = text.trim().to_ascii_lowercase();
        if text.chars().count() > LONGEST {
            return Err(InvalidSlug::Length);
        }
        check_shape(&slug)?;
        if ReferralCode::parse(&slug).is_ok() {
            return Err(InvalidSlug::LikeACode);
        }
        if RESERVED.split_ascii_whitespace().any(|word| word == slug) {
            return Err(InvalidSlug::Reserved);
        }
        if words::offend(&slug) {
            return Err(InvalidSlug::Offensive);
        }
        Ok(Self(slug))
    }

    /// Reads a possible slug in an address, in any case. Does not check whether it could be taken
    /// today: its owner keeps a slug, whatever words are forbidden later.
    #[must_use]
    pub fn in_address(text: &str) -> Option<Self> {
        let slug = text.to_ascii_lowercase();
        check_shape(&slug).ok().map(|()| Self(slug))
    }

    /// Takes back a text that was checked before it was stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn check_shape(slug: &str) -> Result<(), InvalidSlug> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if !slug.split('-').all(|word| word.bytes().all(plain)) {
        return Err(InvalidSlug::Characters);
    }
    if !(SHORTEST..=LONGEST).contains(&slug.len()) {
        return Err(InvalidSlug::Length);
    }
    // A hyphen at an end, or two together, leave an empty word.
    if slug.split('-').any(str::is_empty) {
        return Err(InvalidSlug::Characters);
    }
    Ok(())
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use InvalidSlug::{Characters, Length, LikeACode, Reserved};
    use proptest::prelude::*;

    #[test]
    fn slugs_are_short_plain_words() {
        for (typed, read) in [
            ("ann", "ann"),
            ("  Ann-Lee ", "ann-lee"),
            ("spring-2027", "spring-2027"),
            ("a-b", "a-b"),
            ("007", "007"),
            ("api-2", "api-2"),
            ("unexpected", "unexpected"),
            ("spring-sale", "spring-sale"),
            (&"x".repeat(40), &"x".repeat(40)),
        ] {
            assert_eq!(Slug::parse(typed).unwrap().as_str(), read);
        }
        for (bad, why) in [
            ("", Length),
            ("an", Length),
            (&"x".repeat(41), Length),
            ("-ann", Characters),
            ("ann-", Characters),
            ("ann--lee", Characters),
            ("---", Characters),
            ("ann_lee", Characters),
            ("ann lee", Characters),
            ("ann/lee", Characters),
            ("..%2f", Characters),
            ("j\u{fc}rgen", Characters),
            ("\u{430}nn-lee", Characters),
            ("springsale", LikeACode),
            ("K7Q2M0X49B", LikeACode),
            ("0123456789", LikeACode),
            ("API", Reserved),
            ("qr", Length),
            ("hubspot", Reserved),
            ("sign-in", Reserved),
        ] {
            assert_eq!(Slug::parse(bad).unwrap_err(), why, "{bad}");
        }
    }

    #[test]
    fn reserved_words_would_otherwise_be_valid_slugs() {
        for word in RESERVED.split_ascii_whitespace() {
            assert_eq!(
                Slug::parse(word).is_err_and(|why| why != Reserved),
                word == "qr",
                "{word}"
            );
        }
    }

    #[test]
    fn a_slug_in_an_address_is_read_by_its_shape_alone() {
        for (text, read) in [
            ("Ann-Lee", Some("ann-lee")),
            ("hubspot", Some("hubspot")),
            ("ann--lee", None),
            ("ann.lee", None),
            (" ann", None),
            ("an", None),
            ("", None),
        ] {
            let slug = Slug::in_address(text);
            assert_eq!(slug.as_ref().map(Slug::as_str), read, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_slug_is_a_code_and_each_reads_as_itself(text in "[ a-zA-Z0-9-]{0,14}") {
            if let Ok(slug) = Slug::parse(&text) {
                prop_assert!(ReferralCode::parse(slug.as_str()).is_err());
                prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug));
            }
        }
    }
}
