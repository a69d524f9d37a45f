//! Visits, compared with a plain count of the reports.

use domain::click::{MAX_OF_LINK_IN_A_MINUTE, MachineReason};
use domain::{CampaignId, ContactId, ReferralCode};
use jiff::Timestamp;

use super::*;
use crate::api_types::views::MachineVisitsView;
use crate::tables::account;
use crate::tables::referrers::Person;
use crate::testing::{self, Sevens, contact};

const MINUTE_MS: i64 = 60_000;

const CAMPAIGN: CampaignId = CampaignId(1);

/// Twelve referrers of a campaign, and a moment at which nothing has happened yet.
struct World {
    database: Database,
    codes: Vec<ReferralCode>,
    now: Timestamp,
}

impl World {
    fn new() -> Self {
        let database = testing::database();
        account::store_free_blocks(&database, &[5]).unwrap();
        testing::add_campaign(&database, CAMPAIGN);
        let contacts: Vec<ContactId> = (1..=12).map(contact).collect();
        let people: Vec<_> = contacts
            .iter()
            .map(|id| (id.clone(), Person::default()))
            .collect();
        let now: Timestamp = "2026-05-05T12:30:00Z".parse().unwrap();
        testing::enrol(&database, &Sevens, CAMPAIGN, &people, now);
        let codes = contacts
            .iter()
            .map(|id| {
                referrers::get(&database, CAMPAIGN, id)
                    .unwrap()
                    .unwrap()
                    .code
            })
            .collect();
        Self {
            database,
            codes,
            now,
        }
    }

    fn report(&self, id: u32, code: ReferralCode, visitor: &str, minutes: i64) -> VisitReport {
        VisitReport {
            id: id.to_string(),
            code,
            at_ms: self.now.as_millisecond() + minutes * MINUTE_MS,
            machine: None,
            visitor: visitor.to_owned(),
            network: format!("network of {visitor}"),
        }
    }

    fn record(&self, report: &VisitReport) {
        let later = Timestamp::from_millisecond(report.at_ms + 1000).unwrap();
        self.database
            .atomically(|| record(&self.database, report, later.max(self.now)))
            .unwrap();
    }

    /// Returns the clicks, visits by machines and repeated visits of the first referrer, after comparing them with the
    /// campaign's and the days'.
    fn counted(&self) -> (u32, u32, u32) {
        let referrer = referrers::get(&self.database, CAMPAIGN, &contact(1))
            .unwrap()
            .unwrap();
        let sum = |whose: Option<&ContactId>| {
            let days = daily_stats::of(&self.database, CAMPAIGN, whose, 30, self.now).unwrap();
            days.iter().fold((0, 0, 0), |sum, day| {
                (
                    sum.0 + day.clicks,
                    sum.1 + day.machine_visits,
                    sum.2 + day.repeated_visits,
                )
            })
        };
        let own = sum(Some(&contact(1)));
        assert_eq!(referrer.clicks, own.0);
        let campaign = crate::tables::campaigns::get(&self.database, CAMPAIGN).unwrap();
        assert_eq!(campaign.clicks, sum(None).0);
        own
    }
}

#[test]
fn a_person_counts_once_an_hour_and_a_report_counts_once() {
    let world = World::new();
    let link = world.codes[0];
    let first = world.report(1, link, "ana", 0);
    world.record(&first);
    assert_eq!(world.counted(), (1, 0, 0));
    // The same report again, from the queue, counts nothing.
    world.record(&first);
    assert_eq!(world.counted(), (1, 0, 0));
    // The same person within the hour, also after the full hour, and in late reports.
    world.record(&world.report(2, link, "ana", 59));
    world.record(&world.report(3, link, "ana", -20));
    assert_eq!(world.counted(), (1, 0, 2));
    // Another person, and the same person later.
    world.record(&world.report(4, link, "ben", 1));
    world.record(&world.report(5, link, "ana", 61));
    assert_eq!(world.counted(), (3, 0, 2));
}

