//! Checks that every contact's link works. It reads all contacts from the sandbox, not from the Worker, and follows
//! every link.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use url::Url;

use crate::http::Client;
use crate::stack::{Account, Sandbox};

/// As many connections as a browser opens to one host.
const CONNECTIONS: usize = 6;
/// A published link may take a moment to be seen: KV is eventually consistent.
const TRIES: u32 = 4;
const BETWEEN_TRIES: Duration = Duration::from_millis(500);
/// The largest page of the sandbox's dump.
const DUMP_PAGE: u32 = 10_000;

/// The result of the check.
pub(super) struct Findings {
    /// Number of contacts in the portal.
    pub(super) contacts: usize,
    /// Number of contacts with a working link that no other contact has.
    pub(super) linked: usize,
    /// The first few complaints.
    pub(super) complaints: Vec<String>,
}

/// Reads every contact and follows every link.
pub(super) fn inspect(account: &Account, worker: &str) -> Result<Findings> {
    let links = carried(account)?;
    let mut owners: BTreeMap<&str, &str> = BTreeMap::new();
    let mut complaints = Vec::new();
    let mut to_follow = Vec::new();
    for (contact, link) in &links {
        match link.as_deref() {
            None => complaints.push(format!("contact {contact} has no link")),
            Some(link) => match owners.insert(link, contact) {
                Some(other) => complaints.push(format!("{contact} and {other} share {link}")),
                None => to_follow.push(link),
            },
        }
    }
    let broken = follow_all(&to_follow, worker);
    let linked = to_follow.len().saturating_sub(broken.len());
    complaints.extend(broken);
    Ok(Findings {
        contacts: links.len(),
        linked,
        complaints,
    })
}

/// Returns the path of every link of the Worker.
pub(crate) fn link_paths(sandbox: &Sandbox, worker: &str) -> Result<Vec<String>> {
    let links = carried(&sandbox.account)?;
    let path = |link: String| link.strip_prefix(worker).map(str::to_owned);
    Ok(links
        .into_iter()
        .filter_map(|(_, link)| link.and_then(path))
        .collect())
}

/// Reads every contact's link property.
fn carried(account: &Account) -> Result<Vec<(String, Option<String>)>> {
    let Account { url, portal_id, .. } = account;
    let client = Client::new();
    let mut links = Vec::new();
    let mut after = String::new();
    loop {
        let page = client
            .get(&format!(
                "{url}/_sandbox/contacts?portal={portal_id}&properties=goodword_referral_link\
                 &limit={DUMP_PAGE}{after}"
            ))?
            .json()?;
        let contacts = page
            .get("contacts")
            .and_then(Value::as_array)
            .context("no contacts")?;
        for contact in contacts {
            let id = contact
                .get("id")
                .and_then(Value::as_str)
                .context("a contact without id")?;
            let link = contact
                .pointer("/properties/goodword_referral_link")
                .and_then(Value::as_str)
                .filter(|link| !link.is_empty());
            links.push((id.to_owned(), link.map(str::to_owned)));
        }
        match page.get("next").and_then(Value::as_str) {
            Some(next) => after = format!("&after={next}"),
            None => return Ok(links),
        }
    }
}

/// Follows all links. Returns a complaint for each link with a wrong target.
fn follow_all(links: &[&str], worker: &str) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let follow_some = || {
        let client = Client::new();
        let mut complaints = Vec::new();
        while let Some(link) = links.get(next.fetch_add(1, Ordering::Relaxed)) {
            complaints.extend(
                follow(&client, link, worker)
                    .err()
                    .map(|e| format!("{link}: {e:#}")),
            );
        }
        complaints
    };
    thread::scope(|scope| {
        let followers: Vec<_> = (0..CONNECTIONS).map(|_| scope.spawn(follow_some)).collect();
        followers
            .into_iter()
            .flat_map(|follower| {
                follower
                    .join()
                    .unwrap_or_else(|_| vec!["a thread broke down".to_owned()])
            })
            .collect()
    })
}

fn follow(client: &Client, link: &str, worker: &str) -> Result<()> {
    let code = link
        .strip_prefix(worker)
        .and_then(|path| path.strip_prefix("/r/"))
        .context("not a link of this Worker")?;
    let mut result = leads_on(client, link, code);
    for _ in 1..TRIES {
        if result.is_ok() {
            break;
        }
        sleep(BETWEEN_TRIES);
        result = leads_on(client, link, code);
    }
    result
}

fn leads_on(client: &Client, link: &str, code: &str) -> Result<()> {
    let answer = client.get(link)?;
    let target = Url::parse(answer.location()?).context("the location is no URL")?;
    anyhow::ensure!(answer.status == 302, "{} instead of 302", answer.status);
    let named: Vec<_> = target
        .query_pairs()
        .filter(|(name, _)| name == "ref")
        .collect();
    anyhow::ensure!(
        matches!(named.as_slice(), [(_, value)] if value == code),
        "the location does not say ref={code}"
    );
    Ok(())
}
