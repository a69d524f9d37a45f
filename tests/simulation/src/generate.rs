//! Makes a case from a seed.
//!
//! Most operations happen in the first twenty seconds, which is the duration of a small portal's first sync. The
//! rest is spread over the sweeps that follow.

mod feeds;
mod hosts;
mod leaving;
mod referrals;
mod runs;
mod writes;

use domain::OnLeaving;
use sandbox::{BatchFailure, MergedInBatch, Rotation};

use crate::case::{Case, Covers, Mapping, Pace, Shape};
use crate::chance::Chance;
use crate::lists::ENOUGH_POINTS;
use crate::ops::{Fault, Kind, Moment, Op, QueryKind, Timed};

/// The duration of the first sync.
const FIRST_SYNC_MS: i64 = 20_000;
/// The latest time of an operation. It leaves room for several sweeps of an ongoing sync.
const LAST_OP_MS: i64 = 25 * 60_000;

/// The moments at which a process can die.
const MOMENTS: [Moment; 4] = [
    Moment::Before,
    Moment::UnderWay,
    Moment::Acted,
    Moment::Recorded,
];

/// The subject of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Theme {
    /// Any operations.
    Anything,
    /// The portal makes many calls under a small quota, and its process dies and is soon asked again.
    Quota,
    /// There are few links. They change often while their publication fails.
    Links,
    /// Contacts enter and leave lists, and people start queries about the lists.
    Lists,
}

impl Case {
    /// Returns the case of a seed.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        let mut chance = Chance::new(seed, "case");
        let theme = *chance.weighted(&[
            (6, Theme::Anything),
            (2, Theme::Quota),
            (1, Theme::Links),
            (3, Theme::Lists),
        ]);
        let mut shape = Shape {
            runs: runs::variations(seed),
            reads: feeds::reads(seed),
            people: referrals::people(seed),
            ..themed(shape(&mut chance), theme, &mut chance)
        };
        let most = *chance.weighted(&[(1, 1), (5, 14), (3, 30), (1, 60)]);
        let count = chance.between(0, most);
        let mut ops: Vec<Timed> = (0..count)
            .map(|_| {
                let portal = chance.place(shape.portals);
                let at = moment(&mut chance, theme);
                (at, portal, op(&mut chance, theme))
            })
            .collect();
        // A stream of its own keeps the rest of every seed as it is when something is added here.
        let mut chance = Chance::new(seed, "loop");
        let count = *chance.weighted(&[(2, 0), (3, 1), (3, 3), (1, 6)]);
        ops.extend((0..count).map(|_| {
            let portal = chance.place(shape.portals);
            let at = moment(&mut chance, theme);
            (at, portal, about_the_loop(&mut chance))
        }));
        leaving::add(seed, &mut shape, &mut ops);
        ops.extend(runs::ops(seed, &shape));
        ops.extend(hosts::ops(seed, &shape, theme));
        let shape = writes::shaped(shape, seed);
        ops.extend(writes::ops(&shape, seed));
        ops.extend(referrals::ops(seed, &shape));
        ops.extend(feeds::ops(seed, &shape));
        ops.sort_by_key(|(at, ..)| *at);
        Self { seed, shape, ops }
    }
}

fn themed(shape: Shape, theme: Theme, chance: &mut Chance) -> Shape {
    let number = |number: i64| usize::try_from(number).expect("a small number");
    match theme {
        Theme::Anything => shape,
        Theme::Quota => Shape {
            contacts: number(chance.between(250, 400)),
            quota: number(chance.between(9, 13)),
            pace: Pace::Brisk,
            ..shape
        },
        Theme::Links => Shape {
            contacts: number(chance.between(3, 20)),
            ..shape
        },
        Theme::Lists => Shape {
            covers: *chance.pick(&Covers::EACH[1..]),
            on_leaving: *chance.pick(&[OnLeaving::Pause, OnLeaving::Pause, OnLeaving::Revoke]),
            ..shape
        },
    }
}

