//! Watching HubSpot: which contacts and deals have changed since it was last asked, and what that means for referrals.
//!
//! A page of changed contacts is dealt with when it arrives: their referrals are to be looked at, and who arrives with
//! a code becomes a referral. Of changed deals, HubSpot is asked first whose they are. The cursor moves on in the same
//! transaction as what a page brings about; so a crash costs at most one page of repeated reading.
//!
//! Goodword's own writes change contacts, too. They bring a look each and nothing else: a look writes nothing unless a
//! rule is met or undone by it.

use domain::ContactId;
use hubspot::changes::{Changes, ChangesCursor};
use hubspot::contacts;
use hubspot::deals::{self, ASSOCIATIONS_LIMIT, Deal, DealId};
use hubspot::{Call, Failure, NoReply, Reply};
use jiff::Timestamp;
use vecmap::VecMap;

use crate::Portal;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::referrals::arriving::{self, ABOUT};
use crate::referrals::rechecks;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::change_feeds::{self, ChangeFeed, Objects};

/// Deals that have changed, while it is found out whose they are.
#[derive(Debug)]
pub(crate) struct ChangedDeals {
    changes: Changes<Deal>,
    /// Deals whose contacts are still to be named, each with where its next page begins.
    unnamed: Vec<(DealId, Option<String>)>,
    /// When a deal of theirs has changed last, if HubSpot says so.
    contacts: VecMap<ContactId, Option<i64>>,
}

impl ChangedDeals {
    fn new(changes: Changes<Deal>) -> Self {
        let mut unnamed: Vec<(DealId, Option<String>)> = Vec::new();
        for deal in &changes.records {
            if unnamed.iter().all(|(id, _)| *id != deal.id) {
                unnamed.push((deal.id.clone(), None));
            }
        }
        Self {
            changes,
            unnamed,
            contacts: VecMap::new(),
        }
    }

    fn call(&self) -> Option<Call> {
        let next = self.unnamed.iter().take(ASSOCIATIONS_LIMIT);
        let next: Vec<_> = next.map(|(id, after)| (id, after.as_deref())).collect();
        (!next.is_empty()).then(|| deals::contacts_of(&next))
    }

    fn take(&mut self, reply: &Reply) -> Result<(), Failure> {
        let pages = deals::deal_contacts(reply)?;
        let asked = self.unnamed.len().min(ASSOCIATIONS_LIMIT);
        self.unnamed.drain(..asked);
        for page in pages {
            let mut of_page = self.changes.records.iter();
            let deal = of_page.find(|deal| deal.id == page.deal);
            let changed_ms = deal.and_then(|deal| deal.modified_ms);
            for contact in page.contacts {
                let known = self.contacts.entry(contact).or_insert(changed_ms);
                // A change of which nothing is known may be later than any other.
                *known = known.zip(changed_ms).map(|(one, other)| one.max(other));
            }
            if page.next.is_some() {
                self.unnamed.push((page.deal, page.next));
            }
        }
        Ok(())
    }
}

impl Portal {
    pub(in crate::engine) fn plan_watching(
        &mut self,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        for watch in change_feeds::all(&self.database)? {
            if watch.next_at > planning.now {
                planning.wake(watch.next_at);
                continue;
            }
            let objects = watch.objects;
            let whose = match objects {
                Objects::Contacts => None,
                Objects::Deals => self.memory.changed_deals.as_ref(),
            };
            let whose = whose.and_then(ChangedDeals::call);
            let since = whose.is_none().then(|| watch.cursor.clone());
            let task = Task::Watch { objects, since };
            if !self.is_free(&task, planning) {
                continue;
            }
            let call = match whose {
                Some(call) => call,
                None => self.changes_of(&watch)?,
            };
            if self.has_room_in(call.quota, planning) {
                self.begin_call(task, call, planning)?;
            }
        }
        Ok(())
    }

