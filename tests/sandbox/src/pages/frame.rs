//! The frame that all pages share.

/// The style of all pages.
const STYLE: &str = include_str!("style.css");

/// Text made safe to stand in HTML, in elements and in quoted attributes alike.
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

/// What differs between the heads of pages; all of it HTML already.
pub(super) struct Head<'a> {
    /// The title.
    pub(super) title: &'a str,
    /// Further elements.
    pub(super) more: &'a str,
    /// The account, in the bar.
    pub(super) account: &'a str,
}

/// A page. `title` and `body` are HTML already.
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

/// A page with more in its head.
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
