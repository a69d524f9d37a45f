//! Pages for people who follow a link or come back from HubSpot: one look, plain HTML, nothing loaded
//! from elsewhere and nothing that runs.

use std::sync::OnceLock;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use sha2::{Digest, Sha256};

use crate::edge::reply::Reply;

const STYLE: &str = include_str!("../../templates/page.css");

/// The button of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Action {
    /// The text of the button.
    pub(crate) label: &'static str,
    /// A path of this site.
    pub(crate) address: &'static str,
}

/// One page.
#[derive(Debug, Template)]
#[template(path = "page.html")]
pub(crate) struct Page<'a> {
    title: &'a str,
    paragraphs: &'a [&'a str],
    action: Option<Action>,
    style: &'static str,
}

impl<'a> Page<'a> {
    /// Makes a page that says what happened, and what to do.
    #[must_use]
    pub(crate) fn new(title: &'a str, paragraphs: &'a [&'a str], action: Option<Action>) -> Self {
        Self {
            title,
            paragraphs,
            action,
            style: STYLE,
        }
    }

    /// Returns the page as an HTTP response.
    #[must_use]
    pub(crate) fn into_reply(self, status: StatusCode) -> Reply {
        match self.render() {
            Ok(body) => Reply::html(status, body, policy()),
            Err(_) => Reply::empty(StatusCode::INTERNAL_SERVER_ERROR),
        }
    }
}

/// Returns the policy: the page may show the site's own icon and this one style sheet, which is named by its hash.
fn policy() -> &'static str {
    static POLICY: OnceLock<String> = OnceLock::new();
    POLICY.get_or_init(|| {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        format!(
            "default-src 'none'; img-src 'self'; style-src 'sha256-{hash}'; base-uri 'none'; \
             form-action 'none'; frame-ancestors 'none'"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_others_cannot_become_markup() {
        let paragraphs = ["<script>alert(1)</script>"];
        let reply = Page::new("A & B", &paragraphs, None).into_reply(StatusCode::NOT_FOUND);
        let body = String::from_utf8(reply.body().to_vec()).unwrap();
        assert!(!body.contains("<script>"), "{body}");
        assert_eq!(reply.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn the_policy_admits_the_style_as_it_is_written_out() {
        let reply = Page::new("Title", &[], None).into_reply(StatusCode::OK);
        let body = String::from_utf8(reply.body().to_vec()).unwrap();
        let style = body
            .split_once("<style>")
            .unwrap()
            .1
            .split_once("</style>")
            .unwrap()
            .0;
        let hash = STANDARD.encode(Sha256::digest(style));
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.contains(&format!("'sha256-{hash}'")), "{policy}");
    }
}
