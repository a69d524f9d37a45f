//! A dry run: each contact is read and compared as in a run of the sync, and nothing is written.

use domain::write_back::{self, ReferrerValues};
use domain::{ContactId, ContactSet, LinkStatus, OutboundMapping};
use hubspot::contacts::{self, ContactRecord};
use hubspot::{Call, Failure, Reply};

use super::members::Members;
use super::step::{Step, Tables, Taken};
use crate::api_types::requests::CreateSync;
use crate::api_types::views::{DryRunFound, DryRunSample};
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
        let (outbound, inbound) = mappings::of(&self.wanted);
        let outbound = outbound.iter().map(|row| row.property.as_str());
        let inbound = inbound
            .iter()
            .filter_map(|row| Some(row.property.as_ref()?.as_str()));
        let properties: Vec<&str> = outbound.chain(inbound).collect();
        match self.next_of_lists() {
            Some(asked) => contacts::read_batch(&asked, &properties),
            None => contacts::list(self.cursor.as_deref(), &properties),
        }
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

    pub(super) fn take(&mut self, reply: &Reply, tables: &Tables<'_>) -> Taken {
        if self.members.call().is_some() {
            if let Err(failure) = self.members.take(reply) {
                return Ok(Err(failure));
            }
            if self.members.call().is_none() {
                self.gather();
                if self.wanted.audience.lists.is_some() && self.included.is_empty() {
                    return Ok(Ok(Step::Done));
                }
            }
            return Ok(Ok(Step::Further));
        }
        if self.wanted.audience.lists.is_none() && self.found.expected.is_none() {
            return Ok(contacts::counted(reply).map(|total| {
                let excluded = u32::try_from(self.excluded.len()).unwrap_or(u32::MAX);
                self.found.expected = Some(total.saturating_sub(excluded));
                Step::Further
            }));
        }
        self.page(reply, tables)
    }

    /// Reads the contacts from the first one again if HubSpot no longer takes the cursor. Returns any other failure.
    pub(super) fn read_anew(&mut self, failure: Failure) -> Result<Step, Failure> {
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

    fn page(&mut self, reply: &Reply, tables: &Tables<'_>) -> Taken {
        let (records, gone, next) = match self.next_of_lists() {
            Some(asked) => match contacts::records(reply) {
                Ok(mut records) => {
                    records.retain(|record| asked.contains(&record.id));
                    let last = asked.last();
                    let next = last
                        .filter(|_| !self.included.after(last, 1).is_empty())
                        .map(ToString::to_string);
                    let gone = asked.len() - records.len().min(asked.len());
                    (records, gone, next)
                }
                Err(failure) => return Ok(Err(failure)),
            },
            None => match contacts::page(reply) {
                Ok(page) => {
                    let mut records = page.contacts;
                    records.retain(|record| !self.excluded.contains(&record.id));
                    (
                        records,
                        0,
                        page.next.filter(|next| Some(next) != self.cursor.as_ref()),
                    )
                }
                Err(failure) => return Ok(Err(failure)),
            },
        };
        let gone = u32::try_from(gone).unwrap_or(u32::MAX);
        self.found.counts.skipped += gone;
        self.found.counts.seen += gone;
        self.compare(&records, tables)?;
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
