//! The loop that runs a portal, as values without I/O.
//!
//! A [`PortalLoop`] belongs to one object and lives as long as the object is in memory. Each alarm begins a
//! [`Slice`] of its loop: the slice asks the portal for a plan, lets the shell perform it, several effects at
//! once, passes each result to the portal, and plans again. A shell calls [`Slice::step`], does what the [`Step`]
//! says, and calls it again. It decides nothing: the Durable Object and the simulation perform the same steps.
//!
//! Invariants:
//! - The alarm is set before anything else is done, and kept ahead of the clock while the slice goes on. A process
//!   that dies is woken again, and has lost nothing but answers.
//! - One slice of an object plans and begins effects at a time, however many alarms ring ([`lease`]).
//! - An effect belongs to the generation of the portal that planned it. One whose portal is gone does not begin,
//!   and its result is not recorded: a later portal may have given its ticket to another effect.
//! - A portal plans only when no effect of an earlier generation is under way in its slice. So it never begins
//!   an effect beside an older one of the same kind that it does not know of.

mod lease;
mod limits;
mod portal_loop;
#[cfg(test)]
mod tests;

use jiff::Timestamp;

use crate::{Effect, Plan, Ticket};
use lease::Holder;
use limits::{
    AFTER_FAILURE, LEASE, LONGEST_WAIT, MAX_AT_ONCE, MAX_EFFECTS, MIN_WAIT, PUSH_EVERY, SLICE,
    TICK, after,
};
pub use portal_loop::{AfterResponse, PortalLoop};

/// Counts the portals that one object has had in use. A ticket means something to its own generation alone.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Generation(u64);

impl Generation {
    fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// Names one performance of an effect within one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EffectId {
    generation: Generation,
    ticket: Ticket,
}

impl EffectId {
    /// Returns the generation of the portal that planned the effect.
    #[must_use]
    pub fn generation(self) -> Generation {
        self.generation
    }
}

/// An effect and its name.
#[derive(Debug)]
pub struct PlannedEffect {
    /// The name, to be given back by [`Slice::ended`].
    pub id: EffectId,
    /// The effect.
    pub effect: Effect,
}

/// The next thing that the shell does.
#[derive(Debug)]
pub enum Step {
    /// Set the alarm to this time, and to no other.
    Arm(Timestamp),
    /// Delete the alarm.
    Disarm,
    /// Ask the portal for a plan, and pass it to [`Slice::planned`], or call [`Slice::failed`].
    Plan,
    /// Begin these effects, at the same time.
    Begin(Vec<PlannedEffect>),
    /// Wait until this time, or until an effect ends: then call [`Slice::ended`].
    Wait(Timestamp),
    /// End: the alarm's handler returns.
    End,
}

/// How a slice ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It has not ended.
    GoesOn,
    /// Another slice held the lease when it began.
    BesideAnother,
    /// Another slice took the lease over.
    LeaseLost,
    /// The portal failed.
    Failed,
    /// It has done as much as one slice may do.
    Spent,
    /// The portal has nothing to do now.
    Rested,
}

/// A slice of a portal's loop: what one alarm does.
#[derive(Debug)]
pub struct Slice {
    holder: Option<Holder>,
    stage: Stage,
    began: Timestamp,
    /// When the alarm was last set.
    armed: Timestamp,
    effects: u32,
    under_way: Vec<EffectId>,
    /// Whether something has happened since the portal was last asked.
    news: bool,
    /// The portal that was last asked.
    asked: Option<Generation>,
    /// When it was asked.
    asked_at: Timestamp,
    /// When the portal wants to be asked again.
    wake_at: Option<Timestamp>,
    has_failed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Another slice holds the lease: the alarm is set to this time, and that is all.
    Beside(Timestamp),
    Begins,
    Runs,
    /// The alarm is set for the next slice. The slice ends, unless there is new work by then.
    Rests,
    Over(Ending),
}

impl Slice {
    fn new(holder: Option<Holder>, stage: Stage, now: Timestamp) -> Self {
        Self {
            holder,
            stage,
            began: now,
            armed: now,
            effects: 0,
            under_way: Vec::new(),
            news: true,
            asked: None,
            asked_at: Timestamp::MIN,
            wake_at: None,
            has_failed: false,
        }
    }

    /// Returns what the shell does next.
    pub fn step(&mut self, portal_loop: &mut PortalLoop, now: Timestamp) -> Step {
        match (self.stage, self.holder) {
            (Stage::Over(_), _) => Step::End,
            (Stage::Beside(ring_at), _) => {
                self.stage = Stage::Over(Ending::BesideAnother);
                Step::Arm(ring_at)
            }
            (_, Some(holder)) if portal_loop.lease.renew(holder, now) => {
                self.step_with_lease(holder, portal_loop, now)
            }
            _ => {
                self.stage = Stage::Over(Ending::LeaseLost);
                // The portal may have recorded a result that nobody has planned with.
                if self.news {
                    Step::Arm(portal_loop.work_arrives(now))
                } else {
                    Step::End
                }
            }
        }
    }

    fn step_with_lease(
        &mut self,
        holder: Holder,
        portal_loop: &mut PortalLoop,
        now: Timestamp,
    ) -> Step {
        match self.stage {
            Stage::Begins => self.run(now),
            // The new work may have come while the alarm was being set, which has undone the earlier alarm that it had set.
            Stage::Rests if !self.has_failed && portal_loop.take_new_work() => {
                self.news = true;
                self.run(now)
            }
            Stage::Rests => {
                portal_loop.lease.release(holder);
                self.stage = Stage::Over(self.ending(now));
                Step::End
            }
            _ => self.turn(portal_loop, now),
        }
    }

