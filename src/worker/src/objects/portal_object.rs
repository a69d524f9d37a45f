//! The Durable Object of one portal: a shell around [`portal::Portal`] and its loop.
//!
//! `fetch` puts one question to the portal; `alarm` performs a slice of its loop. The two share the portal, which
//! is never borrowed across an await: neither of them sees it half changed by the other.

#![expect(
    missing_docs,
    reason = "the platform's macro documents none of what it makes"
)]

use std::cell::RefCell;
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use portal::slice::{AfterAnswer, PortalLoop};
use portal::{Portal, PortalError, ResponseStatus, View};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::api;
use crate::edge::headers::{IDEMPOTENCY_KEY, ROWS_READ};
use crate::edge::incoming::Incoming;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::objects::object_requests;
use crate::objects::portal_loop;
use crate::platform::clock;
use crate::platform::durable_sql::DurableSql;
use crate::platform::entropy::PlatformEntropy;
use crate::platform::log::Line;
use crate::public::join;

/// The largest body that the API takes, which is more than any grant needs.
const LARGEST_LETTER: usize = api::LARGEST_BODY;

/// Returns the text that tells one request from another under the same idempotency key.
fn fingerprint(incoming: &Incoming) -> String {
    let body = String::from_utf8_lossy(&incoming.body);
    format!("{} {}\n{body}", incoming.method, incoming.target)
}

/// One portal.
#[durable_object(alarm)]
pub struct PortalObject {
    state: State,
    env: Env,
    portal_loop: RefCell<PortalLoop>,
}

impl DurableObject for PortalObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            state,
            env,
            portal_loop: RefCell::default(),
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
        portal_loop::drive(self).await;
        Response::empty()
    }
}

impl PortalObject {
    async fn answer(&self, incoming: &Incoming) -> std::result::Result<Reply, Problem> {
        let request = object_requests::portal_request(incoming)?;
        let api_key = object_requests::api_key(incoming)?;
        let answer = self.with_portal(|portal, now| {
            // Before anything else: even an answer that was given before is not for strangers.
            if let Some(api_key) = &api_key {
                portal.admit(api_key, now)?;
            }
            match incoming.header(IDEMPOTENCY_KEY) {
                Some(key) => portal.answer_once(key, &fingerprint(incoming), request, now),
                None => portal.answer(request, now),
            }
        })?;
        self.attend_to_loop(answer.work).await?;
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

    /// Does what the loop asks for after an answer.
    async fn attend_to_loop(&self, has_work: bool) -> std::result::Result<(), Problem> {
        let ring_at =
            match self.with_loop(|portal_loop, now| portal_loop.answered(has_work, now))? {
                AfterAnswer::Arm(at) => Some(at),
                AfterAnswer::ReadAlarm => {
                    let alarm = self.state.storage().get_alarm().await.ok().flatten();
                    let alarm = alarm.and_then(|ms| Timestamp::from_millisecond(ms).ok());
                    self.with_loop(|portal_loop, now| portal_loop.resume(alarm, now))?
                }
                AfterAnswer::Nothing => None,
            };
        if let Some(at) = ring_at {
            self.arm(at).await;
        }
        Ok(())
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
    ) -> std::result::Result<T, Problem> {
        let mut portal_loop = self
            .portal_loop
            .try_borrow_mut()
            .map_err(|_| Problem::new(Kind::Unavailable, "The account's data is in use."))?;
        Ok(work(&mut portal_loop, clock::now()))
    }

    /// Does something with the portal.
    pub(crate) fn with_portal<T>(
        &self,
        work: impl FnOnce(&mut Portal, Timestamp) -> std::result::Result<T, PortalError>,
    ) -> std::result::Result<T, Problem> {
        self.with_loop(|portal_loop, now| {
            portal_loop.with_portal(
                || self.open(now),
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

    fn open(&self, now: Timestamp) -> std::result::Result<Portal, Problem> {
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

    pub(crate) fn env(&self) -> &Env {
        &self.env
    }

    /// Returns the HubSpot id by which the object was found, for the log.
    pub(crate) fn name(&self) -> String {
        self.state.id().name().unwrap_or_default()
    }
}
