//! The names and addresses of referrers, as the syncs of a campaign map them.
//!
//! A sync touches only the fields that it maps. If another sync of the campaign covers the same contact and maps the
//! same field to something else, both come to the same value, whichever runs last: the value of the older sync, or
//! else that of the other.

use std::rc::Rc;

use domain::{ContactId, InboundMapping, SyncId};
use hubspot::contacts::ContactRecord;

use crate::tables::audience_snapshots::Snapshot;
use crate::tables::referrers::{self, Person};
use crate::tables::syncs::Sync;

/// The inbound mappings that count for the contacts of a run: those of its sync, and those of other syncs for the same
/// fields. The oldest sync comes first.
pub(crate) struct Inbound(Vec<Row>);

struct Row {
    sync: SyncId,
    mapping: InboundMapping,
    /// The other sync of this mapping; `None` for the run's own sync.
    other: Option<Rc<Other>>,
}

/// Another sync of the campaign, with the contacts that it covers.
pub(crate) struct Other {
    pub(crate) sync: Sync,
    pub(crate) snapshot: Rc<Snapshot>,
}

impl Other {
    fn covers(&self, contact: &ContactId) -> bool {
        let audience = self.sync.snapshot_audience.as_ref();
        audience.is_some_and(|audience| self.snapshot.covers(audience, contact))
    }
}

/// Returns whether two syncs map a field of both to different sources.
pub(crate) fn differ(sync: &Sync, other: &Sync) -> bool {
    let differs = |row: &InboundMapping| {
        let own = sync.inbound.iter().find(|own| own.field == row.field);
        own.is_some_and(|own| own != row)
    };
    other.inbound.iter().any(differs)
}

impl Inbound {
    /// Joins the mappings of a sync with those of others that differ from them.
    pub(crate) fn of(sync: &Sync, others: Vec<Other>) -> Self {
        let own = sync.inbound.iter().map(|mapping| Row {
            sync: sync.id,
            mapping: mapping.clone(),
            other: None,
        });
        let mut rows: Vec<Row> = own.collect();
        for other in others {
            let other = Rc::new(other);
            let is_mapped =
                |row: &&InboundMapping| sync.inbound.iter().any(|own| own.field == row.field);
            rows.extend(
                other
                    .sync
                    .inbound
                    .iter()
                    .filter(is_mapped)
                    .map(|mapping| Row {
                        sync: other.sync.id,
                        mapping: mapping.clone(),
                        other: Some(Rc::clone(&other)),
                    }),
            );
        }
        rows.sort_by_key(|row| row.sync);
        Self(rows)
    }

    /// Returns the properties that the mappings read.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        let properties = self
            .0
            .iter()
            .filter_map(|row| row.mapping.property.as_ref());
        properties.map(domain::PropertyName::as_str)
    }

    /// Returns a person's details as a contact has them now. Fields that the sync does not map stay as they are.
    pub(crate) fn person(&self, present: Person, record: &ContactRecord) -> Person {
        let mut person = present;
        let mut fields: Vec<_> = self.0.iter().map(|row| row.mapping.field).collect();
        fields.sort_unstable();
        fields.dedup();
        for field in fields {
            let mut rows = self.0.iter().filter(|row| row.mapping.field == field);
            let value = rows.find_map(|row| {
                let counts = row
                    .other
                    .as_ref()
                    .is_none_or(|other| other.covers(&record.id));
                referrers::mapped_value(&row.mapping, record).filter(|_| counts)
            });
            person.set(field, value);
        }
        person
    }
}