fn shape(chance: &mut Chance) -> Shape {
    let contacts = match chance.weighted(&[(5, 0), (3, 1), (1, 2)]) {
        0 => chance.between(3, 90),
        1 => chance.between(90, 220),
        _ => chance.between(220, 400),
    };
    Shape {
        contacts: usize::try_from(contacts).expect("a small number"),
        portals: if chance.percent(25) { 2 } else { 1 },
        quota: *chance.weighted(&[(6, 110), (2, 25), (2, 15)]),
        pace: *chance.weighted(&[(2, Pace::Brisk), (5, Pace::Usual), (1, Pace::Sluggish)]),
        mapping: *chance.weighted(&[
            (4, Mapping::Own),
            (2, Mapping::Modest),
            (2, Mapping::Foreign),
            (2, Mapping::Status),
        ]),
        covers: *chance.weighted(&[
            (7, Covers::All),
            (1, Covers::AllButAList),
            (1, Covers::ActiveList),
            (1, Covers::StaticList),
            (1, Covers::TwoListsLessOne),
        ]),
        on_leaving: *chance.pick(&[OnLeaving::Keep, OnLeaving::Pause, OnLeaving::Revoke]),
        rotation: *chance.pick(&[Rotation::Never, Rotation::WhenIssued, Rotation::WhenUsed]),
        batch_failure: *chance.pick(&[BatchFailure::PartialWhenTraced, BatchFailure::Whole]),
        merged_in_batch: *chance.pick(&[MergedInBatch::NotFound, MergedInBatch::LeftOut]),
        ..Shape::PLAIN
    }
}

fn moment(chance: &mut Chance, theme: Theme) -> i64 {
    let soon = theme == Theme::Links || chance.percent(65);
    if theme == Theme::Quota && soon {
        // The first sync of a brisk portal uses up its quota within two seconds.
        chance.between(0, 2 * FIRST_SYNC_MS / 10)
    } else if soon {
        chance.between(0, FIRST_SYNC_MS)
    } else {
        chance.between(FIRST_SYNC_MS, LAST_OP_MS)
    }
}

fn op(chance: &mut Chance, theme: Theme) -> Op {
    match theme {
        Theme::Anything => {}
        Theme::Quota | Theme::Lists if chance.percent(50) => {}
        Theme::Links if chance.percent(20) => {}
        Theme::Lists => return about_lists(chance),
        Theme::Quota => return about_quota(chance),
        Theme::Links => return about_links(chance),
    }
    match chance.weighted(&[(6, 0), (5, 1), (2, 2), (5, 3), (12, 4)]) {
        0 => hubspots_users(chance),
        1 => goodwords_users(chance),
        2 => *chance.weighted(&[
            (3, Op::ExpireTokens),
            (2, Op::Uninstall),
            (1, Op::Disconnect),
            (1, Op::ForbidLists),
        ]),
        3 => platform(chance),
        _ => strike(chance),
    }
}

fn about_quota(chance: &mut Chance) -> Op {
    let one = any(chance);
    *chance.weighted(&[
        (4, Op::Crash),
        (3, Op::Enrol(one, 0)),
        (3, Op::Poison(one)),
        (2, Op::AddCampaign),
        (1, Op::Cron),
        (3, Op::Strike(Kind::Write, Fault::Crash(Moment::UnderWay))),
        (2, Op::Strike(Kind::Write, Fault::ActedLate)),
        (1, Op::Strike(Kind::Write, Fault::TimedOutActed)),
    ])
}

