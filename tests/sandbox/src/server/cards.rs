//! `POST /_sandbox/hubspot-fetch`: sends the requests that the proxy of `hubspot.fetch` permits.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, Instant},
};

use sandbox::{CardCall, Failure};
use serde_json::Value;

use super::{
    client::{Unanswered, send},
    listen::Shared,
};

/// The most requests of a portal in flight at once.
const MAX_IN_FLIGHT: usize = 20;

/// The number of requests in flight of each portal.
#[derive(Debug, Default)]
pub(crate) struct InFlight(Mutex<BTreeMap<u64, usize>>);

/// Answers a card, always with `{status, body}`.
pub(crate) async fn fetch(shared: &Shared, asked: &[u8]) -> Value {
    let asked: Value = serde_json::from_slice(asked).unwrap_or_default();
    let call = match shared.state().sandbox.card_call(&asked) {
        Ok(call) => call,
        Err(refusal) => return refusal,
    };
    if !shared.cards.enter(call.portal()) {
        return call.failed(Failure::TooMany);
    }
    let answer = perform(shared, &call).await;
    shared.cards.leave(call.portal());
    answer
}

/// Sends a request. Repeats it once after a failed connection or a 5xx, if there is time left.
async fn perform(shared: &Shared, call: &CardCall) -> Value {
    let end = Instant::now() + Duration::from_millis(call.timeout_ms);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let request = {
            let state = &mut *shared.state();
            let now = state.clock.now();
            call.request(&state.sandbox.app().client_secret, now)
        };
        let left = end.saturating_duration_since(Instant::now());
        let last = attempts == 2;
        match send(request, left).await {
            Ok((500..=599, _)) | Err(Unanswered::Unreachable) if !last => {}
            Ok((status, body)) => return call.answer(status, &body),
            Err(Unanswered::Unreachable) => return call.failed(Failure::Unreachable),
            Err(Unanswered::TimedOut) => return call.failed(Failure::TimedOut),
        }
    }
}

impl InFlight {
    fn enter(&self, portal: u64) -> bool {
        let mut under_way = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let count = under_way.entry(portal).or_default();
        if *count >= MAX_IN_FLIGHT {
            return false;
        }
        *count += 1;
        true
    }

    fn leave(&self, portal: u64) {
        let mut under_way = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&portal) {
            *count -= 1;
        }
    }
}
