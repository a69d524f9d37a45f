//! Performs a portal's effects on the platform, and says how each ended.

use domain::HubId;
use jiff::Timestamp;
use portal::{Effect, EffectResult, Unavailable};
use serde::de::{DeserializeOwned, IgnoredAny};
use worker::Env;

use crate::directory_stub::{DirectoryRequest, DirectoryStub};
use crate::hubspot_transport::HubSpotTransport;
use crate::journal::Line;
use crate::link_index::LinkIndex;
use crate::problem::Problem;
use crate::settings;

/// What it takes to perform effects.
#[derive(Debug, Clone)]
pub(crate) struct Performer {
    transport: HubSpotTransport,
    env: Env,
}

impl Performer {
    /// Takes what the deployment gives.
    ///
    /// # Errors
    /// A problem that names the setting that is missing.
    pub(crate) fn new(env: &Env) -> Result<Self, Problem> {
        let transport = HubSpotTransport::new(settings::api_origin(env)?);
        Ok(Self {
            transport,
            env: env.clone(),
        })
    }

    /// Performs one effect.
    pub(crate) async fn perform(&self, effect: Effect) -> EffectResult {
        match effect {
            Effect::CallHubSpot { call, access_token } => {
                EffectResult::HubSpot(self.transport.perform(&call, access_token.as_ref()).await)
            }
            Effect::Publish { key, value } => EffectResult::Published(
                self.publish(&key, &value)
                    .await
                    .map_err(unavailable("publish")),
            ),
            Effect::TakeBlocks { count } => EffectResult::BlocksTaken(
                self.take_blocks(count)
                    .await
                    .map_err(unavailable("take_blocks")),
            ),
            Effect::ReportDue { hub_id, due } => EffectResult::DueReported(
                self.report_due(hub_id, due)
                    .await
                    .map_err(unavailable("report_due")),
            ),
            Effect::ClaimHost { hub_id, host } => EffectResult::HostClaimed(
                self.ask_directory(&DirectoryRequest::ClaimHost { hub_id, host })
                    .await
                    .map_err(unavailable("claim_host")),
            ),
            Effect::ReleaseHost { hub_id, host } => EffectResult::HostReleased(
                self.ask_directory::<IgnoredAny>(&DirectoryRequest::ReleaseHost { hub_id, host })
                    .await
                    .map(|_| ())
                    .map_err(unavailable("release_host")),
            ),
        }
    }

    async fn publish(&self, key: &str, value: &str) -> worker::Result<()> {
        let index = LinkIndex::open(&self.env)
            .map_err(|problem| worker::Error::from(problem.detail().to_owned()))?;
        index.put(key, value).await
    }

    async fn take_blocks(&self, count: u32) -> worker::Result<Vec<u32>> {
        self.ask_directory(&DirectoryRequest::TakeBlocks { count })
            .await
    }

    async fn report_due(&self, hub_id: HubId, due: Option<Timestamp>) -> worker::Result<()> {
        let due_ms = due.map(Timestamp::as_millisecond);
        let request = DirectoryRequest::ReportDue { hub_id, due_ms };
        self.ask_directory::<IgnoredAny>(&request).await.map(|_| ())
    }

    async fn ask_directory<T: DeserializeOwned>(
        &self,
        request: &DirectoryRequest,
    ) -> worker::Result<T> {
        DirectoryStub::open(&self.env)?.ask(request).await
    }
}

fn unavailable(what: &'static str) -> impl FnOnce(worker::Error) -> Unavailable {
    move |error| {
        Line::about("effect.failed")
            .with("effect", what)
            .id("error", &error)
            .warn();
        Unavailable
    }
}
