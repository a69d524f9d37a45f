//! Every bug that the simulation has found, as the shortest list of operations that caused it.

use simulation::{
    BatchFailure, Case, Covers, Experiment, Fault, Kind, Mapping, MergedInBatch, Moment, OnLeaving,
    Op, Pace, QueryKind, Rotation, Shape, Timed, World,
};

fn tell(seed: u64, shape: Shape, ops: &[Timed]) {
    let case = Case {
        seed,
        shape,
        ops: ops.to_vec(),
    };
    let experiment = Experiment {
        lines: 40,
        ..Experiment::default()
    };
    let verdict = World::play(&case, experiment);
    let lines = verdict.lines.join("\n");
    assert_eq!(verdict.violation, None, "{lines}\n{case}");
}

/// The bug: writes that waited for HubSpot when a campaign was archived were still made afterwards.
#[test]
fn nothing_waits_to_be_written_for_a_campaign_that_is_over() {
    let shape = Shape {
        contacts: 6,
        mapping: Mapping::Modest,
        merged_in_batch: MergedInBatch::LeftOut,
        rotation: Rotation::Never,
        ..Shape::PLAIN
    };
    let ops = [(820, 0, Op::Crash), (11_505, 0, Op::ArchiveCampaign(0))];
    tell(97, shape, &ops);
}

/// The bug: the archiving of a campaign ended a run and left its ongoing sync without a next time. When the
/// campaign came back, nothing swept the sync any more.
#[test]
fn an_ongoing_sync_goes_on_when_its_campaign_comes_back() {
    let shape = Shape {
        contacts: 44,
        quota: 15,
        rotation: Rotation::Never,
        batch_failure: BatchFailure::Whole,
        merged_in_batch: MergedInBatch::LeftOut,
        ..Shape::PLAIN
    };
    let ops = [
        (8653, 0, Op::ArchiveCampaign(0)),
        (621_789, 0, Op::ResumeCampaign(0)),
    ];
    tell(265, shape, &ops);
}

/// The bug: the storage failed in the middle of connecting. The portal kept the new grant and the released runs,
/// but the person learnt that nothing had happened. So nothing drove the runs.
#[test]
fn a_request_that_failed_has_changed_nothing() {
    let shape = Shape {
        contacts: 161,
        rotation: Rotation::WhenUsed,
        batch_failure: BatchFailure::Whole,
        ..Shape::PLAIN
    };
    for statements in 0..20 {
        let ops = [
            (649, 0, Op::Poison(921)),
            (1797, 0, Op::Uninstall),
            (17_405, 0, Op::BreakStorage(statements)),
        ];
        tell(889, shape, &ops);
    }
}

/// The bug: the uninstall call did not wait for the quota.
#[test]
fn the_farewell_waits_for_the_quota() {
    let shape = Shape {
        contacts: 139,
        quota: 15,
        pace: Pace::Brisk,
        batch_failure: BatchFailure::Whole,
        merged_in_batch: MergedInBatch::LeftOut,
        ..Shape::PLAIN
    };
    let ops = [(694, 0, Op::AddCampaign), (1184, 0, Op::Disconnect)];
    tell(2782, shape, &ops);
}

/// The bug: a portal that had still to make its uninstall call did not report that to the Directory. If its alarm
/// was lost, the call was never made.
#[test]
fn the_directory_knows_of_a_farewell_to_be_said() {
    let shape = Shape {
        contacts: 44,
        rotation: Rotation::Never,
        batch_failure: BatchFailure::Whole,
        merged_in_batch: MergedInBatch::LeftOut,
        ..Shape::PLAIN
    };
    let ops = [(14_700, 0, Op::Crash), (17_677, 0, Op::Disconnect)];
    tell(3065, shape, &ops);
}

