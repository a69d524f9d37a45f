//! Every property write, judged when the portal decides upon it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Audience, OnLeaving};

use super::{Codes, Judgement, Link, Reading, Rule, Violation, demand};
use crate::wire::{PageTold, Written};

/// A row of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The values that are written.
    pub field: String,
    /// Where to.
    pub property: String,
    /// When.
    pub mode: String,
}

/// A sync, as the portal has answered it.
#[derive(Debug, Clone)]
pub(crate) struct Sync {
    /// Its id.
    pub id: u64,
    /// Its campaign.
    pub campaign: u64,
    /// Its mapping.
    pub rows: Vec<Row>,
    /// The properties that feed the referrers' fields.
    pub inbound: BTreeSet<String>,
    /// Whether cron repeats it.
    pub ongoing: bool,
    /// The contacts that it covers.
    pub audience: Audience,
    /// Its decision about the links of contacts that leave.
    pub on_leaving: OnLeaving,
}

impl Sync {
    /// Whether it is for this sync that these properties are read.
    #[must_use]
    pub(crate) fn reads(&self, properties: &BTreeSet<String>) -> bool {
        let outbound = self.rows.iter().map(|row| &row.property);
        let own: BTreeSet<&String> = outbound.chain(&self.inbound).collect();
        own.into_iter().eq(properties)
    }

    /// Whether a property shows what links do.
    #[must_use]
    pub(crate) fn tells_status(&self) -> bool {
        self.rows.iter().any(|row| row.field == "linkStatus")
    }
}

/// The writes of one portal, and the rules for its writes.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    /// The syncs.
    pub syncs: Vec<Sync>,
    /// The campaigns that are over.
    pub archived: BTreeSet<u64>,
    /// The links that were revoked, by campaign and contact.
    pub revoked: BTreeSet<(u64, String)>,
    /// People referred, by campaign and contact.
    pub referred: BTreeMap<(u64, String), u64>,
    /// The contacts that were enrolled on the card, by campaign: what is in HubSpot was not read before they
    /// are written.
    pub by_card: BTreeSet<(u64, String)>,
    /// The contacts whose links were given other names, by campaign.
    pub renamed: BTreeSet<(u64, String)>,
    /// Whether all links were ever given another host.
    pub moved: bool,
    /// What HubSpot has acknowledged, by contact and property.
    acknowledged: BTreeMap<(String, String), u64>,
    /// Contacts' properties that were written since they were last read: what HubSpot holds is not sure.
    unsure: BTreeSet<(String, String)>,
    under_way: BTreeMap<String, u32>,
    values: usize,
}

/// HubSpot takes no more contacts in a batch.
const LARGEST_BATCH: usize = 100;

impl Writes {
    /// The portal decides to write a batch. `statuses`: what the portal says these contacts' links do, as far as
    /// that matters.
    pub(crate) fn decided(
        &mut self,
        portal: usize,
        (batch, statuses): (&[Written], &BTreeMap<String, String>),
        codes: &mut Codes,
        reading: &Reading,
        read_link: &dyn Fn(&str) -> Option<Link>,
    ) -> Judgement {
        demand(
            (1..=LARGEST_BATCH).contains(&batch.len()),
            Rule::OnlyMapped,
            || format!("a batch of {} contacts", batch.len()),
        )?;
        for written in batch {
            let contact = &written.contact;
            let under_way = self.under_way.entry(contact.clone()).or_default();
            *under_way += 1;
            demand(*under_way == 1, Rule::Overlap, || {
                format!("contact {contact} is written twice at a time")
            })?;
            let status = statuses.get(contact).map(String::as_str);
            self.one(portal, (written, status), codes, reading, read_link)?;
            for property in written.properties.keys() {
                self.unsure.insert((contact.clone(), property.clone()));
            }
        }
        Ok(())
    }

    fn one(
        &self,
        portal: usize,
        (written, status): (&Written, Option<&str>),
        codes: &mut Codes,
        reading: &Reading,
        read_link: &dyn Fn(&str) -> Option<Link>,
    ) -> Judgement {
        let contact = &written.contact;
        let sync = self.sync_of(written)?;
        let owner = (sync.campaign, contact.clone());
        demand(
            !self.archived.contains(&sync.campaign),
            Rule::Revoked,
            || {
                let campaign = sync.campaign;
                format!("contact {contact} is written for campaign {campaign}, which is over")
            },
        )?;
        let revoked = self.revoked.contains(&owner) || status == Some("revoked");
        for (property, value) in &written.properties {
            let row = row(sync, property)?;
            let farewell = row.field == "linkStatus" && value == "revoked";
            demand(!revoked || farewell, Rule::Revoked, || {
                format!("{property} of {contact} is written after its link was revoked")
            })?;
            match row.field.as_str() {
                "referralLink" => {
                    let link = read_link(value).ok_or_else(|| {
                        Violation::of(Rule::OnlyMapped, format!("{value} is no referral link"))
                    })?;
                    codes.saw_link(portal, sync.campaign, contact, &link)?;
                }
                "referralCode" => codes.saw(portal, sync.campaign, contact, value)?,
                "peopleReferred" => self.newest(contact, property, value, &owner)?,
                "linkStatus" => demand(status == Some(value), Rule::NewestValue, || {
                    format!("{property} of {contact} is sent as {value}, and is {status:?}")
                })?,
                _ => demand(value == "0", Rule::NewestValue, || {
                    format!("{property} of {contact} is {value}")
                })?,
            }
            self.wanted(&owner, row, value, reading)?;
        }
        Ok(())
    }

