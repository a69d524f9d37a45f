//! What a portal wants done outside of itself, as values.
//!
//! [`Portal::plan`](crate::Portal::plan) gives the effects that may begin now; the shell performs them,
//! several at once, and hands each [`Outcome`] back by [`Portal::settle`](crate::Portal::settle). A shell
//! that dies in between loses nothing but the answers: every effect may be performed again.

use domain::HubId;
use hubspot::{Call, NoReply, Reply, Secret};
use jiff::Timestamp;

/// Names one performance of an effect; never used twice by one [`Portal`](crate::Portal) value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// One thing to do.
#[derive(Debug)]
pub enum Effect {
    /// Call HubSpot. `access_token` goes into the Authorization header where the call asks for it.
    CallHubSpot {
        /// The call.
        call: Call,
        /// The bearer token, if the call needs one.
        access_token: Option<Secret>,
    },
    /// Put one entry into the link index (LINKS).
    Publish {
        /// The KV key.
        key: String,
        /// The KV value.
        value: String,
    },
    /// Take a range of block numbers from the Directory, which never gives one out twice.
    TakeBlocks {
        /// How many.
        count: u32,
    },
    /// Tell the Directory when this portal wants to be woken by cron; `None`: never.
    ReportDue {
        /// The portal.
        hub_id: HubId,
        /// From when on.
        due: Option<Timestamp>,
    },
    /// Ask the Directory for a host, which it gives to one portal alone.
    ClaimHost {
        /// The portal.
        hub_id: HubId,
        /// The host.
        host: String,
    },
    /// Give a host back to the Directory.
    ReleaseHost {
        /// The portal.
        hub_id: HubId,
        /// The host.
        host: String,
    },
}

/// How an effect ended. One variant an effect.
#[derive(Debug)]
pub enum Outcome {
    /// HubSpot answered or did not.
    HubSpot(Result<Reply, NoReply>),
    /// The link index took the entry, or may have failed to.
    Published(Result<(), Unavailable>),
    /// The block numbers taken.
    BlocksTaken(Result<Vec<u32>, Unavailable>),
    /// The Directory knows.
    DueReported(Result<(), Unavailable>),
    /// Whether the host is the portal's.
    HostClaimed(Result<bool, Unavailable>),
    /// The host is the portal's no more.
    HostReleased(Result<(), Unavailable>),
}

/// A part of our own house did not answer; whether it acted is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unavailable")]
pub struct Unavailable;

/// What may begin now, and when to ask again if nothing else happens.
#[derive(Debug, Default)]
pub struct Plan {
    /// Effects to begin now, at the same time.
    pub effects: Vec<(Ticket, Effect)>,
    /// When [`Portal::plan`](crate::Portal::plan) should be asked again at the latest; `None`: only after an
    /// event. May be in the past, which means at once.
    pub wake_at: Option<Timestamp>,
}
