//! The parameters that a visitor brings in the address of a link. They are handed on to the destination.
//!
//! Invariants: a parameter of the visitor replaces all of the destination's parameters of its name, and each of its
//! occurrences is kept, as it was written. Names are compared decoded. The code's own parameter is always ours.

use std::borrow::Cow;

use url::form_urlencoded;

use crate::destination::CODE_PARAMETER;

/// Returns a link's address with the parameters of a visitor's query.
#[must_use]
pub fn handed_on(address: &str, query: &str) -> String {
    let brought: Vec<&str> = parameters(query)
        .filter(|parameter| parameter_name(parameter) != CODE_PARAMETER)
        .collect();
    if brought.is_empty() {
        return address.to_owned();
    }
    let (rest, fragment) = split(address, '#');
    let (path, own) = split(rest, '?');
    let names: Vec<_> = brought.iter().copied().map(parameter_name).collect();
    let own = own.strip_prefix('?').unwrap_or_default();
    let kept = parameters(own).filter(|parameter| !names.contains(&parameter_name(parameter)));
    let mut whole = path.to_owned();
    let mut separator = '?';
    for parameter in kept
        .map(Cow::Borrowed)
        .chain(brought.into_iter().map(printable))
    {
        whole.push(separator);
        whole.push_str(&parameter);
        separator = '&';
    }
    whole.push_str(fragment);
    whole
}

/// Returns a query without the parameters of these names.
#[must_use]
pub fn without(query: &str, names: &[&str]) -> String {
    let kept = parameters(query).filter(|parameter| {
        let name = parameter_name(parameter);
        !names.contains(&name.as_ref())
    });
    kept.collect::<Vec<_>>().join("&")
}

/// Returns the parts before a separator, and from it on.
fn split(text: &str, separator: char) -> (&str, &str) {
    text.split_at(text.find(separator).unwrap_or(text.len()))
}

fn parameters(query: &str) -> impl Iterator<Item = &str> {
    query.split('&').filter(|parameter| !parameter.is_empty())
}

/// Returns a parameter's name, decoded.
pub(crate) fn parameter_name(parameter: &str) -> Cow<'_, str> {
    let first = form_urlencoded::parse(parameter.as_bytes()).next();
    first.map_or(Cow::Borrowed(""), |(name, _)| name)
}

/// Returns a parameter as a header can carry it: bytes that are not printable ASCII, and those that could end the query
/// or an attribute of HTML, in their encoded form. Browsers have encoded them already; other clients may not have.
fn printable(parameter: &str) -> Cow<'_, str> {
    const UNFIT: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'<')
        .add(b'>')
        .add(b'\\');
    percent_encoding::utf8_percent_encode(parameter, UNFIT).into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_visitors_parameters_reach_the_destination_and_win() {
        for (address, query, expected) in [
            ("https://a.example/?ref=C", "", "https://a.example/?ref=C"),
            (
                "https://a.example/?ref=C",
                "utm_source=x",
                "https://a.example/?ref=C&utm_source=x",
            ),
            (
                "https://a.example/p?utm_source=own&b=1&ref=C#top",
                "utm_source=x",
                "https://a.example/p?b=1&ref=C&utm_source=x#top",
            ),
            // Repeated keys stay repeated, and replace all of the destination's.
            (
                "https://a.example/?a=1&a=2&ref=C",
                "a=3&a=4",
                "https://a.example/?ref=C&a=3&a=4",
            ),
            // The code is ours, however its name is written.
            (
                "https://a.example/?ref=C",
                "ref=X",
                "https://a.example/?ref=C",
            ),
            (
                "https://a.example/?ref=C",
                "r%65f=X&ref&a=1",
                "https://a.example/?ref=C&a=1",
            ),
            (
                "https://a.example/?ref=C",
                "REF=X",
                "https://a.example/?ref=C&REF=X",
            ),
            // Values stay as they were written.
            (
                "https://a.example/?ref=C",
                "a=%2B+%20&b=&c&d=%zz&e=%C3%BC&f=x=y",
                "https://a.example/?ref=C&a=%2B+%20&b=&c&d=%zz&e=%C3%BC&f=x=y",
            ),
            (
                "https://a.example/?u%74m=own&ref=C",
                "utm=x",
                "https://a.example/?ref=C&utm=x",
            ),
            ("https://a.example/?ref=C", "&&", "https://a.example/?ref=C"),
            (
                "https://a.example/?ref=C",
                "=x",
                "https://a.example/?ref=C&=x",
            ),
            // Nothing gets out of the query.
            (
                "https://a.example/?ref=C#end",
                "a=\u{e9}\r\nX: y#<\">",
                "https://a.example/?ref=C&a=%C3%A9%0D%0AX:%20y%23%3C%22%3E#end",
            ),
            ("/join/C", "utm_source=x&ref=X", "/join/C?utm_source=x"),
        ] {
            assert_eq!(handed_on(address, query), expected, "{query}");
        }
        let left = without("lang=de&a=1&thanks&l%61ng=x&&b", &["lang", "thanks"]);
        assert_eq!(left, "a=1&b");
    }

    proptest! {
        #[test]
        fn no_query_changes_the_code_the_path_or_the_fragment(query in ".{0,40}") {
            let whole = handed_on("https://a.example/p?ref=C#f", &query);
            let url = url::Url::parse(&whole).unwrap();
            prop_assert_eq!((url.host_str(), url.path(), url.fragment()), (Some("a.example"), "/p", Some("f")));
            let codes: Vec<_> = url.query_pairs().filter(|(name, _)| name == "ref").collect();
            prop_assert_eq!(codes, [("ref".into(), "C".into())]);
            prop_assert!(whole.bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
