//! A case holds everything that determines a world. A case plays the same way every time.

use std::fmt;

use domain::OnLeaving;
use sandbox::{
    ArchivedProperty, AssociationCursor, BatchFailure, ConflictWords, DealEntries, DefinitionLag,
    Denial, FurtherEmails, MergedIds, MergedInBatch, PropertyBatch, PropertySettings, QuotaRefusal,
    RefreshRefusal, Rotation, SearchDisplay, UnknownInBatch,
};

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
    /// The longest time for which HubSpot works on an active list after a change, in milliseconds.
    pub list_processing_ms: i64,
    /// The variations of the connection, of definitions and of holds.
    pub runs: Variations,
    /// HubSpot's answers to reads.
    pub reads: Reads,
    /// The success of referrals, and HubSpot's manners with people.
    pub people: People,
    /// HubSpot's wording for a call that Goodword may not make.
    pub denial: Denial,
    /// HubSpot's form of a 429.
    pub quota_refusal: QuotaRefusal,
}

/// The variations of the connection, of definitions and of holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variations {
    /// The words in which HubSpot refuses to refresh a grant that has ended.
    pub refusal: RefreshRefusal,
    /// HubSpot's treatment of definitions.
    pub properties: PropertySettings,
    /// True if people hold runs for days. Then sweeps are rarer, so that the days cost little.
    pub has_days: bool,
}

impl Variations {
    /// HubSpot as it usually is.
    pub const PLAIN: Self = Self {
        refusal: RefreshRefusal::BadRefreshToken,
        properties: PropertySettings {
            further: 0,
            limit: None,
            batch: PropertyBatch::PerInput,
            archived: ArchivedProperty::Forgotten,
            lag: DefinitionLag {
                shown_ms: 0,
                group_ms: 0,
                write_ms: 0,
            },
        },
        has_days: false,
    };
}

/// The answers to reads, as far as they differ between cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reads {
    /// Where a contact names those that were merged into it.
    pub merged_ids: MergedIds,
    /// Whether the search index has a long tail. It has none once a world comes to its end.
    pub search_tail: bool,
    /// HubSpot's treatment of the id of a deleted contact in a batch of writes.
    pub unknown_in_batch: UnknownInBatch,
    /// The values that a search shows.
    pub search_display: SearchDisplay,
    /// Whether the account's other apps use up the limit of searches now and then.
    pub other_apps_search: bool,
    /// In how many of a thousand reads of a record in a batch HubSpot fails for this record alone. In none once a world
    /// comes to its end.
    pub trouble_per_mille: u16,
    /// The cursors that HubSpot takes when it reads associations.
    pub association_cursor: AssociationCursor,
    /// Whether HubSpot refuses to give the account's details.
    pub account_info_denied: bool,
    /// The account's time zone, and its distance from UTC in minutes.
    pub time_zone: (&'static str, i32),
}

impl Reads {
    /// The answers that are usual.
    pub const PLAIN: Self = Self {
        merged_ids: MergedIds::All,
        search_tail: false,
        search_display: SearchDisplay::Present,
        other_apps_search: false,
        trouble_per_mille: 0,
        unknown_in_batch: UnknownInBatch::NotFound,
        association_cursor: AssociationCursor::Escaped,
        account_info_denied: false,
        time_zone: ("Europe/London", 60),
    };
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
        list_processing_ms: 0,
        runs: Variations::PLAIN,
        reads: Reads::PLAIN,
        people: People::PLAIN,
        denial: Denial::Scoped,
        quota_refusal: QuotaRefusal::Full,
    };
}

/// The success of referrals, and HubSpot's manners with people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct People {
    /// The rule of every campaign that makes a referral successful.
    pub success: Success,
    /// Whether HubSpot finds a contact by its further addresses, and shows them.
    pub further_emails: FurtherEmails,
    /// HubSpot's words for an address that a contact has already.
    pub conflict: ConflictWords,
    /// The times of entry into stages that deals show.
    pub deal_entries: DealEntries,
}

impl People {
    /// HubSpot as it usually is, and no rule that reads it.
    pub const PLAIN: Self = Self {
        success: Success::ByHand,
        further_emails: FurtherEmails::Shown,
        conflict: ConflictWords::Short,
        deal_entries: DealEntries::PerStage,
    };
}

/// The event that makes a referral successful.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Success {
    /// A person decides.
    ByHand,
    /// The referred person's contact becomes a customer. Goodword follows HubSpot's changes.
    Stage,
    /// A deal of the referred person is won. Goodword follows HubSpot's changes of deals.
    Deal,
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
