//! Property writes, judged at the moment at which the portal decides them.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Audience, OnLeaving};

use super::{Codes, Judgement, Link, Numbers, Reading, Rule, Violation, demand};
use crate::wire::{PageContents, Written};

/// A row of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The field whose values are written.
    pub field: String,
    /// The property that receives the values.
    pub property: String,
    /// The mode: "always", "ifEmpty" or "never".
    pub mode: String,
}

/// A sync, as the portal reports it.
#[derive(Debug, Clone)]
pub(crate) struct Sync {
    pub id: u64,
    pub campaign: u64,
    /// The mapping.
    pub rows: Vec<Row>,
    /// The properties that feed the referrers' fields.
    pub inbound: BTreeSet<String>,
    /// True if cron repeats the sync.
    pub ongoing: bool,
    /// The contacts that the sync covers.
    pub audience: Audience,
    /// The sync's decision about the links of contacts that leave.
    pub on_leaving: OnLeaving,
}

impl Sync {
    /// Returns true if this sync is the one that reads these properties.
    #[must_use]
    pub(crate) fn reads(&self, properties: &BTreeSet<String>) -> bool {
        let outbound = self.rows.iter().map(|row| &row.property);
        let own: BTreeSet<&String> = outbound.chain(&self.inbound).collect();
        own.into_iter().eq(properties)
    }

    /// Returns true if a mapped property shows the link status.
    #[must_use]
    pub(crate) fn tells_status(&self) -> bool {
        self.rows.iter().any(|row| row.field == "linkStatus")
    }
}

/// The writes of one portal, and the rules for them.
#[derive(Debug, Default)]
pub(crate) struct Writes {
    pub syncs: Vec<Sync>,
    /// The archived campaigns.
    pub archived: BTreeSet<u64>,
    /// The revoked links, by campaign and contact.
    pub revoked: BTreeSet<(u64, String)>,
    /// The numbers of the referrers whom the portal's list of referrals names, by campaign and contact.
    referred: BTreeMap<(u64, String), Numbers>,
    /// The referrers who ever had a referral that counts, by campaign and contact.
    counted: BTreeSet<(u64, String)>,
    /// The contacts that were enrolled on the card, by campaign. The portal writes them without reading their
    /// values in HubSpot first.
    pub by_card: BTreeSet<(u64, String)>,
    /// The contacts whose links got other slugs, by campaign.
    pub renamed: BTreeSet<(u64, String)>,
    /// True if the links ever moved to another host.
    pub moved: bool,
    /// The properties that were written since they were last read, by contact. Their values in HubSpot are not
    /// certain.
    unsure: BTreeSet<(String, String)>,
    under_way: BTreeMap<String, u32>,
    values: usize,
}

/// The largest number of contacts that HubSpot accepts in a batch.
const LARGEST_BATCH: usize = 100;

impl Writes {
    /// Judges a batch that the portal decides to write. `statuses` holds the link statuses that the portal reports,
    /// for the contacts where they matter.
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
        // The status of its links is all that is still written of an archived campaign.
        let is_over = self.archived.contains(&sync.campaign);
        let of_status =
            |property: &String| row(sync, property).is_ok_and(|row| row.field == "linkStatus");
        demand(
            !is_over || written.properties.keys().all(of_status),
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
                "peopleReferred" | "successfulReferrals" => {
                    self.newest((contact, property, value), &row.field, &owner)?;
                }
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

    /// Returns the sync for which a contact is written.
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
        (contact, property, value): (&str, &str, &str),
        field: &str,
        owner: &(u64, String),
    ) -> Judgement {
        let numbers = self.referred.get(owner).copied().unwrap_or_default();
        let truth = match field {
            "peopleReferred" => numbers.people,
            _ => numbers.successes,
        };
        demand(value == truth.to_string(), Rule::NewestValue, || {
            format!("{property} of {contact}: {value} is sent, {truth} is true")
        })
    }

    /// Judges that the row's mode allows the write, given the values that the portal read last.
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
        // The portal writes numbers, and the status and the address of a link, whenever they change, without reading
        // HubSpot's value. They may have changed back before they are sent.
        let told = match row.field.as_str() {
            "linkStatus" => true,
            "referralLink" => self.moved || self.renamed.contains(owner),
            "peopleReferred" | "successfulReferrals" => self.counted.contains(owner),
            _ => false,
        };
        let sure = !self.unsure.contains(&key) && !self.by_card.contains(owner) && !told;
        demand(!sure || read != Some(value), Rule::OnlyMapped, || {
            format!(
                "{} of {contact} was read as {value} and is written again",
                row.property
            )
        })
    }

    /// Judges a batch that arrives at HubSpot. Every link in it must work by then.
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

    /// Records that a batch has a response or is given up.
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
        }
    }

    /// Records the numbers of the referrers by the portal's present list of referrals.
    pub(crate) fn counts(&mut self, numbers: BTreeMap<(u64, String), Numbers>) {
        self.counted.extend(numbers.keys().cloned());
        self.referred = numbers;
    }

    /// Records that contacts were read. Their values in HubSpot are certain again.
    pub(crate) fn read(&mut self, page: &PageContents) {
        for (contact, values) in &page.contacts {
            for property in values.keys() {
                self.unsure.remove(&(contact.clone(), property.clone()));
            }
        }
    }

    /// Adds to the number of values that arrived at HubSpot and that no rule refuses.
    pub(crate) fn count(&mut self, values: usize) {
        self.values += values;
    }

    /// Returns the number of values that arrived at HubSpot and that no rule refuses.
    #[must_use]
    pub(crate) fn values(&self) -> usize {
        self.values
    }

    /// Records that the process died. Nothing waits for a response any more.
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
