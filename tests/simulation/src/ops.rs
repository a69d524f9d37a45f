//! Operations: actions of people and faults of a world, as values.
//!
//! A list of operations and a seed for the latencies make a whole case, which can be printed, shortened and kept. A
//! number that names a contact is its index among the present contacts, modulo their number. A number that names a
//! list, a sync or a campaign is an index as well.

use domain::OnLeaving;

use crate::case::{Covers, Mapping};

/// The time of an operation (in milliseconds after the beginning), the index of its portal, and the operation.
pub type Timed = (i64, usize, Op);

/// One operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// HubSpot's users create this number of contacts.
    CreateContacts(u8),
    /// A HubSpot user renames a contact.
    RenameContact(u16),
    /// A HubSpot user deletes a contact.
    DeleteContact(u16),
    /// A HubSpot user merges two contacts. The values of the first one win.
    MergeContacts(u16, u16),
    /// A HubSpot user writes another value into one of Goodword's properties.
    OverwriteLink(u16),
    /// A HubSpot user empties one of Goodword's properties.
    ClearLink(u16),
    /// A HubSpot user archives the property in this row of the mapping.
    ArchiveProperty(u8),
    /// A rule of the HubSpot portal begins to refuse every write to a contact.
    Poison(u16),
    /// HubSpot takes no write of a contact any more, in this way.
    Afflict(u16, Ailment),
    /// All rules that refuse writes are lifted, and all contacts can be written again.
    Cure,
    /// A HubSpot user adds a contact to this list, if the list is static.
    JoinList(u16, u8),
    /// A HubSpot user removes a contact from this list, if the list is static.
    LeaveList(u16, u8),
    /// A contact gets this number of points. Contacts with many points are in the active list.
    SetPoints(u16, u16),
    /// A HubSpot user deletes this list.
    DeleteList(u8),
    /// A HubSpot user restores all deleted lists.
    RestoreLists,
    /// A contact that is in one of the two lists that audiences include moves to the other one.
    MoveBetweenLists(u16),
    /// Every third contact gets this number of points.
    SetManyPoints(u16),
    /// HubSpot pauses its work on this list.
    PauseList(u8),
    /// HubSpot goes on with all lists.
    ResumeLists,

    /// A marketer starts a run of this sync.
    StartRun(u8),
    /// A marketer pauses all runs that are under way.
    PauseRuns,
    /// A marketer resumes all paused runs.
    ResumeRuns,
    /// A marketer stops all runs that are under way.
    StopRuns,
    /// A marketer retries the failed contacts of the newest run that has some.
    RetryRun,
    /// A marketer changes the audience of this sync.
    ChangeAudience(u8, Covers),
    /// A marketer changes the decision of this sync about contacts that leave.
    ChangeLeaving(u8, OnLeaving),
    /// A marketer changes the mapping of the first campaign's sync.
    ChangeMapping(Mapping),
    /// A marketer ends this sync.
    EndSync(u8),
    /// A marketer adds a sync to this campaign, if it has none, and runs it.
    AddSync(u8, Covers),
    /// A marketer adds a second sync, which writes one property, to this campaign, and runs it.
    AddSecondSync(u8, Covers),
    /// A marketer starts a query.
    StartQuery(QueryKind),
    /// A marketer cancels the newest query.
    CancelQuery,
    /// A marketer adds a campaign with a sync and runs it.
    AddCampaign,
    /// A marketer pauses this campaign.
    PauseCampaign(u8),
    /// A marketer resumes this campaign.
    ResumeCampaign(u8),
    /// A marketer archives this campaign.
    ArchiveCampaign(u8),
    /// A marketer changes the destination of this campaign's links.
    MoveCampaign(u8),
    /// A colleague enrols a contact in this campaign on the card.
    Enrol(u16, u8),
    /// A person revokes a contact's link in this campaign.
    Revoke(u16, u8),
    /// A person pauses a contact's link in this campaign.
    PauseLink(u16, u8),
    /// A person makes a contact's link in this campaign live again.
    ReviveLink(u16, u8),
    /// A person gives a contact's link in this campaign the slug of this number. 0 means none.
    NameLink(u16, u8, u8),
    /// A person gives this campaign the slug of this number. 0 means none.
    NameCampaign(u8, u8),
    /// A person gives the portal's links the host of this number. 0 means none, and 9 means a host that every
    /// portal wants.
    WantHost(u8),
    /// A person asks for the host of this number. Its DNS has no record for the portal yet, and it leads nowhere.
    WantHostUnproven(u8),
    /// The owner of the host of this number sets the portal's record, or removes all records.
    HostRecord(u8, bool),
    /// The host of this number leads to Goodword, or nowhere.
    HostWay(u8, bool),
    /// The resolver of DNS works, or fails.
    Resolver(bool),
    /// A person wants the host to be looked at.
    CheckHost,
    /// The operator takes the host of this number back, with this number of days of quarantine.
    TakeHostBack(u8, u8),
    /// A person claims with the code of a contact's link in this campaign. The last number names the person: the same
    /// number claims again, perhaps with another code.
    Claim(u16, u8, u8),
    /// A HubSpot user makes this referred person's contact a customer. The number is an index of the referrals.
    MoveOn(u8),
    /// A HubSpot user makes this referred person's contact a lead again.
    MoveBack(u8),
    /// A HubSpot user merges another contact into this referred person's contact.
    MergePerson(u8, u16),
    /// A visitor somewhere in the world follows the link of a contact.
    Visit(u16),

    /// All access tokens end.
    ExpireTokens,
    /// The app is uninstalled in HubSpot, and nobody informs Goodword.
    Uninstall,
    /// An admin authorises Goodword again, without permission to read lists.
    ForbidLists,
    /// The customer disconnects in Goodword.
    Disconnect,
    /// The app is uninstalled in HubSpot, and all access tokens end.
    EndGrant,
    /// An operator takes the present sealing keys out of the settings.
    LoseSealingKey,
    /// An operator puts all earlier sealing keys back.
    ReturnSealingKeys,

    /// The Worker's process dies.
    Crash,
    /// The portal's alarm is lost.
    LoseAlarm,
    /// The next alarm rings twice.
    RingTwice,
    /// An alarm rings at once, beside any running slice.
    RingNow,
    /// The platform abandons the running slice, and resumes it after this number of seconds. 0 means never.
    Abandon(u8),
    /// The storage fails after the next plan, before its effects begin.
    BreakAfterPlan,
    /// Everything outside of the portal is very slow for this number of minutes.
    Crawl(u8),
    /// Cron runs at once.
    Cron,
    /// The next message of the queue arrives twice.
    RepeatMessage,
    /// The next message of the queue arrives late by this number of minutes.
    DelayMessage(u8),
    /// The storage refuses one statement, after this number of others.
    BreakStorage(u8),
    /// A fault hits the next effect of this kind.
    Strike(Kind, Fault),
}

