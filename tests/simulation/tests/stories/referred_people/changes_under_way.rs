//! Changes between the look-up of a person and the write, and while a write is under way.

use sandbox::{Fault, Then, When};
use serde_json::json;

use super::stories::{by_email, number};
use super::world::{NAME, TELLING, World, few, referred, with_email};

/// The terms of a campaign that maps the referrer's code, and then also the name.
const CODE_ALONE: &str = r#"{"rules":[{"id":1,"cause":"api"}],"referredBy":[
    {"field":"code","property":"goodword_referred_by_code","mode":"always"}]}"#;
const NAME_TOO: &str = r#"{"rules":[{"id":1,"cause":"api"}],"referredBy":[
    {"field":"code","property":"goodword_referred_by_code","mode":"always"},
    {"field":"name","property":"goodword_referred_by_name","mode":"always"}]}"#;

#[test]
fn a_value_that_somebody_types_before_the_write_stays_where_only_empty_properties_are_filled() {
    let mut world = World::new(7, few());
    let known = world.make(&with_email("known@example.com"));
    world.sandbox.add_faults([Fault {
        when: When {
            route: Some("POST /crm/objects/{v}/contacts/batch/update".to_owned()),
            ..When::default()
        },
        then: Then::Answer {
            status: 503,
            acted: false,
            body: None,
            retry_after: None,
        },
    }]);
    let first = world.referrers[0].clone();
    let made = world.claim(by_email("known@example.com")(referred(TELLING, &first)));
    let begin = world.now_ms();
    while world.now_ms() < begin + 30_000 {
        world.round();
    }
    let typed = json!({ NAME: "Typed by hand" });
    let typed = typed.as_object().expect("properties");
    let now = world.now_ms();
    let updated = world.sandbox.user_updates(world.hub, &known, typed, now);
    updated.expect("an update");
    world.sandbox.clear_faults();
    world.rest();
    assert_eq!(world.referral(number(&made))["hubspot"], "written");
    assert_eq!(world.value(&known, NAME), "Typed by hand");
}

#[test]
fn what_is_mapped_while_a_write_or_a_creation_is_under_way_is_written_too() {
    for is_known in [true, false] {
        let mut world = World::new(7, few());
        world.set_terms(TELLING, CODE_ALONE).expect("terms");
        world.rest();
        if is_known {
            world.make(&with_email("person@example.com"));
        }
        let first = world.referrers[0].clone();
        let made = world.claim(by_email("person@example.com")(referred(TELLING, &first)));
        let code = world.referrer(TELLING, &first)["code"].clone();
        let code = code.as_str().expect("a code").to_owned();
        let mut is_mapped = false;
        while !is_mapped {
            let more = world.round_with(|world| {
                let told = world.contacts(super::world::CODE);
                if told.values().any(|told| *told == code) {
                    world.set_terms(TELLING, NAME_TOO).expect("terms");
                    is_mapped = true;
                }
            });
            assert!(more, "nobody was written");
        }
        world.rest();
        let referral = world.referral(number(&made));
        assert_eq!(referral["hubspot"], "written");
        let contact = referral["contactId"].as_str().expect("a contact");
        assert_ne!(world.value(contact, NAME), "", "known: {is_known}");
    }
}
