//! Which properties and lists HubSpot has, for people to choose from.
//!
//! Both are kept in the table `catalogue` until they are asked for again: choosing must not wait for HubSpot.

use domain::mapping::{OWN_GROUP, ValueKind};
use hubspot::lists::{self, ContactList};
use hubspot::properties::{self, PropertyDefinition, PropertyKind};
use hubspot::{Call, Failure, Reply};
use jiff::Timestamp;

use super::{Step, Tables, Taken};
use crate::database::{Database, json, raw};
use crate::error::PortalError;
use crate::views::{CatalogueView, ListsProblem, ListsProblemReason, PropertyView};

/// The fetching.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    properties: Option<Vec<PropertyView>>,
    lists: Vec<ContactList>,
    offset: u32,
}

impl Catalogue {
    pub(super) fn call(&self) -> Call {
        if self.properties.is_none() {
            properties::list()
        } else {
            lists::search(self.offset)
        }
    }

    pub(super) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        if self.properties.is_none() {
            return Ok(outcome
                .and_then(|reply| properties::definitions(&reply))
                .map(|definitions| {
                    self.properties = Some(definitions.into_iter().map(view).collect());
                    Step::Further
                }));
        }
        let problem = match outcome.and_then(|reply| lists::found(&reply)) {
            Ok(page) => {
                self.lists.extend(page.lists);
                if let Some(next) = page.next.filter(|next| *next > self.offset) {
                    self.offset = next;
                    return Ok(Ok(Step::Further));
                }
                None
            }
            Err(Failure::MissingScopes { .. }) => Some(ListsProblem {
                reason: ListsProblemReason::Permission,
                detail: "Goodword may not read this account's lists yet.".into(),
            }),
            Err(Failure::Rejected(rejection)) if rejection.status == 403 => Some(ListsProblem {
                reason: ListsProblemReason::Plan,
                detail: rejection.message,
            }),
            Err(failure) => return Ok(Err(failure)),
        };
        self.keep(problem.as_ref(), tables.database, tables.now)?;
        Ok(Ok(Step::Done))
    }

    fn keep(
        &mut self,
        problem: Option<&ListsProblem>,
        database: &Database,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let properties = self.properties.take().unwrap_or_default();
        let lists = core::mem::take(&mut self.lists);
        database.change(
            "INSERT OR REPLACE INTO catalogue (id, properties, lists, lists_problem, fetched_at) \
             VALUES (1, ?1, ?2, ?3, ?4)",
            &[
                json(&properties)?,
                json(&lists)?,
                json(&problem)?,
                now.into(),
            ],
        )
    }
}

/// What is kept, and whether it is being fetched anew.
pub(crate) fn show(database: &Database, refreshing: bool) -> Result<CatalogueView, PortalError> {
    let row = database.first(
        "SELECT properties, lists, lists_problem, fetched_at FROM catalogue WHERE id = 1",
        &[],
    )?;
    let mut view = CatalogueView {
        properties: raw("[]")?,
        lists: raw("[]")?,
        lists_problem: raw("null")?,
        problem: None,
        refreshing,
        fetched_at: None,
    };
    if let Some(row) = row {
        view.properties = raw(row.text(0)?)?;
        view.lists = raw(row.text(1)?)?;
        view.lists_problem = raw(row.text(2)?)?;
        view.fetched_at = row.optional_time(3)?;
    }
    Ok(view)
}

fn view(definition: PropertyDefinition) -> PropertyView {
    let kinds: &[ValueKind] = match definition.kind {
        Some(PropertyKind::String) => &[ValueKind::Text, ValueKind::Number, ValueKind::Date],
        Some(PropertyKind::Number) => &[ValueKind::Number],
        Some(PropertyKind::Date | PropertyKind::DateTime) => &[ValueKind::Date],
        _ => &[],
    };
    // Into HubSpot's own properties nothing is written, whatever HubSpot would allow.
    let writable = definition.is_writable() && !definition.hubspot_defined;
    PropertyView {
        own: definition.group_name == OWN_GROUP,
        takes: if writable { kinds.to_vec() } else { Vec::new() },
        writable,
        kind: definition.kind.map(|kind| kind.as_str().to_owned()),
        name: definition.name,
        label: definition.label,
        group: definition.group_name,
    }
}
