//! Cron and the queue: due portals are woken, and portals get the clicks that could not be reported to them at once.
//! Both may come twice or late. Waking a portal that has nothing to do costs one request and changes nothing.

use domain::HubId;
use futures_util::StreamExt;
use futures_util::stream;
use worker::{Env, MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage};

use crate::adapters::directory_stub::{DirectoryRequest, DirectoryStub};
use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{InternalRequest, Portals};
use crate::adapters::queue::{self, QueueMessage};
use crate::platform::log::Line;
use crate::public::clicks;

/// The platform takes a hundred messages at once.
const BATCH: u32 = 100;

/// The most batches that one cron event sends: ten thousand portals. The rest is still due at the next event.
const MAX_BATCHES: u32 = 100;

/// The platform's limit of connections of one event.
const MAX_AT_ONCE: usize = 6;

/// The delay before a message that failed is delivered again.
const RETRY_SECONDS: u32 = 30;

/// Sends the due portals through the queue.
pub(crate) async fn call_due(env: &Env) {
    match send_due(env).await {
        Ok(count) => Line::about("cron").with("due", count).write(),
        Err(error) => Line::about("cron.failed").id("error", &error).warn(),
    }
}

async fn send_due(env: &Env) -> worker::Result<usize> {
    let directory = DirectoryStub::open(env)?;
    let queue = queue::open(env)?;
    let mut count = 0_usize;
    for _ in 0..MAX_BATCHES {
        let due: Vec<HubId> = directory
            .ask(&DirectoryRequest::TakeDue { limit: BATCH })
            .await?;
        let last = due.len() < BATCH as usize;
        if !due.is_empty() {
            count = count.saturating_add(due.len());
            let messages: Vec<String> = due
                .into_iter()
                .filter_map(|portal| QueueMessage::Wake(portal).text())
                .collect();
            queue.send_batch(messages).await?;
        }
        if last {
            break;
        }
    }
    Ok(count)
}

/// Handles the messages of a batch. One that fails is delivered again, alone.
pub(crate) async fn take_batch(batch: &MessageBatch<String>, env: &Env) {
    let portals = match Portals::open(env) {
        Ok(portals) => portals,
        Err(problem) => {
            Line::about("wake.failed")
                .with("why", problem.detail())
                .warn();
            batch.retry_all();
            return;
        }
    };
    let portals = &portals;
    stream::iter(batch.raw_iter())
        .for_each_concurrent(MAX_AT_ONCE, |message| async move {
            if handle(portals, &message).await {
                message.ack();
            } else {
                let later = QueueRetryOptionsBuilder::new().with_delay_seconds(RETRY_SECONDS);
                message.retry_with_options(&later.build());
            }
        })
        .await;
}

/// Handles one message. `false`: it has to be delivered again. A text that is no message never will be one, and is
/// dropped.
async fn handle(portals: &Portals, message: &RawMessage) -> bool {
    let text = message.body().as_string().unwrap_or_default();
    match QueueMessage::read(&text) {
        Some(QueueMessage::Wake(portal)) => wake(portals, &portal).await,
        Some(QueueMessage::Clicks(portal, clicks)) => {
            clicks::report(portals, &portal, &clicks).await
        }
        None => {
            Line::about("wake.malformed")
                .with("message", message.id())
                .warn();
            true
        }
    }
}

async fn wake(portals: &Portals, portal: &HubId) -> bool {
    let request = InternalRequest::post(internal_routes::WAKE, None);
    let response = portals.send(portal, &request).await;
    let woken = response.is_ok_and(|response| response.reply.status().is_success());
    if !woken {
        Line::about("wake.not_woken").id("portal", portal).warn();
    }
    woken
}
