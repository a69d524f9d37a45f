//! Asks the Directory: the Worker's side of the one way to the Directory object.

use domain::HubId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{Env, Stub};

use crate::adapters::portal_stub::post;

/// The binding's name in wrangler.toml.
const BINDING: &str = "DIRECTORY";

/// There is one Directory, so that a block number is given out once in the whole deployment.
const NAME: &str = "directory";

/// The object's own address; only its method means something to it.
const ADDRESS: &str = "https://directory/";

/// What can be asked of the Directory.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum DirectoryRequest {
    /// Give out block numbers that nobody has had.
    TakeBlocks {
        /// How many.
        count: u32,
    },
    /// A portal says when it wants to be woken.
    ReportDue {
        /// The portal.
        hub_id: HubId,
        /// From when on, in milliseconds since 1970; `None`: never.
        due_ms: Option<i64>,
    },
    /// A portal wants a host for its links.
    ClaimHost {
        /// The portal.
        hub_id: HubId,
        /// The host.
        host: String,
    },
    /// A portal gives a host back.
    ReleaseHost {
        /// The portal.
        hub_id: HubId,
        /// The host.
        host: String,
    },
    /// Which portals are due now?
    TakeDue {
        /// At most so many.
        limit: u32,
    },
}

/// The Directory, from outside.
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

    /// Asks it.
    ///
    /// # Errors
    /// When it does not answer, or refuses; whether it acted is unknown.
    pub(crate) async fn ask<T: DeserializeOwned>(
        &self,
        request: &DirectoryRequest,
    ) -> worker::Result<T> {
        let (status, body) = post(&self.0, ADDRESS, serde_json::to_string(request)?).await?;
        if !status.is_success() {
            return Err(worker::Error::from(format!(
                "the Directory answered {status}"
            )));
        }
        Ok(serde_json::from_slice(&body)?)
    }
}
