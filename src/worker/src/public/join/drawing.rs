//! The hosted page in HTML: one design in the campaign's colours. It has no scripts, and loads nothing from elsewhere but
//! the campaign's logo.

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::handed_on::handed_on;
use domain::referral_page::{Colour, Field, FieldKind, FieldUse, form};
use http::StatusCode;
use jiff::Timestamp;
use portal::views::{FormState, HostedPage, PageView, Scene};
use serde::Serialize;
use sha2::{Digest, Sha256};
use url::Url;

use super::hosted::{LANGUAGE, THANKS};
use super::{hosted, moment};
use crate::edge::reply::Reply;
use crate::edge::signing::SigningKey;
use crate::public::link_pages::{ended, paused, unknown};

const STYLE: &str = include_str!("../../../templates/join.css");

/// The time after which the rate limit forgets a network.
const RETRY_AFTER_SECONDS: &str = "60";

/// A preview of a page that is not stored.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub(crate) struct PagePreview {
    /// The page, as a document of HTML without scripts.
    html: String,
}

/// Returns the response to a visitor of the hosted page.
pub(crate) fn reply(page: HostedPage, key: &SigningKey, now: Timestamp) -> Reply {
    let view = match page {
        HostedPage::Shown(view) => view,
        HostedPage::Thanked { language, brought } => return hosted::thanked(&language, &brought),
        HostedPage::Onward(address) => {
            return Reply::empty(StatusCode::SEE_OTHER)
                .with("location", address)
                .with("referrer-policy", "strict-origin-when-cross-origin");
        }
        HostedPage::Paused => return paused(),
        HostedPage::Ended => return ended(),
        HostedPage::Unknown => return unknown(),
    };
    let style = style(&view);
    let policy = policy(&view, &style);
    let drawn = Drawing::new(&view, style, key, now).render();
    let Ok(html) = drawn else {
        return Reply::empty(StatusCode::INTERNAL_SERVER_ERROR);
    };
    if view.code.is_none() {
        return Reply::json(StatusCode::OK, &PagePreview { html });
    }
    let status = status(&view);
    let reply = Reply::html(status, html, &policy).with("x-robots-tag", "noindex");
    if status == StatusCode::TOO_MANY_REQUESTS {
        return reply.with("retry-after", RETRY_AFTER_SECONDS);
    }
    reply
}

fn state(view: &PageView) -> FormState {
    match view.scene {
        Scene::Form { state, .. } => state,
        Scene::Thanks(_) => FormState::Fresh,
    }
}

fn status(view: &PageView) -> StatusCode {
    match state(view) {
        FormState::Fresh => StatusCode::OK,
        FormState::Faulty | FormState::Again => StatusCode::UNPROCESSABLE_ENTITY,
        FormState::TooMuch => StatusCode::TOO_MANY_REQUESTS,
    }
}

/// Returns the style sheet in the page's colours.
fn style(view: &PageView) -> String {
    let (accent, ground) = (view.accent, view.background);
    let edge = if accent.is_visible_on(Colour::WHITE) {
        accent
    } else {
        Colour::INK
    };
    format!(
        ":root{{--accent:{accent};--on-accent:{};--edge:{edge};--ground:{ground};--ink:{}}}\n{STYLE}",
        accent.ink(),
        ground.ink(),
    )
}

/// Returns the policy: the page may show its logo and this one style sheet, which is named by its hash, and send its form
/// to this site. Browsers apply the rule for forms also to every redirect that follows.
fn policy(view: &PageView, style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style));
    let logo = view.logo.as_deref().and_then(|logo| Url::parse(logo).ok());
    let logo = logo.map(|logo| logo.origin().ascii_serialization());
    let away = matches!(
        view.scene,
        Scene::Form {
            leads_away: true,
            ..
        }
    );
    format!(
        "default-src 'none'; img-src 'self' {}; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'self'{}; \
         frame-ancestors 'none'",
        logo.unwrap_or_default(),
        if away { " https:" } else { "" },
    )
}

#[derive(Template)]
#[template(path = "join.html")]
struct Drawing<'a> {
    page: &'a PageView,
    style: String,
    /// The address to which the form is sent.
    action: String,
    /// The signed moment at which the form was opened.
    opened: String,
    /// A notice above the form.
    notice: Option<&'static str>,
    trap: &'static str,
    moment: &'static str,
    /// The label of the list of languages: their names, which visitors of every language understand.
    names: String,
}

impl<'a> Drawing<'a> {
    fn new(page: &'a PageView, style: String, key: &SigningKey, now: Timestamp) -> Self {
        let opened_at = match page.scene {
            Scene::Form { opened_at, .. } => opened_at.unwrap_or(now),
            Scene::Thanks(_) => now,
        };
        let words = page.words;
        let code = page.code;
        let names: Vec<&str> = page
            .languages
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        Self {
            action: code.map_or_else(String::new, |code| {
                let address = format!("{}{code}?{LANGUAGE}={}", hosted::PREFIX, page.language);
                handed_on(&address, &page.brought)
            }),
            opened: code.map_or_else(String::new, |code| moment::sealed(key, code, opened_at)),
            notice: match state(page) {
                FormState::Fresh => None,
                FormState::Faulty => Some(words.look_again),
                FormState::Again => Some(words.send_again),
                FormState::TooMuch => Some(words.later),
            },
            trap: form::TRAP,
            moment: form::OPENED,
            names: names.join(", "),
            page,
            style,
        }
    }

    /// Returns the address of the page in another language.
    fn in_language(&self, tag: &str) -> String {
        let thanks = match self.page.scene {
            Scene::Form { .. } => String::new(),
            Scene::Thanks(_) => format!("{THANKS}&"),
        };
        handed_on(&format!("?{thanks}{LANGUAGE}={tag}"), &self.page.brought)
    }

    /// Returns the attributes for a field's purpose and state. Names of fields consist of letters, digits and underscores.
    #[expect(clippy::unused_self, reason = "templates call methods")]
    fn marks(&self, field: &Field) -> String {
        let mut marks = String::new();
        marks.push_str(match (&field.purpose, field.kind) {
            (FieldUse::FirstName, _) => " type=\"text\" autocomplete=\"given-name\"",
            (FieldUse::Email, _) => " type=\"email\" autocomplete=\"email\"",
            (_, FieldKind::Email) => " type=\"email\" autocomplete=\"off\"",
            (_, FieldKind::Phone) => " type=\"tel\" autocomplete=\"tel\"",
            (_, FieldKind::Text) => " type=\"text\"",
            (_, FieldKind::Choice) => "",
            (_, FieldKind::Checkbox) if field.value.is_empty() => "",
            (_, FieldKind::Checkbox) => " checked",
        });
        if field.required {
            marks.push_str(" required");
        }
        if field.fault.is_some() {
            marks.push_str(" aria-invalid=\"true\" aria-describedby=\"");
            marks.push_str(&field.name);
            marks.push_str("-fault\"");
        }
        marks
    }
}

#[cfg(test)]
mod tests;