#[test]
fn machines_are_counted_separately_by_kind() {
    let world = World::new();
    let link = world.codes[0];
    for id in 0..3 {
        world.record(&VisitReport {
            machine: Some(MachineReason::Preview),
            ..world.report(id, link, "bot", 0)
        });
    }
    world.record(&world.report(9, link, "bot", 1));
    assert_eq!(world.counted(), (1, 3, 0));
    assert_eq!(
        machine_visits::of_campaign(&world.database, CAMPAIGN).unwrap(),
        [MachineVisitsView {
            reason: MachineReason::Preview,
            visits: 3
        }]
    );
}

#[test]
fn floods_count_as_machines() {
    let world = World::new();
    let link = world.codes[0];
    for id in 0..30 {
        let visitor = format!("one of many {id}");
        world.record(&VisitReport {
            network: "office".into(),
            ..world.report(id, link, &visitor, 0)
        });
    }
    assert_eq!(world.counted(), (MAX_OF_LINK_IN_A_MINUTE, 10, 0));

    // A visitor who goes through a list of links: the last of twelve exceeds the limit.
    let world = World::new();
    for (id, code) in (0..).zip(world.codes.iter().rev()) {
        world.record(&world.report(id, *code, "reader", 0));
    }
    assert_eq!(world.counted(), (0, 1, 0));
}

#[test]
fn a_guessed_code_is_ignored() {
    let world = World::new();
    let link = world.codes[0];
    let guessed = ReferralCode::new(link.block(), link.slot(), 1);
    let free = ReferralCode::new(link.block(), 100, 1);
    let foreign = ReferralCode::new(77, 0, 1);
    for (id, code) in (0..).zip([guessed, free, foreign]) {
        world.record(&world.report(id, code, "ana", 0));
    }
    assert_eq!(world.counted(), (0, 0, 0));
}

#[test]
fn the_hashes_that_distinguish_visitors_are_deleted() {
    let world = World::new();
    world.record(&world.report(1, world.codes[0], "ana", 0));
    world.record(&world.report(2, world.codes[0], "ben", 60 * 5));
    let statement = "SELECT visitor FROM visit";
    let kept: Vec<String> = world.database.all(statement, &[]).unwrap();
    assert_eq!(kept.len(), 1);
}

#[test]
fn clicks_that_a_property_shows_are_written_back_together() {
    let world = World::new();
    let click = |id, visitor: &str| {
        let report = world.report(id, world.codes[0], visitor, 0);
        record_all(&world.database, &[report], world.now).unwrap()
    };
    let waiting = || {
        let statement = "SELECT clicks FROM number_change";
        world.database.all::<u32>(statement, &[]).unwrap()
    };
    // No property shows the clicks yet.
    assert!(!click(1, "ana"));
    assert_eq!(waiting(), [0; 0]);

    let mapped = |field: ReferralField, property: &str| domain::OutboundMapping {
        field,
        property: domain::PropertyName::parse(property).unwrap(),
        mode: domain::WriteMode::Always,
    };
    let wanted = crate::CreateSync {
        campaign_id: CAMPAIGN,
        ongoing: false,
        audience: domain::Audience::default(),
        on_leaving: domain::OnLeaving::default(),
        outbound: Some(vec![
            mapped(ReferralField::ReferralLink, "link"),
            mapped(ReferralField::Clicks, "clicks"),
        ]),
        inbound: None,
    };
    crate::programme::syncs::create(&world.database, &wanted, world.now).unwrap();
    // The loop learns once of all clicks until it writes.
    assert!(click(2, "ben"));
    assert!(!click(3, "cat"));
    assert!(!click(3, "cat"), "the same report");
    assert_eq!(waiting(), [1], "what they were when they began to change");
    assert_eq!(world.counted().0, 3);
    let since = account::Account::load(&world.database)
        .unwrap()
        .numbers_changed_at;
    assert_eq!(since, Some(world.now));
}
