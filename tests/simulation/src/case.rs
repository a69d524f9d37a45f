//! A case: everything that determines a run. The same case runs the same, always.

use std::fmt;

use domain::OnLeaving;
use sandbox::{BatchFailure, MergedInBatch, Rotation};

use crate::ops::Timed;

/// A world, and what happens in it.
#[derive(Debug, Clone)]
pub struct Case {
    /// Determines latencies, people, and every other thing that looks like chance.
    pub seed: u64,
    /// The properties of the world.
    pub shape: Shape,
    /// The operations that happen in it.
    pub ops: Vec<Timed>,
}

/// The properties of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Contacts of each portal at the beginning.
    pub contacts: usize,
    /// Portals in the one HubSpot.
    pub portals: usize,
    /// Calls that HubSpot takes of a portal in ten seconds.
    pub quota: usize,
    /// How long calls take.
    pub pace: Pace,
    /// How the first sync of each portal maps.
    pub mapping: Mapping,
    /// The contacts that the first sync of each portal covers.
    pub covers: Covers,
    /// The sync's decision about the links of contacts that leave its audience.
    pub on_leaving: OnLeaving,
    /// The effect of a refresh on the refresh token.
    pub rotation: Rotation,
    /// How HubSpot answers a batch of which some is invalid.
    pub batch_failure: BatchFailure,
    /// What HubSpot does with a merged id in a batch.
    pub merged_in_batch: MergedInBatch,
}

impl Shape {
    /// A small portal on a good day.
    pub const PLAIN: Self = Self {
        contacts: 60,
        portals: 1,
        quota: 110,
        pace: Pace::Usual,
        mapping: Mapping::Own,
        covers: Covers::All,
        on_leaving: OnLeaving::Keep,
        rotation: Rotation::WhenIssued,
        batch_failure: BatchFailure::PartialWhenTraced,
        merged_in_batch: MergedInBatch::NotFound,
    };
}

/// How long calls take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// A few milliseconds.
    Brisk,
    /// As HubSpot usually is.
    Usual,
    /// Seconds.
    Sluggish,
    /// Ten seconds and more: a few calls are a whole slice.
    Crawling,
}

impl Covers {
    /// Each of them.
    pub(crate) const EACH: [Self; 5] = [
        Self::All,
        Self::AllButAList,
        Self::ActiveList,
        Self::StaticList,
        Self::TwoListsLessOne,
    ];
}

/// How a sync maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// To Goodword's own properties, always.
    Own,
    /// The link only where it is empty, the code always, the rest never.
    Modest,
    /// The link into a property that the customer made.
    Foreign,
    /// To Goodword's own properties, and what the link does too, always.
    Status,
}

/// The contacts that a sync covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// All contacts.
    All,
    /// All contacts but the members of a static list.
    AllButAList,
    /// The members of an active list.
    ActiveList,
    /// The members of a static list: every second contact of the beginning.
    StaticList,
    /// The members of an active and a static list, some of whom are in both, but those of a third.
    TwoListsLessOne,
}

/// A case as it can be pasted into a list of cases.
impl fmt::Display for Case {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "seed: {},", self.seed)?;
        writeln!(formatter, "shape: {:?},", self.shape)?;
        writeln!(formatter, "ops: [")?;
        for (at, portal, op) in &self.ops {
            writeln!(formatter, "    ({at}, {portal}, {op:?}),")?;
        }
        write!(formatter, "]")
    }
}
