//! Fetching the catalogue: the properties, lists and pipelines of the account, for people to choose from.

use domain::mapping::{OWN_GROUP, ValueKind};
use hubspot::deals;
use hubspot::lists::{self, ContactList};
use hubspot::properties::{self, PropertyDefinition, PropertyKind};
use hubspot::{Call, Failure, Reply};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::step::{Step, Tables, Taken};
use crate::api_types::views::{
    CatalogueProblem, CatalogueProblemReason, CatalogueView, PropertyView,
};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::catalogue::{self, CatalogueRow};

/// A fetch of the catalogue under way.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    properties: Option<Vec<PropertyView>>,
    lists: Vec<ContactList>,
    /// The cursor of the next page of lists.
    after: Option<String>,
    /// Whether all lists are read.
    listed: bool,
    /// The reason why the lists could not be read.
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
            lists::all(self.after.as_deref())
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
        match outcome.and_then(|reply| lists::list_page(&reply)) {
            Ok(page) => {
                self.lists.extend(page.lists);
                // A cursor that leads to itself would never end.
                let next = page.next.filter(|next| self.after.as_ref() != Some(next));
                if let Some(next) = next {
                    self.after = Some(next);
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
        let fetched = CatalogueRow {
            properties: raw(&properties)?,
            lists: raw(&lists)?,
            lists_problem: raw(&self.lists_problem)?,
            pipelines: raw(&pipelines)?,
            pipelines_problem: raw(&pipelines_problem)?,
            fetched_at: tables.now,
        };
        catalogue::store(tables.database, &fetched)?;
        Ok(Ok(Step::Done))
    }
}

fn not_granted(detail: &str) -> CatalogueProblem {
    CatalogueProblem {
        reason: CatalogueProblemReason::Permission,
        detail: detail.to_owned(),
    }
}

/// Returns a refusal that people can resolve as a problem, and every other failure unchanged.
fn refusal(failure: Failure, not_allowed: &str) -> Result<CatalogueProblem, Failure> {
    match failure {
        Failure::MissingScopes {
            is_certain: true, ..
        } => Ok(not_granted(not_allowed)),
        Failure::MissingScopes { message, .. } => Ok(CatalogueProblem {
            reason: CatalogueProblemReason::Plan,
            detail: message,
        }),
        failure => Err(failure),
    }
}

/// Returns the stored catalogue, and whether it is being fetched again.
pub(crate) fn show(database: &Database, refreshing: bool) -> Result<CatalogueView, PortalError> {
    let Some(row) = catalogue::get(database)? else {
        return Ok(CatalogueView {
            properties: raw::<[(); 0]>(&[])?,
            lists: raw::<[(); 0]>(&[])?,
            lists_problem: raw(&())?,
            pipelines: raw::<[(); 0]>(&[])?,
            pipelines_problem: raw(&())?,
            problem: None,
            refreshing,
            fetched_at: None,
        });
    };
    Ok(CatalogueView {
        properties: row.properties,
        lists: row.lists,
        lists_problem: row.lists_problem,
        pipelines: row.pipelines,
        pipelines_problem: row.pipelines_problem,
        problem: None,
        refreshing,
        fetched_at: Some(row.fetched_at),
    })
}

fn raw<T: Serialize>(value: &T) -> Result<Box<RawValue>, PortalError> {
    to_raw_value(value).map_err(|_| PortalError::Unreadable("the catalogue"))
}

fn view(definition: PropertyDefinition) -> PropertyView {
    let kinds: &[ValueKind] = match definition.kind {
        Some(PropertyKind::String) => &[ValueKind::Text, ValueKind::Number, ValueKind::Date],
        Some(PropertyKind::Number) => &[ValueKind::Number],
        Some(PropertyKind::Date | PropertyKind::DateTime) => &[ValueKind::Date],
        _ => &[],
    };
    // Goodword never writes into HubSpot's own properties, even if HubSpot permits it.
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
