//! A case holds everything that determines a world. A case plays the same way every time.

use std::fmt;

use domain::OnLeaving;
use sandbox::{BatchFailure, Denial, MergedInBatch, QuotaRefusal, Rotation};

use crate::ops::Timed;

/// A world and the operations in it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The source of latencies, people, and every other random choice.
    pub seed: u64,
    /// The properties of the world.
    pub shape: Shape,
    /// The operations, each with its time and portal.
    pub ops: Vec<Timed>,
}

/// The properties of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The number of contacts in each portal at the beginning.
    pub contacts: usize,
    /// The number of portals in the sandbox HubSpot.
    pub portals: usize,
    /// The number of calls that HubSpot accepts from a portal in ten seconds.
    pub quota: usize,
    /// The duration of calls.
    pub pace: Pace,
    /// The mapping of each portal's first sync.
    pub mapping: Mapping,
    /// The contacts that the first sync of each portal covers.
    pub covers: Covers,
    /// The sync's decision about the links of contacts that leave its audience.
    pub on_leaving: OnLeaving,
    /// The effect of a refresh on the refresh token.
    pub rotation: Rotation,
    /// HubSpot's response to a batch that is invalid in part.
    pub batch_failure: BatchFailure,
    /// HubSpot's treatment of a merged contact's old id in a batch.
    pub merged_in_batch: MergedInBatch,
    /// HubSpot's wording for a call that Goodword may not make.
    pub denial: Denial,
    /// HubSpot's form of a 429.
    pub quota_refusal: QuotaRefusal,
}

impl Shape {
    /// A small portal with usual latencies.
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
        denial: Denial::Scoped,
        quota_refusal: QuotaRefusal::Full,
    };
}

/// The duration of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// A call takes a few milliseconds.
    Brisk,
    /// A call takes as long as HubSpot's calls usually take.
    Usual,
    /// A call takes seconds.
    Sluggish,
    /// A call takes ten seconds or more. A slice has time for a few such calls only.
    Crawling,
}

impl Covers {
    /// All variants.
    pub(crate) const EACH: [Self; 5] = [
        Self::All,
        Self::AllButAList,
        Self::ActiveList,
        Self::StaticList,
        Self::TwoListsLessOne,
    ];
}

/// The mapping of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// All values go to Goodword's own properties, in the mode "always".
    Own,
    /// The link is written only where the property is empty, the code always, and the rest never.
    Modest,
    /// The link goes to a property that the customer made.
    Foreign,
    /// The link, the count and the link status go to Goodword's own properties, in the mode "always".
    Status,
}

/// The contacts that a sync covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covers {
    /// All contacts.
    All,
    /// All contacts except the members of a static list.
    AllButAList,
    /// The members of an active list.
    ActiveList,
    /// The members of a static list, which holds every second of the first contacts.
    StaticList,
    /// The members of an active list or a static list, except the members of a third list. Some contacts are in
    /// both lists.
    TwoListsLessOne,
}

/// Prints a case in a form that can be pasted into a test.
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
