//! Contacts that are read by their ids, as many at once as HubSpot permits.
//!
//! A contact is gone only if HubSpot says so of it. HubSpot answers for a merged contact with the one that it was merged
//! into. A contact about which a batch says nothing is asked for alone.

use domain::ContactId;
use hubspot::contacts::{self, Answer, ContactRecord};
use hubspot::{Call, Failure, Reply};
use vecmap::VecMap;

use super::parts::Parts;

/// A contact as HubSpot has it.
#[derive(Debug)]
pub(crate) enum Seen {
    /// Its record, or the record of the contact that it was merged into.
    Found(ContactRecord),
    /// HubSpot says that it is archived or deleted.
    Gone,
    /// HubSpot does not say, for this reason.
    Unread(String),
}

/// Contacts that are being read.
#[derive(Debug)]
pub(crate) struct NamedContacts {
    properties: Vec<String>,
    left: Parts<ContactId>,
    seen: VecMap<ContactId, Seen>,
}

impl NamedContacts {
    /// Begins to read these properties of contacts.
    pub(crate) fn of(ids: &[ContactId], properties: impl IntoIterator<Item = String>) -> Self {
        let mut left = Parts::of_at_most(contacts::BATCH_LIMIT);
        left.add(ids);
        let mut properties: Vec<String> = properties.into_iter().collect();
        properties.extend(contacts::MERGED.map(str::to_owned));
        properties.sort_unstable();
        properties.dedup();
        Self {
            properties,
            left,
            seen: VecMap::new(),
        }
    }

    /// Adds contacts, which are read after the others.
    pub(crate) fn add(&mut self, ids: &[ContactId]) {
        self.left.add(ids);
    }

    /// Returns the next call; none once every contact is seen.
    pub(crate) fn call(&self) -> Option<Call> {
        let part = self.left.next()?;
        let properties: Vec<&str> = self.properties.iter().map(String::as_str).collect();
        Some(match part.alone() {
            Some(only) => contacts::read(only, &properties),
            None => contacts::read_batch(&part.items, &properties),
        })
    }

    /// Reads the reply to the last call.
    ///
    /// # Errors
    /// The failure, by its remedy. The next call is then to be made later.
    pub(crate) fn take(&mut self, reply: Result<Reply, Failure>) -> Result<(), Failure> {
        let Some(part) = self.left.next() else {
            return Ok(());
        };
        let asked = part.items.clone();
        let answers = match part.alone() {
            Some(_) => match reply.and_then(|reply| contacts::record(&reply)) {
                Ok(record) => Ok(vec![Some(Answer::Found(record))]),
                Err(Failure::Rejected(rejection)) if rejection.says_record_is_gone() => {
                    Ok(vec![Some(Answer::Gone)])
                }
                Err(failure) => Err(failure),
            },
            None => reply.and_then(|reply| contacts::answers(&reply, &asked)),
        };
        match answers {
            Ok(answers) => {
                let mut unread = Vec::new();
                for (id, answer) in asked.into_iter().zip(answers) {
                    match answer {
                        Some(Answer::Found(record)) => {
                            self.seen.insert(id, Seen::Found(record));
                        }
                        Some(Answer::Gone) => {
                            self.seen.insert(id, Seen::Gone);
                        }
                        None => unread.push(id),
                    }
                }
                self.left.answered(unread);
            }
            Err(failure) => {
                if let Some((id, why)) = self.left.failed(failure)? {
                    self.seen.insert(id, Seen::Unread(why));
                }
            }
        }
        Ok(())
    }

    /// Returns what HubSpot has of a contact; none if it was not asked for or is not seen yet.
    pub(crate) fn seen(&self, id: &ContactId) -> Option<&Seen> {
        self.seen.get(id)
    }

    /// Takes the contacts out that have been seen since the last time, by the ids that were asked for.
    pub(crate) fn take_seen(&mut self) -> VecMap<ContactId, Seen> {
        core::mem::take(&mut self.seen)
    }

    /// Returns all contacts by the ids that were asked for, and what HubSpot has of them.
    pub(crate) fn into_seen(self) -> VecMap<ContactId, Seen> {
        self.seen
    }
}
