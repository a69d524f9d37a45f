//! A dry run: each contact is read and compared as in a run of the sync, and nothing is written.

use domain::write_back::{self, ReferrerValues};
use domain::{ContactId, ContactSet, LinkStatus, OutboundMapping};
use hubspot::contacts::{self, ContactRecord};
use hubspot::paging::leads_on;
use hubspot::{Call, Failure, Reply};

use super::members::Members;
use super::step::{Step, Tables, Taken};
use crate::api_types::requests::CreateSync;
use crate::api_types::views::{DryRunFound, DryRunSample};
use crate::contact_facts::{NamedContacts, Seen};
use crate::links::addresses::{Addresses, Picture};
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::referrers::{self, Person};
use crate::write_back::{mappings, values};

/// The number of contacts that are shown before and after.
const SAMPLES: usize = 10;

/// A dry run in progress.
#[derive(Debug)]
pub(crate) struct DryRun {
    wanted: CreateSync,
    members: Members,
    /// The members of the lists, once they are read.
    included: ContactSet,
    excluded: ContactSet,
    cursor: Option<String>,
    /// How often HubSpot no longer took the cursor.
    rereads: u32,
    /// The contacts of lists that are being read; none between two pages.
    named: Option<NamedContacts>,
    found: DryRunFound,
}

/// How often the contacts are read from the first one again before the query fails.
const MAX_REREADS: u32 = 5;

/// The text that is shown in the place of a code, because only a run issues codes.
const NEW_CODE: &str = "…";

impl DryRun {
    pub(super) fn of(wanted: CreateSync) -> Self {
        Self {
            members: Members::of(wanted.audience.lists_to_read()),
            wanted,
            included: ContactSet::default(),
            excluded: ContactSet::default(),
            cursor: None,
            rereads: 0,
            named: None,
            found: DryRunFound::default(),
        }
    }

    pub(super) fn call(&self) -> Call {
        if let Some(call) = self.members.call() {
            return call;
        }
        if self.wanted.audience.lists.is_none() && self.found.expected.is_none() {
            return contacts::count();
        }
        let named = self.named.as_ref().and_then(NamedContacts::call);
        named.unwrap_or_else(|| {
            let properties = self.properties();
            let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
            contacts::list(self.cursor.as_deref(), &properties)
        })
    }

    fn properties(&self) -> Vec<String> {
        let (outbound, inbound) = mappings::of(&self.wanted);
        let outbound = outbound.iter().map(|row| row.property.to_string());
        let inbound = inbound
            .iter()
            .filter_map(|row| Some(row.property.as_ref()?.to_string()));
        outbound.chain(inbound).collect()
    }

    /// Begins to read the next contacts of the lists, if only lists take part.
    fn begin_page(&mut self) {
        let properties = self.properties();
        let asked = self.next_of_lists();
        self.named = asked.map(|asked| NamedContacts::of(&asked, properties));
    }

    /// Returns the next contacts of the lists; `None` if all contacts take part.
    fn next_of_lists(&self) -> Option<Vec<ContactId>> {
        self.wanted.audience.lists.as_ref()?;
        let last = self
            .cursor
            .as_deref()
            .and_then(|cursor| cursor.parse().ok());
        Some(self.included.after(last.as_ref(), contacts::BATCH_LIMIT))
    }

