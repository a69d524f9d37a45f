//! Contact facts: the properties of contacts and their deals in HubSpot, read in as few calls as HubSpot permits.
//!
//! A reading decides the next call and reads the replies; others make the calls and draw conclusions. Contacts are read
//! first, under their present ids after merges; then the associations of contacts and deals, page by page; then each
//! deal once. The progress of a reading is only in memory: a reading that a crash interrupts begins again.

use domain::ContactId;
use domain::qualification;
use hubspot::contacts::{self, ContactRecord};
use hubspot::deals::{self, ASSOCIATIONS_LIMIT, Deal, DealId};
use hubspot::{Call, Failure, Reply};
use jiff::Timestamp;
use vecmap::{VecMap, VecSet};

/// The most contacts of one reading: the most that HubSpot reads with one call.
pub(crate) const MAX_CONTACTS: usize = contacts::BATCH_LIMIT;

/// A reading, in progress or complete.
#[derive(Debug)]
pub(crate) struct Reading {
    asked: Vec<ContactId>,
    properties: Vec<String>,
    /// The stages of deals whose times of entry are wanted.
    stages: Vec<String>,
    /// The contacts whose deals are wanted, by the requested ids; none if deals may not be read.
    of_deals: Option<Vec<ContactId>>,
    /// The records in the order of the requested contacts; none before they were read.
    records: Option<Vec<Option<ContactRecord>>>,
    /// The contacts with more deals to list, each with the cursor of its next page.
    unnamed: Vec<(ContactId, Option<String>)>,
    named: VecMap<ContactId, Vec<DealId>>,
    unread: VecSet<DealId>,
    deals: VecMap<DealId, Deal>,
}

/// The known facts of one contact.
pub(crate) struct Known<'a> {
    /// The contact's record under its present id; none if it is archived or deleted.
    pub(crate) record: Option<&'a ContactRecord>,
    /// The contact's deals; none if they could not be read or were not wanted.
    pub(crate) deals: Option<Vec<qualification::Deal<'a>>>,
}

impl Reading {
    /// Begins a reading of up to [`MAX_CONTACTS`] contacts, and of the deals of some of them if deals may be read.
    pub(crate) fn of(
        contacts: Vec<ContactId>,
        properties: Vec<String>,
        of_deals: Option<Vec<ContactId>>,
    ) -> Self {
        Self {
            asked: contacts,
            properties,
            stages: Vec::new(),
            of_deals,
            records: None,
            unnamed: Vec::new(),
            named: VecMap::new(),
            unread: VecSet::new(),
            deals: VecMap::new(),
        }
    }

    /// Reads also when the deals entered these stages.
    pub(crate) fn with_stages(self, stages: Vec<String>) -> Self {
        Self { stages, ..self }
    }

    /// Returns the next call; none once the reading is complete.
    pub(crate) fn call(&self) -> Option<Call> {
        if self.records.is_none() {
            let mut properties: Vec<&str> = self.properties.iter().map(String::as_str).collect();
            properties.push(contacts::MERGED);
            return Some(contacts::read_batch(&self.asked, &properties));
        }
        if !self.unnamed.is_empty() {
            let next = self.unnamed.iter().take(ASSOCIATIONS_LIMIT);
            let next: Vec<_> = next.map(|(id, after)| (id, after.as_deref())).collect();
            return Some(deals::deals_of(&next));
        }
        let next = self.next_deals();
        let stages: Vec<&str> = self.stages.iter().map(String::as_str).collect();
        (!next.is_empty()).then(|| deals::read_batch(&next, &stages))
    }

    fn next_deals(&self) -> Vec<DealId> {
        self.unread
            .iter()
            .take(deals::BATCH_LIMIT)
            .cloned()
            .collect()
    }

    /// Reads the reply to the last call.
    ///
    /// # Errors
    /// The failure, by its remedy. The call is then to be made again.
    pub(crate) fn take(&mut self, reply: &Reply) -> Result<(), Failure> {
        if self.records.is_none() {
            let records = contacts::found(reply, &self.asked)?;
            let of_deals = self.of_deals.as_deref().unwrap_or_default();
            for (asked, record) in self.asked.iter().zip(&records) {
                let wanted = record.as_ref().filter(|_| of_deals.contains(asked));
                let Some(record) = wanted else { continue };
                if self.unnamed.iter().all(|(id, _)| *id != record.id) {
                    self.unnamed.push((record.id.clone(), None));
                }
            }
            self.records = Some(records);
        } else if !self.unnamed.is_empty() {
            let pages = deals::contact_deals(reply)?;
            let asked = self.unnamed.len().min(ASSOCIATIONS_LIMIT);
            self.unnamed.drain(..asked);
            for page in pages {
                self.unread.extend(page.deals.iter().cloned());
                let named = self.named.entry(page.contact.clone()).or_default();
                named.extend(page.deals);
                if page.next.is_some() {
                    self.unnamed.push((page.contact, page.next));
                }
            }
        } else {
            let read = deals::deals(reply)?;
            for asked in self.next_deals() {
                self.unread.remove(&asked);
            }
            let by_id = read.into_iter().map(|deal| (deal.id.clone(), deal));
            self.deals.extend(by_id);
        }
        Ok(())
    }

    /// Returns whether the next call is about deals.
    pub(crate) fn is_at_deals(&self) -> bool {
        self.records.is_some()
    }

    /// Continues without deals, because they may not be read.
    pub(crate) fn give_up_deals(&mut self) {
        self.of_deals = None;
        self.unnamed.clear();
        self.unread.clear();
    }

    /// Returns the facts of a contact by its requested id; none if it was not requested.
    pub(crate) fn known(&self, contact: &ContactId) -> Option<Known<'_>> {
        let at = self.asked.iter().position(|asked| asked == contact)?;
        let record = self.records.as_ref()?.get(at)?.as_ref();
        let of_deals = self.of_deals.as_ref();
        let with_deals = of_deals.is_some_and(|wanted| wanted.contains(contact));
        let deals = with_deals.then(|| match record {
            Some(record) => self.deals_of(&record.id),
            None => Vec::new(),
        });
        Some(Known { record, deals })
    }

    /// Returns the facts of the only requested contact.
    pub(crate) fn only(&self) -> Option<Known<'_>> {
        self.known(self.asked.first()?)
    }

    fn deals_of(&self, contact: &ContactId) -> Vec<qualification::Deal<'_>> {
        let named = self.named.get(contact).into_iter().flatten();
        let read = named.filter_map(|id| self.deals.get(id));
        let seen = read.map(|deal| qualification::Deal {
            id: deal.id.as_str(),
            name: &deal.name,
            pipeline: &deal.pipeline,
            stage: &deal.stage,
            entries: deal
                .entries
                .iter()
                .filter_map(|(stage, ms)| Some((stage.as_str(), moment(*ms)?)))
                .collect(),
            created_at: deal.created_ms.and_then(moment),
            changed_at: deal.modified_ms.and_then(moment),
            of_another: false,
        });
        seen.collect()
    }
}

fn moment(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}
