//! One slice of a portal's durable loop, between two alarms: ask the portal what is to be done, do it,
//! tell it how that ended, and ask again.
//!
//! The alarm is set again before anything else is done, and kept ahead of the clock while the slice goes
//! on: a process that dies here is woken again, and has lost nothing but answers. The platform may run two
//! alarms at once; the lease lets one of them work.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use jiff::{SignedDuration, Timestamp};
use portal::{Effect, EffectResult, Plan, Portal, Ticket};
use worker::Delay;

use crate::clock;
use crate::journal::Line;
use crate::loop_lease::{Holder, LEASE};
use crate::performer::Performer;
use crate::portal_object::PortalObject;
use crate::problem::Problem;

/// The platform lets an event have six connections at once, and makes further ones wait.
const MOST_AT_ONCE: usize = 6;

/// A slice ends well before the 15 minutes and the 30 seconds of CPU that the platform gives an alarm.
const SLICE: SignedDuration = SignedDuration::from_secs(60);

/// A slice ends well before the 1,000 requests that the smaller of the platform's plans gives an event.
const MOST_EFFECTS: u32 = 500;

/// The alarm is pushed on this often, so that it does not ring while the slice goes on.
const PUSH_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// A wait that is longer than this is left to the alarm, and the object can leave memory.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(2);

/// While something is under way, the word of new work is looked for this often.
const TICK: SignedDuration = SignedDuration::from_millis(250);

/// The least wait, lest a portal that wants to be asked again at once keeps the processor to itself.
const LEAST_WAIT: SignedDuration = SignedDuration::from_millis(20);

/// How long to leave a portal alone that could not be asked.
const AFTER_FAILURE: Duration = Duration::from_mins(1);

/// Drives the portal's loop for one slice, unless somebody else does.
pub(crate) async fn drive(object: &PortalObject) {
    let now = clock::now();
    let Some(holder) = object.lease().take(now) else {
        object.lease().stir();
        object.arm(LEASE).await;
        return;
    };
    object.arm(LEASE).await;
    match Performer::new(object.env()) {
        Ok(performer) => Slice::new(object, holder, performer, now).run().await,
        Err(problem) => give_up(object, &problem).await,
    }
    object.lease().release(holder);
}

async fn give_up(object: &PortalObject, problem: &Problem) {
    Line::about("slice.failed")
        .id("portal", &object.name())
        .with("why", problem.detail())
        .warn();
    object.arm(AFTER_FAILURE).await;
}

/// What all objects of this isolate have needed at most so far: wasm's memory never shrinks.
fn memory_kb() -> usize {
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size::<0>();
    #[cfg(not(target_arch = "wasm32"))]
    let pages: usize = 0;
    pages.saturating_mul(64)
}

struct Slice<'a> {
    object: &'a PortalObject,
    holder: Holder,
    performer: Performer,
    began: Timestamp,
    armed: Timestamp,
    effects: u32,
    /// Effects that the portal has planned and that wait for a connection.
    waiting: VecDeque<(Ticket, Effect)>,
    /// Effects under way, with the generation of the portal that planned them.
    under_way: FuturesUnordered<LocalBoxFuture<'a, (u64, Ticket, EffectResult)>>,
    /// Whether something has happened since the portal was last asked.
    news: bool,
    wake_at: Option<Timestamp>,
    failure: Option<Problem>,
}

/// What the slice does with its turn.
enum Turn {
    /// Waits for what is under way, or for the time to pass.
    Wait(SignedDuration),
    /// Ends.
    End,
}

impl<'a> Slice<'a> {
    fn new(object: &'a PortalObject, holder: Holder, performer: Performer, now: Timestamp) -> Self {
        Self {
            object,
            holder,
            performer,
            began: now,
            armed: now,
            effects: 0,
            waiting: VecDeque::new(),
            under_way: FuturesUnordered::new(),
            news: true,
            wake_at: None,
            failure: None,
        }
    }