/// The way in which HubSpot takes no write of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ailment {
    /// Each call that writes the contact answers 500.
    ServerError,
    /// Each call that writes the contact answers 423.
    Locked,
    /// The contact is refused with FORBIDDEN.
    Forbidden,
    /// The contact is refused with `READ_ONLY_VALUE`.
    ReadOnly,
}

/// A query that a marketer starts before a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryKind {
    /// The number of contacts in an audience.
    Count(Covers),
    /// A preview of a few contacts of an audience.
    Preview(Covers),
    /// The dry run of a sync of the first campaign, with the mapping of its first sync.
    DryRun(Covers),
    /// The catalogue of properties, lists and pipelines.
    Catalogue,
    /// The catalogue, after one of Goodword's properties that no sync maps has been made.
    MakeProperties,
}

/// The kinds of effects, as an observer distinguishes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An effect of any kind.
    Any,
    /// A refresh of the access token.
    Refresh,
    /// The uninstall call after the customer disconnected.
    Farewell,
    /// A read of the property definitions.
    Look,
    /// The creation of properties and their group.
    Make,
    /// A read of a page of contacts.
    Read,
    /// A read of contacts by their ids.
    ReadBatch,
    /// A read of lists.
    LookAtLists,
    /// A read of a page of a list's members.
    Members,
    /// A read of the lists of single contacts.
    Memberships,
    /// A count of all contacts.
    Search,
    /// A read of referred people: by their addresses, or by their contacts' ids.
    People,
    /// The creation of a referred person's contact.
    Create,
    /// A search for the contacts that have changed.
    Changes,
    /// A read of deals, or of the deals of contacts and the contacts of deals.
    Deals,
    /// A read of the pipelines of deals.
    Pipelines,
    /// A read of the account's details.
    Details,
    /// A write of a batch of contacts.
    Write,
    /// The publication of a link index record.
    Publish,
    /// A request for block numbers.
    TakeBlocks,
    /// A report to the Directory.
    Report,
    /// A request to the Directory to claim or release a host.
    Host,
    /// A look at a host.
    LookAtHost,
}

/// A fault of an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The effect never reaches the other side, and the shell learns of the failure at once.
    NotSent,
    /// The other side acts. The response is lost, and the shell learns of the failure at once.
    AnswerLost,
    /// The shell learns of a failure, and the other side acts only after that.
    ActedLate,
    /// The effect never reaches the other side, and the shell waits until its time limit.
    TimedOut,
    /// The other side acts, and the shell waits until its time limit.
    TimedOutActed,
    /// The response takes long.
    Slow,
    /// HubSpot responds with this status. The second value is true if it has acted.
    Status(u16, bool),
    /// HubSpot performs this part of a batch (in percent) and reports which.
    Partial(u8),
    /// HubSpot performs this part of a batch (in percent) and responds with 502.
    PartialThen502(u8),
    /// HubSpot performs the whole batch and reports only this part of it (in percent).
    HalfSpoken(u8),
    /// HubSpot performs this part of a batch (in percent) and does not mention the rest.
    HalfDone(u8),
    /// HubSpot responds with a page that has no results.
    EmptyPage,
    /// HubSpot responds with the first page, whatever the cursor.
    FirstPage,
    /// The response is cut off in the middle.
    Garbled,
    /// HubSpot no longer takes the cursor of a page.
    CursorGone,
    /// The access token has just ended.
    TokenEnded,
    /// HubSpot does not accept the app's secret.
    BadSecret,
    /// The process dies at this moment.
    Crash(Moment),
    /// The platform abandons the slice at this moment, and resumes it after this number of seconds. 0 means never.
    Abandon(Moment, u8),
    /// The network delivers the effect twice.
    Twice,
}

impl Fault {
    /// Returns true if the process dies or the slice is abandoned at this moment.
    #[must_use]
    pub(crate) fn strikes_at(self, at: Moment) -> bool {
        matches!(self, Self::Crash(moment) | Self::Abandon(moment, _) if moment == at)
    }
}

/// The moment of an effect at which the process dies or the slice is abandoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// The effect was decided and has not begun.
    Before,
    /// The effect is under way. It may still arrive, perhaps late.
    UnderWay,
    /// The other side has acted, and the portal does not know.
    Acted,
    /// The portal has recorded the result.
    Recorded,
}
