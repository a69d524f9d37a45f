//! The connection: refreshes that HubSpot refuses, keys that are gone, disconnecting and connecting again.

use domain::{Attribution, CampaignId, LinkStatus};
use jiff::{SignedDuration, Timestamp};
use portal::{
    ChangeReferrer, Claim, ClaimedBy, Effect, EffectResult, PortalRequest, ReferralRequest,
    RunAction,
};
use sandbox::RefreshRefusal;
use serde_json::{Value, json};

use crate::world::{World, keys};

/// Longer than an access token lives.
const IDLE: SignedDuration = SignedDuration::from_mins(31);
const LINK: &str = "goodword_referral_link";
const HOUR: i64 = 60 * 60;
const TOKEN: &str = "POST /oauth/2026-09/token ";

fn refusing(refresh_refusal: RefreshRefusal) -> World {
    World::new(sandbox::Settings {
        contacts: 30,
        refresh_refusal,
        ..sandbox::Settings::default()
    })
}

#[test]
fn a_refresh_that_is_refused_in_any_words_for_the_grant_asks_the_customer_and_hubspot_no_more() {
    for words in RefreshRefusal::NAMING {
        let mut world = refusing(words);
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        world.crm.uninstall(world.hub);
        world.sleep(IDLE);
        world.pass(HOUR);
        assert_eq!(
            world.connection()["connection"],
            "disconnected",
            "{words:?}"
        );
        assert_eq!(world.run(run)["waitingFor"], "connection", "{words:?}");
        assert_eq!(world.called(TOKEN), 1, "{words:?}");
        world.connect();
        world.pass(60);
        assert_eq!(world.run(run)["state"], "finished", "{words:?}");
        assert_eq!(world.holding(LINK), 30, "{words:?}");
    }
}

#[test]
fn an_uninstallation_is_noticed_in_an_account_that_has_nothing_to_do() {
    let quiet = || {
        let mut world = World::with_contacts(30);
        let sync = world.sync(&Value::Null);
        world.start(sync);
        world.pass(60);
        let epoch = world.connection()["sessionEpoch"]
            .as_u64()
            .expect("a number");
        world.crm.uninstall(world.hub);
        world.sleep(IDLE);
        (world, u32::try_from(epoch).expect("a small number"))
    };
    // Nobody looks: cron wakes the portal within a day.
    let (mut world, _) = quiet();
    let due = world.due.expect("a time");
    let within = due.duration_since(world.now);
    assert!(within <= SignedDuration::from_hours(25), "{within:?}");
    world.sleep(within);
    world.wake();
    world.pass(60);
    assert_eq!(world.connection()["connection"], "disconnected");
    // A person who is still signed in looks: at once.
    let (mut world, epoch) = quiet();
    let now = world.now;
    assert!(world.portal.admit_session(epoch, now).expect("admitted"));
    world.pass(60);
    assert_eq!(world.connection()["connection"], "disconnected");
    assert!(world.portal.admit_session(epoch, world.now).is_err());
}

#[test]
fn a_refusal_in_unknown_words_is_asked_about_ever_more_rarely_and_ends_the_connection_after_a_day()
{
    let mut world = refusing(RefreshRefusal::Closed);
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    world.crm.uninstall(world.hub);
    world.sleep(IDLE);
    world.pass(22 * HOUR);
    assert_eq!(world.connection()["connection"], "misconfigured");
    world.pass(4 * HOUR);
    assert_eq!(world.connection()["connection"], "disconnected");
    assert_eq!(world.run(run)["waitingFor"], "connection");
    let asked = world.called(TOKEN);
    assert!(asked < 35, "{asked} refreshes in a day");
    world.pass(24 * HOUR);
    assert_eq!(world.called(TOKEN), asked);
    world.connect();
    world.pass(60);
    assert_eq!(world.run(run)["state"], "finished");
}

#[test]
fn a_fault_of_the_apps_own_settings_disconnects_nobody_and_is_asked_about_ever_more_rarely() {
    let mut world = World::with_contacts(30);
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    let body = json!({ "status": "BAD_CLIENT_SECRET", "error": "invalid_client" });
    world.plant(json!({
        "when": { "route": "POST /oauth/{v}/token" }, "then": { "status": 400, "body": body },
    }));
    world.sleep(IDLE);
    world.pass(48 * HOUR);
    assert_eq!(world.connection()["connection"], "misconfigured");
    let asked = world.called(TOKEN);
    assert!(asked < 60, "{asked} refreshes in two days");
    // New settings come with a new process.
    world.crm.clear_faults();
    world.restart();
    world.pass(60);
    assert_eq!(world.connection()["connection"], "connected");
    assert_eq!(world.run(run)["state"], "finished");
}

