//! The rules that hold when everything is at rest.

use std::collections::BTreeMap;

use domain::link_block::Resolution;
use domain::{LinkBlock, ReferralCode};

use super::codes::key_of;
use super::writes::Row;
use super::{Judgement, Link, Numbers, Rule, demand};
use crate::crm::Contacts;
use crate::link_index::LinkIndex;

/// A referrer, as the portal reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Referrer {
    pub code: String,
    pub link: String,
    pub link_status: String,
    /// The number of people referred, and of the successful ones.
    pub numbers: Numbers,
    /// The state of the referrer's values in HubSpot.
    pub sync_state: String,
}

/// One sync and its contacts at rest.
#[derive(Debug)]
pub(crate) struct Mapped<'a> {
    /// The contacts in HubSpot.
    pub contacts: &'a Contacts,
    /// The mapping.
    pub rows: &'a [Row],
    /// The referrers of the sync's campaign, by contact.
    pub referrers: &'a BTreeMap<String, Referrer>,
    /// The outcomes of the last run, by contact: kind and reason.
    pub outcomes: &'a BTreeMap<String, (String, String)>,
}

/// Judges that every contact has its referrer and its values, or an outcome with a true reason.
///
/// # Errors Returns the first rule that is broken.
pub(crate) fn judge_contacts(mapped: &Mapped<'_>, is_poisoned: impl Fn(&str) -> bool) -> Judgement {
    for (contact, held) in mapped.contacts {
        let referrer = mapped.referrers.get(contact);
        if let Some((kind, reason)) = mapped.outcomes.get(contact) {
            let revoked = referrer.is_some_and(|referrer| referrer.link_status == "revoked");
            let holds = match (kind.as_str(), reason.as_str()) {
                ("skipped", "linkRevoked") => revoked,
                ("failed", "refused" | "unconfirmed") => is_poisoned(contact),
                _ => false,
            };
            demand(holds, Rule::EveryContact, || {
                format!("contact {contact} {kind} ({reason}), and nothing says why")
            })?;
            if let Some(referrer) = referrer.filter(|_| revoked && !is_poisoned(contact)) {
                let told = mapped.rows.iter().filter(|row| row.field == "linkStatus");
                judge_values(contact, held, told, referrer)?;
            }
            continue;
        }
        demand(referrer.is_some(), Rule::EveryContact, || {
            format!("contact {contact} has no referrer and no outcome")
        })?;
        let Some(referrer) = referrer else { continue };
        // Another sync of the campaign, or a number beside the runs, may be a value that HubSpot never takes.
        if referrer.sync_state == "failed" && is_poisoned(contact) {
            continue;
        }
        demand(referrer.sync_state == "synced", Rule::EveryContact, || {
            format!("contact {contact} is {} at rest", referrer.sync_state)
        })?;
        judge_values(contact, held, mapped.rows.iter(), referrer)?;
    }
    Ok(())
}

/// Judges that HubSpot holds the values that these rows map.
///
/// # Errors Returns the first value that is wrong.
pub(crate) fn judge_values<'a>(
    contact: &str,
    held: &BTreeMap<String, String>,
    rows: impl Iterator<Item = &'a Row>,
    referrer: &Referrer,
) -> Judgement {
    for row in rows {
        let value = held.get(&row.property).map_or("", String::as_str);
        let wanted = wanted(row, referrer);
        let right = match row.mode.as_str() {
            "always" => value == wanted,
            "ifEmpty" => !value.is_empty(),
            _ => true,
        };
        demand(right, Rule::EveryContact, || {
            format!("{} of {contact} is {value:?}, not {wanted:?}", row.property)
        })?;
    }
    Ok(())
}

fn wanted(row: &Row, referrer: &Referrer) -> String {
    match row.field.as_str() {
        "referralLink" => referrer.link.clone(),
        "referralCode" => referrer.code.clone(),
        "peopleReferred" => referrer.numbers.people.to_string(),
        "successfulReferrals" => referrer.numbers.successes.to_string(),
        "linkStatus" => referrer.link_status.clone(),
        _ => "0".to_owned(),
    }
}

/// Judges that the link index sends a visitor of each link where the portal says.
///
/// # Errors Returns the first rule that is broken.
pub(crate) fn judge_links<'a>(
    (index, hub): (&LinkIndex, u64),
    referrers: impl Iterator<Item = &'a Referrer>,
    destination: &str,
    read_link: impl Fn(&str) -> Option<Link>,
) -> Judgement {
    for referrer in referrers {
        let code = &referrer.code;
        let led = visit(index.get(&key_of(code)), code);
        let wanted = match referrer.link_status.as_str() {
            "live" => Resolution::Live(format!("{destination}?ref={code}")),
            "paused" => Resolution::Paused,
            _ => Resolution::Revoked,
        };
        demand(led == wanted, Rule::Links, || {
            format!("{code} leads to {led:?}, the portal says {wanted:?}")
        })?;
        let shown = read_link(&referrer.link).map(|link| link.follow(index, hub));
        demand(shown.as_ref() == Some(&wanted), Rule::Links, || {
            format!(
                "{} leads to {shown:?}, the portal says {wanted:?}",
                referrer.link
            )
        })?;
    }
    Ok(())
}

/// Returns the destination of a code, given the block's value that the visitor reads.
#[must_use]
pub(crate) fn visit(value: Option<&str>, code: &str) -> Resolution {
    let code = ReferralCode::parse(code).expect("a code");
    value.map_or(Resolution::Unknown, |value| {
        LinkBlock::parse(value)
            .expect("the link index holds blocks")
            .resolve(code)
    })
}
