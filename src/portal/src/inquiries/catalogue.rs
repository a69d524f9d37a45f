//! Which properties and lists HubSpot has, for people to choose from.
//!
//! Both are kept in the table `catalogue` until they are asked for again: choosing must not wait for HubSpot.

use domain::mapping::{OWN_GROUP, ValueKind};
use hubspot::lists::{self, ContactList};
use hubspot::properties::{self, PropertyDefinition, PropertyKind};
use hubspot::{Call, Failure, Reply};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Step, Tables, Taken};
use crate::database::{Database, json};
use crate::error::PortalError;
use crate::views::{CatalogueView, ListsProblem, ListsProblemReason, PropertyView};

/// The fetching.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    properties: Option<Vec<PropertyView>>,
    lists: Vec<ContactList>,
    offset: u32,
}

/// What is kept.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    properties: Vec<PropertyView>,
    lists: Vec<ContactList>,
    lists_problem: Option<ListsProblem>,
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
        self.keep(problem, tables.database, tables.now)?;
        Ok(Ok(Step::Done))
    }

    fn keep(
        &mut self,
        problem: Option<ListsProblem>,
        database: &Database,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let kept = Kept {
            properties: self.properties.take().unwrap_or_default(),
            lists: core::mem::take(&mut self.lists),
            lists_problem: problem,
        };
        database.change(
            "INSERT INTO catalogue (id, content, fetched_at) VALUES (1, ?1, ?2) ON CONFLICT (id) \
             DO UPDATE SET content = excluded.content, fetched_at = excluded.fetched_at",
            &[json(&kept)?, now.into()],
        )
    }
}

/// What is kept, and whether it is being fetched anew.
pub(crate) fn show(database: &Database, refreshing: bool) -> Result<CatalogueView, PortalError> {
    let row = database.first(
        "SELECT content, fetched_at FROM catalogue WHERE id = 1",
        &[],
    )?;
    let (kept, fetched_at): (Kept, Option<Timestamp>) = match row {
        Some(row) => (row.json(0)?, row.optional_time(1)?),
        None => (Kept::default(), None),
    };
    Ok(CatalogueView {
        properties: kept.properties,
        lists: kept.lists,
        lists_problem: kept.lists_problem,
        problem: None,
        refreshing,
        fetched_at,
    })
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
