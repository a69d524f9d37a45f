//! A run that would end many links asks a person first, and a decision is about exactly the people that were shown.

use domain::{OnLeaving, RunId};
use portal::{CardRequest, DecideLeavers, LeaverDecision, PortalRequest, RunAction};
use serde_json::Value;

use super::world::{CAMPAIGN, World, all_but, id, lists};

/// A world in which 40 of 120 contacts have left a list. Returns the run that asks about them.
fn asking(on_leaving: OnLeaving) -> (World, domain::SyncId, String, Value) {
    let mut world = World::new(120);
    let all = world.contacts.clone();
    let list = world.list("Members", &all);
    let sync = world.sync(&lists(&[&list], &[]), on_leaving);
    world.run(sync);
    world.take_out(&list, &all[..40]);
    let run = world.run(sync);
    (world, sync, list, run)
}

fn id_of(run: &Value) -> RunId {
    RunId(u32::try_from(run["id"].as_u64().expect("an id")).expect("a small number"))
}

fn decide(world: &mut World, run: &Value, decision: LeaverDecision) -> Result<Value, String> {
    let question = run["question"]["id"].as_u64().expect("a question");
    let decision = DecideLeavers {
        question: u32::try_from(question).expect("a small number"),
        decision,
    };
    let run = id_of(run);
    let answer = world.ask(PortalRequest::DecideLeavers { run, decision });
    answer.map_err(|error| error.to_string())
}

fn leavers(world: &mut World, run: &Value) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let run = id_of(run);
        let page = world.done(PortalRequest::Leavers { run, after });
        all.extend(page["items"].as_array().expect("items").iter().cloned());
        match page["next"].as_str() {
            Some(next) => after = Some(id(next)),
            None => return all,
        }
    }
}

#[test]
fn a_run_that_would_end_many_links_stops_before_it_and_says_who_and_why() {
    let (mut world, _, list, run) = asking(OnLeaving::Revoke);
    let all = world.contacts.clone();
    assert_eq!(run["state"], "paused");
    assert_eq!(run["waitingFor"], "leavers");
    assert_eq!(run["question"]["leaving"], 40);
    assert_eq!(run["question"]["tookPart"], 120);
    assert_eq!(run["question"]["onLeaving"], "revoke");
    assert!(
        run["problem"]
            .as_str()
            .expect("words")
            .contains("revoked for good")
    );
    assert_eq!(world.with_status("live").len(), 120, "nothing has ended");
    let who = leavers(&mut world, &run);
    let ids: Vec<&str> = who
        .iter()
        .map(|one| one["contactId"].as_str().expect("an id"))
        .collect();
    let mut left: Vec<&str> = all[..40].iter().map(String::as_str).collect();
    left.sort_unstable();
    assert_eq!(ids, left);
    assert_eq!(who[0]["wasIn"][0], list.as_str());
    assert!(
        who[0]["lastSeenAt"].is_string() && who[0]["firstName"].is_string(),
        "{}",
        who[0]
    );
    // Resuming is no decision.
    let resume = PortalRequest::ControlRun {
        run: id_of(&run),
        action: RunAction::Resume,
    };
    assert!(world.ask(resume).is_err());
    for (contact, waits) in [(&all[0], true), (&all[50], false)] {
        let card = world.done(PortalRequest::Card(CardRequest::Show(id(contact))));
        assert_eq!(card["referrers"][0]["awaitsDecision"], waits, "{contact}");
    }
}

#[test]
fn the_decision_to_go_on_ends_the_links_and_the_decision_to_keep_keeps_them_for_good() {
    for (decision, ended) in [(LeaverDecision::End, 40), (LeaverDecision::Keep, 0)] {
        let (mut world, sync, _, run) = asking(OnLeaving::Revoke);
        decide(&mut world, &run, decision).expect("a decision");
        world.rest();
        let over = world.done(PortalRequest::Run { run: id_of(&run) });
        assert_eq!(over["state"], "finished", "{over}");
        assert_eq!(world.with_status("revoked").len(), ended);
        let next = world.run(sync);
        assert_eq!(next["state"], "finished", "nobody is asked again: {next}");
        assert_eq!(world.with_status("revoked").len(), ended);
        let card = PortalRequest::Card(CardRequest::Show(id(&world.contacts[0].clone())));
        assert_eq!(world.done(card)["referrers"][0]["awaitsDecision"], false);
    }
}

