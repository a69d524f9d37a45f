//! Background queries to HubSpot: starting them, showing their results so far, and the catalogue.

use domain::qualification::{Rule, check_rules};
use domain::{EmailAddress, RuleId};
use jiff::Timestamp;
use serde_json::value::{RawValue, to_raw_value};

use crate::api::{begun, shown};
use crate::api_types::requests::{Query, QueryKind};
use crate::api_types::views::{QueryState, QueryView, Response, View};
use crate::queries::{RunningQuery, show_catalogue};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::campaigns;
use crate::tables::queries::{self, QueryRow};
use crate::{Portal, programme};

impl Portal {
    /// Starts a query. Its result comes later.
    pub(crate) fn start_query(
        &mut self,
        query: &Query,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        self.check_query(query)?;
        if !Account::load(&self.database)?.is_connected() {
            return Err(PortalError::Disconnected);
        }
        let id = queries::add(&self.database, query, now)?;
        if queries::is_about_catalogue(query) {
            return self.show_catalogue().map(begun);
        }
        self.show_query(id, now).map(begun)
    }

    fn check_query(&self, query: &Query) -> Result<(), PortalError> {
        match query {
            Query::Count { audience } | Query::Preview { audience, .. } => audience
                .check()
                .map_err(|why| PortalError::invalid("audience", why)),
            Query::DryRun(wanted) => programme::syncs::check_new(&self.database, wanted),
            Query::MakeProperties { campaign, fields } => {
                campaigns::get(&self.database, *campaign)?;
                some(fields)
            }
            Query::TryRule(trial) => {
                let email = trial.email.as_deref().unwrap_or_default();
                let named = trial.contact.is_some() || EmailAddress::parse(email).is_ok();
                let why = "Give the contact's id or its e-mail address.";
                named
                    .then_some(())
                    .ok_or(PortalError::invalid("email", why))?;
                let rule = Rule {
                    id: RuleId(1),
                    cause: trial.cause.clone(),
                    hold_days: trial.hold_days,
                };
                check_rules(&[rule]).map_err(|why| PortalError::invalid("cause", why))
            }
            Query::MakeReferredByProperties { fields } => some(fields),
            Query::Catalogue => Ok(()),
        }
    }

    /// Returns a query of this kind with its result so far.
    pub(crate) fn show_query_of(
        &self,
        kind: QueryKind,
        id: u32,
        now: Timestamp,
    ) -> Result<View, PortalError> {
        queries::check_kind(&self.database, id, kind)?;
        self.show_query(id, now)
    }

    /// Returns a query with its result so far.
    fn show_query(&self, id: u32, now: Timestamp) -> Result<View, PortalError> {
        let asked = queries::get(&self.database, id)?.ok_or(PortalError::NotFound("query"))?;
        let found = match (&asked.result, self.memory.query(id)) {
            (Some(result), _) => RawValue::from_string(result.clone()),
            (None, Some(running)) => to_raw_value(&running.shown()),
            (None, None) => to_raw_value(&RunningQuery::begin(&asked.query).shown()),
        };
        let found = found.map_err(|_| PortalError::Unreadable("a result"))?;
        let waiting_for = self.memory.query_waits_for(id, now);
        Ok(View::Query(QueryView {
            id,
            state: state(&asked),
            waiting_for: waiting_for.filter(|_| asked.is_open()),
            found,
            problem: asked.problem,
        }))
    }

    pub(crate) fn cancel_query(
        &mut self,
        kind: QueryKind,
        id: u32,
    ) -> Result<Response, PortalError> {
        queries::check_kind(&self.database, id, kind)?;
        queries::delete(&self.database, id)?;
        self.memory.forget_query(id);
        Ok(shown(View::Done {}))
    }

    /// Returns the catalogue as of its last fetch.
    pub(crate) fn show_catalogue(&self) -> Result<View, PortalError> {
        let asked = queries::of_catalogue(&self.database)?;
        let refreshing = asked.as_ref().is_some_and(QueryRow::is_open);
        let mut view = show_catalogue(&self.database, refreshing)?;
        view.problem = asked.and_then(|asked| asked.problem);
        Ok(View::Catalogue(view))
    }
}

fn some<T>(fields: &[T]) -> Result<(), PortalError> {
    if fields.is_empty() {
        return Err(PortalError::invalid("fields", "Name at least one field."));
    }
    Ok(())
}

/// Returns the state of a query, in the words of its kind.
fn state(asked: &QueryRow) -> QueryState {
    if asked.problem.is_some() {
        return QueryState::Failed;
    }
    match (&asked.query, asked.result.is_some()) {
        (Query::Count { .. }, false) => QueryState::Counting,
        (Query::Count { .. }, true) => QueryState::Counted,
        (Query::DryRun(_), true) => QueryState::Finished,
        (_, false) => QueryState::Reading,
        (_, true) => QueryState::Ready,
    }
}
