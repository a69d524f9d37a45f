//! Performs a portal's effects on the platform, and returns the result of each.

use domain::HubId;
use jiff::Timestamp;
use portal::{Effect, EffectResult, HostSeen, Unavailable};
use serde::de::{DeserializeOwned, IgnoredAny};
use worker::Env;

use crate::adapters::directory_stub::{DirectoryRequest, DirectoryStub};
use crate::adapters::host_look::HostLook;
use crate::adapters::hubspot_transport::HubSpotTransport;
use crate::adapters::link_index::LinkIndex;
use crate::edge::problem::Problem;
use crate::edge::settings;
use crate::platform::log::Line;

/// The connections to HubSpot, the link index and the Directory.
#[derive(Debug, Clone)]
pub(crate) struct Performer {
    transport: HubSpotTransport,
    env: Env,
}

impl Performer {
    /// Reads the addresses from the deployment's settings.
    ///
    /// # Errors
    /// When a setting is missing. The problem names it.
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
            Effect::LookAtHost { host, record } => EffectResult::HostSeen(
                self.look_at(&host, &record)
                    .await
                    .map_err(unavailable("look_at_host")),
            ),
            Effect::ClaimHost { hub_id, host } => EffectResult::HostClaimed(
                self.ask_directory(&DirectoryRequest::ClaimHost { hub_id, host })
                    .await
                    .map_err(unavailable("claim_host")),
            ),
            Effect::ReleaseHost { hub_id, host } => EffectResult::HostReleased(
                self.ask_directory(&DirectoryRequest::ReleaseHost { hub_id, host })
                    .await
                    .map_err(unavailable("release_host")),
            ),
        }
    }

    async fn publish(&self, key: &str, value: &str) -> worker::Result<()> {
        let index = LinkIndex::open(&self.env)
            .map_err(|problem| worker::Error::from(problem.detail().to_owned()))?;
        index.put(key, value).await
    }

    async fn look_at(&self, host: &str, record: &str) -> worker::Result<HostSeen> {
        let seen = HostLook::new(&self.env).look(host, record).await;
        seen.map_err(|problem| worker::Error::from(problem.detail().to_owned()))
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