    /// Passes the plan of the portal that is in use now.
    pub fn planned(&mut self, portal_loop: &mut PortalLoop, plan: Plan) {
        let generation = portal_loop.generation();
        self.asked = Some(generation);
        self.wake_at = plan.wake_at;
        let named = plan.effects.into_iter().map(|(ticket, effect)| {
            let id = EffectId { generation, ticket };
            PlannedEffect { id, effect }
        });
        portal_loop.waiting.extend(named);
    }

    /// Passes that an effect has ended. Returns the ticket under which the portal records the result, if the
    /// portal that planned the effect is still in use.
    #[must_use]
    pub fn ended(&mut self, portal_loop: &PortalLoop, id: EffectId) -> Option<Ticket> {
        self.under_way.retain(|under_way| *under_way != id);
        self.news = true;
        (id.generation == portal_loop.generation()).then_some(id.ticket)
    }

    /// Passes that the portal failed, to plan or to record a result. The slice waits for what is under way, and
    /// ends.
    pub fn failed(&mut self) {
        self.has_failed = true;
    }

    /// Returns how the slice ended.
    #[must_use]
    pub fn ended_as(&self) -> Ending {
        match self.stage {
            Stage::Over(ending) => ending,
            _ => Ending::GoesOn,
        }
    }

    /// Returns the number of effects that have begun.
    #[must_use]
    pub fn effects(&self) -> u32 {
        self.effects
    }

    /// Returns when the slice began.
    #[must_use]
    pub fn began(&self) -> Timestamp {
        self.began
    }

    /// Goes on, with the alarm ahead of the clock.
    fn run(&mut self, now: Timestamp) -> Step {
        self.stage = Stage::Runs;
        self.armed = now;
        Step::Arm(after(now, LEASE))
    }

    fn turn(&mut self, portal_loop: &mut PortalLoop, now: Timestamp) -> Step {
        if now.duration_since(self.armed) >= PUSH_EVERY {
            return self.run(now);
        }
        portal_loop.drop_stale_effects();
        let begin = self.begin(portal_loop);
        if !begin.is_empty() {
            return Step::Begin(begin);
        }
        if self.may_plan(portal_loop, now) && self.has_news(portal_loop, now) {
            self.news = false;
            self.asked_at = now;
            return Step::Plan;
        }
        match self.waits_until(portal_loop, now) {
            Some(until) => Step::Wait(until),
            None => self.rest(now),
        }
    }

    /// Takes the waiting effects that there are connections for.
    fn begin(&mut self, portal_loop: &mut PortalLoop) -> Vec<PlannedEffect> {
        let free = MAX_AT_ONCE.saturating_sub(self.under_way.len());
        let count = free.min(portal_loop.waiting.len());
        let begin: Vec<PlannedEffect> = portal_loop.waiting.drain(..count).collect();
        for effect in &begin {
            self.under_way.push(effect.id);
            self.effects = self.effects.saturating_add(1);
        }
        begin
    }

    /// Returns whether the slice may take on more work.
    fn goes_on(&self, now: Timestamp) -> bool {
        !self.has_failed && self.effects < MAX_EFFECTS && now.duration_since(self.began) < SLICE
    }

    /// Returns whether the portal may be asked: all that it planned before has begun, and nothing that an earlier
    /// portal planned is under way.
    fn may_plan(&self, portal_loop: &PortalLoop, now: Timestamp) -> bool {
        let generation = portal_loop.generation();
        self.goes_on(now)
            && portal_loop.waiting.is_empty()
            && self.under_way.iter().all(|id| id.generation == generation)
    }

    /// Returns whether the portal may have something new to say.
    fn has_news(&self, portal_loop: &mut PortalLoop, now: Timestamp) -> bool {
        let has_new_work = portal_loop.take_new_work();
        let is_another = self.asked != Some(portal_loop.generation());
        let is_due = self.asks_at().is_some_and(|at| at <= now);
        self.news || has_new_work || is_another || is_due
    }

    /// Returns when the portal is asked again although nothing has happened.
    fn asks_at(&self) -> Option<Timestamp> {
        let earliest = after(self.asked_at, MIN_WAIT);
        self.wake_at.map(|at| at.max(earliest))
    }

    /// Returns until when the slice waits, if it need not end.
    fn waits_until(&self, portal_loop: &PortalLoop, now: Timestamp) -> Option<Timestamp> {
        let tick = after(now, TICK);
        let may_plan = self.may_plan(portal_loop, now);
        let asks_at = self.asks_at().filter(|_| may_plan);
        if !self.under_way.is_empty() {
            return Some(asks_at.map_or(tick, |at| at.min(tick)));
        }
        asks_at
            .filter(|at| *at <= after(now, LONGEST_WAIT))
            .map(|at| at.min(tick))
    }

    /// Sets the alarm for when there is something to do again.
    fn rest(&mut self, now: Timestamp) -> Step {
        self.stage = Stage::Rests;
        match (self.ending(now), self.wake_at) {
            (Ending::Failed, _) => Step::Arm(after(now, AFTER_FAILURE)),
            (Ending::Spent, _) => Step::Arm(now),
            (_, Some(at)) => Step::Arm(at.max(now)),
            (_, None) => Step::Disarm,
        }
    }

    fn ending(&self, now: Timestamp) -> Ending {
        if self.has_failed {
            Ending::Failed
        } else if self.goes_on(now) {
            Ending::Rested
        } else {
            Ending::Spent
        }
    }
}
