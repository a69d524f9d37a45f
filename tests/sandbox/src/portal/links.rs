//! Associations of a portal's records: create, remove, read.

use crate::objects::{ObjectType, Source};

use super::{Change, Portal};

impl Portal {
    /// Returns the live records that a live record is associated with, in order of ids.
    pub(crate) fn associated(&self, object: ObjectType, id: u64) -> Vec<u64> {
        let others = self.records_of(object.other());
        let linked = self.links.of(object, id);
        let live = self.records_of(object).live(id);
        let linked = linked.filter(|_| live.is_some());
        linked.filter(|id| others.live(*id).is_some()).collect()
    }

    /// Associates a contact with a deal. HubSpot does not document that this changes the deal's
    /// `hs_lastmodifieddate`, so it does not.
    pub(crate) fn associate(&mut self, contact: u64, deal: u64, source: Source, now: i64) {
        if self.links.link(contact, deal) {
            self.record_association(contact, deal, false, source, now);
        }
    }

    /// Removes the association of a contact with a deal.
    pub(crate) fn dissociate(&mut self, contact: u64, deal: u64, source: Source, now: i64) {
        if self.links.unlink(contact, deal) {
            self.record_association(contact, deal, true, source, now);
        }
    }

    /// Associates a new record with others.
    pub(crate) fn associate_new(
        &mut self,
        object: ObjectType,
        id: u64,
        others: &[u64],
        source: Source,
        now: i64,
    ) {
        for other in others {
            let (contact, deal) = match object {
                ObjectType::Contacts => (id, *other),
                ObjectType::Deals => (*other, id),
            };
            self.associate(contact, deal, source, now);
        }
    }

    fn record_association(
        &mut self,
        contact: u64,
        deal: u64,
        removed: bool,
        source: Source,
        now: i64,
    ) {
        self.record_change(
            now,
            Change::Associated {
                contact,
                deal,
                removed,
                source,
            },
        );
    }
}