    pub(super) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        if let Some(named) = self.named.as_mut() {
            return match named.take(outcome) {
                Ok(()) if named.call().is_some() => Ok(Ok(Step::Further)),
                Ok(()) => self.named_page(tables),
                Err(failure) => Ok(Err(failure)),
            };
        }
        let reply = match outcome {
            Ok(reply) => reply,
            Err(failure) => return Ok(self.read_anew(failure)),
        };
        if self.members.call().is_some() {
            if let Err(failure) = self.members.take(&reply) {
                return Ok(Err(failure));
            }
            if self.members.call().is_none() {
                self.gather();
                if self.wanted.audience.lists.is_some() && self.included.is_empty() {
                    return Ok(Ok(Step::Done));
                }
                self.begin_page();
            }
            return Ok(Ok(Step::Further));
        }
        if self.wanted.audience.lists.is_none() && self.found.expected.is_none() {
            return Ok(contacts::counted(&reply).map(|total| {
                let excluded = u32::try_from(self.excluded.len()).unwrap_or(u32::MAX);
                self.found.expected = Some(total.saturating_sub(excluded));
                Step::Further
            }));
        }
        self.page(&reply, tables)
    }

    /// Reads the contacts from the first one again if HubSpot no longer takes the cursor. Returns any other failure.
    fn read_anew(&mut self, failure: Failure) -> Result<Step, Failure> {
        let at_further_page = self.wanted.audience.lists.is_none() && self.cursor.is_some();
        let refused = matches!(failure, Failure::Rejected(_));
        if !(at_further_page && refused && self.rereads < MAX_REREADS) {
            return Err(failure);
        }
        self.rereads += 1;
        self.cursor = None;
        self.found = DryRunFound {
            expected: self.found.expected,
            ..DryRunFound::default()
        };
        Ok(Step::Further)
    }

    fn gather(&mut self) {
        self.excluded = self.members.set(&self.wanted.audience.excluded_lists);
        if let Some(lists) = &self.wanted.audience.lists {
            self.included = self.members.set(lists).less(&self.excluded);
            self.found.expected = u32::try_from(self.included.len()).ok();
        }
    }

    /// Takes a page of the contacts of lists.
    fn named_page(&mut self, tables: &Tables<'_>) -> Taken {
        let asked = self.next_of_lists().unwrap_or_default();
        let mut records = Vec::new();
        for (id, seen) in self
            .named
            .take()
            .into_iter()
            .flat_map(NamedContacts::into_seen)
        {
            match seen {
                Seen::Found(record) if record.id == id => records.push(record),
                Seen::Found(_) | Seen::Gone => {
                    self.found.counts.seen += 1;
                    self.found.counts.skipped += 1;
                }
                Seen::Unread(_) => {
                    self.found.counts.seen += 1;
                    self.found.counts.failed += 1;
                }
            }
        }
        self.compare(&records, tables)?;
        let last = asked.last();
        if last.is_none() || self.included.after(last, 1).is_empty() {
            return Ok(Ok(Step::Done));
        }
        self.cursor = last.map(ToString::to_string);
        self.begin_page();
        Ok(Ok(Step::Further))
    }

    /// Takes a page of all contacts.
    fn page(&mut self, reply: &Reply, tables: &Tables<'_>) -> Taken {
        let page = match contacts::page(reply) {
            Ok(page) => page,
            Err(failure) => return Ok(Err(failure)),
        };
        let mut records = page.contacts;
        records.retain(|record| !self.excluded.contains(&record.id));
        self.compare(&records, tables)?;
        let next = page
            .next
            .filter(|next| leads_on(self.cursor.as_deref(), next));
        let done = next.is_none();
        self.cursor = next;
        Ok(Ok(if done { Step::Done } else { Step::Further }))
    }

    fn compare(
        &mut self,
        records: &[ContactRecord],
        tables: &Tables<'_>,
    ) -> Result<(), PortalError> {
        let campaign = campaigns::get(tables.database, self.wanted.campaign_id)?;
        let (outbound, inbound) = mappings::of(&self.wanted);
        let contacts: Vec<&ContactId> = records.iter().map(|record| &record.id).collect();
        let known = referrers::among(tables.database, campaign.id, &contacts)?;
        let addresses = Addresses::load(tables.database, tables.settings)?;
        for record in records {
            self.found.counts.seen += 1;
            let referrer = known.get(&record.id);
            if referrer.is_some_and(|referrer| referrer.link_status == LinkStatus::Revoked) {
                self.found.counts.skipped += 1;
                continue;
            }
            let referral = referrer.map_or_else(
                || ReferrerValues {
                    link: addresses.of_code(NEW_CODE),
                    code: NEW_CODE.to_owned(),
                    people_referred: 0,
                    successful_referrals: 0,
                    clicks: 0,
                    link_status: LinkStatus::Live.within(campaign.status),
                    campaign_name: campaign.name.as_str().to_owned(),
                    last_referral_date: None,
                    qr_code_url: addresses.qr_code(NEW_CODE, Picture::Svg),
                },
                |referrer| {
                    let returned = referrer.clone().returned();
                    values::of(&returned, &addresses, &campaign)
                },
            );
            let held = |name: &str| record.properties.get(name)?.as_deref();
            let due = write_back::due(&outbound, &referral, held);
            let new = referrer.is_none_or(|referrer| referrer.synced_at.is_none());
            match (new, due.is_empty()) {
                (true, _) => self.found.counts.linked += 1,
                (false, false) => self.found.counts.updated += 1,
                (false, true) => self.found.counts.unchanged += 1,
            }
            if !due.is_empty() && self.found.samples.len() < SAMPLES {
                let name = Person::of_record(&inbound, record).name();
                self.found
                    .samples
                    .push(sample(record, name, &due, &referral));
            }
        }
        Ok(())
    }

    pub(super) fn shown(&self) -> DryRunFound {
        self.found.clone()
    }
}

fn sample(
    record: &ContactRecord,
    name: Option<String>,
    due: &[&OutboundMapping],
    referral: &ReferrerValues,
) -> DryRunSample {
    let property = |row: &&OutboundMapping| row.property.to_string();
    let held = |row: &&OutboundMapping| record.properties.get(row.property.as_str())?.clone();
    DryRunSample {
        contact_id: record.id.clone(),
        name,
        before: due.iter().map(|row| (property(row), held(row))).collect(),
        after: due
            .iter()
            .map(|row| (property(row), referral.value(row.field)))
            .collect(),
    }
}