    fn changes_of(&self, watch: &ChangeFeed) -> Result<Call, PortalError> {
        if watch.objects == Objects::Deals {
            return Ok(deals::changed_since(&watch.cursor));
        }
        let campaigns = campaigns::all(&self.database)?;
        let arrivals = campaigns.iter().filter_map(Campaign::arrival_property);
        let mut properties: Vec<&str> = arrivals.map(domain::PropertyName::as_str).collect();
        properties.extend(ABOUT);
        properties.sort_unstable();
        properties.dedup();
        Ok(contacts::changed_since(&watch.cursor, &properties))
    }
    /// HubSpot has answered a watch.
    pub(in crate::engine) fn watched(
        &mut self,
        objects: Objects,
        since: Option<&ChangesCursor>,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let taken = match hubspot::accept(outcome) {
            Ok(reply) => match since {
                Some(since) if !self.is_at(objects, since)? => return Ok(()),
                Some(since) if objects == Objects::Contacts => {
                    self.contacts_changed(&reply, since, now)?
                }
                Some(since) => self.deals_changed(&reply, since, now)?,
                None => self.deals_named(&reply, now)?,
            },
            Err(failure) => Err(failure),
        };
        let subject = Task::Watch {
            objects,
            since: None,
        }
        .subject();
        match taken {
            Ok(()) => {
                self.memory.patience.forget(subject);
                Ok(())
            }
            Err(Failure::MissingScopes { .. }) if objects == Objects::Deals => {
                self.memory.changed_deals = None;
                self.deals_refused(now)
            }
            Err(failure) => {
                let refused = self.heed(subject, None, grant_version, failure, now)?;
                if refused.is_some() {
                    self.memory
                        .patience
                        .postpone(subject, now, None, &*self.entropy);
                }
                Ok(())
            }
        }
    }

    /// Whether the watch is still where it was when it asked.
    fn is_at(&self, objects: Objects, cursor: &ChangesCursor) -> Result<bool, PortalError> {
        let all = change_feeds::all(&self.database)?;
        let is = |watch: &ChangeFeed| watch.objects == objects && watch.cursor == *cursor;
        Ok(all.iter().any(is))
    }

    fn contacts_changed(
        &self,
        reply: &Reply,
        since: &ChangesCursor,
        now: Timestamp,
    ) -> Result<Result<(), Failure>, PortalError> {
        let changes = match contacts::changed(reply, since, now.as_millisecond()) {
            Ok(changes) => changes,
            Err(failure) => return Ok(Err(failure)),
        };
        self.database.atomically(|| {
            let mut campaigns = campaigns::all(&self.database)?;
            campaigns.retain(|campaign| campaign.arrival_property().is_some());
            for contact in &changes.records {
                let changed_ms = contact.modified_ms();
                rechecks::recheck_contact(&self.database, &contact.id, changed_ms, now)?;
                arriving::contact_arrived(&self.database, contact, &campaigns, now)?;
            }
            self.advance(Objects::Contacts, &changes, now)
        })?;
        Ok(Ok(()))
    }

    fn deals_changed(
        &mut self,
        reply: &Reply,
        since: &ChangesCursor,
        now: Timestamp,
    ) -> Result<Result<(), Failure>, PortalError> {
        let changed = match deals::changed(reply, since, now.as_millisecond()) {
            Ok(changes) => ChangedDeals::new(changes),
            Err(failure) => return Ok(Err(failure)),
        };
        self.memory.changed_deals = Some(changed);
        self.deals_settled(now)?;
        Ok(Ok(()))
    }

    fn deals_named(
        &mut self,
        reply: &Reply,
        now: Timestamp,
    ) -> Result<Result<(), Failure>, PortalError> {
        let Some(changed) = self.memory.changed_deals.as_mut() else {
            return Ok(Ok(()));
        };
        if let Err(failure) = changed.take(reply) {
            return Ok(Err(failure));
        }
        self.deals_settled(now)?;
        Ok(Ok(()))
    }

    /// Once all contacts of the deals are known, their referrals are to be looked at.
    fn deals_settled(&mut self, now: Timestamp) -> Result<(), PortalError> {
        let settled = |changed: &mut ChangedDeals| changed.unnamed.is_empty();
        let Some(changed) = self.memory.changed_deals.take_if(settled) else {
            return Ok(());
        };
        self.database.atomically(|| {
            for (contact, changed_ms) in &changed.contacts {
                rechecks::recheck_contact(&self.database, contact, *changed_ms, now)?;
            }
            self.advance(Objects::Deals, &changed.changes, now)
        })
    }

    fn advance<T>(
        &self,
        objects: Objects,
        changes: &Changes<T>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let rested = change_feeds::next(now, self.settings.watch_interval);
        let next_at = if changes.more { now } else { rested };
        change_feeds::advance(&self.database, objects, &changes.next, next_at)
    }
}
