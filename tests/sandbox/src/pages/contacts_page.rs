//! All contacts of a portal, page by page, with the app's properties as columns.

use super::{
    frame::{Head, escape, page_with},
    record_page::belongs_to_app,
};
use crate::{objects::Record, portal::Portal, properties::Definition};

/// The number of contacts on a page.
const PAGE: usize = 50;

/// Renders the page that begins at an id.
pub(super) fn render(portal: &Portal, from: u64) -> String {
    let own: Vec<&Definition> = portal
        .schema
        .properties()
        .filter(|property| property.archived_at.is_none() && belongs_to_app(&property.group))
        .collect();
    let page: Vec<&Record> = portal.contacts.from(from).take(PAGE + 1).collect();
    let next = page.get(PAGE).map(|contact| {
        format!(
            r#"<a class="button" href="?after={}" rel="next">Next page</a>"#,
            contact.id
        )
    });
    let first = if from == 0 {
        ""
    } else {
        r#"<a class="button" href="?">First page</a>"#
    };
    let heads: Vec<String> = own
        .iter()
        .map(|property| format!(r#"<th scope="col">{}</th>"#, escape(&property.label)))
        .collect();
    let rows: Vec<String> = page
        .into_iter()
        .take(PAGE)
        .map(|contact| row(portal, contact, &own))
        .collect();
    let body = format!(
        r#"<main class="wide"><div class="title"><h1>Records</h1><span>{total} records</span></div>
<div class="panel flush"><table class="list">
<thead><tr><th scope="col">Name</th><th scope="col">Email</th><th scope="col">Lifecycle stage</th>{heads}</tr></thead>
<tbody>{rows}</tbody></table></div>
<nav class="paging">{first}{next}</nav></main>"#,
        total = portal.contacts.len(),
        heads = heads.concat(),
        rows = rows.concat(),
        next = next.unwrap_or_default(),
    );
    page_with(
        Head {
            title: "Contacts",
            more: "",
            account: &escape(&portal.name),
        },
        &body,
    )
}

fn row(portal: &Portal, contact: &Record, own: &[&Definition]) -> String {
    let cell = |name: &str| {
        let value = contact.value(name).map(|value| escape(&value));
        format!(
            "<td>{}</td>",
            value.unwrap_or_else(|| r#"<span class="none">--</span>"#.into())
        )
    };
    let cells: Vec<String> = ["email", "lifecyclestage"]
        .into_iter()
        .chain(own.iter().map(|property| &*property.name))
        .map(cell)
        .collect();
    let name = contact
        .value("hs_full_name_or_email")
        .unwrap_or("Unnamed contact".into());
    format!(
        r#"<tr><td><a href="/contacts/{portal}/record/0-1/{id}">{name}</a></td>{cells}</tr>"#,
        portal = portal.id,
        id = contact.id,
        name = escape(&name),
        cells = cells.concat(),
    )
}