fn about_links(chance: &mut Chance) -> Op {
    let one = any(chance);
    let moment = *chance.pick(&MOMENTS);
    let slug = *chance.pick(&[0, 1, 2, 3]);
    let host = *chance.pick(&[0, 1, 2]);
    *chance.weighted(&[
        (4, Op::NameLink(one, 0, slug)),
        (2, Op::NameCampaign(0, slug)),
        (4, Op::WantHost(host)),
        (2, Op::Strike(Kind::Host, Fault::Crash(moment))),
        (1, Op::Strike(Kind::Host, Fault::AnswerLost)),
        (1, Op::Strike(Kind::Host, Fault::ActedLate)),
        (3, Op::Enrol(one, 0)),
        (3, Op::CreateContacts(1)),
        (2, Op::Cron),
        (4, Op::PauseLink(one, 0)),
        (4, Op::ReviveLink(one, 0)),
        (2, Op::Revoke(one, 0)),
        (2, Op::PauseCampaign(0)),
        (2, Op::ResumeCampaign(0)),
        (2, Op::MoveCampaign(0)),
        (4, Op::Crash),
        (4, Op::Strike(Kind::Publish, Fault::Crash(moment))),
        (2, Op::Strike(Kind::Publish, Fault::AnswerLost)),
        (1, Op::Strike(Kind::Publish, Fault::NotSent)),
        (1, Op::Strike(Kind::Publish, Fault::Slow)),
        (1, Op::Strike(Kind::Publish, Fault::TimedOutActed)),
    ])
}

fn about_lists(chance: &mut Chance) -> Op {
    let one = any(chance);
    let list = u8::try_from(chance.between(0, 2)).expect("a small number");
    let points = *chance.pick(&[0, ENOUGH_POINTS]);
    let moment = *chance.pick(&MOMENTS);
    let kind = *chance.pick(&[
        Kind::LookAtLists,
        Kind::Members,
        Kind::ReadBatch,
        Kind::Search,
    ]);
    let asked = ask(chance);
    *chance.weighted(&[
        (6, Op::JoinList(one, list)),
        (6, Op::LeaveList(one, list)),
        (8, Op::SetPoints(one, points)),
        (2, Op::DeleteList(list)),
        (1, Op::RestoreLists),
        (2, Op::DeleteContact(one)),
        (4, Op::Poison(one)),
        (4, Op::RetryRun),
        (3, asked),
        (4, Op::StartQuery(QueryKind::Count(Covers::All))),
        (6, Op::Strike(kind, Fault::Crash(moment))),
        (4, Op::Strike(kind, Fault::AnswerLost)),
        (1, Op::Strike(kind, Fault::TokenEnded)),
        (2, Op::Cron),
    ])
}

fn ask(chance: &mut Chance) -> Op {
    let covers = *chance.pick(&Covers::EACH);
    *chance.weighted(&[
        (3, Op::StartQuery(QueryKind::Count(covers))),
        (2, Op::StartQuery(QueryKind::Preview(covers))),
        (3, Op::StartQuery(QueryKind::DryRun(covers))),
        (1, Op::StartQuery(QueryKind::Catalogue)),
        (1, Op::StartQuery(QueryKind::MakeProperties)),
        (2, Op::CancelQuery),
    ])
}

/// Returns a fault of the platform in the loop of a portal.
fn about_the_loop(chance: &mut Chance) -> Op {
    let back_after = *chance.pick(&[0, 5, 25, 40]);
    let moment = *chance.pick(&MOMENTS);
    let kind = *chance.pick(&[
        Kind::Any,
        Kind::Refresh,
        Kind::Read,
        Kind::Write,
        Kind::Publish,
        Kind::Report,
    ]);
    *chance.weighted(&[
        (4, Op::Abandon(back_after)),
        (6, Op::Strike(kind, Fault::Abandon(moment, back_after))),
        (2, Op::RingNow),
        (2, Op::RingTwice),
        (4, Op::BreakAfterPlan),
        (2, Op::Crawl(3)),
    ])
}

fn platform(chance: &mut Chance) -> Op {
    let statements = u8::try_from(chance.between(0, 60)).expect("a small number");
    *chance.weighted(&[
        (6, Op::Crash),
        (2, Op::LoseAlarm),
        (2, Op::RingTwice),
        (2, Op::Cron),
        (1, Op::RepeatMessage),
        (1, Op::DelayMessage(7)),
        (2, Op::BreakStorage(statements)),
    ])
}