    async fn run(mut self) {
        loop {
            let now = clock::now();
            if !self.object.lease().renew(self.holder, now) {
                return;
            }
            if now.duration_since(self.armed) >= PUSH_EVERY {
                self.armed = now;
                self.object.arm(LEASE).await;
            }
            self.plan(now);
            self.begin();
            match self.turn(now) {
                Turn::Wait(duration) => self.wait(duration).await,
                Turn::End => {
                    if self.rest(now).await {
                        break;
                    }
                }
            }
        }
        Line::about("slice")
            .id("portal", &self.object.name())
            .with("effects", self.effects)
            .with("seconds", clock::now().duration_since(self.began).as_secs())
            .with("memory_kb", memory_kb())
            .write();
    }

    /// Whether the slice may take on more.
    fn goes_on(&self, now: Timestamp) -> bool {
        self.failure.is_none()
            && self.effects < MOST_EFFECTS
            && now.duration_since(self.began) < SLICE
    }

    /// Asks the portal, if it may have something new to say and all that it said before has begun.
    fn plan(&mut self, now: Timestamp) {
        let stirred = self.object.lease().take_word();
        let due = self.wake_at.is_some_and(|at| at <= now);
        self.news |= stirred || due;
        if !(self.news && self.waiting.is_empty() && self.goes_on(now)) {
            return;
        }
        self.news = false;
        match self.object.with_portal(Portal::plan) {
            Ok(Plan { effects, wake_at }) => {
                self.waiting.extend(effects);
                self.wake_at = wake_at;
            }
            Err(problem) => self.failure = Some(problem),
        }
    }

    /// Begins what waits, as far as there are connections.
    fn begin(&mut self) {
        while self.under_way.len() < MOST_AT_ONCE {
            let Some((ticket, effect)) = self.waiting.pop_front() else {
                return;
            };
            self.effects = self.effects.saturating_add(1);
            let performer = self.performer.clone();
            let generation = self.object.generation();
            self.under_way.push(Box::pin(async move {
                (generation, ticket, performer.perform(effect).await)
            }));
        }
    }

    fn turn(&self, now: Timestamp) -> Turn {
        let until_wake = self
            .wake_at
            .map(|at| at.duration_since(now).max(LEAST_WAIT));
        if !self.under_way.is_empty() {
            return Turn::Wait(until_wake.map_or(TICK, |wait| wait.min(TICK)));
        }
        match until_wake {
            Some(wait) if self.goes_on(now) && wait <= LONGEST_WAIT => Turn::Wait(wait.min(TICK)),
            _ => Turn::End,
        }
    }

    /// Waits until an effect has ended, and tells the portal; or until the time has passed.
    async fn wait(&mut self, duration: SignedDuration) {
        let delay = Delay::from(duration.unsigned_abs());
        if self.under_way.is_empty() {
            delay.await;
            return;
        }
        let ended = match select(self.under_way.next(), delay).await {
            Either::Left((ended, _)) => ended,
            Either::Right(_) => None,
        };
        let Some((generation, ticket, outcome)) = ended else {
            return;
        };
        self.news = true;
        if generation != self.object.generation() {
            return;
        }
        if let Err(problem) = self
            .object
            .with_portal(|portal, now| portal.settle(ticket, outcome, now))
        {
            self.failure = Some(problem);
        }
    }

    /// Sets the alarm for when there is something to do again. `false` if there is something already.
    async fn rest(&mut self, now: Timestamp) -> bool {
        if let Some(problem) = self.failure.take() {
            give_up(self.object, &problem).await;
            return true;
        }
        if !self.goes_on(now) {
            self.object.arm(Duration::ZERO).await;
            return true;
        }
        match self.wake_at {
            Some(at) => self.object.arm(at.duration_since(now).unsigned_abs()).await,
            None => self.object.disarm().await,
        }
        let stirred = self.object.lease().take_word();
        if stirred {
            self.news = true;
            self.armed = Timestamp::MIN;
        }
        !stirred
    }
}
