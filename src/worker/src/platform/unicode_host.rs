//! Hosts with letters beyond ASCII, in their ASCII form: JavaScript's `URL` has Unicode's tables.

/// Returns the ASCII form of a host, if it has one. See [`domain::unicode_host`].
pub(crate) fn in_ascii(host: &str) -> Option<String> {
    let url = web_sys::Url::new(&format!("https://{host}/")).ok()?;
    Some(url.hostname())
}
