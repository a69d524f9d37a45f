//! Publications: their pauses, for each key of the link index.

use std::collections::BTreeMap;

use domain::{CampaignId, LinkStatus};
use jiff::Timestamp;
use portal::{ChangeReferrer, PortalRequest};
use serde_json::Value;

use crate::world::World;

/// Returns the shortest time in milliseconds between two writes of one key.
fn shortest(puts: &[(Timestamp, String)]) -> i64 {
    let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let between = puts.iter().filter_map(|(at, key)| {
        let before = last.insert(key, *at)?;
        Some(at.as_millisecond() - before.as_millisecond())
    });
    between.min().unwrap()
}

/// A write that failed may still arrive within five seconds, and takes its key's second then.
#[test]
fn a_failed_publication_is_repeated_when_it_can_no_longer_arrive() {
    let mut world = World::with_contacts(30);
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.index_fails = true;
    world.pass(120);
    let pause = shortest(&world.puts);
    assert!(pause >= 6000, "{pause} ms");
    world.index_fails = false;
    world.pass(120);
    assert_eq!(world.newest()["state"], "finished");
}

#[test]
fn a_key_is_written_once_a_second_however_often_it_changes() {
    let mut world = World::with_contacts(3);
    let sync = world.sync(&Value::Null);
    world.start(sync);
    world.pass(60);
    world.puts.clear();
    let contact: domain::ContactId = world.crm.contact_ids(world.hub)[0].parse().unwrap();
    for round in 0..200 {
        let status = if round % 2 == 0 {
            LinkStatus::Paused
        } else {
            LinkStatus::Live
        };
        world.ask(PortalRequest::ChangeReferrer {
            campaign: CampaignId(1),
            contact: contact.clone(),
            change: ChangeReferrer {
                link_status: Some(status),
                slug: None,
            },
        });
        for (ticket, effect) in world.plan() {
            world.perform(ticket, effect).unwrap();
        }
        world.sleep(jiff::SignedDuration::from_millis(100));
    }
    assert!(world.puts.len() > 5);
    let pause = shortest(&world.puts);
    assert!(pause >= 1000, "{pause} ms");
}
