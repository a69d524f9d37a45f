//! Every number of the loop, with its derivation. Numbers of the platform are Cloudflare's documented limits of
//! Workers and Durable Objects.

use jiff::{SignedDuration, Timestamp};

/// The number of effects that are under way at once. The platform gives an event six connections and makes
/// further ones wait.
pub(super) const MAX_AT_ONCE: usize = 6;

/// The length of a slice. The platform gives an alarm 15 minutes and 30 seconds of CPU; a minute of waiting for
/// HubSpot needs a small part of both.
pub(super) const SLICE: SignedDuration = SignedDuration::from_secs(60);

/// The number of effects after which a slice plans no more. The smaller of the platform's plans gives an event
/// 1,000 requests; half of them leaves room for the plan that crosses this number.
pub(super) const MAX_EFFECTS: u32 = 500;

/// The pause between two turns of a slice that has something under way or waits for a short time: the longest
/// time for which new work stays unnoticed.
pub(super) const TICK: SignedDuration = SignedDuration::from_millis(250);

/// The least pause before a portal is asked again that wants to be asked at once. It keeps such a portal from
/// holding the processor.
pub(super) const MIN_WAIT: SignedDuration = SignedDuration::from_millis(20);

/// The longest pause that a slice waits through. A longer one is left to the alarm, so that the object can leave
/// memory.
pub(super) const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(2);

/// The time for which a slice holds the lease after its latest turn: 80 times [`TICK`], so that a slow answer of
/// the storage never costs a living slice its lease. It is also how far ahead of the clock a slice keeps the
/// alarm, so that the alarm of a slice that died rings when its lease runs out.
pub(super) const LEASE: SignedDuration = SignedDuration::from_secs(20);

/// The pause after which a slice pushes the alarm ahead again: a quarter of [`LEASE`], so that the alarm never
/// rings beside a living slice, and costs one write of the storage in five seconds.
pub(super) const PUSH_EVERY: SignedDuration = SignedDuration::from_secs(5);

/// The pause after a failure of the portal. The longest back-off of the portal itself is a minute too.
pub(super) const AFTER_FAILURE: SignedDuration = SignedDuration::from_mins(1);

/// Returns the time that is so much later.
pub(super) fn after(now: Timestamp, duration: SignedDuration) -> Timestamp {
    now.saturating_add(duration).unwrap_or(Timestamp::MAX)
}
