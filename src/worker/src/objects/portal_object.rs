//! The Durable Object of one portal: a shell around [`portal::Portal`] and its loop.
//!
//! `fetch` passes one request to the portal; `alarm` performs a slice of its loop. The two share the portal
//! ([`ObjectState`]).

#![expect(
    missing_docs,
    reason = "the platform's macro documents none of what it makes"
)]

use http::StatusCode;
use portal::slice::AfterResponse;
use portal::{PortalRequest, ResponseStatus, View};
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::api;
use crate::edge::headers::{IDEMPOTENCY_KEY, ROWS_READ};
use crate::edge::incoming::Incoming;
use crate::edge::problem::Problem;
use crate::edge::reply::Reply;
use crate::edge::settings;
use crate::objects::object_requests::{self, Admission};
use crate::objects::object_state::{ObjectState, Opening};
use crate::objects::portal_loop;
use crate::platform::clock;
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
    own: ObjectState,
}

impl DurableObject for PortalObject {
    fn new(state: State, env: Env) -> Self {
        Self {
            own: ObjectState::new(state, env),
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
        portal_loop::drive(&self.own).await;
        Response::empty()
    }
}

impl PortalObject {
    async fn answer(&self, incoming: &Incoming) -> std::result::Result<Reply, Problem> {
        // This comes first: neither the body nor a stored response is for an unknown caller.
        let doubts = match object_requests::admission(incoming)? {
            Admission::Trusted => false,
            Admission::Session(epoch) => {
                self.own.ask_portal(Opening::Existing, |portal, now| {
                    portal.admit_session(epoch, now)
                })?
            }
            Admission::Key(key) => self
                .own
                .ask_portal(Opening::Existing, |portal, now| portal.admit(&key, now))?,
        };
        let request = object_requests::portal_request(incoming)?;
        let opening = match request {
            PortalRequest::Connect(_) => Opening::New,
            _ => Opening::Existing,
        };
        let answer = self.own.ask_portal(opening, |portal, now| {
            match incoming.header(IDEMPOTENCY_KEY) {
                Some(key) => portal.answer_once(key, &fingerprint(incoming), request, now),
                None => portal.answer(request, now),
            }
        })?;
        self.attend_to_loop(answer.work || doubts).await?;
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
                let key = settings::session_key(self.own.env())?;
                join::reply(page, &key, clock::now())
            }
            view => Reply::json(status, &view),
        };
        Ok(reply.with(ROWS_READ, answer.rows_read.to_string()))
    }

    /// Does what the loop asks for after an answer.
    async fn attend_to_loop(&self, has_work: bool) -> std::result::Result<(), Problem> {
        let ring_at = match self
            .own
            .with_loop(|portal_loop, now| portal_loop.responded(has_work, now))?
        {
            AfterResponse::Arm(at) => Some(at),
            AfterResponse::ReadAlarm => {
                let alarm = self.own.alarm().await;
                self.own
                    .with_loop(|portal_loop, now| portal_loop.resume(alarm, now))?
            }
            AfterResponse::Nothing => None,
        };
        if let Some(at) = ring_at {
            self.own.arm(at).await;
        }
        Ok(())
    }
}
