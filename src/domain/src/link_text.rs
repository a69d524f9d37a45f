//! A link or a code in a file, in every form that Goodword gives out.
//!
//! ```text
//! CODE   https://{shared}/r/CODE   https://{shared}/r/{portal}/{slug}
//!        https://{shared}/r/{portal}/{campaign's slug}/{slug or CODE}
//!        https://{own host}/CODE   /r/CODE   /{slug}   /{campaign's slug}/{slug or CODE}
//! ```
//!
//! The scheme, a query and a fragment may be missing or there. Left to others: whose host it is, and
//! who owns the code or the slug.

use crate::code::ReferralCode;
use crate::identity::HubId;
use crate::slug::Slug;

/// A link, as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkText {
    /// The portal that the link names, if it names one.
    pub portal: Option<HubId>,
    /// The code or slug at its end.
    pub end: LinkEnd,
}

/// The end of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkEnd {
    /// A code.
    Code(ReferralCode),
    /// A slug of a referrer.
    Slug(Slug),
}

/// The characters that texts put around a link: those of a sentence, and invisible ones.
fn is_around(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || ".,;:!?()[]<>{}\"'\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}\u{ad}\u{201c}\u{201d}"
            .contains(letter)
}

impl LinkText {
    /// Reads a code or a link; `None` if the text is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(is_around);
        let address = text.split(['?', '#', '&']).next().unwrap_or_default();
        let (_, rest) = address.split_once("://").unwrap_or(("", address));
        let rest = rest.trim_matches(is_around).trim_end_matches('/');
        if !rest.contains('/') {
            return Self::ending(None, rest);
        }
        let mut parts: Vec<&str> = rest.split('/').collect();
        // The host, unless the text begins with the path.
        parts.remove(0);
        if parts
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case("r"))
        {
            parts.remove(0);
        }
        match parts.as_slice() {
            [end] => Self::ending(None, end),
            [before, end] => match before.parse() {
                Ok(portal) => Self::ending(Some(portal), end),
                Err(_) => Slug::in_address(before).and_then(|_| Self::ending(None, end)),
            },
            [portal, campaign, end] => {
                Slug::in_address(campaign)?;
                Self::ending(Some(portal.parse().ok()?), end)
            }
            _ => None,
        }
    }

    fn ending(portal: Option<HubId>, text: &str) -> Option<Self> {
        let code = ReferralCode::parse(text).map(LinkEnd::Code).ok();
        let end = code.or_else(|| Slug::in_address(text).map(LinkEnd::Slug))?;
        Some(Self { portal, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_link_that_was_given_out_is_read() {
        for (text, portal, end) in [
            ("K7Q2M0X49B", "", "K7Q2M0X49B"),
            (" k7q2mox49b ", "", "K7Q2M0X49B"),
            ("https://go.example.com/r/K7Q2M0X49B", "", "K7Q2M0X49B"),
            ("https://go.customer.com/K7Q2M0X49B", "", "K7Q2M0X49B"),
            ("go.customer.com/K7Q2M0X49B?utm_source=x", "", "K7Q2M0X49B"),
            ("https://go.customer.com/ann-lee/", "", "ann-lee"),
            ("https://go.customer.com/spring/Ann-Lee", "", "ann-lee"),
            ("https://go.example.com/r/77/ann-lee", "77", "ann-lee"),
            (
                "https://go.example.com/r/77/spring/ann-lee#top",
                "77",
                "ann-lee",
            ),
            (
                "https://go.example.com/r/77/spring/K7Q2M0X49B",
                "77",
                "K7Q2M0X49B",
            ),
            ("<https://go.example.com/R/K7Q2M0X49B>.", "", "K7Q2M0X49B"),
            ("/r/K7Q2M0X49B\u{200b}", "", "K7Q2M0X49B"),
            ("ann-lee", "", "ann-lee"),
            ("K7Q2M0X49B&utm_source=x", "", "K7Q2M0X49B"),
        ] {
            let found = LinkText::parse(text).expect(text);
            let portal_found = found.portal.map(|id| id.to_string()).unwrap_or_default();
            let end_found = match found.end {
                LinkEnd::Code(code) => code.to_string(),
                LinkEnd::Slug(slug) => slug.to_string(),
            };
            assert_eq!((&*portal_found, &*end_found), (portal, end), "{text}");
        }
        for other in [
            "",
            "https://",
            "https://go.example.com/",
            "a b",
            "https://x.example/r/77/a/b/c",
            "/r/x/",
        ] {
            assert_eq!(LinkText::parse(other), None, "{other}");
        }
    }
}
