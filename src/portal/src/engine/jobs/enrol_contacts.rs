//! The job that asks HubSpot whether contacts exist that somebody wants to enrol by their ids, and enrols those that do.
//!
//! A batch reads up to a hundred. An id that HubSpot's answer does not mention may have been merged: it is read alone,
//! and HubSpot then follows the merge.

use domain::ContactId;
use hubspot::contacts::{self, Answer, MERGED};
use hubspot::{Failure, NoReply, Reply};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::programme::enrolling;
use crate::storage::error::PortalError;
use crate::tables::enrolments::{self, Enrolment};

const SUBJECT: Subject = Subject::new("enrolments");

const PROPERTIES: [&str; 5] = ["firstname", "lastname", "email", MERGED[0], MERGED[1]];

/// Asks about these contacts of one campaign; `alone`: about one, whose merges HubSpot follows.
#[derive(Debug)]
struct EnrolContacts {
    asked: Vec<Enrolment>,
    alone: bool,
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
        let answers = if self.alone {
            match understood(result, contacts::record) {
                Ok(record) => Ok(vec![Some(Answer::Found(record))]),
                Err(Failure::Rejected(rejection)) if rejection.says_record_is_gone() => {
                    Ok(vec![Some(Answer::Gone)])
                }
                Err(failure) => Err(failure),
            }
        } else {
            let ids: Vec<ContactId> = self.asked.iter().map(|own| own.contact.clone()).collect();
            understood(result, |reply| contacts::answers(reply, &ids))
        };
        let answers = match answers {
            Ok(answers) => answers,
            Err(failure) => {
                if portal
                    .handle_failure(SUBJECT, None, failure, flight)?
                    .is_some()
                {
                    portal.back_off(SUBJECT, flight.now);
                }
                return Ok(());
            }
        };
        portal.memory.back_off.recover(SUBJECT);
        let (database, entropy) = (&portal.database, &*portal.entropy);
        let enrolled = database.atomically(|| {
            enrolling::confirmed(database, entropy, &self.asked, &answers, flight.now)
        });
        match enrolled {
            // They are asked about again when there is room for the new links.
            Err(PortalError::Busy(_)) => Ok(()),
            enrolled => enrolled,
        }
    }
}

impl Portal {
    pub(super) fn plan_enrolments(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        let alone = enrolments::unclear(&self.database)?;
        let is_alone = alone.is_some();
        let asked = match alone {
            Some(one) => vec![one],
            None => enrolments::waiting(&self.database)?,
        };
        let ids: Vec<ContactId> = asked.iter().map(|own| own.contact.clone()).collect();
        let call = match ids.as_slice() {
            [] => return Ok(()),
            [only] if is_alone => contacts::read(only, &PROPERTIES),
            ids => contacts::read_batch(ids, &PROPERTIES),
        };
        if planning.account.free_blocks.is_empty()
            || !self.is_free(SUBJECT, planning)
            || !self.has_room(planning)
        {
            return Ok(());
        }
        let alone = is_alone;
        self.begin_call(EnrolContacts { asked, alone }, call, planning)
    }
}
