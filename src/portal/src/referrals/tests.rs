//! Random histories of claims and decisions, compared with a recount of the rows, and stories of single referrals.

use std::collections::BTreeSet;

use domain::{
    Attribution, CampaignId, CampaignStatus, ContactId, LinkStatus, ReferralEvent, ReferralId,
    ReferralStatus, SyncId,
};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::PortalError;
use crate::api_types::requests::{
    ChangeCampaign, Claim, ClaimedBy, CreateCampaign, CreateSync, DecideReferral, Decider,
    PortalRequest, ReferralQuery, ReferralRequest,
};
use crate::api_types::views::{ReferralView, Response, ResponseStatus, View};
use crate::storage::native::NativeSql;
use crate::tables::account;
use crate::tables::outbox;
use crate::tables::referrers::{self, Person};
use crate::tables::syncs;
use crate::testing::{self, Sevens, contact};

mod floods;
mod imports;
mod on_the_card;
mod stories;

/// A generator of numbers that are the same for the same seed (Knuth's multiplier for 64 bits).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(limit)).unwrap()
    }

    fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }
}

/// A portal with two live campaigns, in each of which contacts 1, 2 and 3 take part.
struct World {
    portal: Portal,
    now: Timestamp,
}

const REFERRERS: u32 = 3;

