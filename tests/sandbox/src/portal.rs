//! One HubSpot account. It shares nothing with other accounts.

mod change;
mod links;
mod records;
mod users;

use std::collections::BTreeSet;

pub(crate) use change::Change;
pub(crate) use users::User;

use crate::{
    associations::Links,
    limits::Limits,
    lists::{self, Lists},
    objects::{self, ObjectType, Records},
    pipelines::Pipelines,
    properties::{self, ArchivedProperty, Definition, Name, Schema},
    random::Random,
    settings::{FurtherEmails, Settings},
    time::DAY,
};

#[derive(Clone, Debug)]
pub(crate) struct Portal {
    pub(crate) id: u64,
    pub(crate) domain: String,
    pub(crate) name: String,
    pub(crate) users: Vec<User>,
    pub(crate) schema: Schema,
    pub(crate) contacts: Records,
    pub(crate) deal_schema: Schema,
    pub(crate) deals: Records,
    pub(crate) pipelines: Pipelines,
    pub(crate) links: Links,
    pub(crate) lists: Lists,
    pub(crate) limits: Limits,
    /// The changes since [`Portal::take_changes`] was last called.
    changes: Vec<(i64, Change)>,
}

impl Portal {
    /// Creates the portal with this index, and fills it with contacts.
    pub(crate) fn new(index: usize, settings: &Settings) -> Self {
        let mut random = Random::new(settings.seed, &format!("portal {index}"));
        let id = 20_000_000 + index as u64 * 20_000_000 + random.below(9_999_999);
        let name = users::company(index);
        let domain = users::domain(&name);
        let founded = settings.start_ms - 1_200 * DAY;
        let first_id = 150_000_000_000 + random.below(1_000_000_000);
        let pipelines = Pipelines::new(founded);
        let first_deal_id = 38_000_000_000 + id;
        let mut portal = Self {
            id,
            users: users::staff(&mut random, &domain),
            domain,
            name,
            schema: Schema::of_contacts(founded),
            contacts: Records::new(first_id, random.clone()),
            deal_schema: Schema::of_deals(founded, &pipelines),
            deals: Records::new(first_deal_id, Random::new(settings.seed, "deals")),
            pipelines,
            links: Links::default(),
            lists: Lists::default(),
            limits: Limits::default(),
            changes: Vec::new(),
        };
        portal.contacts.merged_ids = settings.reads.merged_ids;
        portal.contacts.manners = settings.people.clone();
        portal.deals.manners = settings.people.clone();
        if settings.people.further_emails == FurtherEmails::Hidden {
            portal.schema.unshown = Some("hs_additional_emails");
        }
        let further = settings.properties.further;
        for property in properties::further_properties(further, founded) {
            portal.schema.insert(property);
        }
        objects::populate(&mut portal, settings, &mut random);
        lists::create_standard_lists(&mut portal, settings.start_ms);
        let pace = lists::Pace::new(settings.list_processing_ms, settings.seed);
        portal.lists.set_pace(pace);
        portal.changes.clear();
        portal
    }

    /// Returns the properties of an object type.
    pub(crate) fn schema_of(&self, object: ObjectType) -> &Schema {
        match object {
            ObjectType::Contacts => &self.schema,
            ObjectType::Deals => &self.deal_schema,
        }
    }

    /// Returns the records of an object type.
    pub(crate) fn records_of(&self, object: ObjectType) -> &Records {
        match object {
            ObjectType::Contacts => &self.contacts,
            ObjectType::Deals => &self.deals,
        }
    }

    fn records_of_mut(&mut self, object: ObjectType) -> &mut Records {
        match object {
            ObjectType::Contacts => &mut self.contacts,
            ObjectType::Deals => &mut self.deals,
        }
    }

    /// Returns the names of the properties with unique values.
    pub(crate) fn unique_names(&self, object: ObjectType) -> BTreeSet<Name> {
        let unique = |property: &&Definition| property.unique && property.archived_at.is_none();
        self.schema_of(object)
            .properties()
            .filter(unique)
            .map(|property| property.name.clone())
            .collect()
    }

    /// Adds a property. `archived`: what becomes of the values that an archived one of the name left behind.
    pub(crate) fn add_property(&mut self, property: Definition, archived: ArchivedProperty) {
        let forgets = archived != ArchivedProperty::Kept;
        if forgets && self.schema.any(&property.name).is_some() {
            self.contacts.forget(&property.name);
        }
        self.schema.insert(property);
    }

    /// Records a change for the webhooks.
    pub(crate) fn record_change(&mut self, at: i64, change: Change) {
        self.changes.push((at, change));
    }

    /// Returns the changes since the last call.
    pub(crate) fn take_changes(&mut self) -> Vec<(i64, Change)> {
        std::mem::take(&mut self.changes)
    }
}
