//! Referrals on the card, and adding them there.

use super::*;
use crate::api_types::requests::{CardRequest, NewReferral};
use crate::api_types::views::{AddedOutcome, AddedView, CardView};

fn told(referrer: u32, email: &str) -> Claim {
    Claim {
        by: ClaimedBy::Referrer {
            campaign: CampaignId(1),
            contact: contact(referrer),
        },
        contact: None,
        email: Some(email.to_owned()),
        first_name: None,
        last_name: None,
        attribution: Attribution::Api,
        clicked_at: None,
        answers: Vec::new(),
        network: None,
    }
}

fn come(world: &mut World, claim: Claim) -> ReferralView {
    world.shown(ReferralRequest::Claim(claim)).unwrap().0
}

fn card(world: &mut World, number: u32) -> CardView {
    let asked = PortalRequest::Card(CardRequest::Show(contact(number)));
    match world.ask(asked).unwrap().view {
        View::Card(card) => card,
        other => panic!("{other:?}"),
    }
}

fn add(world: &mut World, number: u32, person: NewReferral) -> Result<AddedView, PortalError> {
    let contact = contact(number);
    let claim = person.by(CampaignId(1), contact.clone());
    let answer = world.ask(PortalRequest::Card(CardRequest::Refer(
        contact,
        Box::new(claim),
    )))?;
    assert_eq!(answer.status, ResponseStatus::Shown);
    match answer.view {
        View::Card(card) => Ok(card.added.unwrap()),
        other => panic!("{other:?}"),
    }
}

fn person(email: &str) -> NewReferral {
    NewReferral {
        email: Some(email.to_owned()),
        contact_id: None,
        first_name: None,
        last_name: None,
    }
}

#[test]
fn the_latest_referrals_are_shown_with_their_status_and_the_rest_is_counted() {
    let mut world = World::new();
    come(&mut world, told(2, "first@example.com"));
    for number in 0..4 {
        come(&mut world, told(1, &format!("new{number}@example.com")));
        world.pass(1);
    }
    let named = Claim {
        first_name: Some("Ada".into()),
        last_name: Some("Byron".into()),
        contact: Some(contact(77)),
        ..told(1, "ada@example.com")
    };
    let won = come(&mut world, named);
    world.decide(won.id, ReferralEvent::Qualify).unwrap();
    come(&mut world, told(1, "first@example.com"));

    let shown = card(&mut world, 1);
    assert_eq!(shown.referrers.len(), 2, "a row a campaign");
    assert_eq!(shown.added.map(|added| added.outcome), None);
    let record = shown.record_url.unwrap();
    assert_eq!(
        record,
        "https://app.hubspot.example/contacts/42/record/0-1/"
    );
    let [spring, summer] = &shown.results[..] else {
        panic!("{:?}", shown.results);
    };
    assert_eq!((spring.campaign_id, spring.total), (CampaignId(1), 6));
    assert_eq!((summer.total, summer.weeks.is_none()), (0, true));
    let lines: Vec<_> = spring
        .referrals
        .iter()
        .map(|line| (line.person.as_deref().unwrap(), line.status))
        .collect();
    let pending = ReferralStatus::Pending;
    assert_eq!(
        lines,
        [
            ("first@example.com", ReferralStatus::Rejected),
            ("Ada Byron", ReferralStatus::Qualified),
            ("new3@example.com", pending),
            ("new2@example.com", pending),
            ("new1@example.com", pending),
        ]
    );
    let reasons: Vec<_> = spring
        .referrals
        .iter()
        .map(|line| line.not_counted)
        .collect();
    assert_eq!(reasons[0], Some(domain::NotCounted::AlreadyReferred));
    assert_eq!(reasons[1..], [None; 4]);
    assert_eq!(spring.referrals[1].contact_id, Some(contact(77)));
}

#[test]
fn a_card_counts_at_most_a_hundred_referrals_of_a_busy_referrer() {
    let mut world = World::new();
    for number in 0..100 {
        come(&mut world, told(1, &format!("new{number}@example.com")));
    }
    let counted = |world: &mut World| {
        let results = card(world, 1).results;
        (results[0].total, results[0].total_is_least)
    };
    assert_eq!(counted(&mut world), (100, false));
    come(&mut world, told(1, "one-more@example.com"));
    assert_eq!(counted(&mut world), (100, true));
}

