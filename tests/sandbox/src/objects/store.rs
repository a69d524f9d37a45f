//! All records of a type in a portal, by id, with the indices for uniqueness.
//!
//! Ids grow, with gaps. Invariants: `emails` and `unique` hold exactly the addresses (first and
//! further) and the unique values of live records. `survivors` maps each merged id directly to the
//! surviving record, which may have been archived since.

use std::collections::{BTreeMap, BTreeSet};

use super::{Record, Source};
use crate::{
    errors::Problem,
    properties::Name,
    random::Random,
    settings::{ConflictWords, ErasedAddress, FurtherEmails, MergedIds, PeopleSettings},
};

/// A record, and how it was found.
pub(crate) enum Found<'a> {
    /// Under its own id.
    Direct(&'a Record),
    /// Under the id of a record that was merged into it.
    Merged(&'a Record),
}

/// How many values a write carried, and how many of them differed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) values: usize,
    pub(crate) changed: Vec<Name>,
}

/// All records of one type in a portal.
#[derive(Clone, Debug)]
pub(crate) struct Records {
    pub(super) live: BTreeMap<u64, Record>,
    pub(super) archived: BTreeMap<u64, Record>,
    pub(super) survivors: BTreeMap<u64, u64>,
    pub(super) emails: BTreeMap<String, u64>,
    pub(super) unique: BTreeMap<(Name, String), u64>,
    /// The addresses of people who were erased.
    pub(crate) blocked: BTreeSet<String>,
    pub(crate) manners: PeopleSettings,
    /// Where records name those that were merged into them.
    pub(crate) merged_ids: MergedIds,
    next_id: u64,
    random: Random,
}

impl Records {
    /// Creates an empty store whose ids begin near `first_id`.
    pub(crate) fn new(first_id: u64, random: Random) -> Self {
        Self {
            live: BTreeMap::new(),
            archived: BTreeMap::new(),
            survivors: BTreeMap::new(),
            emails: BTreeMap::new(),
            unique: BTreeMap::new(),
            blocked: BTreeSet::new(),
            manners: PeopleSettings::default(),
            merged_ids: MergedIds::All,
            next_id: first_id,
            random,
        }
    }

    /// Makes later ids begin at `id`.
    pub(crate) fn jump_to(&mut self, id: u64) {
        self.next_id = self.next_id.max(id);
    }

    /// Returns a new id: above all earlier ones, with a gap.
    pub(crate) fn new_id(&mut self) -> u64 {
        self.next_id += 1 + self.random.below(500);
        self.next_id
    }

    /// Returns the number of live records.
    pub(crate) fn len(&self) -> usize {
        self.live.len()
    }

    /// Returns the live records from an id on, in order of ids.
    pub(crate) fn from(&self, id: u64) -> impl Iterator<Item = &Record> {
        self.live.range(id..).map(|(_, contact)| contact)
    }

    /// Returns the archived records from an id on, in order of ids.
    pub(crate) fn archived_from(&self, id: u64) -> impl Iterator<Item = &Record> {
        self.archived.range(id..).map(|(_, contact)| contact)
    }

    /// Returns the live record with exactly this id.
    pub(crate) fn live(&self, id: u64) -> Option<&Record> {
        self.live.get(&id)
    }

    /// Returns the archived record with this id.
    pub(crate) fn archived(&self, id: u64) -> Option<&Record> {
        self.archived.get(&id)
    }

