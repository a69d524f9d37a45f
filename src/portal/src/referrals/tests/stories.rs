//! Stories of single referrals.

use super::*;
use crate::tables::referrer_key::ReferrerKey;

pub(super) fn claim(referrer: u32, email: &str) -> Claim {
    Claim {
        by: ClaimedBy::Referrer {
            campaign: CampaignId(1),
            contact: contact(referrer),
        },
        contact: None,
        email: Some(email.to_owned()),
        first_name: None,
        last_name: None,
        attribution: Attribution::Form,
        clicked_at: None,
        answers: Vec::new(),
        network: None,
    }
}

fn come(world: &mut World, claim: Claim) -> (ReferralView, bool) {
    world.shown(ReferralRequest::Claim(claim)).unwrap()
}

fn conflict(outcome: Result<ReferralView, PortalError>) -> String {
    match outcome {
        Err(PortalError::Conflict(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_link_wins_and_the_second_referrer_learns_why() {
    let mut world = World::new();
    let (first, made) = come(&mut world, claim(1, "new@example.com"));
    assert!(made && first.status == ReferralStatus::Pending);
    assert_eq!(first.why, ["No API call has reported it yet."]);
    let (again, made) = come(&mut world, claim(1, "NEW+shop@example.com"));
    assert!(!made && again.id == first.id);
    let (second, made) = come(&mut world, claim(2, "new@example.com"));
    assert!(made && second.status == ReferralStatus::Rejected);
    assert!(second.why[0].starts_with("This person was referred"));
    let (same, made) = come(&mut world, claim(2, "new@example.com"));
    assert!(!made && same.id == second.id);
    let why = conflict(world.decide(second.id, ReferralEvent::Approve));
    assert!(why.contains("Another referral of this person"));
    // After the first is rejected, the second can be approved; then the first cannot be reopened.
    world.decide(first.id, ReferralEvent::Reject).unwrap();
    let approved = world.decide(second.id, ReferralEvent::Approve).unwrap();
    assert_eq!(approved.not_counted, None);
    assert_eq!(approved.why, ["A person approved it."]);
    conflict(world.decide(first.id, ReferralEvent::Reopen));
    let kinds: Vec<_> = approved.history.iter().map(|event| event.kind).collect();
    assert!(kinds.contains(&crate::Happening::Approved) && kinds.len() == 2);
}

#[test]
fn nobody_can_refer_themselves_whoever_claims_it() {
    let mut world = World::new();
    let (own, _) = come(&mut world, claim(1, "Person1+me@example.com"));
    assert_eq!(own.status, ReferralStatus::Rejected);
    conflict(world.decide(own.id, ReferralEvent::Approve));
    conflict(world.decide(own.id, ReferralEvent::Reopen));
    // Others can still refer the address, because a referral that was not counted prevents no other.
    let (other, _) = come(&mut world, claim(2, "person1@example.com"));
    assert_eq!(other.status, ReferralStatus::Pending);
}

#[test]
fn a_call_qualifies_only_if_a_rule_permits_it() {
    let mut world = World::new();
    let (referral, _) = come(&mut world, claim(1, "new@example.com"));
    let qualified = world.decide(referral.id, ReferralEvent::Qualify).unwrap();
    assert_eq!(qualified.status, ReferralStatus::Qualified);
    let undone = world.decide(referral.id, ReferralEvent::Undo).unwrap();
    assert_eq!(undone.status, ReferralStatus::Pending);
    let change = ChangeCampaign {
        terms: Some(domain::ReferralTerms::default()),
        ..ChangeCampaign::default()
    };
    let campaign = CampaignId(1);
    world
        .ask(PortalRequest::ChangeCampaign { campaign, change })
        .unwrap();
    conflict(world.decide(referral.id, ReferralEvent::Qualify));
    let asked = |event, by| ReferralRequest::Decide(referral.id, DecideReferral { event }, by);
    for (event, by) in [
        (ReferralEvent::Approve, Decider::Call),
        (ReferralEvent::Qualify, Decider::Person),
    ] {
        let refused = world.shown(asked(event, by));
        assert!(matches!(refused, Err(PortalError::Invalid { .. })));
    }
}

#[test]
fn a_call_waits_for_its_hold_and_yields_to_decisions_of_people() {
    let mut world = World::new();
    let held = r#"{"rules":[{"id":2,"cause":"api","holdDays":14}]}"#;
    let change = ChangeCampaign {
        terms: serde_json::from_str(held).unwrap(),
        ..ChangeCampaign::default()
    };
    let campaign = CampaignId(1);
    world
        .ask(PortalRequest::ChangeCampaign { campaign, change })
        .unwrap();
    let ids = ["a", "b", "c"].map(|name| {
        let (referral, _) = come(&mut world, claim(1, &format!("{name}@example.com")));
        let waits = world.decide(referral.id, ReferralEvent::Qualify).unwrap();
        assert_eq!(waits.status, ReferralStatus::Pending);
        assert!(waits.why[0].contains("for 14 days: until 2026-05-19"));
        referral.id
    });
    world.decide(ids[1], ReferralEvent::Undo).unwrap();
    world.decide(ids[2], ReferralEvent::Reject).unwrap();
    world.pass(14 * 24 * 60);
    let plan = world.portal.plan(world.now).unwrap();
    assert!(plan.wake_at.is_some());
    let mut state = |id| {
        let (shown, _) = world.shown(ReferralRequest::Show(id)).unwrap();
        (shown.status, shown.by_hand)
    };
    assert_eq!(state(ids[0]), (ReferralStatus::Qualified, false));
    assert_eq!(state(ids[1]), (ReferralStatus::Pending, false));
    assert_eq!(state(ids[2]), (ReferralStatus::Rejected, true));
    // After it is reopened, the rules decide again.
    world.decide(ids[2], ReferralEvent::Reopen).unwrap();
    world.portal.plan(world.now).unwrap();
    let (shown, _) = world.shown(ReferralRequest::Show(ids[2])).unwrap();
    assert_eq!(shown.status, ReferralStatus::Qualified);
    assert_eq!(numbers(&world), recounted(&world));
}

#[test]
fn a_claim_without_a_person_or_a_link_is_rejected() {
    let mut world = World::new();
    let field = |world: &mut World, claim: Claim| match world.shown(ReferralRequest::Claim(claim)) {
        Err(PortalError::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(&mut world, claim(1, "not an address")), "email");
    assert_eq!(field(&mut world, claim(1, " ")), "email");
    let unknown = Claim {
        by: ClaimedBy::Code("00000000ZZ".parse().unwrap()),
        ..claim(1, "new@example.com")
    };
    assert_eq!(field(&mut world, unknown), "code");
    let named = Claim {
        first_name: Some("A\nB".into()),
        ..claim(1, "new@example.com")
    };
    assert_eq!(field(&mut world, named), "firstName");
}

#[test]
fn a_page_of_referrals_continues_after_the_last_one_and_can_be_searched_by_words() {
    let mut world = World::new();
    for number in 0..120 {
        let named = Claim {
            attribution: Attribution::Api,
            last_name: Some(format!("Number{number}")),
            ..claim(1 + number % 3, &format!("someone{number}@shop.example.com"))
        };
        come(&mut world, named);
    }
    let mut list = |query: &ReferralQuery| {
        let asked = ReferralRequest::List(query.clone());
        match world.referrals(asked).unwrap().view {
            View::Referrals(list) => list,
            other => panic!("{other:?}"),
        }
    };
    let mut query = ReferralQuery::default();
    let mut seen = Vec::new();
    loop {
        let page = list(&query);
        seen.extend(page.items.iter().map(|line| line.id.0));
        let Some(next) = page.next else { break };
        query.after = Some(ReferralId(next.parse().unwrap()));
    }
    assert_eq!(seen, (1..=120).rev().collect::<Vec<_>>());
    let found = list(&ReferralQuery {
        search: Some("number77".into()),
        ..ReferralQuery::default()
    });
    assert_eq!(found.items.len(), 1);
    assert_eq!(found.items[0].referrer_name.as_deref(), Some("Ana 3"));
    let theirs = list(&ReferralQuery {
        referrer: Some(contact(2)),
        campaign: Some(CampaignId(1)),
        ..ReferralQuery::default()
    });
    assert!(
        theirs
            .items
            .iter()
            .all(|line| line.referrer_id == contact(2))
    );
    assert_eq!(theirs.items.len(), 40);
}

#[test]
fn a_new_name_of_a_referrer_is_shown_in_lists_too() {
    let mut world = World::new();
    let (referral, _) = come(&mut world, claim(1, "new@example.com"));
    let renamed = Person {
        first_name: Some("Zoë".into()),
        ..Person::default()
    };
    let key = ReferrerKey {
        campaign: CampaignId(1),
        contact: &contact(1),
    };
    referrers::set_person(&world.portal.database, key, &renamed).unwrap();
    let (shown, _) = world.shown(ReferralRequest::Show(referral.id)).unwrap();
    assert_eq!(shown.referrer_name.as_deref(), Some("Zoë"));
}

/// Returns the contacts in the outbox, batch by batch, with the number of their properties.
pub(super) fn held(world: &World) -> Vec<(ContactId, usize)> {
    let database = &world.portal.database;
    let batches = outbox::waiting(database).unwrap();
    batches
        .into_iter()
        .flat_map(|(id, _)| outbox::get(database, id).unwrap().unwrap().items)
        .map(|item| (item.contact, item.properties.len()))
        .collect()
}

#[test]
fn numbers_are_collected_for_half_a_minute_and_written_if_they_differ() {
    let mut world = World::new();
    let wanted = CreateSync {
        campaign_id: CampaignId(1),
        ongoing: false,
        audience: domain::Audience::default(),
        on_leaving: domain::OnLeaving::default(),
        outbound: None,
        inbound: None,
    };
    world.ask(PortalRequest::CreateSync(wanted)).unwrap();
    let database = &world.portal.database;
    syncs::set_properties_made(database, SyncId(1), true).unwrap();
    let sync = syncs::get(database, SyncId(1)).unwrap();
    syncs::set_known_properties(database, &sync).unwrap();
    for number in 0..5 {
        come(&mut world, claim(1, &format!("new{number}@example.com")));
    }
    let (gone, _) = come(&mut world, claim(2, "gone@example.com"));
    let (won, _) = come(&mut world, claim(3, "won@example.com"));
    world.decide(gone.id, ReferralEvent::Reject).unwrap();
    world.decide(won.id, ReferralEvent::Approve).unwrap();

    for (seconds, waiting) in [(0, true), (29, true), (30, false)] {
        let later = world.now + SignedDuration::from_secs(seconds);
        let plan = world.portal.plan(later).unwrap();
        let due = world.now + SignedDuration::from_secs(30);
        assert!(!waiting || plan.wake_at.is_some_and(|at| at <= due));
        assert_eq!(held(&world).is_empty(), waiting, "{seconds}");
    }
    // Five people are one property of one write; a person who was rejected at once is no write.
    assert_eq!(held(&world), [(contact(1), 1), (contact(3), 2)]);
    assert!(
        account::Account::load(&world.portal.database)
            .unwrap()
            .numbers_changed_at
            .is_none()
    );
}

#[test]
fn a_revoked_link_brings_nobody_but_staff_can_still_add_people() {
    let mut world = World::new();
    let change = crate::ChangeReferrer {
        link_status: Some(LinkStatus::Revoked),
        slug: None,
    };
    world
        .ask(PortalRequest::ChangeReferrer {
            campaign: CampaignId(1),
            contact: contact(1),
            change,
        })
        .unwrap();
    let (late, _) = come(&mut world, claim(1, "late@example.com"));
    assert!(late.why[0].starts_with("The link or its campaign"));
    let by_hand = Claim {
        attribution: Attribution::ByHand,
        ..claim(1, "late@example.com")
    };
    let (added, made) = come(&mut world, by_hand);
    assert!(made && added.status == ReferralStatus::Pending);
    // The referral that was not counted stays so, because the person counts already.
    conflict(world.decide(late.id, ReferralEvent::Approve));
}
