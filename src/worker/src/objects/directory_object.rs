//! The Durable Object of the Directory: a shell around [`portal::directory::Directory`].

#![expect(
    missing_docs,
    reason = "the platform's macro generates items without documentation"
)]

use std::cell::RefCell;

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use portal::PortalError;
use portal::directory::Directory;
use worker::{DurableObject, Env, Request, Response, Result, State, durable_object};

use crate::adapters::directory_stub::DirectoryRequest;
use crate::edge::problem::{Kind, Problem};
use crate::edge::reply::Reply;
use crate::platform::clock;
use crate::platform::durable_sql::DurableSql;
use crate::platform::entropy::PlatformEntropy;
use crate::platform::log::Line;

/// The Directory.
#[durable_object(fetch)]
pub struct DirectoryObject {
    state: State,
    directory: RefCell<Option<Directory>>,
}

impl DurableObject for DirectoryObject {
    fn new(state: State, _: Env) -> Self {
        Self {
            state,
            directory: RefCell::new(None),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let body = request.bytes().await?;
        let reply = match self.respond(&body) {
            Ok(reply) => reply,
            Err(problem) => problem.into_reply(),
        };
        reply.into_platform()
    }
}

impl DirectoryObject {
    fn respond(&self, body: &[u8]) -> std::result::Result<Reply, Problem> {
        let request: DirectoryRequest = serde_json::from_slice(body).map_err(|_| {
            Problem::new(Kind::Internal, "The request to the Directory is not valid.")
        })?;
        let mut slot = self.directory.try_borrow_mut().map_err(|_| {
            Problem::new(
                Kind::Unavailable,
                "The Directory is busy. Try again in a moment.",
            )
        })?;
        let directory = match slot.take() {
            Some(directory) => directory,
            None => self.open().map_err(failed)?,
        };
        let reply = perform(&directory, request).map_err(failed)?;
        *slot = Some(directory);
        Ok(reply)
    }

    fn open(&self) -> std::result::Result<Directory, PortalError> {
        let sql = Box::new(DurableSql::new(&self.state.storage()));
        Directory::open(sql, &PlatformEntropy)
    }
}

fn perform(
    directory: &Directory,
    request: DirectoryRequest,
) -> std::result::Result<Reply, PortalError> {
    Ok(match request {
        DirectoryRequest::TakeBlocks { count } => {
            Reply::json(StatusCode::OK, &directory.take_blocks(count)?)
        }
        DirectoryRequest::ReportDue { hub_id, due_ms } => {
            // A time beyond the calendar counts as none.
            let due = due_ms.and_then(|ms| Timestamp::from_millisecond(ms).ok());
            directory.report_due(&hub_id, due)?;
            Reply::json(StatusCode::OK, &())
        }
        DirectoryRequest::ClaimHost { hub_id, host } => Reply::json(
            StatusCode::OK,
            &directory.claim_host(&hub_id, &host, clock::now())?,
        ),
        DirectoryRequest::ReleaseHost { hub_id, host } => {
            let free_at = directory.release_host(&hub_id, &host, clock::now())?;
            Reply::json(StatusCode::OK, &free_at)
        }
        DirectoryRequest::TakeHostBack {
            host,
            quarantine_days,
        } => {
            let quarantine = SignedDuration::from_hours(24 * i64::from(quarantine_days));
            let owner = directory.take_host_back(&host, quarantine, clock::now())?;
            Reply::json(StatusCode::OK, &owner)
        }
        DirectoryRequest::TakeDue { limit } => {
            Reply::json(StatusCode::OK, &directory.take_due(clock::now(), limit)?)
        }
    })
}

fn failed(error: PortalError) -> Problem {
    Line::about("directory.failed").id("error", &error).warn();
    Problem::from(error)
}
