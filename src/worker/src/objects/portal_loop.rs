//! Performs a portal's loop on the platform: sets the alarm, begins effects, and waits. Every decision is
//! [`portal::slice`]'s.

use std::time::Duration;

use futures_util::future::{Either, LocalBoxFuture, select};
use futures_util::stream::{FuturesUnordered, StreamExt};
use jiff::Timestamp;
use portal::slice::{EffectId, Ending, PlannedEffect, PortalLoop, Slice, Step};
use portal::{EffectResult, Portal};
use worker::Delay;

use crate::edge::problem::Problem;
use crate::objects::object_state::ObjectState;
use crate::objects::performer::Performer;
use crate::platform::clock;
use crate::platform::log::Line;

/// Performs one slice.
pub(crate) async fn drive(object: &ObjectState) {
    let Ok(slice) = object.with_loop(PortalLoop::alarm_rings) else {
        return;
    };
    let mut performance = Performance {
        object,
        slice,
        performer: None,
        under_way: FuturesUnordered::new(),
    };
    match Performer::new(object.env()) {
        Ok(performer) => performance.performer = Some(performer),
        Err(problem) => performance.fail(&problem),
    }
    performance.run().await;
    performance.log();
}

/// A slice and its effects under way.
struct Performance<'a> {
    object: &'a ObjectState,
    slice: Slice,
    performer: Option<Performer>,
    under_way: FuturesUnordered<LocalBoxFuture<'a, (EffectId, EffectResult)>>,
}

impl Performance<'_> {
    async fn run(&mut self) {
        loop {
            let slice = &mut self.slice;
            let step = self
                .object
                .with_loop(|portal_loop, now| slice.step(portal_loop, now));
            match step {
                Ok(Step::Arm(at)) => self.object.arm(at).await,
                Ok(Step::Disarm) => self.object.disarm().await,
                Ok(Step::Plan) => self.plan(),
                Ok(Step::Begin(effects)) => self.begin(effects),
                Ok(Step::Wait(until)) => self.wait(until).await,
                Ok(Step::End) | Err(_) => return,
            }
        }
    }

    fn plan(&mut self) {
        let slice = &mut self.slice;
        let planned = self.object.with_portal(Portal::plan).and_then(|plan| {
            self.object
                .with_loop(|portal_loop, _| slice.planned(portal_loop, plan))
        });
        if let Err(problem) = planned {
            self.fail(&problem);
        }
    }

    fn begin(&self, effects: Vec<PlannedEffect>) {
        let Some(performer) = &self.performer else {
            return;
        };
        for PlannedEffect { id, effect } in effects {
            let performer = performer.clone();
            self.under_way.push(Box::pin(
                async move { (id, performer.perform(effect).await) },
            ));
        }
    }

    /// Waits until an effect has ended, and lets the portal record its result; or until the time has come.
    async fn wait(&mut self, until: Timestamp) {
        let pause: Duration = until
            .duration_since(clock::now())
            .try_into()
            .unwrap_or_default();
        let delay = Delay::from(pause);
        if self.under_way.is_empty() {
            delay.await;
            return;
        }
        if let Either::Left((Some((id, outcome)), _)) = select(self.under_way.next(), delay).await {
            self.record(id, outcome);
        }
    }

    fn record(&mut self, id: EffectId, outcome: EffectResult) {
        let slice = &mut self.slice;
        let object = self.object;
        let recorded = object
            .with_loop(|portal_loop, _| slice.ended(portal_loop, id))
            .and_then(|ticket| match ticket {
                Some(ticket) => {
                    object.with_portal(|portal, now| portal.settle(ticket, outcome, now))
                }
                None => Ok(()),
            });
        if let Err(problem) = recorded {
            self.fail(&problem);
        }
    }

    fn fail(&mut self, problem: &Problem) {
        self.slice.failed();
        Line::about("slice.failed")
            .id("portal", &self.object.name())
            .with("why", problem.detail())
            .warn();
    }

    fn log(&self) {
        if self.slice.ended_as() == Ending::BesideAnother {
            return;
        }
        let lasted = clock::now().duration_since(self.slice.began());
        Line::about("slice")
            .id("portal", &self.object.name())
            .with("effects", self.slice.effects())
            .with("seconds", lasted.as_secs())
            .with("memory_kb", memory_kb())
            .write();
    }
}

/// Returns the most memory that all objects of this isolate have needed so far: wasm's memory never shrinks.
fn memory_kb() -> usize {
    #[cfg(target_arch = "wasm32")]
    let pages = core::arch::wasm32::memory_size::<0>();
    #[cfg(not(target_arch = "wasm32"))]
    let pages: usize = 0;
    pages.saturating_mul(64)
}