#[test]
fn an_account_that_was_idle_is_uninstalled_with_a_fresh_token() {
    let known_to_be_dead: fn(&mut World) = |world| world.sleep(IDLE);
    let dead_without_a_word: fn(&mut World) = |world| {
        let now = world.now.as_millisecond();
        world.crm.expire_tokens(now);
    };
    for dies in [known_to_be_dead, dead_without_a_word] {
        let mut world = World::with_contacts(3);
        world.pass(1);
        dies(&mut world);
        world.ask(PortalRequest::Disconnect);
        world.pass(10);
        assert_eq!(world.called(TOKEN), 1);
        assert!(
            !world.crm.uninstall(world.hub),
            "the app is still installed"
        );
        let calls = world.calls.len();
        world.pass(HOUR);
        assert_eq!(world.calls.len(), calls);
    }
}

#[test]
fn an_account_that_hubspot_has_already_uninstalled_is_left_alone() {
    let mut world = World::with_contacts(3);
    world.crm.uninstall(world.hub);
    world.ask(PortalRequest::Disconnect);
    world.pass(HOUR);
    // The uninstall call is refused, and so is the refresh.
    assert_eq!(world.calls.len(), 2, "{:?}", world.calls);
}

fn set_link(world: &mut World, status: LinkStatus) {
    let contact = world.crm.contact_ids(world.hub)[0].parse().unwrap();
    let change = ChangeReferrer {
        link_status: Some(status),
        slug: None,
    };
    world.ask(PortalRequest::ChangeReferrer {
        campaign: CampaignId(1),
        contact,
        change,
    });
}

#[test]
fn a_grant_that_no_key_opens_is_a_lost_connection_and_links_are_published_all_the_same() {
    let mut world = World::with_contacts(30);
    let sync = world.sync(&Value::Null);
    let first = world.start(sync);
    world.pass(60);
    assert_eq!(world.run(first)["state"], "finished");
    let run = world.start(sync);
    world.keys = keys(&["b"]);
    world.restart();
    world.pass(60);
    assert_eq!(world.connection()["connection"], "disconnected");
    assert_eq!(world.run(run)["waitingFor"], "connection");
    let problem = world.run(run)["problem"].to_string();
    assert!(problem.contains("SEALING_KEYS"), "{problem}");
    let before = world.links.clone();
    set_link(&mut world, LinkStatus::Paused);
    world.pass(10);
    assert_ne!(world.links, before, "the paused link is published");
    world.connect();
    world.pass(60);
    assert_eq!(world.run(run)["state"], "finished");
    assert_eq!(world.connection()["connection"], "connected");
}

#[test]
fn a_key_that_comes_back_opens_the_grant_without_a_new_authorisation() {
    let mut world = World::with_contacts(30);
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    world.keys = keys(&["b"]);
    world.restart();
    world.pass(60);
    assert_eq!(world.run(run)["waitingFor"], "connection");
    world.keys = keys(&["b", "a"]);
    world.restart();
    world.wake();
    world.pass(60);
    assert_eq!(world.run(run)["state"], "finished");
    // A customer who disconnects while the key is gone is not connected again by its return.
    world.keys = keys(&["c"]);
    world.restart();
    world.pass(60);
    world.ask(PortalRequest::Disconnect);
    world.keys = keys(&["a"]);
    world.restart();
    world.wake();
    world.pass(60);
    assert_eq!(world.connection()["connection"], "disconnected");
}

#[test]
fn a_lost_connection_tells_which_optional_permissions_it_had() {
    let mut world = World::with_contacts(3);
    assert_eq!(world.connection()["listsGranted"], true);
    world.ask(PortalRequest::Disconnect);
    world.pass(10);
    assert_eq!(world.connection()["connection"], "disconnected");
    assert_eq!(world.connection()["listsGranted"], true);
    assert_eq!(world.connection()["dealsGranted"], false);
}

#[test]
fn the_late_answer_of_an_old_refresh_does_not_replace_a_new_grant() {
    let mut world = World::with_contacts(30);
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.sleep(IDLE);
    let mut planned = world.plan();
    let at = planned
        .iter()
        .position(|(_, effect)| matches!(effect, Effect::CallHubSpot { call, .. } if call.target.contains("oauth")));
    let (ticket, effect) = planned.remove(at.unwrap());
    let late = world.act(effect);
    assert!(matches!(&late, EffectResult::HubSpot(Ok(reply)) if reply.status == 200));
    let grant = world.consent("crm.lists.read");
    let given = grant.access_token.clone();
    world.ask(PortalRequest::Connect(grant));
    world.portal.settle(ticket, late, world.now).unwrap();
    let tokens: Vec<String> = world
        .plan()
        .into_iter()
        .filter_map(|(_, effect)| match effect {
            Effect::CallHubSpot { access_token, .. } => access_token,
            _ => None,
        })
        .map(|token| token.expose().to_owned())
        .collect();
    assert!(tokens.contains(&given));
    assert!(tokens.iter().all(|token| *token == given));
}

