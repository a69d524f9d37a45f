//! Contact facts: the properties of contacts, their deals and their lists in HubSpot, read in as few calls as HubSpot
//! permits.
//!
//! A reading decides the next call and reads the replies; others make the calls and draw conclusions. Contacts are read
//! first, under their present ids after merges; then the associations of contacts and deals, page by page; then each
//! deal once. A record that HubSpot does not answer keeps no other one waiting. The progress of a reading is only in
//! memory: a reading that a crash interrupts begins again.

mod associations;
mod list_memberships;
mod named_contacts;
mod parts;

use domain::ContactId;
use domain::qualification;
use hubspot::contacts::{self, ContactRecord};
use hubspot::deals::{self, Deal, DealId};
use hubspot::{Call, Failure, Reply};
use jiff::Timestamp;
use vecmap::{VecMap, VecSet};

pub(crate) use self::associations::Associations;
pub(crate) use self::list_memberships::ListMemberships;
pub(crate) use self::named_contacts::{NamedContacts, Seen};
use self::parts::Parts;

/// The most contacts of one reading: the most that HubSpot reads with one call.
pub(crate) const MAX_CONTACTS: usize = contacts::BATCH_LIMIT;

/// Says that nobody can tell about a contact's deals.
pub(crate) const HIDDEN_DEALS: &str = "HubSpot did not show all deals of this person.";

/// A reading, in progress or complete.
#[derive(Debug)]
pub(crate) struct Reading {
    asked: Vec<ContactId>,
    contacts: NamedContacts,
    /// The stages of deals whose times of entry are wanted.
    stages: Vec<String>,
    /// The contacts whose deals are wanted, by the requested ids; none if deals may not be read.
    of_deals: Option<Vec<ContactId>>,
    /// The deals; none before all contacts are read.
    deals: Option<DealsOfContacts>,
}

/// The deals of contacts, in progress or complete.
#[derive(Debug)]
struct DealsOfContacts {
    named: Associations<ContactId, DealId>,
    /// The deals that are to be read; none before all associations are read.
    left: Option<Parts<DealId>>,
    read: VecMap<DealId, Deal>,
    unread: VecSet<DealId>,
}

/// The known facts of one contact.
pub(crate) struct Known<'a> {
    /// The contact's record under its present id; none if it is archived or deleted.
    pub(crate) record: Option<&'a ContactRecord>,
    /// The contact's deals; none if they could not be read or were not wanted.
    pub(crate) deals: Option<Vec<qualification::Deal<'a>>>,
    /// Whether HubSpot shows only some of the deals, though they may be read.
    pub(crate) hides_deals: bool,
}

impl Reading {
    /// Begins a reading of up to [`MAX_CONTACTS`] contacts, and of the deals of some of them if deals may be read.
    pub(crate) fn of(
        contacts: Vec<ContactId>,
        properties: Vec<String>,
        of_deals: Option<Vec<ContactId>>,
    ) -> Self {
        Self {
            contacts: NamedContacts::of(&contacts, properties),
            asked: contacts,
            stages: Vec::new(),
            of_deals,
            deals: None,
        }
    }

    /// Reads also when the deals entered these stages.
    pub(crate) fn with_stages(self, stages: Vec<String>) -> Self {
        Self { stages, ..self }
    }

    /// Returns the next call; none once the reading is complete.
    pub(crate) fn call(&self) -> Option<Call> {
        let of_contacts = self.contacts.call();
        of_contacts.or_else(|| self.deals.as_ref()?.call(&self.stages))
    }

    /// Reads the reply to the last call.
    ///
    /// # Errors
    /// The failure, by its remedy. The next call is then to be made later.
    pub(crate) fn take(&mut self, reply: Result<Reply, Failure>) -> Result<(), Failure> {
        if let Some(deals) = &mut self.deals {
            return deals.take(reply);
        }
        self.contacts.take(reply)?;
        if self.contacts.call().is_none() {
            let of_deals = self.of_deals.iter().flatten();
            let found = of_deals.filter_map(|contact| self.record(contact));
            self.deals = Some(DealsOfContacts::of(found.map(|record| record.id.clone())));
        }
        Ok(())
    }

    /// Returns whether a failure of the next call means that HubSpot does not let Goodword read deals.
    pub(crate) fn denies_deals(&self, failure: &Failure) -> bool {
        is_denied(failure) && self.deals.is_some()
    }

    /// Counts the answer to another call about deals: they may be read, so that a denial is about one of the records.
    pub(crate) fn hear_of_deals(&mut self) {
        if let Some(deals) = &mut self.deals {
            deals.named.hear();
            if let Some(left) = &mut deals.left {
                left.hear();
            }
        }
    }

