//! The changes of a portal's records, whoever makes them. Each change updates lists and
//! associations, and is recorded for the webhooks.

use crate::{
    errors::Problem,
    objects::{Changes, ObjectType, Record, Source},
    pipelines,
    properties::Name,
};

use super::{Change, Portal};

impl Portal {
    /// Creates a record with validated values.
    ///
    /// # Errors
    /// 409 if another contact has the address.
    pub(crate) fn create(
        &mut self,
        object: ObjectType,
        values: &[(Name, String)],
        source: Source,
        now: i64,
    ) -> Result<u64, Problem> {
        let unique = self.unique_names(object);
        self.records_of(object).admit(None, values, &unique)?;
        let records = self.records_of_mut(object);
        let id = records.new_id();
        records.insert(Record::new(object, id, now, source));
        self.record_change(now, Change::Created { object, id, source });
        // By default HubSpot makes a new contact a lead, and puts a new deal into its own pipeline.
        let (name, value) = match object {
            ObjectType::Contacts => ("lifecyclestage", self.contacts.manners.first_stage),
            ObjectType::Deals => ("pipeline", Some(pipelines::DEFAULT)),
        };
        let given = values.iter().any(|(own, _)| &**own == name);
        let more = self.schema_of(object).live(name).filter(|_| !given);
        let more = more.and_then(|property| Some((property.name.clone(), value?.to_owned())));
        let values: Vec<(Name, String)> = values.iter().cloned().chain(more).collect();
        self.write(object, id, &values, source, now)?;
        Ok(id)
    }

    /// Writes validated values to a live record, and the values that HubSpot calculates from them.
    ///
    /// # Errors
    /// 409 if another contact has the address.
    pub(crate) fn write(
        &mut self,
        object: ObjectType,
        id: u64,
        values: &[(Name, String)],
        source: Source,
        now: i64,
    ) -> Result<Changes, Problem> {
        let unique = self.unique_names(object);
        self.records_of(object).admit(Some(id), values, &unique)?;
        let records = self.records_of_mut(object);
        let changes = records.write(id, values, &unique, now, source);
        let mut written: Vec<(Name, String)> = values.to_vec();
        written.retain(|(name, _)| changes.changed.contains(name));
        if object == ObjectType::Deals {
            written.extend(self.write_calculated(id, &written, now));
        }
        for (property, value) in written {
            self.record_change(
                now,
                Change::Written {
                    object,
                    id,
                    property,
                    value,
                    source,
                },
            );
        }
        if object == ObjectType::Contacts && !changes.changed.is_empty() {
            self.lists
                .reevaluate(&self.schema, id, self.contacts.live(id), now);
        }
        Ok(changes)
    }

    /// Writes the values that HubSpot calculates for a deal. Returns those that changed.
    fn write_calculated(
        &mut self,
        deal: u64,
        written: &[(Name, String)],
        now: i64,
    ) -> Vec<(Name, String)> {
        let name = |name: &str| Some(self.deal_schema.live(name)?.name.clone());
        let mut values: Vec<(Name, String)> = self
            .pipelines
            .calculated_values(written, now, self.deals.manners.deal_entries)
            .into_iter()
            .filter_map(|(property, value)| Some((name(&property)?, value)))
            .collect();
        let unique = self.unique_names(ObjectType::Deals);
        let changes = self
            .deals
            .write(deal, &values, &unique, now, Source::Calculated);
        values.retain(|(name, _)| changes.changed.contains(name));
        values
    }

    /// Moves a record to the recycle bin. Returns whether it was live.
    pub(crate) fn archive(
        &mut self,
        object: ObjectType,
        id: u64,
        source: Source,
        now: i64,
    ) -> bool {
        let archived = self.records_of_mut(object).archive(id, now);
        if archived {
            if object == ObjectType::Contacts {
                self.lists.reevaluate(&self.schema, id, None, now);
            }
            self.record_change(now, Change::Archived { object, id, source });
        }
        archived
    }

    /// Restores a contact from the recycle bin. Returns whether it was there and its address is
    /// still free.
    pub(crate) fn restore(&mut self, id: u64, source: Source, now: i64) -> bool {
        let object = ObjectType::Contacts;
        let unique = self.unique_names(object);
        let restored = self.contacts.restore(id, &unique);
        if restored {
            self.lists
                .reevaluate(&self.schema, id, self.contacts.live(id), now);
            self.record_change(now, Change::Restored { object, id, source });
        }
        restored
    }

    /// Merges two live contacts into one. Returns its new id.
    pub(crate) fn merge(
        &mut self,
        primary: u64,
        other: u64,
        source: Source,
        now: i64,
    ) -> Option<u64> {
        let unique = self.unique_names(ObjectType::Contacts);
        let (survivor, moved) = self.contacts.merge(primary, other, &unique, now)?;
        self.links.merged(&[primary, other], survivor);
        self.lists.merged(&[primary, other], survivor, now);
        self.lists
            .reevaluate(&self.schema, survivor, self.contacts.live(survivor), now);
        let merged = vec![other];
        self.record_change(
            now,
            Change::Merged {
                primary,
                merged,
                survivor,
                moved,
                source,
            },
        );
        Some(survivor)
    }

    /// Erases a contact for good.
    pub(crate) fn erase(&mut self, id: u64, source: Source, now: i64) {
        if self.contacts.erase(id) {
            self.links.forget_contact(id);
            self.lists.reevaluate(&self.schema, id, None, now);
            self.record_change(now, Change::Erased { id, source });
        }
    }
}
