//! Codes and slugs as people receive them: with the full stop of a sentence, a bracket, a blank or an invisible
//! character at the end, in any case of letters, in groups, or inside a whole link.
//!
//! - A name ends at a blank and at `?`, `#` or `&`: `CODE and more`, `CODE&utm_source=x`.
//! - At its end, everything but ASCII letters and digits is cut off: `CODE).`, `CODE\u{2026}`. This never changes a code or a
//!   slug, because both end with a letter or a digit ([`crate::Slug`]).
//! - At its beginning, blanks, brackets, quotation marks and invisible characters are cut off. A full stop is not, so that
//!   `/.env` is no slug.
//! - Any other character makes it no name: `wp-login.php`.
//!
//! A code may also be written in groups (`977HR-0AGR8`). Such a text can be a slug, too: a slug takes precedence where
//! both are possible, because its owner chose it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::code::ReferralCode;

/// Returns the code in a received text: a code alone, or a link that ends with one.
#[must_use]
pub fn received_code(text: &str) -> Option<ReferralCode> {
    let text = text.trim_matches(is_wrapping);
    let ends = |letter: char| letter.is_whitespace() || "?#&".contains(letter);
    let link = text.split(ends).next().unwrap_or_default();
    let link = link.trim_end_matches('/');
    let end = link.rsplit_once('/').map_or(link, |(_, end)| end);
    code_in(&received_name(end)?)
}

/// Returns the code that a name is, with or without hyphens between its groups.
#[must_use]
pub fn code_in(name: &str) -> Option<ReferralCode> {
    if name.contains('-') {
        return ReferralCode::parse(&name.replace('-', "")).ok();
    }
    ReferralCode::parse(name).ok()
}

/// Returns the name that a segment of a path is, as it was received: letters, digits and hyphens, without the characters
/// around it. `None`: it is no name.
#[must_use]
pub fn received_name(segment: &str) -> Option<Cow<'_, str>> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    if !segment.is_empty() && segment.chars().all(is_part) {
        return Some(Cow::Borrowed(segment));
    }
    let decoded = percent_decode_str(segment).decode_utf8_lossy();
    let ends = |letter: char| letter.is_whitespace() || "?#&".contains(letter);
    let text = decoded.trim_matches(is_wrapping);
    let text = text.split(ends).next().unwrap_or_default();
    let text = text.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric());
    let name: String = text
        .chars()
        .filter(|letter| !is_invisible(*letter))
        .map(|letter| if is_dash(letter) { '-' } else { letter })
        .collect();
    (!name.is_empty() && name.chars().all(is_part)).then_some(Cow::Owned(name))
}

/// Whether a character at the ends of a text belongs to the sentence around it, and not to a link.
fn is_wrapping(letter: char) -> bool {
    letter.is_whitespace()
        || is_invisible(letter)
        || "<>()[]{}\"'\u{ab}\u{bb}\u{2018}\u{2019}\u{201a}\u{201c}\u{201d}\u{201e}"
            .contains(letter)
}

/// Whether a character takes no room: soft hyphen, the zero-width and directional marks, word joiner, variation
/// selectors, byte order mark. Source: Unicode, `Default_Ignorable_Code_Point`.
const fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// Whether an application may have put the character in the place of a hyphen.
const fn is_dash(letter: char) -> bool {
    matches!(letter, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::slug::Slug;

    const CODE: &str = "977HR0AGR8";

    #[test]
    fn a_code_is_found_in_every_form_in_which_people_receive_it() {
        for text in [
            "977HR0AGR8",
            "977hr0agr8",
            "977HROAGR8",
            " 977HR0AGR8\n",
            "977HR0AGR8.",
            "977HR0AGR8,",
            "977HR0AGR8)",
            "(977HR0AGR8).",
            "<977HR0AGR8>",
            "\u{201c}977HR0AGR8\u{201d}",
            "977HR0AGR8%20",
            "977HR0AGR8%E2%80%8B",
            "977HR0AGR8\u{200b}",
            "977HR\u{ad}0AGR8",
            "977HR0AGR8\u{2026}",
            "977HR0AGR8&utm_source=x",
            "977HR0AGR8%26utm_source=x",
            "977HR0AGR8?utm_source=x#top",
            "977HR0AGR8 (my link)",
            "977HR-0AGR8",
            "977HR\u{2011}0AGR8",
            "977-HR0-AGR8",
            "https://goodword.example/r/977HR0AGR8",
            "https://goodword.example/R/977hr0agr8/",
            "https://goodword.example/r/977HR0AGR8.",
            "<https://goodword.example/r/977HR0AGR8?utm_source=a/b>",
            "https://goodword.example/join/977HR0AGR8?lang=de&to=/x",
            "goodword.example/spring/977HR0AGR8%29",
            "https://goodword.example/r/977HR0AGR8#/x",
        ] {
            let read = received_code(text).map(|code| code.to_string());
            assert_eq!(read.as_deref(), Some(CODE), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_codes() {
        for text in [
            "",
            ".",
            "%20",
            "977HR0AGR",
            "977HR0AGR88",
            "977HR 0AGR8",
            "977HRU0AGR",
            "977HR.0AGR8",
            "977HR_0AGR8",
            "977HR0AGR8,then",
            ".977HR0AGR8",
            "https://goodword.example/r/",
            "https://goodword.example/?ref=977HR0AGR8",
            "%ff%ff%ff",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(received_code(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_received(text in "\\PC{0,30}") {
            let _ = received_code(&text);
            if let Some(name) = received_name(&text) {
                prop_assert!(!name.is_empty());
                prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            }
        }

        #[test]
        fn nothing_around_a_slug_or_a_code_changes_it(
            slug in "[a-z0-9]{2,9}(-[a-z0-9]{1,9}){0,3}",
            before in "[ \u{200b}(\u{201c}<]{0,3}",
            behind in "[ .,;:!?)\\]}>\u{201d}\u{2026}\u{200b}\u{a0}\u{ad}]{0,4}",
        ) {
            prop_assume!(Slug::in_address(&slug).is_some());
            let written = format!("{before}{slug}{behind}");
            let name = received_name(&written);
            prop_assert_eq!(name.as_deref(), Some(slug.as_str()));
        }
    }
}
