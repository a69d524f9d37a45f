//! A contact's record: its name, its properties, and the places for the app's cards.
//!
//! The script of the cards relies on `#card-tab`, `#card-sidebar`, the JSON in `#record`, and a
//! value of each property in `[data-property]` within `#properties`.

use serde_json::json;

use super::frame::{Head, escape, page_with};
use crate::{
    oauth::App,
    objects::Record,
    portal::Portal,
    properties::{Definition, Schema, groups::Group},
    settings::Settings,
};

/// The further elements of the head.
const CARD_HEAD: &str = r#"<link rel="stylesheet" href="/_sandbox/assets/record-page.css">
<script type="module" src="/_sandbox/assets/record-page.js"></script>"#;

/// Renders the page.
pub(super) fn render(portal: &Portal, contact: &Record, app: &App, settings: &Settings) -> String {
    let name = contact
        .value("hs_full_name_or_email")
        .unwrap_or("Unnamed contact".into());
    let initial: String = name
        .chars()
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    let line = |property: &str| {
        let value = contact.value(property)?;
        Some(format!("<li>{}</li>", escape(&value)))
    };
    let facts: String = ["jobtitle", "company", "email", "phone"]
        .into_iter()
        .filter_map(line)
        .collect();
    let body = format!(
        r#"<nav class="crumbs"><a href="/contacts/{portal_id}/objects/0-1/views/all/list">Records</a></nav>
<div class="record">
<section class="panel about">
<div class="identity"><span class="avatar" aria-hidden="true">{initial}</span>
<div><h1>{name}</h1><ul class="facts">{facts}</ul></div></div>
<div id="properties">{properties}</div>
</section>
<main class="middle">
<div class="tabs" role="tablist"><span role="tab" aria-selected="true">Referrals</span></div>
<div id="card-tab" role="tabpanel" aria-label="Referrals"></div>
</main>
<aside class="side" aria-label="Cards"><div id="card-sidebar"></div></aside>
</div>
<script type="application/json" id="record">{record}</script>"#,
        portal_id = portal.id,
        initial = escape(&initial),
        name = escape(&name),
        properties = properties(&portal.schema, contact),
        record = record(portal, contact, app, settings),
    );
    page_with(
        Head {
            title: &escape(&name),
            more: CARD_HEAD,
            account: &escape(&portal.name),
        },
        &body,
    )
}

/// Returns the data for the cards. In a script element only `<` could end the element.
fn record(portal: &Portal, contact: &Record, app: &App, settings: &Settings) -> String {
    let user = portal.users.last().map(|user| {
        json!({
            "id": user.id,
            "email": user.email,
            "firstName": user.first_name,
            "lastName": user.last_name,
            "locale": "en-gb",
        })
    });
    let record = json!({
        "portalId": portal.id,
        "contactId": contact.id.to_string(),
        "objectTypeId": "0-1",
        "user": user,
        "appId": app.id,
        "variables": settings.card_variables,
        "fetchEndpoint": "/_sandbox/hubspot-fetch",
    });
    record.to_string().replace('<', "\\u003c")
}

/// Renders the properties by group. Goodword's own are always shown, the others only with a value.
fn properties(schema: &Schema, contact: &Record) -> String {
    let mut groups: Vec<_> = schema.groups().collect();
    groups.sort_by_key(|group| {
        (
            !belongs_to_app(&group.name),
            group.display_order,
            &group.name,
        )
    });
    let section = |group: &Group| {
        let own = belongs_to_app(&group.name);
        let shown = |property: &&Definition| {
            property.group == group.name
                && property.archived_at.is_none()
                && (own || contact.value(&property.name).is_some())
        };
        let rows: String = schema
            .properties()
            .filter(shown)
            .map(|property| row(property, contact))
            .collect();
        let label = escape(&group.label);
        (!rows.is_empty()).then(|| format!("<h2>{label}</h2><table><tbody>{rows}</tbody></table>"))
    };
    groups.into_iter().filter_map(section).collect()
}

fn row(property: &Definition, contact: &Record) -> String {
    let value = contact.value(&property.name).unwrap_or_default();
    let text = escape(&value);
    let shown = if value.starts_with("https://") || value.starts_with("http://") {
        format!(r#"<a href="{text}">{text}</a>"#)
    } else {
        text
    };
    format!(
        r#"<tr><th scope="row">{label}<code>{breakable}</code></th><td data-property="{name}">{shown}</td></tr>"#,
        label = escape(&property.label),
        name = property.name,
        // Long names break at the end of a word.
        breakable = property.name.replace('_', "_<wbr>"),
    )
}

/// Returns whether a group belongs to the app: its name begins with the app's.
pub(super) fn belongs_to_app(group: &str) -> bool {
    group.starts_with("goodword")
}
