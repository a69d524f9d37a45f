//! What can happen to a record, as far as others are told of it.

use crate::{
    objects::{ObjectType, Source},
    properties::Name,
};

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A record was made.
    Created {
        object: ObjectType,
        id: u64,
        source: Source,
    },
    /// A property took another value.
    Written {
        object: ObjectType,
        id: u64,
        property: Name,
        value: String,
        source: Source,
    },
    /// Contacts became one.
    Merged {
        primary: u64,
        merged: Vec<u64>,
        survivor: u64,
        moved: usize,
        source: Source,
    },
    /// A record went to the recycle bin.
    Archived {
        object: ObjectType,
        id: u64,
        source: Source,
    },
    /// A record came back from it.
    Restored {
        object: ObjectType,
        id: u64,
        source: Source,
    },
    /// A contact was erased for good.
    Erased { id: u64, source: Source },
    /// A contact and a deal came to belong together, or no longer do.
    Associated {
        contact: u64,
        deal: u64,
        removed: bool,
        source: Source,
    },
}