#[test]
fn a_person_who_waits_for_hubspot_brings_a_token_refresh() {
    let mut world = World::with_contacts(3);
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.pass(60);
    // No sweep is due, and nothing else asks HubSpot.
    world.ask(PortalRequest::ChangeSync {
        sync: domain::SyncId(u32::try_from(sync).unwrap()),
        change: serde_json::from_value(json!({ "ongoing": false })).unwrap(),
    });
    world.sleep(IDLE);
    world.pass(60);
    assert_eq!(world.called(TOKEN), 0);
    let contact = world.crm.contact_ids(world.hub)[0].parse().unwrap();
    world.ask(PortalRequest::Referral(ReferralRequest::Claim(Claim {
        by: ClaimedBy::Referrer {
            campaign: CampaignId(1),
            contact,
        },
        contact: None,
        email: Some("new.person@example.com".to_owned()),
        first_name: None,
        last_name: None,
        attribution: Attribution::ByHand,
        clicked_at: None,
        answers: Vec::new(),
        network: None,
    })));
    // The number of the referrer is written half a minute later, and needs a token too.
    world.pass(20);
    assert_eq!(world.called(TOKEN), 1);
    assert_eq!(world.crm.contact_ids(world.hub).len(), 4);
}

#[test]
fn a_new_grant_does_not_forget_the_calls_that_were_made() {
    let mut world = World::with_contacts(300);
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.plant(json!({
        "when": { "route": "GET /crm/objects/{v}/contacts" }, "then": { "status": 503 },
    }));
    for _ in 0..600 {
        // A new grant makes everything worth another try.
        world.connect();
        for (ticket, effect) in world.plan() {
            world.perform(ticket, effect).unwrap();
        }
        world.now += SignedDuration::from_millis(1);
    }
    let span = SignedDuration::from_secs(10);
    let most = world.counted.iter().enumerate().map(|(at, first)| {
        let later = world.counted[at..].iter();
        later
            .take_while(|time| time.duration_since(*first) < span)
            .count()
    });
    let most = most.max().unwrap();
    assert!((100..=110).contains(&most), "{most} calls in ten seconds");
}

#[test]
fn searches_have_a_window_of_their_own() {
    let mut world = World::with_contacts(1500);
    let stage = json!({ "property": "lifecyclestage", "test": { "equals": "customer" } });
    let rule = json!({ "id": 1, "cause": { "contactProperty": stage }, "holdDays": 0 });
    world.sync(&Value::Null);
    let change = json!({ "terms": { "rules": [rule] } });
    world.ask(PortalRequest::ChangeCampaign {
        campaign: CampaignId(1),
        change: serde_json::from_value(change).unwrap(),
    });
    world.pass(90);
    let values = json!({ "jobtitle": "Reader" });
    for contact in world.crm.contact_ids(world.hub) {
        let now = world.now.as_millisecond();
        let (hub, values) = (world.hub, values.as_object().unwrap());
        world.crm.user_updates(hub, &contact, values, now).unwrap();
        world.now += SignedDuration::from_millis(1);
    }
    world.pass(300);
    let searches = world.called("POST /crm/objects/2026-09/contacts/search");
    assert!(searches > 10, "{searches} searches");
    assert_eq!(world.crm.stats().http_429, 0);
}

#[test]
fn a_portal_does_not_wake_for_the_details_of_its_account_alone() {
    let mut world = World::with_contacts(3);
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    let begun = world.plan();
    assert!(!begun.is_empty());
    world.control(run, RunAction::Pause);
    // The calls of the portal before may still count for HubSpot's limit.
    world.restart();
    let mut wake_at = None;
    for _ in 0..4 {
        world.sleep(SignedDuration::from_secs(2));
        let plan = world.portal.plan(world.now).unwrap();
        wake_at = plan.wake_at;
        for (ticket, effect) in plan.effects {
            world.perform(ticket, effect).unwrap();
        }
    }
    assert_eq!(wake_at, None);
}

#[test]
fn cron_wakes_a_portal_that_still_lacks_block_numbers() {
    let mut world = World::with_contacts(3);
    world.no_blocks = true;
    let mut reported = None;
    for _ in 0..4 {
        world.sleep(SignedDuration::from_secs(6));
        for (ticket, effect) in world.plan() {
            if let Effect::ReportDue { due, .. } = effect {
                reported = Some(due);
            }
            world.perform(ticket, effect).unwrap();
        }
    }
    assert_eq!(reported, Some(Some(Timestamp::UNIX_EPOCH)));
}