    /// Returns a live record by its id, or by the id of a record that was merged into it.
    pub(crate) fn find(&self, id: u64) -> Option<Found<'_>> {
        if let Some(contact) = self.live.get(&id) {
            return Some(Found::Direct(contact));
        }
        self.live.get(self.survivors.get(&id)?).map(Found::Merged)
    }

    /// Returns the id of the live record with this address.
    pub(crate) fn by_email(&self, email: &str) -> Option<u64> {
        let email = email.trim().to_lowercase();
        let id = self.emails.get(&email).copied()?;
        let first = || self.live.get(&id)?.value("email");
        let found = match self.manners.further_emails {
            FurtherEmails::Shown => true,
            FurtherEmails::Hidden => first().is_some_and(|first| first == email),
        };
        found.then_some(id)
    }

    /// Returns the id of the live record with this value of a unique property.
    pub(crate) fn by_unique(&self, name: &Name, value: &str) -> Option<u64> {
        self.unique.get(&(name.clone(), value.to_owned())).copied()
    }

    /// Checks that no other record holds an address or a unique value that is to be written.
    pub(crate) fn admit(
        &self,
        id: Option<u64>,
        values: &[(Name, String)],
        unique: &BTreeSet<Name>,
    ) -> Result<(), Problem> {
        for (name, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
            let addresses = matches!(&**name, "email" | "hs_additional_emails");
            for address in value.split(';').filter(|_| addresses) {
                let refuses = self.manners.erased == ErasedAddress::Refused;
                if refuses && self.blocked.contains(address) {
                    return Err(Problem::validation(
                        "The email address was permanently deleted and cannot be added again",
                    ));
                }
                self.check_free(id, self.emails.get(address), address)?;
            }
            if unique.contains(name) {
                let holder = self.unique.get(&(name.clone(), value.clone()));
                self.check_free(id, holder, value)?;
            }
        }
        Ok(())
    }

    /// Returns a 409 if another record holds a unique value.
    fn check_free(
        &self,
        id: Option<u64>,
        holder: Option<&u64>,
        value: &str,
    ) -> Result<(), Problem> {
        let Some(other) = holder.filter(|holder| Some(**holder) != id) else {
            return Ok(());
        };
        let (category, message) = match self.manners.conflict {
            ConflictWords::Short => (
                "CONFLICT",
                format!("Contact already exists. Existing ID: {other}"),
            ),
            ConflictWords::Long => (
                "OBJECT_ALREADY_EXISTS",
                format!("A contact with email {value} already exists. Existing ID: {other}"),
            ),
            ConflictWords::WithoutId => ("CONFLICT", "Contact already exists.".to_owned()),
        };
        Err(Problem::new(409, category, message))
    }

    /// Adds a record that has no values yet.
    pub(crate) fn insert(&mut self, contact: Record) {
        self.live.insert(contact.id, contact);
    }

    /// Writes admitted values and updates the indices.
    pub(crate) fn write(
        &mut self,
        id: u64,
        values: &[(Name, String)],
        unique: &BTreeSet<Name>,
        at: i64,
        source: Source,
    ) -> Changes {
        let mut changes = Changes {
            values: values.len(),
            changed: Vec::new(),
        };
        let Some(contact) = self.live.get_mut(&id) else {
            return Changes::default();
        };
        for (name, value) in values {
            let before = contact
                .value(name)
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default();
            let more_emails = &**name == "hs_additional_emails";
            let differs = if more_emails {
                contact.write_more_emails(addresses(value), at)
            } else {
                contact.write(name, value, at, source)
            };
            if !differs {
                continue;
            }
            changes.changed.push(name.clone());
            if more_emails || &**name == "email" {
                for address in addresses(&before) {
                    self.emails.remove(&address);
                }
                let added = addresses(value).into_iter();
                self.emails.extend(added.map(|address| (address, id)));
            } else if unique.contains(name) {
                self.unique.remove(&(name.clone(), before));
                if !value.is_empty() {
                    self.unique.insert((name.clone(), value.clone()), id);
                }
            }
        }
        changes
    }

    /// Removes all values of a property.
    pub(crate) fn forget(&mut self, property: &str) {
        for contact in self.live.values_mut().chain(self.archived.values_mut()) {
            contact.forget(property);
        }
        self.unique.retain(|(name, _), _| &**name != property);
    }
}

/// Splits a value into addresses.
fn addresses(value: &str) -> Vec<String> {
    let parts = value.split(';').filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}