/// The bug: a publication was under way when its process died, and arrived after a newer one of the same block. A
/// link that was live again stayed paused in the link index for good.
#[test]
fn no_publication_of_an_earlier_life_comes_after_a_newer_one() {
    let shape = Shape {
        contacts: 3,
        ..Shape::PLAIN
    };
    let dies = Op::Strike(Kind::Publish, Fault::Crash(Moment::UnderWay));
    let ops = [
        (9000, 0, dies),
        (10_000, 0, Op::PauseLink(0, 0)),
        (10_300, 0, Op::ReviveLink(0, 0)),
    ];
    for seed in 0..20 {
        tell(seed, shape, &ops);
    }
}

/// The bug: a report to the Directory acted, but its response was lost, and the portal believed that it had not
/// been made. After a quick reconnection the portal still relied on its earlier report, and cron never woke it
/// again.
#[test]
fn what_the_directory_knows_is_doubted_while_a_report_is_on_its_way() {
    let shape = Shape {
        contacts: 3,
        ..Shape::PLAIN
    };
    let ops = [
        (5000, 0, Op::Strike(Kind::Report, Fault::AnswerLost)),
        (
            5000,
            0,
            Op::Strike(Kind::Report, Fault::Crash(Moment::Acted)),
        ),
        (80_000, 0, Op::Disconnect),
    ];
    for seed in 0..20 {
        tell(seed, shape, &ops);
    }
}

/// The bug: a query whose token had ended waited until something else needed a new token. An idle portal refreshed
/// only for runs and writes.
#[test]
fn a_query_is_reason_enough_for_a_new_token() {
    let shape = Shape {
        contacts: 20,
        ..Shape::PLAIN
    };
    let asks = [
        QueryKind::Count(Covers::ActiveList),
        QueryKind::Preview(Covers::All),
        QueryKind::DryRun(Covers::AllButAList),
        QueryKind::Catalogue,
    ];
    for asked in asks {
        let ops = [
            (20_000, 0, Op::Strike(Kind::Any, Fault::TokenEnded)),
            (20_001, 0, Op::StartQuery(asked)),
        ];
        tell(4, shape, &ops);
    }
}

/// The bug: a contact returned to an audience and had a live link at once. HubSpot showed the link as paused until
/// the next sweep.
#[test]
fn hubspot_is_told_at_once_that_a_link_lives_again() {
    let shape = Shape {
        contacts: 20,
        mapping: Mapping::Status,
        covers: Covers::ActiveList,
        on_leaving: OnLeaving::Pause,
        ..Shape::PLAIN
    };
    tell(78, shape, &[]);
}

/// The bug: after a change of a sync's audience, the next runs used the lists of the former audience, as long as
/// the process lived.
#[test]
fn a_changed_audience_is_not_judged_by_the_former_one() {
    let shape = Shape {
        contacts: 30,
        covers: Covers::AllButAList,
        ..Shape::PLAIN
    };
    for covers in [Covers::All, Covers::ActiveList, Covers::TwoListsLessOne] {
        let ops = [(60_000, 0, Op::ChangeAudience(0, covers))];
        tell(133, shape, &ops);
    }
}

/// The bug: a run that retried failed contacts treated those that had left the audience as returned. Their links
/// became live again for good.
#[test]
fn trying_again_does_not_bring_anybody_back() {
    let shape = Shape {
        contacts: 20,
        covers: Covers::StaticList,
        on_leaving: OnLeaving::Pause,
        ..Shape::PLAIN
    };
    for contact in 0..4 {
        let ops = [
            (0, 0, Op::Poison(contact)),
            (30_000, 0, Op::LeaveList(contact, 1)),
            (300_000, 0, Op::RetryRun),
        ];
        tell(1, shape, &ops);
    }
}

/// The bug: the next query got the number of a cancelled query, and continued the work of that query.
#[test]
fn a_query_does_not_go_on_with_the_work_of_one_that_was_taken_back() {
    let shape = Shape {
        contacts: 20,
        ..Shape::PLAIN
    };
    let ops = [
        (20_000, 0, Op::StartQuery(QueryKind::DryRun(Covers::All))),
        (20_030, 0, Op::CancelQuery),
        (20_031, 0, Op::StartQuery(QueryKind::Count(Covers::All))),
    ];
    for seed in 0..5 {
        tell(seed, shape, &ops);
    }
}