    /// Continues without deals, because they may not be read.
    pub(crate) fn give_up_deals(&mut self) {
        self.of_deals = None;
        if let Some(deals) = &mut self.deals {
            deals.named.give_up();
            deals.left = Some(Parts::of_at_most(deals::BATCH_LIMIT));
        }
    }

    fn record(&self, contact: &ContactId) -> Option<&ContactRecord> {
        match self.contacts.seen(contact)? {
            Seen::Found(record) => Some(record),
            Seen::Gone | Seen::Unread(_) => None,
        }
    }

    /// Returns the facts of a contact by its requested id; none if it was not requested.
    ///
    /// # Errors
    /// The reason why HubSpot did not show the contact.
    pub(crate) fn known(&self, contact: &ContactId) -> Option<Result<Known<'_>, &str>> {
        let record = match self.contacts.seen(contact)? {
            Seen::Found(record) => Some(record),
            Seen::Gone => None,
            Seen::Unread(why) => return Some(Err(why)),
        };
        let of_deals = self.of_deals.as_ref();
        let with_deals = of_deals.is_some_and(|wanted| wanted.contains(contact));
        let deals = match (record, &self.deals) {
            _ if !with_deals => None,
            (Some(record), Some(deals)) => deals.of_contact(&record.id),
            (Some(_), None) => None,
            (None, _) => Some(Vec::new()),
        };
        Some(Ok(Known {
            record,
            hides_deals: with_deals && deals.is_none(),
            deals,
        }))
    }

    /// Returns the facts of the only requested contact.
    ///
    /// # Errors
    /// The reason why HubSpot did not show the contact.
    pub(crate) fn only(&self) -> Option<Result<Known<'_>, &str>> {
        self.known(self.asked.first()?)
    }
}

impl DealsOfContacts {
    fn of(contacts: impl Iterator<Item = ContactId>) -> Self {
        let mut deals = Self {
            named: Associations::of(contacts),
            left: None,
            read: VecMap::new(),
            unread: VecSet::new(),
        };
        deals.go_on();
        deals
    }

    fn call(&self, stages: &[String]) -> Option<Call> {
        let Some(left) = &self.left else {
            return self.named.call(deals::deals_of);
        };
        let stages: Vec<&str> = stages.iter().map(String::as_str).collect();
        left.next()
            .map(|part| deals::read_batch(&part.items, &stages))
    }

    fn take(&mut self, reply: Result<Reply, Failure>) -> Result<(), Failure> {
        let Some(left) = &mut self.left else {
            self.named.take(reply)?;
            self.go_on();
            return Ok(());
        };
        let asked = left.next().map(|part| part.items.clone());
        let asked = asked.unwrap_or_default();
        match reply.and_then(|reply| deals::deals(&reply, &asked)) {
            Ok(answer) => {
                let by_id = answer.deals.into_iter().map(|deal| (deal.id.clone(), deal));
                self.read.extend(by_id);
                self.unread.extend(left.answered(answer.unread));
            }
            Err(failure) => {
                if let Some((deal, _)) = left.failed(failure)? {
                    self.unread.insert(deal);
                }
            }
        }
        Ok(())
    }

    /// Begins to read the deals, once all associations are known.
    fn go_on(&mut self) {
        if self.named.call(deals::deals_of).is_none() {
            let named = self.named.found().flat_map(|(_, deals)| deals);
            let distinct: VecSet<DealId> = named.cloned().collect();
            let distinct: Vec<DealId> = distinct.into_iter().collect();
            let mut left = Parts::of_at_most(deals::BATCH_LIMIT);
            left.add(&distinct);
            // HubSpot tells only a reader of deals which deals there are.
            if self.named.are_shown() {
                left.hear();
            }
            self.left = Some(left);
        }
    }

    /// Returns the deals of a contact; none if HubSpot does not show all of them.
    fn of_contact(&self, contact: &ContactId) -> Option<Vec<qualification::Deal<'_>>> {
        let (named, whole) = self.named.of_record(contact);
        let mut seen = Vec::new();
        for id in named {
            if self.unread.contains(id) {
                return None;
            }
            seen.extend(self.read.get(id).map(|deal| {
                qualification::Deal {
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
                }
            }));
        }
        whole.then_some(seen)
    }
}

/// Returns whether HubSpot refuses the whole call. It refuses with 403 in several wordings, not all of which name a scope.
pub(crate) fn is_denied(failure: &Failure) -> bool {
    match failure {
        Failure::MissingScopes { .. } => true,
        Failure::Rejected(rejection) => rejection.status == 403,
        Failure::Wait(_) | Failure::Reauthorise => false,
    }
}

fn moment(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}
