//! The languages that a visitor reads: first the one in the address, then those that the browser
//! asks for.

/// The most languages that are read. Browsers send fewer, and later ones do not matter.
const MAX_WANTED: usize = 10;
/// The longest tag. BCP 47 recommends room for 35 characters (RFC 5646, 4.4.1).
const LONGEST_TAG: usize = 35;

/// Tells whether the text is a language tag, as far as pages need to know: subtags of letters and
/// digits. Source: RFC 5646, 2.1.
#[must_use]
pub(super) fn is_tag(text: &str) -> bool {
    let mut subtags = text.split('-');
    let language = subtags.next().unwrap_or_default();
    text.len() <= LONGEST_TAG
        && (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len())
                && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// Returns the language of a tag: `pt` of `pt-BR`.
#[must_use]
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// Returns the languages that a visitor wants, best first: the one in the address, then those of
/// `Accept-Language`. Source: RFC 9110, 12.5.4.
#[must_use]
pub fn wanted(named: Option<&str>, accepted: &str) -> Vec<String> {
    let mut ranges: Vec<(u16, &str)> = accepted
        .split(',')
        .take(MAX_WANTED)
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next()?;
            let weight = parts.find_map(|part| part.strip_prefix("q="));
            Some((weight.map_or(1000, thousandths), tag))
        })
        .filter(|(weight, tag)| *weight > 0 && is_tag(tag))
        .collect();
    let mut wanted: Vec<String> = named
        .into_iter()
        .filter(|tag| is_tag(tag))
        .map(str::to_owned)
        .collect();
    // Heaviest first; languages of equal weight keep their order. (The library's sort is 4 KB of
    // the Worker.)
    while let Some(heaviest) = ranges.iter().map(|(weight, _)| *weight).max() {
        let alike = ranges.iter().filter(|(weight, _)| *weight == heaviest);
        wanted.extend(alike.map(|(_, tag)| (*tag).to_owned()));
        ranges.retain(|(weight, _)| *weight != heaviest);
    }
    wanted
}

/// Reads a weight, which has at most three decimals. Text that is no weight counts as zero.
fn thousandths(weight: &str) -> u16 {
    match weight.split_once('.') {
        Some(("0", digits)) if digits.len() <= 3 => format!("{digits:0<3}").parse().unwrap_or(0),
        _ if weight.starts_with('1') => 1000,
        _ => 0,
    }
}

/// Returns the language in `there` that fits best: the same tag, or else one of the same language.
#[must_use]
pub fn choose<'a>(there: &[&'a str], wanted: &[String]) -> Option<&'a str> {
    wanted.iter().find_map(|wish| {
        let exact = there.iter().find(|tag| tag.eq_ignore_ascii_case(wish));
        let akin = || {
            let same = |tag: &&&str| primary(tag).eq_ignore_ascii_case(primary(wish));
            there.iter().find(same)
        };
        exact.or_else(akin).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_language_tags_are_recognised() {
        for good in ["en", "de-AT", "zh-Hant-TW", "es-419", "EN-gb", "ast"] {
            assert!(is_tag(good), "{good}");
        }
        let long = "en-".to_owned() + &["abcdefgh"; 5].join("-");
        for bad in [
            "", "e", "*", "en_GB", "en-", "-en", "e1", "en\"", "\u{e9}n", "<b>", &long,
        ] {
            assert!(!is_tag(bad), "{bad}");
        }
    }

    #[test]
    fn the_address_comes_first_and_then_the_browsers_languages_by_weight() {
        for (named, accepted, expected) in [
            (None, "", ""),
            (None, "de", "de"),
            (None, "en;q=0.5, de, fr;q=0.9", "de fr en"),
            (None, "en-GB,en;q=0.9,*;q=0.1", "en-GB en"),
            (None, "de;q=0, en", "en"),
            (None, "de;q=x, en;q=5, fr;q=0.75, nl;q=0.8", "nl fr"),
            (None, " ,;q=1,en ;q=0.3", "en"),
            (Some("nl"), "de", "nl de"),
            (Some("<script>"), "de", "de"),
        ] {
            assert_eq!(wanted(named, accepted).join(" "), expected, "{accepted}");
        }
        let many = ["en"; 500].join(",");
        assert_eq!(wanted(None, &many).len(), MAX_WANTED);
    }

    #[test]
    fn the_nearest_language_is_chosen() {
        let there = ["en", "de-AT", "pt-BR"];
        for (wish, chosen) in [
            ("en", Some("en")),
            ("EN-US", Some("en")),
            ("de", Some("de-AT")),
            ("de-CH", Some("de-AT")),
            ("fr", None),
            ("fr,pt", Some("pt-BR")),
        ] {
            assert_eq!(choose(&there, &wanted(None, wish)), chosen, "{wish}");
        }
    }
}