    /// The sync that a contact is written for.
    pub(crate) fn sync_of(&self, written: &Written) -> Result<&Sync, Violation> {
        let names: Vec<&String> = written.properties.keys().collect();
        self.syncs
            .iter()
            .find(|sync| names.iter().all(|name| row(sync, name).is_ok()))
            .filter(|_| !names.is_empty())
            .ok_or_else(|| {
                let what = format!(
                    "no sync of the portal writes {names:?} of {}",
                    written.contact
                );
                Violation::of(Rule::OnlyMapped, what)
            })
    }

    fn newest(
        &self,
        contact: &str,
        property: &str,
        value: &str,
        owner: &(u64, String),
    ) -> Judgement {
        let value: u64 = value.parse().unwrap_or(u64::MAX);
        let truth = self.referred.get(owner).copied().unwrap_or(0);
        let key = (contact.to_owned(), property.to_owned());
        let before = self.acknowledged.get(&key).copied().unwrap_or(0);
        demand(value == truth && value >= before, Rule::NewestValue, || {
            format!(
                "{property} of {contact}: {value} is sent, {truth} is true, {before} was acknowledged"
            )
        })
    }

    /// Whether the row's mode allows the write, by what the portal has last read.
    fn wanted(
        &self,
        owner: &(u64, String),
        row: &Row,
        value: &str,
        reading: &Reading,
    ) -> Judgement {
        let contact = &owner.1;
        let read = reading.value(contact, &row.property);
        let allowed = match row.mode.as_str() {
            "always" => true,
            "ifEmpty" => read == Some(""),
            _ => false,
        };
        demand(allowed, Rule::OnlyMapped, || {
            let (property, mode) = (&row.property, &row.mode);
            format!("{property} of {contact} ({mode}) was read as {read:?} and is written")
        })?;
        let key = (contact.clone(), row.property.clone());
        // The status and the address of a link are written whenever they change, without reading HubSpot's value;
        // they may have changed back before they are sent.
        let renamed = self.moved || self.renamed.contains(owner);
        let told = row.field == "linkStatus" || (row.field == "referralLink" && renamed);
        let sure = !self.unsure.contains(&key) && !self.by_card.contains(owner) && !told;
        demand(!sure || read != Some(value), Rule::OnlyMapped, || {
            format!(
                "{} of {contact} was read as {value} and is written again",
                row.property
            )
        })
    }

    /// A batch arrives at HubSpot. Every link in it works by then.
    pub(crate) fn arrived(
        portal: usize,
        batch: &[Written],
        codes: &mut Codes,
        read_link: impl Fn(&str) -> Option<Link>,
        resolves: impl Fn(&Link) -> bool,
    ) -> Judgement {
        for written in batch {
            let links = written.properties.values();
            for link in links.filter_map(|value| read_link(value)) {
                demand(resolves(&link), Rule::Links, || {
                    format!(
                        "HubSpot shows {link:?} for {} before it works",
                        written.contact
                    )
                })?;
                if let Some(code) = codes.behind(portal, &link).map(str::to_owned) {
                    codes.shown(&code);
                }
            }
        }
        Ok(())
    }

    /// The batch has been answered, or is given up.
    pub(crate) fn answered(&mut self, batch: &[Written], acknowledged: &BTreeSet<String>) {
        for written in batch {
            let contact = &written.contact;
            if let Some(under_way) = self.under_way.get_mut(contact) {
                *under_way = under_way.saturating_sub(1);
            }
            if !acknowledged.contains(contact) {
                continue;
            }
            if let Ok(sync) = self.sync_of(written) {
                let owner = (sync.campaign, contact.clone());
                self.by_card.remove(&owner);
            }
            for (property, value) in &written.properties {
                if let Ok(value) = value.parse() {
                    let key = (contact.clone(), property.clone());
                    self.acknowledged.insert(key, value);
                }
            }
        }
    }

    /// Contacts were read: what HubSpot holds of them is sure again.
    pub(crate) fn read(&mut self, page: &PageTold) {
        for (contact, values) in &page.contacts {
            for property in values.keys() {
                self.unsure.remove(&(contact.clone(), property.clone()));
            }
        }
    }

    /// So many values arrived at HubSpot that it does not refuse.
    pub(crate) fn count(&mut self, values: usize) {
        self.values += values;
    }

    /// How many values arrived at HubSpot that it does not refuse.
    #[must_use]
    pub(crate) fn values(&self) -> usize {
        self.values
    }

    /// The process died: nobody waits for an answer any more.
    pub(crate) fn all_lost(&mut self) {
        self.under_way.clear();
    }
}

fn row<'a>(sync: &'a Sync, property: &str) -> Result<&'a Row, Violation> {
    sync.rows
        .iter()
        .find(|row| row.property == property)
        .ok_or_else(|| {
            let what = format!("sync {} does not map {property}", sync.id);
            Violation::of(Rule::OnlyMapped, what)
        })
}
