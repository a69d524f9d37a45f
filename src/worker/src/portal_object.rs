//! The Durable Object of one portal: a shell around [`portal::Portal`].
//!
//! `fetch` puts one question to the portal; `alarm` drives its loop. The two share the portal, which is
//! never borrowed across an await: what one of them sees, the other cannot be in the middle of changing.

#![expect(
    missing_docs,
    reason = "the platform's macro documents none of what it makes"
)]

use std::cell::{Cell, RefCell};
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use portal::{Portal, PortalError, ResponseStatus, View};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::api;
use crate::edge::headers::{IDEMPOTENCY_KEY, ROWS_READ};
use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::loop_lease::{LEASE, LoopLease};
use crate::objects::object_requests;
use crate::platform::clock;
use crate::platform::durable_sql::DurableSql;
use crate::platform::entropy::PlatformEntropy;
use crate::platform::log::Line;
use crate::portal_slice;
use crate::public::join;

/// As much as the API takes, and more than any grant has.
const LARGEST_LETTER: usize = api::LARGEST_BODY;

/// What tells one request from another under the same key.
fn fingerprint(incoming: &Incoming) -> String {
    let body = String::from_utf8_lossy(&incoming.body);
    format!("{} {}\n{body}", incoming.method, incoming.target)
}

/// One portal.
#[durable_object(alarm)]
pub struct PortalObject {
    state: State,
    env: Env,
    portal: RefCell<Option<Portal>>,
    generation: Cell<u64>,
    lease: LoopLease,
}

impl DurableObject for PortalObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            portal: RefCell::new(None),
            generation: Cell::new(0),
            lease: LoopLease::default(),
        }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        let reply = match Incoming::read(request.inner(), LARGEST_LETTER).await {
            Ok(incoming) => self.answer(&incoming).await,
            Err(problem) => Err(problem),
        };
        reply.unwrap_or_else(Problem::into_reply).into_platform()
    }

    async fn alarm(&self) -> Result<Response> {
        portal_slice::drive(self).await;
        Response::empty()
    }
}

impl PortalObject {
    async fn answer(&self, incoming: &Incoming) -> std::result::Result<Reply, Problem> {
        let request = object_requests::portal_request(incoming)?;
        let just_loaded = self.generation() == 0;
        let api_key = object_requests::api_key(incoming)?;
        let answer = self.with_portal(|portal, now| {
            // Before anything else: an answer that was given before is no stranger's either.
            if let Some(api_key) = &api_key {
                portal.admit(api_key, now)?;
            }
            match incoming.header(IDEMPOTENCY_KEY) {
                Some(key) => portal.answer_once(key, &fingerprint(incoming), request, now),
                None => portal.answer(request, now),
            }
        })?;
        if answer.work {
            self.stir().await;
        } else if just_loaded {
            self.take_up().await;
        }
        let status = match answer.status {
            ResponseStatus::Shown => StatusCode::OK,
            ResponseStatus::Made => StatusCode::CREATED,
            ResponseStatus::Begun => StatusCode::ACCEPTED,
        };
        let reply = match answer.view {
            View::Table(table) => {
                let reply = Reply::csv(table.text.into_bytes()).named(table.name);
                match table.next {
                    Some(next) => reply.with(Reply::NEXT, next),
                    None => reply,
                }
            }
            View::Hosted(page) => {
                let key = settings::session_key(&self.env)?;
                join::reply(page, &key, clock::now())
            }
            view => Reply::json(status, &view),
        };
        Ok(reply.with(ROWS_READ, answer.rows_read.to_string()))
    }

    /// Sees to it that the loop takes new work up.
    async fn stir(&self) {
        self.lease.stir();
        // A loop that runs looks at the word within a quarter of a second. The alarm is set all the same:
        // the loop may be about to end, or the process may.
        let soon = if self.lease.is_held(clock::now()) {
            LEASE
        } else {
            Duration::ZERO
        };
        self.arm(soon).await;
    }

    /// Brings forward what a dead process left. An object that is loaded for a question while its alarm is
    /// about to ring was most likely in the middle of a slice: nobody need wait for the alarm.
    async fn take_up(&self) {
        let now = clock::now();
        let alarm = self.state.storage().get_alarm().await.ok().flatten();
        let alarm = alarm.and_then(|ms| Timestamp::from_millisecond(ms).ok());
        let soon = now.checked_add(LEASE).ok();
        if alarm.is_some() && alarm <= soon && !self.lease.is_held(now) {
            self.arm(Duration::ZERO).await;
        }
    }

    /// Lets the alarm ring after a while; it has but one time.
    pub(crate) async fn arm(&self, after: Duration) {
        if let Err(error) = self.state.storage().set_alarm(after).await {
            Line::about("portal.not_armed")
                .id("portal", &self.name())
                .id("error", &error)
                .warn();
        }
    }

    /// Lets the alarm rest.
    pub(crate) async fn disarm(&self) {
        if let Err(error) = self.state.storage().delete_alarm().await {
            Line::about("portal.not_disarmed")
                .id("portal", &self.name())
                .id("error", &error)
                .warn();
        }
    }

    /// Does something with the portal, which is opened when it is first needed.
    ///
    /// After a failure of the storage the portal is opened afresh: what memory holds may not be what the
    /// tables say.
    pub(crate) fn with_portal<T>(
        &self,
        work: impl FnOnce(&mut Portal, Timestamp) -> std::result::Result<T, PortalError>,
    ) -> std::result::Result<T, Problem> {
        let now = clock::now();
        let mut slot = self
            .portal
            .try_borrow_mut()
            .map_err(|_| Problem::new(Kind::Unavailable, "The account's data is in use."))?;
        let mut portal = match slot.take() {
            Some(portal) => portal,
            None => self.open(now)?,
        };
        let outcome = work(&mut portal, now);
        match &outcome {
            Err(error @ (PortalError::Storage(_) | PortalError::Unreadable(_))) => {
                self.report(error);
            }
            _ => *slot = Some(portal),
        }
        outcome.map_err(Problem::from)
    }

    fn open(&self, now: Timestamp) -> std::result::Result<Portal, Problem> {
        self.generation.set(self.generation.get().wrapping_add(1));
        let settings = settings::portal_settings(&self.env)?;
        let sql = Box::new(DurableSql::new(&self.state.storage()));
        Portal::open(sql, Box::new(PlatformEntropy), settings, now).map_err(|error| {
            self.report(&error);
            Problem::from(error)
        })
    }

    fn report(&self, error: &PortalError) {
        Line::about("portal.failed")
            .id("portal", &self.name())
            .id("error", error)
            .warn();
    }

    /// Which opening of the portal is in use. A ticket of an earlier one means nothing to it.
    pub(crate) fn generation(&self) -> u64 {
        self.generation.get()
    }

    pub(crate) fn lease(&self) -> &LoopLease {
        &self.lease
    }

    pub(crate) fn env(&self) -> &Env {
        &self.env
    }

    /// The HubSpot id that the object was found by, for the log.
    pub(crate) fn name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }
}
