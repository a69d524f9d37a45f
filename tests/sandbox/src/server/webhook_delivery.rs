//! Delivers webhooks.

use std::{sync::Arc, time::Duration};

use sandbox::{Delivery, Sent};
use tokio::time::sleep;

use super::{
    client::{Unanswered, send},
    listen::Shared,
};

/// The pause between two checks for due posts.
const TICK: Duration = Duration::from_millis(200);
/// The time limit of a post.
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// Delivers posts until the process ends.
pub(crate) async fn deliver(shared: Arc<Shared>) {
    loop {
        let due = {
            let state = &mut *shared.state();
            let now = state.clock.now();
            state.sandbox.due_webhooks(now)
        };
        for delivery in due {
            tokio::spawn(post(delivery, Arc::clone(&shared)));
        }
        sleep(TICK).await;
    }
}

async fn post(delivery: Delivery, shared: Arc<Shared>) {
    let sent = match send(delivery.request, TIME_LIMIT).await {
        Ok((status, _)) => Sent::Answered(status),
        Err(Unanswered::TimedOut) => Sent::TimedOut,
        Err(Unanswered::Unreachable) => Sent::Unreachable,
    };
    let state = &mut *shared.state();
    let now = state.clock.now();
    state.sandbox.webhook_sent(delivery.id, sent, now);
}
