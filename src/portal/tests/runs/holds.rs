//! Runs that are held for days, the pause after a run, and changes of a sync while its run is held.

use jiff::{SignedDuration, Timestamp};
use portal::{PortalError, PortalRequest, RunAction};
use serde_json::{Value, json};

use crate::world::World;

const LINK: &str = "goodword_referral_link";

/// Returns the time until the sync's next run.
fn pause(world: &mut World, sync: u64) -> SignedDuration {
    let sync = domain::SyncId(u32::try_from(sync).unwrap());
    let shown = world.ask(PortalRequest::Sync { sync });
    let next: Timestamp = shown["nextRunAt"].as_str().unwrap().parse().unwrap();
    let run: Timestamp = shown["lastRun"]["finishedAt"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    next.duration_since(run)
}

#[test]
fn the_time_of_a_hold_does_not_delay_the_next_sweep() {
    for (days, connected) in [(3, true), (7, false)] {
        let mut world = World::with_contacts(1000);
        let sync = world.sync(&Value::Null);
        let run = world.start(sync);
        world.work_to_the_middle();
        if connected {
            world.control(run, RunAction::Pause);
        } else {
            world.crm.uninstall(world.hub);
            world.pass(60);
        }
        assert_eq!(world.run(run)["state"], "paused");
        world.sleep(SignedDuration::from_hours(days * 24));
        if connected {
            world.control(run, RunAction::Resume);
        } else {
            world.connect();
        }
        world.pass(120);
        let shown = world.run(run);
        assert_eq!(shown["state"], "finished", "{shown}");
        assert_eq!(shown["counts"]["linked"], 1000, "{shown}");
        assert_eq!(world.holding(LINK), 1000);
        let pause = pause(&mut world, sync);
        assert_eq!(pause, SignedDuration::from_mins(5));
    }
}

/// Lets HubSpot fail for some time, and returns the pause after the run that met it.
fn pause_after_outage(minutes: i64) -> SignedDuration {
    let mut world = World::with_contacts(30);
    let until = world.now + SignedDuration::from_mins(minutes);
    world.plant(json!({
        "when": { "route": "GET /crm/objects/*", "until_ms": until.as_millisecond() },
        "then": { "status": 503 },
    }));
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    world.pass(minutes * 60 + 120);
    let shown = world.run(run);
    assert_eq!(shown["state"], "finished", "{shown}");
    pause(&mut world, sync)
}

#[test]
fn a_sync_rests_twice_as_long_as_its_run_was_under_way_and_six_hours_at_most() {
    let after_a_while = pause_after_outage(20);
    assert!(
        after_a_while >= SignedDuration::from_mins(40),
        "{after_a_while}"
    );
    assert!(
        after_a_while <= SignedDuration::from_mins(44),
        "{after_a_while}"
    );
    assert_eq!(pause_after_outage(12 * 60), SignedDuration::from_hours(6));
}

fn rows(property: &str) -> Value {
    json!([{ "field": "referralLink", "property": property, "mode": "always" }])
}

#[test]
fn a_held_run_is_mended_by_a_change_of_the_mappings() {
    let mut world = World::with_contacts(30);
    let sync = world.sync(&rows("no_such_property"));
    let run = world.start(sync);
    world.pass(180);
    let shown = world.run(run);
    assert_eq!(shown["waitingFor"], "properties", "{shown}");
    let own = rows(LINK);
    world.change(sync, &json!({ "outbound": own })).unwrap();
    assert_eq!(world.run(run)["state"], "stopped");
    world.pass(120);
    let shown = world.newest();
    assert_eq!(shown["state"], "finished", "{shown}");
    assert_eq!(shown["counts"]["linked"], 30, "{shown}");
    assert_eq!(world.holding(LINK), 30);
}

#[test]
fn a_paused_run_takes_a_change_and_stays_paused() {
    let mut world = World::with_contacts(1000);
    let sync = world.sync(&Value::Null);
    let run = world.start(sync);
    world.work_to_the_middle();
    let moving = world.change(sync, &json!({ "outbound": rows(LINK) }));
    assert!(
        matches!(moving, Err(PortalError::Conflict(_))),
        "{moving:?}"
    );
    world.control(run, RunAction::Pause);
    world.pass(1);
    world
        .change(sync, &json!({ "outbound": rows(LINK) }))
        .unwrap();
    world.pass(60);
    let shown = world.newest();
    assert_eq!(shown["waitingFor"], "person", "{shown}");
    assert_ne!(shown["id"], run);
    world.control(shown["id"].as_u64().unwrap(), RunAction::Resume);
    world.pass(120);
    let shown = world.newest();
    assert_eq!(shown["state"], "finished", "{shown}");
    assert_eq!(shown["counts"]["seen"], 1000, "{shown}");
    assert_eq!(world.holding(LINK), 1000);
}

#[test]
fn a_change_does_not_end_the_wait_for_a_connection() {
    let mut world = World::with_contacts(300);
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.work_to_the_middle();
    world.crm.uninstall(world.hub);
    world.pass(60);
    world
        .change(sync, &json!({ "outbound": rows(LINK) }))
        .unwrap();
    let shown = world.newest();
    assert_eq!(shown["waitingFor"], "connection", "{shown}");
    world.connect();
    world.pass(120);
    assert_eq!(world.newest()["state"], "finished");
    assert_eq!(world.holding(LINK), 300);
}
