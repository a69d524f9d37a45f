//! Parts of an absolute URL, exactly as it was written.

/// Returns path and query; `/` if there are none.
#[must_use]
pub(crate) fn target(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    let target = after_scheme
        .find('/')
        .and_then(|start| after_scheme.get(start..))
        .unwrap_or("/");
    target.split_once('#').map_or(target, |(before, _)| before)
}

/// Returns host and port.
#[must_use]
pub(crate) fn authority(url: &str) -> &str {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    after_scheme
        .split(['/', '?', '#'])
        .next()
        .unwrap_or_default()
}

/// Returns the rest of a path below a prefix, which may be written in any case of letters.
#[must_use]
pub(crate) fn below<'a>(path: &'a str, prefix: &str) -> Option<&'a str> {
    let (beginning, rest) = path.split_at_checked(prefix.len())?;
    beginning.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{below, target};

    #[test]
    fn a_prefix_is_found_in_any_case() {
        for (path, rest) in [
            ("/r/X", Some("X")),
            ("/R/x", Some("x")),
            ("/r/", Some("")),
            ("/r", None),
            ("/q/X", None),
            ("/\u{e9}X", None),
        ] {
            assert_eq!(below(path, "/r/"), rest, "{path}");
        }
    }

    #[test]
    fn the_target_is_taken_as_it_was_written() {
        for (url, expected) in [
            ("https://goodword.example/r/ABC", "/r/ABC"),
            ("https://goodword.example", "/"),
            (
                "https://goodword.example/card?e=a%2Bb%40c&x=/y",
                "/card?e=a%2Bb%40c&x=/y",
            ),
            ("http://localhost:8787/a//b/?", "/a//b/?"),
            ("https://goodword.example/a#b", "/a"),
        ] {
            assert_eq!(target(url), expected, "{url}");
        }
    }
}
