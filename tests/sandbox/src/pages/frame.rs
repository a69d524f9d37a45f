//! The common frame of all pages.

const STYLE: &str = include_str!("style.css");

/// Escapes text for HTML elements and quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The parts of a page's head that differ, as HTML.
pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    /// Further elements of the head.
    pub(super) more: &'a str,
    /// The portal's name, in the bar.
    pub(super) account: &'a str,
}

/// Renders a page. `title` and `body` are HTML.
pub(crate) fn page(title: &str, body: &str) -> String {
    page_with(
        Head {
            title,
            more: "",
            account: "",
        },
        body,
    )
}

/// Renders a page with further elements in its head.
pub(super) fn page_with(
    Head {
        title,
        more,
        account,
    }: Head<'_>,
    body: &str,
) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style>
{more}
</head>
<body>
<header class="bar"><a href="/"><strong>HubSpot</strong> sandbox</a><span>{account}</span></header>
{body}
</body>
</html>
"#
    )
}
