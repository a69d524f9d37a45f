//! Cron and the queue: the portals that are due are woken, and told of visits that they could not be told of at once.
//! Both may come twice or late; waking a portal that has nothing to do costs one question and changes nothing.

use domain::HubId;
use futures_util::StreamExt;
use futures_util::stream;
use worker::{Env, MessageBatch, MessageExt, QueueRetryOptionsBuilder, RawMessage};

use crate::adapters::directory_stub::{DirectoryRequest, DirectoryStub};
use crate::adapters::internal_routes;
use crate::adapters::portal_stub::{Letter, Portals};
use crate::platform::log::Line;
use crate::public::clicks;

/// The binding's name in wrangler.toml.
const BINDING: &str = "WAKE";

/// The platform takes a hundred messages at once.
const BATCH: u32 = 100;

/// What one cron event sends out at most: ten thousand portals. The rest is still due at the next one.
const MOST_BATCHES: u32 = 100;

/// The platform's limit of connections of one event.
const MOST_AT_ONCE: usize = 6;

/// How long a message that failed stays away.
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
    let queue = env.queue(BINDING)?;
    let mut count = 0_usize;
    for _ in 0..MOST_BATCHES {
        let due: Vec<HubId> = directory
            .ask(&DirectoryRequest::TakeDue { limit: BATCH })
            .await?;
        let last = due.len() < BATCH as usize;
        if !due.is_empty() {
            count = count.saturating_add(due.len());
            queue.send_batch(due).await?;
        }
        if last {
            break;
        }
    }
    Ok(count)
}

/// Sends a message through the queue.
///
/// # Errors
/// When the queue does not take it.
pub(crate) async fn send(env: &Env, message: String) -> worker::Result<()> {
    env.queue(BINDING)?.send(message).await
}

/// Wakes the portals that a batch names. One that cannot be woken is tried again, alone.
pub(crate) async fn wake_portals(batch: &MessageBatch<String>, env: &Env) {
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
        .for_each_concurrent(MOST_AT_ONCE, |message| async move {
            if take(portals, &message).await {
                message.ack();
            } else {
                let later = QueueRetryOptionsBuilder::new().with_delay_seconds(RETRY_SECONDS);
                message.retry_with_options(&later.build());
            }
        })
        .await;
}

/// Does what a message asks for: it is a portal's id, or visits. What is neither will never be.
async fn take(portals: &Portals, message: &RawMessage) -> bool {
    let text = message.body().as_string().unwrap_or_default();
    if let Ok(portal) = text.parse::<HubId>() {
        return wake(portals, &portal).await;
    }
    clicks::deliver(portals, &text).await.unwrap_or_else(|| {
        Line::about("wake.malformed")
            .with("message", message.id())
            .warn();
        true
    })
}

async fn wake(portals: &Portals, portal: &HubId) -> bool {
    let answer = portals
        .ask(
            portal,
            &Letter {
                method: "POST",
                target: internal_routes::WAKE,
                ..Letter::default()
            },
        )
        .await;
    let woken = answer.is_ok_and(|answered| answered.reply.status().is_success());
    if !woken {
        Line::about("wake.not_woken").id("portal", portal).warn();
    }
    woken
}
