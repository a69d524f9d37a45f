//! Operations: people's actions and accidents in a world, as values.
//!
//! A list of these, with a seed for the latencies, is a whole story: it can be printed, cut down, and kept.
//! Contacts are named by their place among those that are there at the time, modulo their number.

use domain::OnLeaving;

use crate::case::{Covers, Mapping};

/// An operation, when it happens (in milliseconds after the beginning), and in which portal.
pub type Timed = (i64, usize, Op);

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// HubSpot's users make so many contacts.
    CreateContacts(u8),
    /// One of them renames a contact.
    RenameContact(u16),
    /// One of them deletes a contact.
    DeleteContact(u16),
    /// One of them merges two contacts; the first one's values win.
    MergeContacts(u16, u16),
    /// One of them writes something else into a property of Goodword's.
    OverwriteLink(u16),
    /// One of them empties a property of Goodword's.
    ClearLink(u16),
    /// One of them archives a property of Goodword's: the mapping's row of this place.
    ArchiveProperty(u8),
    /// A rule of the portal's begins to refuse every write to a contact.
    Poison(u16),
    /// All such rules are lifted.
    Cure,
    /// One of them puts a contact into the list of this place, if that is a static one.
    JoinList(u16, u8),
    /// One of them takes a contact out of the list of this place, if that is a static one.
    LeaveList(u16, u8),
    /// A contact collects so many points: an active list takes those who have many.
    SetPoints(u16, u16),
    /// One of them deletes the list of this place.
    DeleteList(u8),
    /// One of them brings all deleted lists back.
    RestoreLists,

    /// A marketer starts a run of the sync of this place.
    StartRun(u8),
    /// Pauses whatever runs.
    PauseRuns,
    /// Resumes whatever is paused.
    ResumeRuns,
    /// Stops whatever runs.
    StopRuns,
    /// Tries the failed contacts of the newest run that has some again.
    RetryRun,
    /// Changes whom the sync of this place covers.
    ChangeAudience(u8, Covers),
    /// Changes what becomes of those who leave the audience of the sync of this place.
    ChangeLeaving(u8, OnLeaving),
    /// Changes into which properties the first campaign's sync writes.
    ChangeMapping(Mapping),
    /// Ends the sync of this place.
    EndSync(u8),
    /// Gives the campaign of this place a sync, if it has none, and runs it.
    AddSync(u8, Covers),
    /// Asks what HubSpot has to be asked for.
    Ask(Asked),
    /// Takes the newest question back.
    WithdrawQuestion,
    /// Adds a campaign with a sync of its own and runs it.
    AddCampaign,
    /// Pauses the campaign of this place.
    PauseCampaign(u8),
    /// Sets it going again.
    ResumeCampaign(u8),
    /// Ends it.
    ArchiveCampaign(u8),
    /// Leads its links elsewhere.
    MoveCampaign(u8),
    /// A colleague enrols a contact on the card, in the campaign of this place.
    Enrol(u16, u8),
    /// Revokes a link.
    Revoke(u16, u8),
    /// Pauses a link.
    PauseLink(u16, u8),
    /// Sets a link going again.
    ReviveLink(u16, u8),
    /// Gives the link of a contact, in the campaign of this place, the slug of this number; 0: none.
    NameLink(u16, u8, u8),
    /// Gives the campaign of this place the slug of this number; 0: none.
    NameCampaign(u8, u8),
    /// Gives the portal's links the host of this number; 0: none, 9: one that every portal wants.
    WantHost(u8),
    /// The contact has referred one person more: a stand-in for the referral engine.
    Refer(u16),
    /// Somebody follows the link of a contact, wherever in the world.
    Visit(u16),

    /// All access tokens end.
    ExpireTokens,
    /// The app is uninstalled in HubSpot; nobody tells Goodword.
    Uninstall,
    /// An admin authorises Goodword anew, and does not let it read lists.
    ForbidLists,
    /// The customer disconnects in Goodword.
    Disconnect,

    /// The Worker's process dies.
    Crash,
    /// The portal's alarm is lost.
    LoseAlarm,
    /// The next alarm rings twice.
    RingTwice,
    /// An alarm rings out of turn, beside whatever runs.
    RingNow,
    /// The platform abandons the slice that runs, and resumes it after so many seconds; 0: never.
    Abandon(u8),
    /// The storage fails after the next plan, before its effects begin.
    BreakAfterPlan,
    /// Everything outside of the portal crawls for so many minutes.
    Crawl(u8),
    /// Cron comes out of turn.
    Cron,
    /// The next message of the queue comes twice.
    RepeatMessage,
    /// The next message of the queue comes so many minutes late.
    DelayMessage(u8),
    /// The storage refuses the statement that comes after so many others.
    BreakStorage(u8),
    /// An accident befalls the next effect of this kind.
    Strike(Kind, Fault),
}

