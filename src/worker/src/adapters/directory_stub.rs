//! Requests to the Directory's object, as the Worker sends them.

use domain::HubId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{Env, Stub};

use crate::adapters::portal_stub::post;

/// The binding's name in wrangler.toml.
const BINDING: &str = "DIRECTORY";

/// There is one Directory, so that a block number is given out only once in the whole deployment.
const NAME: &str = "directory";

/// The object's address. The object ignores it.
const ADDRESS: &str = "https://directory/";

/// A request to the Directory.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum DirectoryRequest {
    /// Takes block numbers that nobody has had.
    TakeBlocks {
        /// The count.
        count: u32,
    },
    /// Reports when a portal wants to be woken.
    ReportDue {
        /// The portal.
        hub_id: HubId,
        /// The time, in milliseconds since 1970. `None`: never.
        due_ms: Option<i64>,
    },
    /// Claims a host for a portal's links.
    ClaimHost {
        /// The portal.
        hub_id: HubId,
        /// The host.
        host: String,
    },
    /// Gives a portal's host back.
    ReleaseHost {
        /// The portal.
        hub_id: HubId,
        /// The host.
        host: String,
    },
    /// Takes a host back on behalf of the operator.
    TakeHostBack {
        /// The host.
        host: String,
        /// How long nobody can have the host.
        quarantine_days: u16,
    },
    /// Takes the portals that are due now.
    TakeDue {
        /// The most portals to take.
        limit: u32,
    },
}

/// The Directory, as its callers see it.
#[derive(Debug)]
pub(crate) struct DirectoryStub(Stub);

impl DirectoryStub {
    /// Takes the binding.
    ///
    /// # Errors
    /// When the deployment lacks it.
    pub(crate) fn open(env: &Env) -> worker::Result<Self> {
        env.durable_object(BINDING)?.get_by_name(NAME).map(Self)
    }

    /// Sends a request.
    ///
    /// # Errors
    /// When it does not respond, or refuses. Whether it acted is unknown.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        request: &DirectoryRequest,
    ) -> worker::Result<T> {
        let (status, body) = post(&self.0, ADDRESS, serde_json::to_string(request)?).await?;
        if !status.is_success() {
            return Err(worker::Error::from(format!(
                "the Directory responded with {status}"
            )));
        }
        Ok(serde_json::from_slice(&body)?)
    }
}
