//! The changes of records that webhooks report.

use crate::{
    objects::{ObjectType, Source},
    properties::Name,
};

/// A change.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A record was created.
    Created {
        object: ObjectType,
        id: u64,
        source: Source,
    },
    /// A property got another value.
    Written {
        object: ObjectType,
        id: u64,
        property: Name,
        value: String,
        source: Source,
    },
    /// Contacts were merged.
    Merged {
        primary: u64,
        merged: Vec<u64>,
        survivor: u64,
        moved: usize,
        source: Source,
    },
    /// A record was moved to the recycle bin.
    Archived {
        object: ObjectType,
        id: u64,
        source: Source,
    },
    /// A record was restored from the recycle bin.
    Restored {
        object: ObjectType,
        id: u64,
        source: Source,
    },
    /// A contact was erased for good.
    Erased { id: u64, source: Source },
    /// A contact and a deal were associated, or their association was removed.
    Associated {
        contact: u64,
        deal: u64,
        removed: bool,
        source: Source,
    },
}