#[test]
fn a_decision_is_about_the_people_that_were_shown_and_no_others() {
    let (mut world, _, list, run) = asking(OnLeaving::Pause);
    let all = world.contacts.clone();
    // Meanwhile one of them returns, and thirty others leave.
    world.put(&list, &all[..1]);
    world.take_out(&list, &all[40..70]);
    decide(&mut world, &run, LeaverDecision::End).expect("a decision");
    world.rest();
    let again = world.done(PortalRequest::Run { run: id_of(&run) });
    assert_eq!(again["waitingFor"], "leavers", "{again}");
    assert_eq!(again["question"]["leaving"], 30);
    assert_ne!(again["question"]["id"], run["question"]["id"]);
    assert!(world.with_status("paused").is_empty());
    // The first question is over.
    let late = decide(&mut world, &run, LeaverDecision::End);
    assert!(late.is_err());
    decide(&mut world, &again, LeaverDecision::Keep).expect("a decision");
    world.rest();
    assert_eq!(world.with_status("paused"), all[1..40]);
}

#[test]
fn a_few_leavers_or_a_small_part_need_no_decision() {
    for (contacts, leaving, asks) in [(40, 20, false), (40, 21, true), (240, 24, false)] {
        let mut world = World::new(contacts);
        let all = world.contacts.clone();
        let list = world.list("Members", &all);
        let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Pause);
        world.run(sync);
        world.take_out(&list, &all[..leaving]);
        let run = world.run(sync);
        assert_eq!(
            run["waitingFor"] == "leavers",
            asks,
            "{leaving} of {contacts}: {run}"
        );
        let paused = if asks { 0 } else { leaving };
        assert_eq!(world.with_status("paused").len(), paused);
    }
}

#[test]
fn a_changed_audience_that_ends_many_links_asks_the_same_question() {
    let mut world = World::new(80);
    let all = world.contacts.clone();
    let list = world.list("Half", &all[..40]);
    let sync = world.sync(&all_but(&[]), OnLeaving::Revoke);
    world.run(sync);
    world.change_audience(sync, &lists(&[&list], &[]));
    let run = world.run(sync);
    assert_eq!(run["question"]["leaving"], 40, "{run}");
    assert_eq!(run["question"]["tookPart"], 80);
    assert_eq!(world.with_status("live").len(), 80);
}

#[test]
fn a_stopped_question_is_asked_again_by_the_next_run() {
    let (mut world, sync, _, run) = asking(OnLeaving::Revoke);
    let stop = PortalRequest::ControlRun {
        run: id_of(&run),
        action: RunAction::Stop,
    };
    world.done(stop);
    let next = world.run(sync);
    assert_eq!(next["question"]["leaving"], 40, "{next}");
}

#[test]
fn a_decision_does_not_outlast_a_change_of_its_effect() {
    let (mut world, sync, _, run) = asking(OnLeaving::Pause);
    let change = portal::ChangeSync {
        on_leaving: Some(OnLeaving::Revoke),
        ..portal::ChangeSync::default()
    };
    world.done(PortalRequest::ChangeSync { sync, change });
    assert!(decide(&mut world, &run, LeaverDecision::End).is_err());
    world.rest();
    let again = world.done(PortalRequest::Run { run: id_of(&run) });
    assert_eq!(again["question"]["onLeaving"], "revoke", "{again}");
    assert_eq!(world.with_status("live").len(), 120);
}

/// The portal answers between two parts, and a crash goes on where it was.
#[test]
fn many_leavers_are_dealt_with_in_parts_and_a_crash_between_them_costs_none() {
    let mut world = World::new(1000);
    let all = world.contacts.clone();
    let list = world.list("Members", &all);
    let sync = world.sync(&lists(&[&list], &[]), OnLeaving::Pause);
    world.run(sync);
    world.take_out(&list, &all[..900]);
    let run = world.run(sync);
    decide(&mut world, &run, LeaverDecision::End).expect("a decision");
    let (mut before, mut parts) = (0, 0);
    for _ in 0..400 {
        world.round();
        let ended = ended(&mut world);
        assert!(
            ended - before <= 200,
            "{} links ended in one plan",
            ended - before
        );
        if ended > before {
            parts += 1;
            world.crash();
        }
        before = ended;
    }
    assert!(parts >= 5, "{parts} parts");
    assert_eq!(before, 900);
    world.rest();
    let over = world.done(PortalRequest::Run { run: id_of(&run) });
    assert_eq!(over["state"], "finished", "{over}");
}

/// Counts the links of the campaign that are paused.
fn ended(world: &mut World) -> usize {
    let mut query = portal::ReferrerQuery {
        campaign: Some(CAMPAIGN),
        link_status: Some(domain::LinkStatus::Paused),
        ..portal::ReferrerQuery::default()
    };
    let mut count = 0;
    loop {
        let page = world.done(PortalRequest::Referrers(query.clone()));
        count += page["items"].as_array().expect("items").len();
        match page["next"].as_str() {
            Some(next) => query.after = Some(next.to_owned()),
            None => return count,
        }
    }
}
