//! Effects: the things that a portal wants done outside of itself, as values.
//!
//! [`Portal::plan`](crate::Portal::plan) returns the effects that may begin now. The shell performs them, several at
//! once, and passes each [`EffectResult`] to [`Portal::settle`](crate::Portal::settle). A shell that dies in between
//! loses nothing but the results: every effect may be performed again.

use domain::HubId;
use domain::host_proof::{HostClaim, Leads};
use hubspot::{Call, NoReply, Reply, Secret};
use jiff::Timestamp;

/// Names one performance of an effect. It is never used twice by one [`Portal`](crate::Portal) value.
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
    /// Write one record into the link index (LINKS).
    Publish {
        /// The KV key.
        key: String,
        /// The KV value.
        value: String,
    },
    /// Take a range of block numbers from the Directory, which never gives one out twice.
    TakeBlocks {
        /// The number of block numbers.
        count: u32,
    },
    /// Report to the Directory when cron should wake this portal; `None`: never.
    ReportDue {
        /// The portal.
        hub_id: HubId,
        /// The time from which on cron wakes it.
        due: Option<Timestamp>,
    },
    /// Look at a host: ask DNS for its TXT record, and the host itself for a value that only this Worker can give.
    LookAtHost {
        /// The host.
        host: String,
        /// The name of the record.
        record: String,
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

/// The result of an effect. Each kind of effect has one variant.
#[derive(Debug)]
pub enum EffectResult {
    /// HubSpot answered, or did not.
    HubSpot(Result<Reply, NoReply>),
    /// The link index took the record, or may have failed to.
    Published(Result<(), Unavailable>),
    /// The Directory gave these block numbers.
    BlocksTaken(Result<Vec<u32>, Unavailable>),
    /// The Directory took the report.
    DueReported(Result<(), Unavailable>),
    /// The shell looked at the host. A resolver or a host that did not answer is a result too.
    HostSeen(Result<HostSeen, Unavailable>),
    /// The Directory answered whether the host is the portal's.
    HostClaimed(Result<HostClaim, Unavailable>),
    /// The Directory took the host back, and keeps it from others until this time. `None`: it was not the portal's.
    HostReleased(Result<Option<Timestamp>, Unavailable>),
}

/// What the shell saw of a host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostSeen {
    /// The resolver's HTTP status.
    pub dns_status: u16,
    /// The resolver's answer, in JSON.
    pub dns_body: Vec<u8>,
    /// Where the host leads.
    pub leads: Leads,
}

/// One of our own services did not answer. It may have acted all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unavailable")]
pub struct Unavailable;

/// The effects that may begin now, and the time of the next round if nothing else happens.
#[derive(Debug, Default)]
pub struct Plan {
    /// Effects to begin now, at the same time.
    pub effects: Vec<(Ticket, Effect)>,
    /// The latest time at which to call [`Portal::plan`](crate::Portal::plan) again; `None`: only after an event. A
    /// time in the past means at once.
    pub wake_at: Option<Timestamp>,
}
