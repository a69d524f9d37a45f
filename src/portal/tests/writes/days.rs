//! The days of an account turn at its own midnight.

use portal::PortalRequest;
use sandbox::ReadSettings;
use serde_json::Value;

use crate::world::{ALWAYS, World, row, rows};

const LAST: &str = "goodword_last_referral_date";

#[test]
fn a_referral_is_of_the_day_that_the_account_has() {
    // The sandbox begins at midnight in UTC: it is the evening of 30 September in New York.
    let settings = sandbox::Settings {
        contacts: 10,
        reads: ReadSettings {
            time_zone: ("America/New_York", -240),
            ..ReadSettings::default()
        },
        ..sandbox::Settings::default()
    };
    let mut world = World::new(settings, ALWAYS, false);
    let mut outbound = rows(ALWAYS);
    outbound.push(serde_json::from_value(row("lastReferralDate", LAST, "always")).unwrap());
    world.set_mapping(outbound);
    world.run();
    world.pass(120);
    let contacts = world.contacts();
    world.refer(&contacts[0], &contacts[5]);
    world.pass(120);
    assert_eq!(world.held(&contacts[0], LAST), "2026-09-30");
    assert_eq!(referred(&mut world, 1), [("2026-09-30".to_owned(), 1)]);
    // The account's midnight passes, and no midnight in UTC.
    world.pass(4 * 60 * 60);
    world.refer(&contacts[0], &contacts[6]);
    world.pass(120);
    assert_eq!(world.held(&contacts[0], LAST), "2026-10-01");
    let days = [("2026-09-30".to_owned(), 1), ("2026-10-01".to_owned(), 1)];
    assert_eq!(referred(&mut world, 2), days);
}

/// Returns the last days of the campaign, each with the people who were referred.
fn referred(world: &mut World, days: u16) -> Vec<(String, u64)> {
    let campaign = world.campaign;
    let shown = world.ask(PortalRequest::Activity {
        campaign,
        contact: None,
        days,
    });
    let number = |day: &Value| day["peopleReferred"].as_u64().unwrap();
    let days = shown["items"].as_array().unwrap().iter();
    days.map(|day| (day["day"].as_str().unwrap().to_owned(), number(day)))
        .collect()
}
