//! The state of a portal's object: the portal, its loop, and the platform's storage with the alarm.
//!
//! Invariant: the portal is never borrowed across an await, so that a request and a slice of the loop never see it half
//! changed by the other.

use std::cell::RefCell;
use std::time::Duration;

use jiff::Timestamp;
use portal::slice::PortalLoop;
use portal::{Portal, PortalError};
use worker::{Env, State};

use crate::edge::problem::{Kind, Problem};
use crate::edge::settings;
use crate::platform::clock;
use crate::platform::durable_sql::DurableSql;
use crate::platform::entropy::PlatformEntropy;
use crate::platform::log::Line;

/// Whether a request may make the tables of a portal that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It may: the account is being connected.
    New,
    /// It may not: an account that was never connected leaves no trace.
    Existing,
}

/// The state of one portal's object.
pub(crate) struct ObjectState {
    state: State,
    env: Env,
    portal_loop: RefCell<PortalLoop>,
}

impl ObjectState {
    pub(crate) fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            portal_loop: RefCell::default(),
        }
    }

    /// Returns the time that the alarm is set to.
    pub(crate) async fn alarm(&self) -> Option<Timestamp> {
        let alarm = self.state.storage().get_alarm().await.ok().flatten();
        alarm.and_then(|ms| Timestamp::from_millisecond(ms).ok())
    }

    /// Sets the alarm. The object has one alarm: an earlier setting is replaced.
    pub(crate) async fn arm(&self, at: Timestamp) {
        let pause: Duration = at
            .duration_since(clock::now())
            .try_into()
            .unwrap_or_default();
        if let Err(error) = self.state.storage().set_alarm(pause).await {
            Line::about("portal.not_armed")
                .id("portal", &self.name())
                .id("error", &error)
                .warn();
        }
    }

    /// Deletes the alarm.
    pub(crate) async fn disarm(&self) {
        if let Err(error) = self.state.storage().delete_alarm().await {
            Line::about("portal.not_disarmed")
                .id("portal", &self.name())
                .id("error", &error)
                .warn();
        }
    }

    /// Does something with the loop.
    pub(crate) fn with_loop<T>(
        &self,
        work: impl FnOnce(&mut PortalLoop, Timestamp) -> T,
    ) -> Result<T, Problem> {
        let mut portal_loop = self
            .portal_loop
            .try_borrow_mut()
            .map_err(|_| Problem::new(Kind::Unavailable, "The account's data is in use."))?;
        Ok(work(&mut portal_loop, clock::now()))
    }

    /// Does something with a portal that was connected before.
    pub(crate) fn with_portal<T>(
        &self,
        work: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, Problem> {
        self.with_portal_as(Opening::Existing, work)
    }

    /// Does something with the portal.
    pub(crate) fn with_portal_as<T>(
        &self,
        opening: Opening,
        work: impl FnOnce(&mut Portal, Timestamp) -> Result<T, PortalError>,
    ) -> Result<T, Problem> {
        self.with_loop(|portal_loop, now| {
            portal_loop.with_portal(
                || self.open(opening, now),
                |portal| {
                    let result = work(portal, now);
                    if let Err(error @ (PortalError::Storage(_) | PortalError::Unreadable(_))) =
                        &result
                    {
                        self.report(error);
                    }
                    result
                },
            )
        })?
    }

    fn open(&self, opening: Opening, now: Timestamp) -> Result<Portal, Problem> {
        let settings = settings::portal_settings(&self.env)?;
        let sql = Box::new(DurableSql::new(&self.state.storage()));
        let entropy = Box::new(PlatformEntropy);
        let opened = match opening {
            Opening::New => Portal::open(sql, entropy, settings, now).map(Some),
            Opening::Existing => Portal::open_existing(sql, entropy, settings, now),
        };
        let opened = opened.map_err(|error| {
            self.report(&error);
            Problem::from(error)
        })?;
        opened.ok_or_else(|| PortalError::Disconnected.into())
    }

    fn report(&self, error: &PortalError) {
        Line::about("portal.failed")
            .id("portal", &self.name())
            .id("error", error)
            .warn();
    }

    pub(crate) fn env(&self) -> &Env {
        &self.env
    }

    /// Returns the HubSpot id by which the object was found, for the log.
    pub(crate) fn name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }
}
