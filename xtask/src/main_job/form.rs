//! The form of a page, as a browser would send it. Enough of HTML for the sandbox's consent page, whose
//! tags are plain: every attribute is quoted, and nothing is nested in them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use url::form_urlencoded::Serializer;

/// A form, filled in as the page offers it.
#[derive(Debug, PartialEq)]
pub(super) struct Form {
    /// Where it is sent; empty is the page itself.
    pub(super) action: String,
    /// The fields, with the first button pressed.
    pub(super) fields: Vec<(String, String)>,
}

impl Form {
    /// The first form of the page.
    pub(super) fn first_of(page: &str) -> Result<Self> {
        let (_, from_form) = page.split_once("<form").context("the page has no form")?;
        let (form, _) = from_form
            .split_once("</form>")
            .context("the form has no end")?;
        let (opening, content) = form
            .split_once('>')
            .context("the form has no opening tag")?;
        let mut fields = Vec::new();
        let mut has_pressed = false;
        for tag in content.split('<').filter_map(|rest| rest.split('>').next()) {
            let attributes = attributes(tag);
            let is_button = tag.starts_with("button") || kind(&attributes) == "submit";
            let is_input = tag.starts_with("input") && !is_button;
            if is_input || (is_button && !has_pressed) {
                has_pressed |= is_button;
                if let Some(name) = attributes.get("name") {
                    let value = attributes.get("value").cloned().unwrap_or_default();
                    fields.push((name.clone(), value));
                }
            }
        }
        let action = attributes(opening).remove("action").unwrap_or_default();
        Ok(Self { action, fields })
    }

    /// The body of the request that sends it.
    pub(super) fn body(&self) -> String {
        Serializer::new(String::new())
            .extend_pairs(&self.fields)
            .finish()
    }
}

fn kind(attributes: &BTreeMap<String, String>) -> &str {
    attributes.get("type").map_or("", String::as_str)
}

fn attributes(tag: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        let Some((value, following)) = after.split_once('"') else {
            break;
        };
        attributes.insert(name.to_owned(), unescaped(value));
        rest = following;
    }
    attributes
}

fn unescaped(value: &str) -> String {
    [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(value.to_owned(), |text, (escape, plain)| {
        text.replace(escape, plain)
    })
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn a_form_is_sent_as_the_page_offers_it_with_its_first_button_pressed() {
        let page = r#"<h1>Allow?</h1><form method="post" action="/oauth/authorize?a=1&amp;b=2">
            <input type="hidden" name="state" value="x&quot;y">
            <button type="submit" name="decision" value="allow">Connect app</button>
            <button type="submit" name="decision" value="deny">Cancel</button></form>"#;
        let form = Form::first_of(page).unwrap();
        assert_eq!(form.action, "/oauth/authorize?a=1&b=2");
        assert_eq!(form.body(), "state=x%22y&decision=allow");
    }
}