fn hubspots_users(chance: &mut Chance) -> Op {
    let (one, other) = (any(chance), any(chance));
    let few = u8::try_from(chance.between(1, 20)).expect("a small number");
    let row = u8::try_from(chance.between(0, 3)).expect("a small number");
    *chance.weighted(&[
        (4, Op::CreateContacts(few)),
        (2, Op::RenameContact(one)),
        (4, Op::DeleteContact(one)),
        (3, Op::MergeContacts(one, other)),
        (2, Op::OverwriteLink(one)),
        (1, Op::ClearLink(one)),
        (1, Op::ArchiveProperty(row)),
        (4, Op::Poison(one)),
        (1, Op::Cure),
        (2, Op::JoinList(one, row)),
        (2, Op::LeaveList(one, row)),
        (2, Op::SetPoints(one, u16::from(row % 2) * ENOUGH_POINTS)),
    ])
}

fn goodwords_users(chance: &mut Chance) -> Op {
    let one = any(chance);
    let place = u8::from(chance.percent(25));
    let covers = *chance.pick(&Covers::EACH);
    let leaving = *chance.pick(&[OnLeaving::Keep, OnLeaving::Pause, OnLeaving::Revoke]);
    let mapping = *chance.pick(&[
        Mapping::Own,
        Mapping::Modest,
        Mapping::Foreign,
        Mapping::Status,
    ]);
    let asked = ask(chance);
    let slug = *chance.pick(&[0, 1, 2, 3]);
    let host = *chance.pick(&[0, 1, 2]);
    *chance.weighted(&[
        (2, Op::NameLink(one, place, slug)),
        (1, Op::NameCampaign(place, slug)),
        (1, Op::WantHost(host)),
        (2, Op::StartRun(place)),
        (2, Op::PauseRuns),
        (2, Op::ResumeRuns),
        (1, Op::StopRuns),
        (2, Op::RetryRun),
        (2, asked),
        (1, Op::ChangeAudience(place, covers)),
        (1, Op::ChangeLeaving(place, leaving)),
        (1, Op::ChangeMapping(mapping)),
        (1, Op::EndSync(place)),
        (2, Op::AddSync(place, covers)),
        (2, Op::AddCampaign),
        (1, Op::PauseCampaign(place)),
        (1, Op::ResumeCampaign(place)),
        (1, Op::ArchiveCampaign(place)),
        (1, Op::MoveCampaign(place)),
        (4, Op::Enrol(one, place)),
        (3, Op::Revoke(one, place)),
        (1, Op::PauseLink(one, place)),
        (1, Op::ReviveLink(one, place)),
        (3, Op::Claim(one, 0, referrals::person(one))),
        (2, Op::Visit(one)),
    ])
}

fn any(chance: &mut Chance) -> u16 {
    u16::try_from(chance.between(0, 999)).expect("a small number")
}

fn strike(chance: &mut Chance) -> Op {
    let kind = *chance.weighted(&[
        (4, Kind::Any),
        (2, Kind::Refresh),
        (1, Kind::Farewell),
        (2, Kind::Look),
        (2, Kind::Make),
        (5, Kind::Read),
        (2, Kind::ReadBatch),
        (1, Kind::LookAtLists),
        (2, Kind::Members),
        (2, Kind::Search),
        (9, Kind::Write),
        (5, Kind::Publish),
        (2, Kind::TakeBlocks),
        (1, Kind::Report),
        (1, Kind::Host),
    ]);
    let part = u8::try_from(chance.between(0, 100)).expect("a small number");
    let moment = *chance.pick(&MOMENTS);
    let status = *chance.pick(&[429, 429, 500, 502, 503, 504, 423, 477, 408]);
    let acted = status >= 500 && chance.percent(50);
    let fault = *chance.weighted(&[
        (3, Fault::NotSent),
        (4, Fault::AnswerLost),
        (2, Fault::ActedLate),
        (1, Fault::TimedOut),
        (2, Fault::TimedOutActed),
        (1, Fault::Slow),
        (7, Fault::Status(status, acted)),
        (2, Fault::Partial(part)),
        (1, Fault::PartialThen502(part)),
        (2, Fault::HalfSpoken(part)),
        (2, Fault::HalfDone(part)),
        (1, Fault::Garbled),
        (2, Fault::TokenEnded),
        (1, Fault::BadSecret),
        (8, Fault::Crash(moment)),
        (1, Fault::Twice),
    ]);
    Op::Strike(kind, fault)
}
