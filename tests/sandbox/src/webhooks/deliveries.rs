//! The delivery of events: they wait, are batched, posted, and posted again.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{WebhookSettings, ascii};
use crate::{
    outbound::{Outbound, Sent},
    random::Random,
    signatures::{Older, Signer},
};

/// The most events in a post.
const MAX_EVENTS: usize = 100;
const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// The pause after each failed attempt. Ten retries fit into a day.
const RETRIES: [i64; 10] = [
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    6 * HOUR,
    10 * HOUR,
];

/// A post that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The id under which the caller reports the result.
    pub id: u64,
    /// The portal of its events.
    pub portal: u64,
    /// The number of its events.
    pub events: usize,
    /// The request to send.
    pub request: Outbound,
}

#[derive(Clone, Debug)]
struct Waiting {
    portal: u64,
    ready_at: i64,
    event: Map<String, Value>,
}

#[derive(Clone, Debug)]
struct Batch {
    portal: u64,
    events: Vec<Map<String, Value>>,
    attempt: usize,
    due_at: i64,
    under_way: bool,
}

/// All events that are not yet delivered to the app.
#[derive(Clone, Debug)]
pub(crate) struct Webhooks {
    pub(crate) settings: WebhookSettings,
    waiting: Vec<Waiting>,
    batches: BTreeMap<u64, Batch>,
    last_id: u64,
    random: Random,
}

impl Webhooks {
    pub(crate) fn new(settings: WebhookSettings, random: Random) -> Self {
        Self {
            settings,
            waiting: Vec::new(),
            batches: BTreeMap::new(),
            last_id: 0,
            random,
        }
    }

    /// Adds an event. Some events are added twice, under the same id.
    pub(crate) fn push(&mut self, portal: u64, mut event: Map<String, Value>, now: i64) {
        if self.settings.target_url.is_none() {
            return;
        }
        event.insert(
            "eventId".to_owned(),
            self.random.below(u64::from(u32::MAX)).into(),
        );
        let times = if self.random.chance(self.settings.doubled) {
            2
        } else {
            1
        };
        for _ in 0..times {
            let spread = self.random.below(self.settings.spread_ms + 1);
            let ready_at = now + self.settings.delay_ms + i64::try_from(spread).unwrap_or(0);
            self.waiting.push(Waiting {
                portal,
                ready_at,
                event: event.clone(),
            });
        }
    }

    /// Returns when the next post is due, if nothing else happens.
    pub(crate) fn next_due(&self) -> Option<i64> {
        let waiting = self.waiting.iter().map(|waiting| waiting.ready_at);
        let batches = self.batches.values().filter(|batch| !batch.under_way);
        waiting.chain(batches.map(|batch| batch.due_at)).min()
    }

    /// Returns the number of events that are neither delivered nor given up.
    pub(crate) fn pending(&self) -> usize {
        let batched: usize = self.batches.values().map(|batch| batch.events.len()).sum();
        self.waiting.len() + batched
    }

    /// Returns the posts that are due, signed. Each is in flight until its result is reported.
    pub(crate) fn due(&mut self, client_secret: &str, now: i64) -> Vec<Delivery> {
        self.gather(now);
        let Some(url) = self.settings.target_url.clone() else {
            return Vec::new();
        };
        let busy = self
            .batches
            .values()
            .filter(|batch| batch.under_way)
            .count();
        let free = self.settings.max_concurrent_requests.saturating_sub(busy);
        let ready = |batch: &&mut Batch| !batch.under_way && batch.due_at <= now;
        let mut due = Vec::new();
        for (id, batch) in &mut self.batches {
            if due.len() == free {
                break;
            }
            let Some(batch) = Some(batch).filter(ready) else {
                continue;
            };
            batch.under_way = true;
            let body = batch.body();
            due.push(Delivery {
                id: *id,
                portal: batch.portal,
                events: batch.events.len(),
                request: post(&url, client_secret, body, now),
            });
        }
        due
    }

    /// Records the result of a post. Returns the number of delivered events, or none if the post
    /// failed.
    pub(crate) fn settle(&mut self, id: u64, sent: Sent, now: i64) -> Option<usize> {
        let delivered = matches!(sent, Sent::Answered(200..=299));
        let batch = self.batches.get_mut(&id)?;
        if delivered {
            return self.batches.remove(&id).map(|batch| batch.events.len());
        }
        match RETRIES.get(batch.attempt) {
            Some(wait) => {
                batch.attempt += 1;
                batch.due_at = now + wait;
                batch.under_way = false;
            }
            None => {
                self.batches.remove(&id);
            }
        }
        None
    }

    /// Batches ready events. If one event of a portal is ready, the portal's other events travel
    /// with it: some come early, and none late.
    fn gather(&mut self, now: i64) {
        let mut portals: Vec<u64> = self
            .waiting
            .iter()
            .filter(|waiting| waiting.ready_at <= now)
            .map(|waiting| waiting.portal)
            .collect();
        portals.sort_unstable();
        portals.dedup();
        for portal in portals {
            let (mine, others): (Vec<Waiting>, Vec<Waiting>) = std::mem::take(&mut self.waiting)
                .into_iter()
                .partition(|it| it.portal == portal);
            self.waiting = others;
            // A doubled event that is not ready travels later, separately from its copy.
            let (go, stay): (Vec<Waiting>, Vec<Waiting>) = mine
                .into_iter()
                .partition(|it| it.ready_at <= now + self.settings.delay_ms);
            self.waiting.extend(stay);
            for chunk in go.chunks(MAX_EVENTS) {
                let mut events: Vec<_> = chunk.iter().map(|it| it.event.clone()).collect();
                if self.random.chance(self.settings.disordered) {
                    self.random.shuffle(&mut events);
                }
                self.last_id += 1;
                let batch = Batch {
                    portal,
                    events,
                    attempt: 0,
                    due_at: now,
                    under_way: false,
                };
                self.batches.insert(self.last_id, batch);
            }
        }
    }
}

impl Batch {
    fn body(&self) -> Vec<u8> {
        let attempt = |event: &Map<String, Value>| {
            let mut event = event.clone();
            event.insert("attemptNumber".to_owned(), self.attempt.into());
            Value::Object(event)
        };
        ascii::write(&self.events.iter().map(attempt).collect())
    }
}

fn post(url: &str, client_secret: &str, body: Vec<u8>, now: i64) -> Outbound {
    let signer = Signer {
        client_secret,
        method: "POST",
        url,
        body: &body,
        timestamp_ms: now,
    };
    let mut headers = signer.headers(Older::V1);
    headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    headers.push((
        "User-Agent".to_owned(),
        "HubSpot Connect 2.0 - WebHooks".to_owned(),
    ));
    Outbound {
        method: "POST".to_owned(),
        url: url.to_owned(),
        headers,
        body,
    }
}
