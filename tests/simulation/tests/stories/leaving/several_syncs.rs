//! Several syncs of one campaign share its referrers.

use domain::OnLeaving;
use serde_json::json;

use super::world::{CAMPAIGN, World, id, lists};
use portal::PortalRequest;

/// The mapping of a second sync, which must not write the first one's properties.
fn other_property(world: &mut World) -> serde_json::Value {
    let body = json!({ "name": "referral_url", "label": "Referral URL",
        "groupName": "contactinformation", "type": "string", "fieldType": "text" });
    world.user("POST", "/crm/properties/2026-09/contacts", &body);
    json!([{ "field": "referralLink", "property": "referral_url", "mode": "always" }])
}

#[test]
fn a_contact_that_another_sync_of_the_campaign_covers_has_not_left() {
    let mut world = World::new(6);
    let all = world.contacts.clone();
    let first = world.list("First", &all);
    let second = world.list("Second", &all[..1]);
    let sync = world.sync(&lists(&[&first], &[]), OnLeaving::Revoke);
    let rows = other_property(&mut world);
    let other = world.sync_with(&lists(&[&second], &[]), OnLeaving::Revoke, Some(rows), None);
    world.run(sync);
    world.run(other);
    world.take_out(&first, &all[..2]);
    world.run(sync);
    assert_eq!(world.with_status("revoked"), all[1..2]);
    // When it leaves the other sync as well, its link ends.
    world.take_out(&second, &all[..1]);
    world.run(other);
    assert_eq!(world.with_status("revoked"), all[..2]);
}

fn names(world: &mut World, contact: &str) -> (String, String) {
    let view = world.done(PortalRequest::Referrer {
        campaign: CAMPAIGN,
        contact: id(contact),
    });
    let text = |name: &str| view[name].as_str().unwrap_or_default().to_owned();
    (text("firstName"), text("lastName"))
}

#[test]
fn a_sync_touches_only_the_fields_that_it_maps_and_two_syncs_never_quarrel_about_a_name() {
    let mut world = World::new(6);
    let all = world.contacts.clone();
    for (place, contact) in all.iter().enumerate() {
        let target = format!("/crm/objects/2026-03/contacts/{contact}");
        let title = if place >= 4 { "Friend" } else { "" };
        let names =
            json!({ "firstname": format!("Ann {place}"), "lastname": "Lee", "jobtitle": title });
        world.user("PATCH", &target, &json!({ "properties": names }));
    }
    let whole = world.list("Whole", &all[..5]);
    let part = world.list("Part", &all[3..]);
    let sync = world.sync(&lists(&[&whole], &[]), OnLeaving::Keep);
    let rows = other_property(&mut world);
    let inbound = json!([{ "field": "firstName", "property": "jobtitle" }]);
    let other = world.sync_with(
        &lists(&[&part], &[]),
        OnLeaving::Keep,
        Some(rows),
        Some(inbound),
    );
    for _ in 0..2 {
        world.run(sync);
        world.run(other);
        // Covered by both: the older sync's name. By the second alone: its name, and no other field.
        assert_eq!(names(&mut world, &all[4]), ("Ann 4".into(), "Lee".into()));
        assert_eq!(names(&mut world, &all[0]), ("Ann 0".into(), "Lee".into()));
        let (first, last) = names(&mut world, &all[5]);
        assert_eq!((first.as_str(), last.as_str()), ("Friend", ""));
    }
    let quiet = world.run(other);
    assert_eq!(quiet["counts"]["unchanged"], 3, "{quiet}");
}
