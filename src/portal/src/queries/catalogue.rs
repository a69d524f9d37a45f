//! Which properties, lists and pipelines HubSpot has, for people to choose from.
//!
//! They are kept in the table `catalogue` until they are asked for again: choosing must not wait for HubSpot.

use domain::mapping::{OWN_GROUP, ValueKind};
use hubspot::deals;
use hubspot::lists::{self, ContactList};
use hubspot::properties::{self, PropertyDefinition, PropertyKind};
use hubspot::{Call, Failure, Reply};

use super::{Step, Tables, Taken};
use crate::api_types::views::{
    CatalogueProblem, CatalogueProblemReason, CatalogueView, PropertyView,
};
use crate::storage::database::{Database, json, raw};
use crate::storage::error::PortalError;
use crate::tables::account::Account;

/// The fetching.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    properties: Option<Vec<PropertyView>>,
    lists: Vec<ContactList>,
    offset: u32,
    /// The lists are all there are.
    listed: bool,
    /// Why there are none, if that is not because there are none.
    lists_problem: Option<CatalogueProblem>,
}

const NO_LISTS: &str = "Goodword may not read this account's lists yet.";
const NO_DEALS: &str = "Goodword may not read this account's deals yet.";

impl Catalogue {
    pub(super) fn call(&self) -> Call {
        if self.properties.is_none() {
            properties::list()
        } else if self.listed {
            deals::list_pipelines()
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
        if self.listed {
            return match outcome.and_then(|reply| deals::pipelines(&reply)) {
                Ok(pipelines) => self.keep(&pipelines, None, tables),
                Err(failure) => match refusal(failure, NO_DEALS) {
                    Ok(problem) => self.keep(&[], Some(&problem), tables),
                    Err(failure) => Ok(Err(failure)),
                },
            };
        }
        match outcome.and_then(|reply| lists::found(&reply)) {
            Ok(page) => {
                self.lists.extend(page.lists);
                if let Some(next) = page.next.filter(|next| *next > self.offset) {
                    self.offset = next;
                    return Ok(Ok(Step::Further));
                }
            }
            Err(failure) => match refusal(failure, NO_LISTS) {
                Ok(problem) => self.lists_problem = Some(problem),
                Err(failure) => return Ok(Err(failure)),
            },
        }
        self.listed = true;
        if Account::load(tables.database)?.may_read_deals() {
            return Ok(Ok(Step::Further));
        }
        self.keep(&[], Some(&not_granted(NO_DEALS)), tables)
    }

    fn keep(
        &mut self,
        pipelines: &[deals::Pipeline],
        pipelines_problem: Option<&CatalogueProblem>,
        tables: &Tables<'_>,
    ) -> Taken {
        let properties = self.properties.take().unwrap_or_default();
        let lists = core::mem::take(&mut self.lists);
        tables.database.change(
            "INSERT OR REPLACE INTO catalogue (id, properties, lists, lists_problem, pipelines, \
             pipelines_problem, fetched_at) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
            &[
                json(&properties)?,
                json(&lists)?,
                json(&self.lists_problem)?,
                json(&pipelines)?,
                json(&pipelines_problem)?,
                tables.now.into(),
            ],
        )?;
        Ok(Ok(Step::Done))
    }
}

fn not_granted(detail: &str) -> CatalogueProblem {
    CatalogueProblem {
        reason: CatalogueProblemReason::Permission,
        detail: detail.to_owned(),
    }
}

/// A refusal that people can do something about; another failure is given back.
fn refusal(failure: Failure, not_allowed: &str) -> Result<CatalogueProblem, Failure> {
    match failure {
        Failure::MissingScopes { .. } => Ok(not_granted(not_allowed)),
        Failure::Rejected(rejection) if rejection.status == 403 => Ok(CatalogueProblem {
            reason: CatalogueProblemReason::Plan,
            detail: rejection.message,
        }),
        failure => Err(failure),
    }
}

/// What is kept, and whether it is being fetched anew.
pub(crate) fn show(database: &Database, refreshing: bool) -> Result<CatalogueView, PortalError> {
    let row = database.first(
        "SELECT properties, lists, lists_problem, pipelines, pipelines_problem, fetched_at \
         FROM catalogue WHERE id = 1",
        &[],
    )?;
    let mut view = CatalogueView {
        properties: raw("[]")?,
        lists: raw("[]")?,
        lists_problem: raw("null")?,
        pipelines: raw("[]")?,
        pipelines_problem: raw("null")?,
        problem: None,
        refreshing,
        fetched_at: None,
    };
    if let Some(row) = row {
        view.properties = raw(row.text(0)?)?;
        view.lists = raw(row.text(1)?)?;
        view.lists_problem = raw(row.text(2)?)?;
        view.pipelines = raw(row.text(3)?)?;
        view.pipelines_problem = raw(row.text(4)?)?;
        view.fetched_at = row.optional_time(5)?;
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