#[test]
fn weeks_begin_on_mondays_and_leave_out_undone_referrals() {
    let mut world = World::new();
    // It is Tuesday, 5 May.
    let early = come(&mut world, told(1, "early@example.com"));
    world.pass(6 * 24 * 60);
    let weeks = |world: &mut World| card(world, 1).results.remove(0).weeks.unwrap();
    come(&mut world, told(1, "late@example.com"));
    world.decide(early.id, ReferralEvent::Qualify).unwrap();
    let shown = weeks(&mut world);
    assert_eq!(shown.since, "2026-02-23");
    assert_eq!(shown.people_referred, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
    assert_eq!(
        shown.successful_referrals,
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    );
    world.decide(early.id, ReferralEvent::Undo).unwrap();
    let shown = weeks(&mut world);
    assert_eq!(shown.people_referred, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(shown.successful_referrals, [0; 12]);
    world.pass(12 * 7 * 24 * 60);
    assert!(card(&mut world, 1).results[0].weeks.is_none());
}

#[test]
fn the_card_of_a_referred_contact_shows_the_referrer() {
    let mut world = World::new();
    let referred_by = |world: &mut World, number: u32| -> Vec<_> {
        let shown = card(world, number).referred_by.into_iter();
        let line = |line: crate::api_types::views::ReferredByView| {
            (line.referrer_id, line.referrer_name, line.status)
        };
        shown.map(line).collect()
    };
    let by = |number: u32, status| (contact(number), Some(format!("Ana {number}")), status);
    // A contact in no campaign, known only by its id.
    let known = Claim {
        contact: Some(contact(88)),
        email: None,
        ..told(2, "")
    };
    come(&mut world, known);
    assert_eq!(
        referred_by(&mut world, 88),
        [by(2, ReferralStatus::Pending)]
    );
    assert_eq!(referred_by(&mut world, 89), []);

    // A referrer whose person was not looked up yet, known by the address; an attempt to refer oneself is not shown.
    come(&mut world, told(3, "Person3+me@example.com"));
    let first = come(&mut world, told(1, "person3@example.com"));
    world.pass(1);
    come(&mut world, told(2, "PERSON3+shop@example.com"));
    let both = [
        by(1, ReferralStatus::Pending),
        by(2, ReferralStatus::Rejected),
    ];
    assert_eq!(referred_by(&mut world, 3), both);
    world.decide(first.id, ReferralEvent::Qualify).unwrap();
    let line = card(&mut world, 3).referred_by.remove(0);
    assert_eq!(
        (line.campaign.name.as_str(), line.status),
        ("Spring", ReferralStatus::Qualified)
    );

    // An address of another contact does not belong to this one.
    let other = Claim {
        contact: Some(contact(90)),
        ..told(1, "person2@example.com")
    };
    come(&mut world, other);
    assert_eq!(referred_by(&mut world, 2), []);
    assert_eq!(
        referred_by(&mut world, 90),
        [by(1, ReferralStatus::Pending)]
    );
}

#[test]
fn the_response_to_a_referral_added_by_hand_explains_the_result_in_words() {
    let mut world = World::new();
    let named = NewReferral {
        first_name: Some("Ada".into()),
        ..person("ada@example.com")
    };
    let added = add(&mut world, 1, named).unwrap();
    assert_eq!((added.outcome, added.why), (AddedOutcome::Counted, None));
    assert_eq!(added.person.as_deref(), Some("Ada"));
    // HubSpot repeats the request at once; a person repeats it later.
    let again = add(&mut world, 1, person("ada@example.com")).unwrap();
    assert_eq!(again.outcome, AddedOutcome::Counted);
    world.pass(1);
    let again = add(&mut world, 1, person("ADA@example.com")).unwrap();
    assert_eq!(again.outcome, AddedOutcome::Repeated);
    come(&mut world, told(1, "told@example.com"));
    let told_before = add(&mut world, 1, person("told@example.com")).unwrap();
    assert_eq!(told_before.outcome, AddedOutcome::Repeated);

    let other = add(&mut world, 2, person("ada@example.com")).unwrap();
    assert_eq!(other.outcome, AddedOutcome::NotCounted);
    assert!(other.why.unwrap().starts_with("This person was referred"));
    let by_contact = NewReferral {
        email: None,
        contact_id: Some(contact(1)),
        first_name: None,
        last_name: None,
    };
    let own = add(&mut world, 1, by_contact).unwrap();
    assert_eq!((own.outcome, own.person), (AddedOutcome::NotCounted, None));
    assert!(own.why.unwrap().starts_with("Referrer and referred"));
    assert_eq!(card(&mut world, 1).referrers[0].people_referred, 2);
    assert_eq!(numbers(&world), recounted(&world));
}

#[test]
fn an_invalid_field_is_a_normal_response_and_adds_nothing() {
    let mut world = World::new();
    let unreadable = add(&mut world, 1, person("ada at example")).unwrap();
    assert_eq!(unreadable.outcome, AddedOutcome::Invalid);
    assert_eq!(unreadable.field, Some("email"));
    assert!(unreadable.why.unwrap().contains("not an e-mail address"));
    let long = NewReferral {
        last_name: Some("x".repeat(101)),
        ..person("ada@example.com")
    };
    assert_eq!(add(&mut world, 1, long).unwrap().field, Some("lastName"));
    assert_eq!(world.rows("SELECT CAST(id AS TEXT) FROM referral"), [""; 0]);
    let stranger = add(&mut world, 9, person("ada@example.com"));
    assert!(matches!(stranger, Err(PortalError::NotFound("referrer"))));
}

/// Returns the steps of SQLite's query plan, which are in the fourth column.
fn steps(world: &World, statement: &str) -> String {
    let statement = format!("EXPLAIN QUERY PLAN {statement}");
    let unbound = [const { crate::storage::ports::SqlValue::Null }; 4];
    let plan: Vec<(i64, i64, i64, String)> =
        world.portal.database.all(&statement, &unbound).unwrap();
    let steps: Vec<_> = plan.into_iter().map(|(.., step)| step).collect();
    steps.join("\n")
}

#[test]
fn the_referrers_of_a_contact_are_found_by_indexes_alone() {
    let steps = steps(&World::new(), crate::api::card::REFERRED_BY);
    assert!(
        steps.contains("USING COVERING INDEX referral_by_person"),
        "{steps}"
    );
    assert!(steps.contains("USING INDEX referral_by_email"), "{steps}");
    for table in ["SCAN referral", "SCAN referrer"] {
        assert!(!steps.contains(table), "{steps}");
    }
}