/// A question that a marketer asks before a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// How many contacts an audience has.
    Count(Covers),
    /// How a few of them would look.
    Preview(Covers),
    /// The changes that a sync of the first campaign would make, mapped as its first.
    DryRun(Covers),
    /// Which properties and lists there are.
    Catalogue,
    /// The same, once a property of Goodword's is made that no sync maps.
    MakeProperties,
}

/// The kinds of effects, as an onlooker tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Whichever comes first.
    Any,
    /// A refresh of the access token.
    Refresh,
    /// HubSpot is told that the customer disconnected.
    Farewell,
    /// A look at the property definitions.
    Look,
    /// The making of properties and their group.
    Make,
    /// The reading of a page of contacts.
    Read,
    /// The reading of contacts by their names.
    ReadBatch,
    /// A look at lists.
    LookAtLists,
    /// The reading of a page of a list's members.
    Members,
    /// A count of all contacts.
    Search,
    /// A look at the pipelines of deals.
    Pipelines,
    /// The writing of a batch of contacts.
    Write,
    /// The publication of an entry of the link index.
    Publish,
    /// The taking of block numbers.
    TakeBlocks,
    /// The report to the Directory.
    Report,
    /// The claiming of a host at the Directory, or its return.
    Host,
}

/// An accident of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It never reaches the other side, and the shell learns so at once.
    NotSent,
    /// The other side acts; the answer is lost, and the shell learns so at once.
    AnswerLost,
    /// The shell learns that it failed; the other side acts only then.
    ActedLate,
    /// It never reaches the other side; the shell waits until its own time limit.
    TimedOut,
    /// The other side acts; the shell waits until its own time limit.
    TimedOutActed,
    /// The answer takes long.
    Slow,
    /// HubSpot answers with this status, and has acted or not.
    Status(u16, bool),
    /// HubSpot does this part (in percent) of a batch, and says which.
    Partial(u8),
    /// HubSpot does this part of a batch, and answers 502.
    PartialThen502(u8),
    /// HubSpot does all of a batch and speaks of this part of it only.
    HalfSpoken(u8),
    /// HubSpot does this part of a batch and does not mention the rest.
    HalfDone(u8),
    /// The answer is cut off.
    Garbled,
    /// The access token has just ended.
    TokenEnded,
    /// HubSpot does not accept the app's own secret.
    BadSecret,
    /// The process dies at this moment.
    Crash(Moment),
    /// The platform abandons the slice at this moment, and resumes it after so many seconds; 0: never.
    Abandon(Moment, u8),
    /// The network delivers it twice.
    Twice,
}

impl Fault {
    /// Whether the process dies, or the slice is abandoned, at this moment.
    #[must_use]
    pub(crate) fn strikes_at(self, at: Moment) -> bool {
        matches!(self, Self::Crash(moment) | Self::Abandon(moment, _) if moment == at)
    }
}

/// When, in the course of an effect, the process dies or the slice is abandoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// It was decided, and not begun.
    Before,
    /// It is on its way, and may still arrive, perhaps late.
    UnderWay,
    /// The other side has acted, and nobody has heard of it.
    Acted,
    /// The portal has recorded the answer.
    Recorded,
}