impl World {
    fn new() -> Self {
        let now: Timestamp = "2026-05-05T20:00:00Z".parse().unwrap();
        let sql = NativeSql::in_memory().unwrap();
        let portal = testing::portal(42, sql, Sevens, now);
        account::store_free_blocks(&portal.database, &[5, 6]).unwrap();
        let mut world = Self { portal, now };
        for name in ["Spring", "Summer"] {
            let wanted = CreateCampaign {
                name: name.into(),
                destination: "https://shop.example.com/".into(),
                attribution_window_days: Some(30),
                share_message: None,
                terms: serde_json::from_str(r#"{"rules":[{"id":1,"cause":"api"}]}"#).unwrap(),
                page: None,
                slug: None,
            };
            let made = world.ask(PortalRequest::CreateCampaign(wanted)).unwrap();
            let View::Campaign(campaign) = made.view else {
                panic!("{made:?}");
            };
            let ids: Vec<ContactId> = (1..=REFERRERS).map(contact).collect();
            let people: Vec<_> = ids.iter().map(|id| (id.clone(), person(id))).collect();
            testing::enrol(&world.portal.database, &Sevens, campaign.id, &people, now);
        }
        world
    }

    fn ask(&mut self, request: PortalRequest) -> Result<Response, PortalError> {
        self.portal.answer(request, self.now)
    }

    fn referrals(&mut self, asked: ReferralRequest) -> Result<Response, PortalError> {
        self.ask(PortalRequest::Referral(asked))
    }

    /// Returns the referral in the response to a request, and whether the request created it.
    fn shown(&mut self, asked: ReferralRequest) -> Result<(ReferralView, bool), PortalError> {
        let answer = self.referrals(asked)?;
        let View::Referral(referral) = answer.view else {
            panic!("{:?}", answer.view);
        };
        Ok((referral, answer.status == ResponseStatus::Made))
    }

    fn decide(
        &mut self,
        id: ReferralId,
        event: ReferralEvent,
    ) -> Result<ReferralView, PortalError> {
        let by = match event {
            ReferralEvent::Qualify | ReferralEvent::Undo => Decider::Call,
            _ => Decider::Person,
        };
        let asked = ReferralRequest::Decide(id, DecideReferral { event }, by);
        self.shown(asked).map(|(referral, _)| referral)
    }

    fn pass(&mut self, minutes: u32) {
        let time = SignedDuration::from_mins(i64::from(minutes));
        self.now = self.now.checked_add(time).unwrap();
    }

    /// Returns the first column of each row of a statement.
    fn rows(&self, statement: &str) -> Vec<String> {
        self.portal.database.all(statement, &[]).unwrap()
    }
}

fn person(id: &ContactId) -> Person {
    Person {
        first_name: Some("Ana".into()),
        last_name: Some(id.to_string()),
        email: Some(format!("person{id}@example.com")),
    }
}

/// Returns a random claim. The referrers themselves are among the people, and some have several addresses.
fn some_claim(chance: &mut Chance, now: Timestamp) -> Claim {
    let number = 1 + chance.below(8);
    let email = match chance.below(5) {
        0 => format!("Person{number}+tag@Example.com"),
        1 => format!("person{number}@mailinator.com"),
        2 => format!("other{number}@example.com"),
        _ => format!("person{number}@example.com"),
    };
    let attribution = Attribution::ALL[chance.below(5) as usize];
    let days = SignedDuration::from_hours(24 * i64::from(chance.below(40)));
    Claim {
        by: ClaimedBy::Referrer {
            campaign: CampaignId(1 + chance.below(2)),
            contact: contact(1 + chance.below(REFERRERS)),
        },
        contact: chance.one_in(3).then(|| contact(number)),
        email: Some(email).filter(|_| !chance.one_in(12)),
        first_name: Some("Béla".into()),
        last_name: None,
        attribution,
        clicked_at: chance.one_in(2).then(|| now.checked_sub(days).unwrap()),
        answers: Vec::new(),
        network: Some(format!("network{}", chance.below(2))),
    }
}

fn some_event(chance: &mut Chance) -> ReferralEvent {
    use ReferralEvent::{Admit, Approve, Qualify, Reject, Reopen, Reverse, Undo};
    [Qualify, Undo, Approve, Reject, Reverse, Reopen, Admit][chance.below(7) as usize]
}

/// Makes one step of a history. A rejected request changes nothing, which the comparisons show.
fn step(world: &mut World, chance: &mut Chance, told: &mut Vec<Claim>) {
    let minutes = chance.below(300);
    match chance.below(20) {
        0..=7 => {
            let claim = some_claim(chance, world.now);
            told.push(claim.clone());
            let _ = world.referrals(ReferralRequest::Claim(claim));
        }
        8..=9 if !told.is_empty() => {
            let at = chance.below(u32::try_from(told.len()).unwrap()) as usize;
            let _ = world.referrals(ReferralRequest::Claim(told[at].clone()));
        }
        10 => {
            let campaign = CampaignId(1 + chance.below(2));
            let status = if chance.one_in(3) {
                CampaignStatus::Paused
            } else {
                CampaignStatus::Live
            };
            let _ = world.ask(PortalRequest::ChangeCampaign {
                campaign,
                change: ChangeCampaign {
                    status: Some(status),
                    ..ChangeCampaign::default()
                },
            });
        }
        11..=13 => world.pass(minutes),
        14 => imports::some(world, chance),
        15 if chance.one_in(10) => floods::some(world, chance),
        _ => {
            let id = ReferralId(1 + chance.below(20));
            let event = some_event(chance);
            let once = world.decide(id, event).ok();
            if chance.one_in(4) && once.is_some() {
                let numbers = numbers(world);
                let _ = world.decide(id, event);
                assert_eq!(numbers, self::numbers(world), "{event:?} repeated");
            }
        }
    }
}

const KEPT: &str = "SELECT campaign_id || '/' || contact_id || ' ' || people_referred || ' ' || successful_referrals \
    || ' ' || COALESCE(last_referral_at, 'never') FROM referrer ORDER BY campaign_id, contact_id";
const RECOUNTED: &str = "SELECT referrer.campaign_id || '/' || contact_id || ' ' \
    || COUNT(CASE WHEN status IN ('pending', 'qualified') THEN 1 END) || ' ' \
    || COUNT(CASE WHEN status = 'qualified' THEN 1 END) || ' ' \
    || COALESCE(MAX(CASE WHEN status IN ('pending', 'qualified') THEN at END), 'never') \
    FROM referrer LEFT JOIN referral ON referral.campaign_id = referrer.campaign_id AND referrer_id = contact_id \
    GROUP BY referrer.campaign_id, contact_id ORDER BY referrer.campaign_id, contact_id";
const KEPT_OF_CAMPAIGNS: &str =
    "SELECT id || ' ' || people_referred || ' ' || successful_referrals FROM campaign ORDER BY id";
const RECOUNTED_OF_CAMPAIGNS: &str = "SELECT campaign.id || ' ' \
    || COUNT(CASE WHEN referral.status IN ('pending', 'qualified') THEN 1 END) || ' ' \
    || COUNT(CASE WHEN referral.status = 'qualified' THEN 1 END) \
    FROM campaign LEFT JOIN referral ON campaign_id = campaign.id GROUP BY campaign.id ORDER BY campaign.id";
const KEPT_OF_DAYS: &str = "SELECT campaign_id || '/' || contact_id || ' ' || day || ' ' || people_referred || ' ' \
    || successful_referrals FROM daily_stats WHERE people_referred <> 0 OR successful_referrals <> 0 \
    ORDER BY campaign_id, contact_id, day";
const RECOUNTED_OF_DAYS: &str = "WITH counted AS (\
    SELECT campaign_id, referrer_id, date(at / 1000, 'unixepoch') AS day, 1 AS referred, 0 AS successful \
    FROM referral WHERE status IN ('pending', 'qualified') UNION ALL \
    SELECT campaign_id, referrer_id, date(decided_at / 1000, 'unixepoch'), 0, 1 FROM referral \
    WHERE status = 'qualified'), \
    whose AS (SELECT campaign_id, referrer_id AS contact_id, day, referred, successful FROM counted UNION ALL \
    SELECT campaign_id, '', day, referred, successful FROM counted) \
    SELECT campaign_id || '/' || contact_id || ' ' || day || ' ' || SUM(referred) || ' ' || SUM(successful) \
    FROM whose GROUP BY campaign_id, contact_id, day ORDER BY campaign_id, contact_id, day";
/// Selects people with two referrals that count, and claims that were stored twice as not counted for the same reason.
const TWICE: &str = "SELECT 'address ' || MIN(id) FROM referral WHERE status IN ('pending', 'qualified') \
    AND email_key IS NOT NULL GROUP BY campaign_id, email_key HAVING COUNT(*) > 1 UNION ALL \
    SELECT 'contact ' || MIN(id) FROM referral WHERE status IN ('pending', 'qualified') \
    AND person_id IS NOT NULL GROUP BY campaign_id, person_id HAVING COUNT(*) > 1 UNION ALL \
    SELECT 'piled up ' || MIN(id) FROM referral WHERE not_counted IS NOT NULL AND email_key IS NOT NULL \
    GROUP BY campaign_id, referrer_id, email_key, not_counted HAVING COUNT(*) > 1 UNION ALL \
    SELECT 'counts and does not ' || id FROM referral \
    WHERE not_counted IS NOT NULL AND status IN ('pending', 'qualified')";

fn numbers(world: &World) -> [Vec<String>; 3] {
    [KEPT, KEPT_OF_CAMPAIGNS, KEPT_OF_DAYS].map(|statement| world.rows(statement))
}

fn recounted(world: &World) -> [Vec<String>; 3] {
    [RECOUNTED, RECOUNTED_OF_CAMPAIGNS, RECOUNTED_OF_DAYS].map(|statement| world.rows(statement))
}

/// Checks that lists find exactly the referrals with a status, and that the marks of referrers match their numbers.
fn lists_agree(world: &mut World) {
    for status in ReferralStatus::ALL {
        let query = ReferralQuery {
            status: Some(status),
            ..ReferralQuery::default()
        };
        let answer = world.referrals(ReferralRequest::List(query)).unwrap();
        let View::Referrals(list) = answer.view else {
            panic!("{:?}", answer.view);
        };
        let found: Vec<_> = list.items.iter().map(|line| line.id.to_string()).collect();
        let name = status.as_str();
        let there = format!(
            "SELECT CAST(id AS TEXT) FROM referral WHERE status = '{name}' ORDER BY id DESC LIMIT 50"
        );
        assert_eq!(found, world.rows(&there), "{name}");
    }
    let marked = "SELECT referrer.contact_id FROM referrer JOIN referrer_index ON referrer_index.rowid = number \
        WHERE (people_referred = 0) <> (marks LIKE '% noreferral%') \
        OR (successful_referrals = 0) <> (marks LIKE '% nosuccess%')";
    assert_eq!(world.rows(marked), [""; 0]);
}

#[test]
fn in_any_history_the_numbers_equal_a_recount() {
    let mut statuses = BTreeSet::new();
    let mut reasons = BTreeSet::new();
    for seed in 0..400_u64 {
        let mut world = World::new();
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut told = Vec::new();
        for at in 0..100 {
            step(&mut world, &mut chance, &mut told);
            if at % 10 == 9 {
                assert_eq!(numbers(&world), recounted(&world), "seed {seed}, step {at}");
                assert_eq!(world.rows(TWICE), [""; 0], "seed {seed}, step {at}");
            }
        }
        lists_agree(&mut world);
        statuses.extend(world.rows("SELECT DISTINCT status || by_hand FROM referral"));
        reasons.extend(world.rows("SELECT COALESCE(not_counted, '') FROM referral"));
    }
    // Every status by rule and by hand, except pending and in review, which nobody decides, and reversed, which no rule
    // decides; no customer is known.
    assert_eq!(statuses.len(), 7);
    assert_eq!(reasons.len(), 7);
}
