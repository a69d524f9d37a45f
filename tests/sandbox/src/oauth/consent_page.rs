//! The consent page as HTML.

use std::collections::BTreeMap;

use super::{App, scopes::describe_scope};
use crate::{
    pages::{escape, page},
    portal::Portal,
};

/// Renders the page that asks for consent.
pub(super) fn consent(app: &App, portals: &BTreeMap<u64, Portal>, scopes: &[String]) -> String {
    let account = |(index, portal): (usize, &Portal)| {
        let checked = if index == 0 { " checked" } else { "" };
        format!(
            r#"<label class="choice"><input type="radio" name="account" value="{id}"{checked}>
<span>{name}<small>{domain} · {id}</small></span></label>"#,
            id = portal.id,
            name = escape(&portal.name),
            domain = escape(&portal.domain),
        )
    };
    let accounts: String = portals.values().enumerate().map(account).collect();
    let meanings: Vec<String> = scopes
        .iter()
        .map(|scope| escape(describe_scope(scope)))
        .collect();
    let scopes = meanings.join("</li><li>");
    let name = escape(&app.name);
    page(
        &format!("Connect {name} to HubSpot"),
        &format!(
            r#"<main class="narrow"><div class="panel">
<h1>Connect {name} to HubSpot</h1>
<form method="post">
<h2>Account</h2>
<div class="choices">{accounts}</div>
<h2>{name} will be able to</h2>
<ul><li>{scopes}</li></ul>
<div class="actions">
<button class="primary" name="decision" value="connect">Connect app</button>
<button name="decision" value="cancel">Cancel</button>
</div>
</form></div></main>"#
        ),
    )
}

/// Renders the page that refuses.
pub(super) fn refusal(what: &str) -> String {
    page(
        "Authorization failed",
        &format!(
            r#"<main class="narrow"><div class="panel"><h1>Authorization failed</h1>
<p>{}</p><p>Ask the people who make the app to correct its install link.</p></div></main>"#,
            escape(what)
        ),
    )
}
