//! What can happen to a contact, as far as others are told of it.

use crate::{objects::Source, properties::Name};

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A contact was made.
    Created { id: u64, source: Source },
    /// A property took another value.
    Written {
        id: u64,
        property: Name,
        value: String,
        source: Source,
    },
    /// Records became one.
    Merged {
        primary: u64,
        merged: Vec<u64>,
        survivor: u64,
        moved: usize,
        source: Source,
    },
    /// A contact went to the recycle bin.
    Archived { id: u64, source: Source },
    /// A contact came back from it.
    Restored { id: u64, source: Source },
    /// A contact was erased for good.
    Erased { id: u64, source: Source },
}
