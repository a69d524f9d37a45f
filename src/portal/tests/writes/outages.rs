//! HubSpot as a whole is out of order, or wants to be left alone.

use serde_json::json;

use crate::world::{WRITES, World};

#[test]
fn an_outage_of_hubspot_fails_nobody_and_spends_little() {
    let mut world = World::with(600);
    let run = world.run();
    world.pass(2);
    world.plant(json!({ "then": { "status": 503 } }));
    world.pass(10);
    let before = world.calls.len();
    world.pass(6 * 3600);
    let calls = world.calls.len() - before;
    assert!(calls < 6 * 60 * 12, "{calls} calls in six hours");
    world.crm.clear_faults();
    world.pass(600);
    let shown = world.show(run);
    assert_eq!(shown["state"], "finished");
    assert_eq!(shown["counts"]["failed"], 0);
    assert_eq!(world.linked(), 600);
}

#[test]
fn an_outage_of_the_writes_alone_halves_little_and_ends_with_all_linked() {
    let mut world = World::with(600);
    world.plant(json!({ "when": { "route": WRITES }, "then": { "status": 500 } }));
    let run = world.run();
    world.pass(3600);
    let batches = world.count("SELECT COUNT(*) FROM outbox_batch");
    assert!(batches <= 12, "{batches} batches wait");
    world.crm.clear_faults();
    world.pass(600);
    assert_eq!(world.show(run)["counts"]["failed"], 0);
    assert_eq!(world.linked(), 600);
}

#[test]
fn no_call_is_made_while_hubspot_wants_the_whole_portal_to_wait_even_after_a_crash() {
    for (status, seconds) in [(429, 60), (477, 600)] {
        let mut world = World::with(300);
        world.plant(json!({ "when": { "route": WRITES, "times": 1 },
                            "then": { "status": status, "retry_after": seconds } }));
        world.run();
        world.pass(5);
        let asked = world
            .calls
            .iter()
            .find(|(_, answered, _)| *answered == status);
        let asked_at = asked.unwrap().2;
        let until = asked_at + jiff::SignedDuration::from_secs(seconds);
        // Other calls were under way.
        let from = asked_at + jiff::SignedDuration::from_secs(1);
        world.restart();
        world.pass(2 * seconds);
        let mut calls = world.calls.iter();
        let early = calls.find(|(.., at)| (from..until).contains(at));
        assert_eq!(early, None, "{status}");
        world.pass(2 * seconds);
        assert_eq!(world.linked(), 300, "{status}");
    }
}
