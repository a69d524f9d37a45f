//! Floods of claims from one network: they are reviewed, and they take nothing from anybody else.

use super::*;
use crate::api_types::requests::{DecideNetwork, NetworkDecision};
use crate::api_types::views::{DecidedNetworkView, Happening};

/// The limit of one link and network.
const MOST: u32 = domain::attribution::MAX_OF_LINK_IN_AN_HOUR;

fn from(network: &str, referrer: u32, email: &str) -> Claim {
    Claim {
        network: Some(network.to_owned()),
        ..stories::claim(referrer, email)
    }
}

fn come(world: &mut World, claim: Claim) -> (ReferralView, bool) {
    world.shown(ReferralRequest::Claim(claim)).unwrap()
}

/// Sends as many claims as count, and `more` of them.
fn flood(world: &mut World, network: &str, referrer: u32, more: u32) -> Vec<ReferralView> {
    let emails = (0..MOST + more).map(|at| format!("{network}{at}@example.com"));
    let came = emails.map(|email| come(world, from(network, referrer, &email)).0);
    came.collect()
}

fn decide_network(world: &mut World, network: &str, event: NetworkDecision) -> DecidedNetworkView {
    let network = network.to_owned();
    let asked = ReferralRequest::DecideNetwork(DecideNetwork { network, event });
    match world.referrals(asked).unwrap().view {
        View::DecidedNetwork(decided) => decided,
        other => panic!("{other:?}"),
    }
}

fn list(world: &mut World, query: ReferralQuery) -> Vec<ReferralView> {
    match world.referrals(ReferralRequest::List(query)).unwrap().view {
        View::Referrals(list) => list.items,
        other => panic!("{other:?}"),
    }
}

/// A flood in a random history, and a decision about it.
pub(super) fn some(world: &mut World, chance: &mut Chance) {
    let network = format!("network{}", chance.below(2));
    flood(world, &network, 1 + chance.below(REFERRERS), 3);
    let numbers = numbers(world);
    match chance.below(3) {
        0 => drop(decide_network(world, &network, NetworkDecision::Admit)),
        1 => {
            decide_network(world, &network, NetworkDecision::Reject);
            assert_eq!(numbers, self::numbers(world), "it never counted");
        }
        _ => {}
    }
}

#[test]
fn a_claim_beyond_the_limit_of_its_network_counts_in_nothing_until_a_person_admits_it() {
    let mut world = World::new();
    let came = flood(&mut world, "a", 1, 1);
    let (last, before) = came.split_last().unwrap();
    assert!(
        before
            .iter()
            .all(|own| own.status == ReferralStatus::Pending)
    );
    assert_eq!(last.status, ReferralStatus::InReview);
    assert_eq!(last.not_counted, None);
    assert!(last.why[0].starts_with("More than 20 people came over this link"));
    assert_eq!(last.history[0].kind, Happening::Doubted);
    assert_eq!(numbers(&world), recounted(&world));
    let (again, made) = come(&mut world, from("a", 1, "a20@example.com"));
    assert!(
        !made && again.id == last.id,
        "the same claim is one referral"
    );
    for impossible in [ReferralEvent::Approve, ReferralEvent::Reverse] {
        let refused = world.decide(last.id, impossible);
        assert!(matches!(refused, Err(PortalError::Conflict(_))));
    }
    let admitted = world.decide(last.id, ReferralEvent::Admit).unwrap();
    assert_eq!(
        (admitted.status, admitted.by_hand),
        (ReferralStatus::Pending, false)
    );
    assert_eq!(admitted.why, ["No API call has reported it yet."]);
    let twice = world.decide(last.id, ReferralEvent::Admit).unwrap();
    assert_eq!(twice.status, ReferralStatus::Pending);
    assert_eq!(numbers(&world), recounted(&world));
}

#[test]
fn an_hour_later_the_network_counts_again() {
    let mut world = World::new();
    flood(&mut world, "a", 1, 3);
    world.pass(61);
    let (later, _) = come(&mut world, from("a", 1, "later@example.com"));
    assert_eq!(later.status, ReferralStatus::Pending);
}

#[test]
fn a_network_that_goes_from_link_to_link_is_reviewed_too() {
    let mut world = World::new();
    for referrer in 1..=REFERRERS {
        let emails = (0..MOST).map(|at| format!("{referrer}-{at}@example.com"));
        for email in emails.collect::<Vec<_>>() {
            let (own, _) = come(&mut world, from("a", referrer, &email));
            assert_eq!(own.status, ReferralStatus::Pending, "{email}");
        }
    }
    let mut other_campaign = from("a", 1, "more@example.com");
    other_campaign.by = ClaimedBy::Referrer {
        campaign: CampaignId(2),
        contact: contact(1),
    };
    let (own, _) = come(&mut world, other_campaign);
    assert_eq!(own.status, ReferralStatus::InReview);
    assert!(own.why[0].starts_with("More than 60 people came over links of this account"));
}

#[test]
fn a_success_that_is_reported_during_the_review_is_kept_for_the_admission() {
    let mut world = World::new();
    let last = flood(&mut world, "a", 1, 1).pop().unwrap();
    let reported = world.decide(last.id, ReferralEvent::Qualify).unwrap();
    assert_eq!(reported.status, ReferralStatus::InReview);
    world.decide(last.id, ReferralEvent::Admit).unwrap();
    let due = world.rows("SELECT CAST(id AS TEXT) FROM referral WHERE due_at IS NOT NULL");
    assert_eq!(due, [last.id.to_string()]);
}

