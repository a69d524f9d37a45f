//! Notes on the writes of contacts, by which a fault of one contact, of a property and of HubSpot are told apart.

use vecmap::VecMap;

use domain::{ContactId, SyncId};
use hubspot::contacts::Answer;
use jiff::{SignedDuration, Timestamp};

/// For this time, values that were read count as the present ones. It is the length of HubSpot's quota window: a run
/// reads and writes within one, and so makes no call more. A value that a person types in between can be overwritten.
pub(super) const FRESH: SignedDuration = SignedDuration::from_secs(10);

/// The notes. A portal that forgets them learns them again by a few more calls.
#[derive(Debug, Default)]
pub(super) struct WriteNotes {
    /// When HubSpot last took a write of contacts.
    pub(super) accepted_at: Option<Timestamp>,
    /// When each batch first and last failed.
    failed: VecMap<u32, Failed>,
    /// The values of the contacts of batches, as HubSpot has them.
    pub(super) looked: VecMap<u32, Looked>,
    standings: VecMap<SyncId, Standing>,
}

/// The contacts of a batch, as they were read for its write.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) at: Timestamp,
    pub(super) answers: VecMap<ContactId, Answer>,
}

/// When a batch failed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failed {
    pub(super) first: Timestamp,
    pub(super) last: Timestamp,
}

/// What HubSpot's answers say of the values of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// HubSpot has taken them for a contact, and has refused this number of calls since.
    Taken { refusals: u32 },
    /// HubSpot has refused them for several contacts together, and named none, and then for this number of contacts alone.
    Doubted { alone: u32 },
}

/// The contacts alone for which HubSpot refuses values that it takes for nobody. Fewer may be ill themselves.
const PROBES: u32 = 3;

/// The refused calls in a row after which values that were taken before are doubted. One bad contact of a hundred causes
/// one, because the other half of its batch is taken.
const MAX_REFUSALS: u32 = 8;

impl WriteNotes {
    /// Notes that a batch has failed. Returns when it failed before.
    pub(super) fn failed(&mut self, batch: u32, now: Timestamp) -> Option<Failed> {
        self.looked.remove(&batch);
        let before = self.failed_before(batch);
        let first = before.map_or(now, |before| before.first);
        self.failed.insert(batch, Failed { first, last: now });
        before
    }

    /// Returns when a batch has failed.
    pub(super) fn failed_before(&self, batch: u32) -> Option<Failed> {
        self.failed.get(&batch).copied()
    }

    /// Notes that HubSpot has taken values of a sync.
    pub(super) fn taken(&mut self, sync: SyncId, now: Timestamp) {
        self.accepted_at = Some(now);
        self.standings.insert(sync, Standing::Taken { refusals: 0 });
    }

    /// Notes that HubSpot has refused a call for several contacts of a sync, and named none. Returns whether the fault
    /// may be of the values themselves, and not of single contacts.
    pub(super) fn refused_together(&mut self, sync: SyncId) -> bool {
        let standing = match self.standings.get(&sync) {
            Some(Standing::Taken { refusals }) if *refusals < MAX_REFUSALS => Standing::Taken {
                refusals: refusals + 1,
            },
            Some(Standing::Doubted { alone }) => Standing::Doubted { alone: *alone },
            _ => Standing::Doubted { alone: 0 },
        };
        self.standings.insert(sync, standing);
        self.doubts(sync)
    }

    /// Notes that HubSpot has refused the values of a sync for a contact alone.
    pub(super) fn refused_alone(&mut self, sync: SyncId) {
        if let Some(Standing::Doubted { alone }) = self.standings.get_mut(&sync) {
            *alone += 1;
        }
    }

    /// Returns whether HubSpot takes the values of a sync for nobody, as far as was tried.
    pub(super) fn takes_for_nobody(&self, sync: SyncId) -> bool {
        matches!(self.standings.get(&sync), Some(Standing::Doubted { alone }) if *alone >= PROBES)
    }

    /// Returns whether the values of a sync are doubted. Then they are tried for one contact alone.
    pub(super) fn doubts(&self, sync: SyncId) -> bool {
        matches!(self.standings.get(&sync), Some(Standing::Doubted { .. }))
    }

    /// Ends the doubt.
    pub(super) fn forget_doubt(&mut self, sync: SyncId) {
        self.standings.remove(&sync);
    }

    /// Forgets a batch that has left the outbox.
    pub(super) fn forget(&mut self, batch: u32) {
        self.looked.remove(&batch);
        self.failed.remove(&batch);
    }
}
