//! What can be done to a portal's contacts, by whomever: each deed keeps the lists and notes what
//! happened for the webhooks.

use crate::{
    objects::{Changes, Record, Source},
    errors::Problem,
    properties::Name,
};

use super::{Change, Portal};

impl Portal {
    /// Creates a contact with judged values.
    ///
    /// # Errors
    /// 409 if another contact has the address.
    pub(crate) fn create(
        &mut self,
        values: &[(Name, String)],
        source: Source,
        now: i64,
    ) -> Result<u64, Problem> {
        let unique = self.unique_names();
        self.contacts.admit(None, values, &unique)?;
        let id = self.contacts.new_id();
        self.contacts.insert(Record::new(id, now, source));
        self.note(now, Change::Created { id, source });
        let staged = values.iter().any(|(name, _)| &**name == "lifecyclestage");
        // HubSpot begins a contact's life as a lead unless it is told otherwise.
        let stage = self.schema.live("lifecyclestage").filter(|_| !staged);
        let stage = stage.map(|property| (property.name.clone(), "lead".to_owned()));
        let values: Vec<(Name, String)> = values.iter().cloned().chain(stage).collect();
        self.write(id, &values, source, now)?;
        Ok(id)
    }

    /// Writes judged values to a live contact.
    ///
    /// # Errors
    /// 409 if another contact has the address.
    pub(crate) fn write(
        &mut self,
        id: u64,
        values: &[(Name, String)],
        source: Source,
        now: i64,
    ) -> Result<Changes, Problem> {
        let unique = self.unique_names();
        self.contacts.admit(Some(id), values, &unique)?;
        let changes = self.contacts.write(id, values, &unique, now, source);
        for (name, value) in values {
            if changes.changed.contains(name) {
                let (property, value) = (name.clone(), value.clone());
                self.note(
                    now,
                    Change::Written {
                        id,
                        property,
                        value,
                        source,
                    },
                );
            }
        }
        if !changes.changed.is_empty() {
            self.lists
                .reconsider(&self.schema, id, self.contacts.live(id), now);
        }
        Ok(changes)
    }

    /// Puts a contact into the recycle bin. Says whether it was live.
    pub(crate) fn archive(&mut self, id: u64, source: Source, now: i64) -> bool {
        let archived = self.contacts.archive(id, now);
        if archived {
            self.lists.reconsider(&self.schema, id, None, now);
            self.note(now, Change::Archived { id, source });
        }
        archived
    }

    /// Takes a contact out of the recycle bin. Says whether it was there, and its address still
    /// free.
    pub(crate) fn restore(&mut self, id: u64, source: Source, now: i64) -> bool {
        let restored = self.contacts.restore(id, &self.unique_names());
        if restored {
            self.lists
                .reconsider(&self.schema, id, self.contacts.live(id), now);
            self.note(now, Change::Restored { id, source });
        }
        restored
    }

    /// Makes one record of two live ones, under a new id, and gives that.
    pub(crate) fn merge(
        &mut self,
        primary: u64,
        other: u64,
        source: Source,
        now: i64,
    ) -> Option<u64> {
        let (survivor, moved) = self
            .contacts
            .merge(primary, other, &self.unique_names(), now)?;
        self.lists.merged(&[primary, other], survivor, now);
        self.lists
            .reconsider(&self.schema, survivor, self.contacts.live(survivor), now);
        let merged = vec![other];
        self.note(
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
            self.lists.reconsider(&self.schema, id, None, now);
            self.note(now, Change::Erased { id, source });
        }
    }
}