/// The bug: the dry run of a sync of lists failed when the members filled the last batch. It asked for one more
/// batch, which was empty.
#[test]
fn what_a_sync_would_do_is_said_of_exactly_a_hundred_contacts() {
    let shape = Shape {
        // One of 101 contacts leaves before the query starts at rest.
        contacts: 202,
        covers: Covers::StaticList,
        ..Shape::PLAIN
    };
    tell(2, shape, &[]);
}

/// The bug: a portal that had only a query left did not report that to the Directory. If its alarm was lost, the
/// query never got an answer.
#[test]
fn the_directory_knows_of_a_query_to_be_asked() {
    let shape = Shape {
        contacts: 135,
        quota: 25,
        covers: Covers::TwoListsLessOne,
        ..Shape::PLAIN
    };
    let ops = [
        (578, 0, Op::Crash),
        (2456, 0, Op::StartQuery(QueryKind::Catalogue)),
        (3194, 0, Op::PauseRuns),
    ];
    for seed in 639..645 {
        tell(seed, shape, &ops);
    }
}

/// The bug: the revocation of a link of an archived campaign caused a write to HubSpot. Nothing may be written for
/// an archived campaign.
#[test]
fn nothing_is_told_of_a_link_whose_campaign_is_over() {
    let shape = Shape {
        contacts: 18,
        mapping: Mapping::Status,
        ..Shape::PLAIN
    };
    let ops = [
        (8238, 0, Op::ArchiveCampaign(0)),
        (30_626, 0, Op::Revoke(699, 0)),
    ];
    tell(1273, shape, &ops);
}

/// The bug: after its process died, a portal waited one quota window from its opening. But calls that were sent
/// before could arrive a little later. Together they exceeded HubSpot's quota.
#[test]
fn what_arrives_late_from_an_earlier_life_counts_for_the_quota() {
    let shape = Shape {
        contacts: 313,
        quota: 11,
        pace: Pace::Brisk,
        on_leaving: OnLeaving::Pause,
        rotation: Rotation::Never,
        merged_in_batch: MergedInBatch::LeftOut,
        ..Shape::PLAIN
    };
    let ops = [
        (178, 0, Op::AddCampaign),
        (391, 0, Op::Crash),
        (1223, 0, Op::Poison(839)),
        (
            1370,
            0,
            Op::Strike(Kind::Publish, Fault::Crash(Moment::Acted)),
        ),
        (1592, 0, Op::Cron),
        (1618, 0, Op::Poison(714)),
        (1657, 0, Op::Poison(182)),
        (1764, 0, Op::RepeatMessage),
        (1940, 0, Op::Strike(Kind::Write, Fault::ActedLate)),
        (2123, 0, Op::Strike(Kind::Write, Fault::TimedOutActed)),
        (2807, 0, Op::Strike(Kind::Write, Fault::ActedLate)),
        (2903, 0, Op::Strike(Kind::Read, Fault::Status(503, false))),
        (3368, 0, Op::Strike(Kind::Write, Fault::AnswerLost)),
        (3757, 0, Op::Disconnect),
        (77_155, 0, Op::Strike(Kind::Read, Fault::Slow)),
        (192_397, 0, Op::RingTwice),
        (245_433, 0, Op::AddCampaign),
        (437_519, 0, Op::Strike(Kind::Write, Fault::TimedOut)),
        (872_476, 0, Op::StartQuery(QueryKind::Catalogue)),
        (910_611, 0, Op::Strike(Kind::Read, Fault::TimedOutActed)),
        (
            1_055_649,
            0,
            Op::Strike(Kind::Write, Fault::Status(429, false)),
        ),
        (
            1_171_837,
            0,
            Op::Strike(Kind::Write, Fault::Crash(Moment::UnderWay)),
        ),
        (1_345_263, 0, Op::Disconnect),
    ];
    tell(443, shape, &ops);
}
