//! The job that follows HubSpot's changes: it asks which contacts and deals have changed since the last time.
//!
//! A page of changed contacts is settled when it arrives: their referrals become due for a recheck, also those of the
//! contacts that were merged into them, and a contact that arrives with a code becomes a referral. For changed deals,
//! the job first asks HubSpot which contacts they belong to. The cursor moves on in the same transaction as the effects
//! of a page, so that a crash costs at most one page of repeated reading.
//!
//! Goodword's own writes change contacts, too. Each brings a recheck and nothing else: a recheck writes nothing unless
//! a rule is met or no longer met.

use hubspot::changes::{Changes, ChangesCursor, Window};
use hubspot::contacts::{self, MERGED};
use hubspot::deals;
use hubspot::{Call, Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::contact_facts::is_denied;
use crate::engine::back_off::Subject;
use crate::engine::changed_deals::ChangedDeals;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::referrals::arriving::{self, ABOUT};
use crate::referrals::{rechecks, same_person};
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::change_feeds::{self, ChangeFeed, Objects};

const fn subject(objects: Objects) -> Subject {
    Subject::new(match objects {
        Objects::Contacts => "changes of contacts",
        Objects::Deals => "changes of deals",
    })
}

/// Asks for the changes since a cursor; without one, for the contacts of the deals that have changed.
#[derive(Debug)]
struct FollowChanges {
    objects: Objects,
    since: Option<(ChangesCursor, Window)>,
}

impl Job for FollowChanges {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.objects)
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let (objects, now) = (self.objects, flight.now);
        let reply = hubspot::accept(result);
        let taken = match &self.since {
            None if portal.is_outage(self.subject(), &reply, now)? => reply.map(drop),
            None => portal.deals_named(reply, now)?,
            Some((since, window)) => match reply {
                Ok(_) if !portal.is_at(objects, since)? => return Ok(()),
                Ok(reply) if objects == Objects::Contacts => {
                    portal.contacts_changed(&reply, since, window, now)?
                }
                Ok(reply) => portal.deals_changed(&reply, since, window, now)?,
                Err(failure) => Err(failure),
            },
        };
        match taken {
            Ok(()) => {
                portal.memory.back_off.recover(self.subject());
                portal.permitted(self.subject())?;
                if objects == Objects::Deals {
                    portal.memory.deals_told_at = Some(now);
                }
                Ok(())
            }
            Err(failure) if objects == Objects::Deals && is_denied(&failure) => {
                if portal.are_deals_lost(self.subject(), &failure, now)? {
                    portal.memory.changed_deals = None;
                }
                Ok(())
            }
            Err(failure) => {
                let rejection = portal.handle_failure(self.subject(), None, failure, flight)?;
                if rejection.is_some() {
                    portal.back_off(self.subject(), now);
                }
                Ok(())
            }
        }
    }
}

impl Portal {
    pub(super) fn plan_changes(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        for feed in change_feeds::all(&self.database)? {
            if feed.next_at > planning.now {
                planning.wake(feed.next_at);
                continue;
            }
            let objects = feed.objects;
            if !self.is_free(subject(objects), planning) {
                continue;
            }
            let changed = match objects {
                Objects::Contacts => None,
                Objects::Deals => self.memory.changed_deals.as_ref(),
            };
            let (call, since) = if let Some(call) = changed.and_then(ChangedDeals::call) {
                (call, None)
            } else {
                let window = feed.cursor.window(planning.now.as_millisecond());
                let call = self.changes_in(objects, &window)?;
                (call, Some((feed.cursor, window)))
            };
            if self.has_room_in(call.quota, planning) {
                self.begin_call(FollowChanges { objects, since }, call, planning)?;
            }
        }
        Ok(())
    }

    fn changes_in(&self, objects: Objects, window: &Window) -> Result<Call, PortalError> {
        if objects == Objects::Deals {
            return Ok(deals::changed_in(window));
        }
        let campaigns = campaigns::all(&self.database)?;
        let arrivals = campaigns.iter().filter_map(Campaign::arrival_property);
        let mut properties: Vec<&str> = arrivals.map(domain::PropertyName::as_str).collect();
        properties.extend(ABOUT.iter().chain(&MERGED));
        properties.sort_unstable();
        properties.dedup();
        Ok(contacts::changed_in(window, &properties))
    }

    /// Returns whether the feed is still at the cursor of the call.
    fn is_at(&self, objects: Objects, cursor: &ChangesCursor) -> Result<bool, PortalError> {
        let all = change_feeds::all(&self.database)?;
        let is = |feed: &ChangeFeed| feed.objects == objects && feed.cursor == *cursor;
        Ok(all.iter().any(is))
    }

    fn contacts_changed(
        &self,
        reply: &Reply,
        since: &ChangesCursor,
        window: &Window,
        now: Timestamp,
    ) -> Result<Result<(), Failure>, PortalError> {
        let changes = match contacts::changed(reply, since, window) {
            Ok(changes) => changes,
            Err(failure) => return Ok(Err(failure)),
        };
        self.database.atomically(|| {
            let mut campaigns = campaigns::all(&self.database)?;
            campaigns.retain(|campaign| campaign.arrival_property().is_some());
            for contact in &changes.records {
                let changed_ms = contact.modified_ms();
                for id in same_person::ids(contact) {
                    rechecks::recheck_contact(&self.database, &id, changed_ms, now)?;
                }
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
        window: &Window,
        now: Timestamp,
    ) -> Result<Result<(), Failure>, PortalError> {
        let changed = match deals::changed(reply, since, window) {
            Ok(changes) => ChangedDeals::new(changes),
            Err(failure) => return Ok(Err(failure)),
        };
        self.memory.changed_deals = Some(changed);
        self.conclude_deals(now)?;
        Ok(Ok(()))
    }

    fn deals_named(
        &mut self,
        reply: Result<Reply, Failure>,
        now: Timestamp,
    ) -> Result<Result<(), Failure>, PortalError> {
        let Some(changed) = self.memory.changed_deals.as_mut() else {
            return Ok(Ok(()));
        };
        if let Err(failure) = changed.take(reply) {
            return Ok(Err(failure));
        }
        self.conclude_deals(now)?;
        Ok(Ok(()))
    }

    /// Makes the referrals of the contacts due for a recheck, once all contacts of the deals are known.
    fn conclude_deals(&mut self, now: Timestamp) -> Result<(), PortalError> {
        let complete = |changed: &mut ChangedDeals| changed.call().is_none();
        let Some(changed) = self.memory.changed_deals.take_if(complete) else {
            return Ok(());
        };
        self.database.atomically(|| {
            for (contact, changed_ms) in &changed.contacts() {
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
        let rested = change_feeds::next(now, self.settings.feed_interval);
        let next_at = if changes.more { now } else { rested };
        change_feeds::advance(&self.database, objects, &changes.next, next_at)
    }
}
