//! The job that asks HubSpot whether contacts exist that somebody wants to enrol by their ids, and enrols those that do.
//!
//! A batch reads up to a hundred. An id that HubSpot's answer does not mention may have been merged: it is read alone,
//! and HubSpot then follows the merge. An id that HubSpot does not show, or at which it fails each time, is refused with
//! the reason, and holds up no other one.

use domain::ContactId;
use hubspot::{Call, NoReply, Reply};
use vecmap::{VecMap, VecSet};

use crate::Portal;
use crate::contact_facts::{NamedContacts, Seen};
use crate::engine::back_off::Subject;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::programme::enrolling;
use crate::storage::error::PortalError;
use crate::tables::enrolments::{self, Enrolment};

const SUBJECT: Subject = Subject::new("enrolments");

const PROPERTIES: [&str; 3] = ["firstname", "lastname", "email"];

/// The contacts that HubSpot is being asked about. They may be forgotten.
#[derive(Debug)]
pub(crate) struct Confirming {
    asked: VecSet<ContactId>,
    contacts: NamedContacts,
}

impl Default for Confirming {
    fn default() -> Self {
        Self {
            asked: VecSet::new(),
            contacts: NamedContacts::of(&[], PROPERTIES.map(str::to_owned)),
        }
    }
}

/// Asks about some contacts.
#[derive(Debug)]
struct EnrolContacts {
    call: Call,
}

impl Job for EnrolContacts {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        SUBJECT
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let reply = hubspot::accept(result);
        let is_outage = portal.is_outage(SUBJECT, &reply, flight.now)?;
        let contacts = &mut portal.memory.confirming.contacts;
        if contacts.call().as_ref() != Some(&self.call) {
            // The contacts were forgotten meanwhile, and are asked about again.
            return Ok(());
        }
        let taken = if is_outage {
            reply.map(drop)
        } else {
            contacts.take(reply)
        };
        if let Err(failure) = taken {
            let rejection = portal.handle_failure(SUBJECT, None, failure, flight)?;
            if rejection.is_some() {
                portal.back_off(SUBJECT, flight.now);
            }
            return Ok(());
        }
        portal.memory.back_off.recover(SUBJECT);
        portal.permitted(SUBJECT)?;
        let seen = portal.memory.confirming.contacts.take_seen();
        portal
            .memory
            .confirming
            .asked
            .retain(|id| !seen.contains_key(id));
        portal.contacts_confirmed(&seen, flight)
    }
}

impl Portal {
    pub(super) fn plan_enrolments(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let asked = &self.memory.confirming.asked;
        let further = if asked.len() < hubspot::contacts::BATCH_LIMIT {
            enrolments::waiting_beside(&self.database, asked.iter())?
        } else {
            Vec::new()
        };
        if asked.is_empty() && further.is_empty()
            || planning.account.free_blocks.is_empty()
            || !self.is_free(SUBJECT, planning)
            || !self.has_room(planning)
        {
            return Ok(());
        }
        if self.memory.confirming.asked.is_empty() {
            self.memory.confirming = Confirming::default();
        }
        let confirming = &mut self.memory.confirming;
        let further: VecSet<ContactId> = further.into_iter().map(|own| own.contact).collect();
        let ids: Vec<ContactId> = further.iter().cloned().collect();
        confirming.contacts.add(&ids);
        confirming.asked.extend(further);
        match confirming.contacts.call() {
            Some(call) => self.begin_call(EnrolContacts { call: call.clone() }, call, planning),
            None => Ok(()),
        }
    }

    fn contacts_confirmed(
        &self,
        seen: &VecMap<ContactId, Seen>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let (database, entropy) = (&self.database, &*self.entropy);
        let waiting = enrolments::waiting_of(database, seen.keys())?;
        let of_one_campaign = |one: &Enrolment, other: &Enrolment| one.campaign == other.campaign;
        for asked in waiting.chunk_by(of_one_campaign) {
            let answered = asked.iter();
            let answered = answered.filter_map(|own| Some((own, seen.get(&own.contact)?)));
            let answered: Vec<_> = answered.collect();
            let enrolled = database
                .atomically(|| enrolling::confirmed(database, entropy, &answered, flight.now));
            match enrolled {
                // They are asked about again when there is room for the new links.
                Err(PortalError::Busy(_)) => {}
                enrolled => enrolled?,
            }
        }
        Ok(())
    }
}