#[test]
fn all_of_a_network_are_decided_at_once_and_no_other_network_is() {
    let mut world = World::new();
    flood(&mut world, "a", 1, 250);
    flood(&mut world, "b", 2, 5);
    let rejected = decide_network(&mut world, "a", NetworkDecision::Reject);
    assert_eq!((rejected.decided, rejected.left), (200, 50));
    let rejected = decide_network(&mut world, "a", NetworkDecision::Reject);
    assert_eq!((rejected.decided, rejected.left), (50, 0));
    let admitted = decide_network(&mut world, "b", NetworkDecision::Admit);
    assert_eq!((admitted.decided, admitted.left), (5, 0));
    let statuses = world.rows(
        "SELECT network || ' ' || status || ' ' || COUNT(*) FROM referral GROUP BY network, status",
    );
    assert_eq!(statuses, ["a pending 20", "a rejected 250", "b pending 25"]);
    assert_eq!(numbers(&world), recounted(&world));
}

#[test]
fn a_rejected_flood_uses_up_nobodys_address() {
    let mut world = World::new();
    flood(&mut world, "a", 1, 2);
    decide_network(&mut world, "a", NetworkDecision::Reject);
    for (referrer, email) in [(1, "a20@example.com"), (2, "a21@example.com")] {
        let (real, made) = come(&mut world, from("home", referrer, email));
        assert!(made && real.status == ReferralStatus::Pending, "{email}");
    }
}

#[test]
fn an_admission_counts_nobody_twice() {
    let mut world = World::new();
    let last = flood(&mut world, "a", 1, 1).pop().unwrap();
    let (real, _) = come(&mut world, from("home", 2, "a20@example.com"));
    assert_eq!(real.status, ReferralStatus::Pending);
    let refused = world.decide(last.id, ReferralEvent::Admit);
    assert!(matches!(refused, Err(PortalError::Conflict(_))));
    decide_network(&mut world, "a", NetworkDecision::Admit);
    let (shown, _) = world.shown(ReferralRequest::Show(last.id)).unwrap();
    assert_eq!(shown.status, ReferralStatus::Rejected);
    assert_eq!(world.rows(TWICE), [""; 0]);
    assert_eq!(numbers(&world), recounted(&world));
}

#[test]
fn the_queue_is_a_list_by_status_and_by_network() {
    let mut world = World::new();
    flood(&mut world, "a", 1, 2);
    flood(&mut world, "b", 2, 1);
    let in_review = ReferralQuery {
        status: Some(ReferralStatus::InReview),
        ..ReferralQuery::default()
    };
    let found = list(&mut world, in_review.clone());
    let networks: Vec<_> = found.iter().map(|own| own.network.as_deref()).collect();
    assert_eq!(networks, [Some("b"), Some("a"), Some("a")]);
    assert!(
        found
            .iter()
            .all(|own| own.why.len() == 1 && own.hubspot.is_some())
    );
    let network = Some("a".to_owned());
    let of_one = ReferralQuery {
        network: network.clone(),
        ..in_review
    };
    assert_eq!(list(&mut world, of_one).len(), 2);
    let all = ReferralQuery {
        network,
        ..ReferralQuery::default()
    };
    assert_eq!(list(&mut world, all).len(), 22);
}

#[test]
fn a_network_is_forgotten_after_a_day_unless_it_is_in_review() {
    let mut world = World::new();
    flood(&mut world, "a", 1, 2);
    world.pass(25 * 60);
    come(&mut world, from("b", 1, "new@example.com"));
    let kept =
        world.rows("SELECT network || ' ' || status FROM referral WHERE network IS NOT NULL");
    assert_eq!(kept, ["a inReview", "a inReview", "b pending"]);
}

/// Returns the people of quiet networks, each with a network and a link of their own.
fn quiet(chance: &mut Chance, at: u32) -> (String, u32, String) {
    let person = chance.below(60);
    // A flood may use anybody's address.
    let email = format!("flood{}{person}@example.com", chance.below(2));
    (format!("quiet{at}"), 1 + chance.below(REFERRERS), email)
}

#[test]
fn no_flood_puts_a_claim_of_a_quiet_network_in_review() {
    let mut reviewed = 0;
    for seed in 0..20_u64 {
        let mut world = World::new();
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        for at in 0..120 {
            if chance.one_in(5) {
                let (network, referrer, email) = quiet(&mut chance, at);
                let counts = format!(
                    "SELECT 'yes' FROM referral WHERE email = '{email}' AND status = 'pending'"
                );
                let counted = !world.rows(&counts).is_empty();
                let (own, made) = come(&mut world, from(&network, referrer, &email));
                assert_ne!(
                    own.status,
                    ReferralStatus::InReview,
                    "seed {seed}, step {at}"
                );
                if !counted {
                    assert!(made, "seed {seed}, step {at}: {email} is lost");
                    assert_eq!(
                        own.status,
                        ReferralStatus::Pending,
                        "seed {seed}, step {at}"
                    );
                }
            } else {
                let network = format!("flood{}", u8::from(chance.one_in(4)));
                let email = format!("{network}{}@example.com", chance.below(60));
                let referrer = 1 + chance.below(2);
                let (own, _) = come(&mut world, from(&network, referrer, &email));
                reviewed += u32::from(own.status == ReferralStatus::InReview);
            }
            world.pass(chance.below(2));
        }
        assert_eq!(numbers(&world), recounted(&world), "seed {seed}");
        assert_eq!(world.rows(TWICE), [""; 0], "seed {seed}");
    }
    assert!(reviewed > 20, "{reviewed}");
}
