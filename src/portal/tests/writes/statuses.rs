//! HubSpot shows whether a link is live, whatever keeps it up to date.

use domain::CampaignStatus;

use crate::world::{ALWAYS, STATUS, World};

#[test]
fn hubspot_shows_the_links_of_a_one_time_sync_as_they_are_when_the_campaign_changes() {
    let settings = sandbox::Settings {
        contacts: 250,
        ..sandbox::Settings::default()
    };
    let mut world = World::new(settings, ALWAYS, false);
    world.run();
    world.pass(60);
    for (status, shown) in [
        (CampaignStatus::Paused, "paused"),
        (CampaignStatus::Live, "live"),
        (CampaignStatus::Archived, "revoked"),
    ] {
        world.set_campaign(status);
        world.pass(60);
        for contact in world.contacts() {
            assert_eq!(world.held(&contact, STATUS), shown);
        }
        assert_eq!(world.count("SELECT COUNT(*) FROM campaign_rewrite"), 0);
    }
}

#[test]
fn a_rewrite_goes_on_after_a_crash_and_costs_nothing_where_no_property_shows_the_status() {
    let settings = sandbox::Settings {
        contacts: 250,
        ..sandbox::Settings::default()
    };
    let mut world = World::new(settings.clone(), ALWAYS, false);
    world.run();
    world.pass(60);
    world.set_campaign(CampaignStatus::Archived);
    world.restart();
    world.pass(120);
    let contacts = world.contacts();
    assert!(
        contacts
            .iter()
            .all(|id| world.held(id, STATUS) == "revoked")
    );

    let mut world = World::new(settings, ["always", "always", "never"], false);
    world.run();
    world.pass(60);
    let before = world.writes();
    world.set_campaign(CampaignStatus::Paused);
    world.pass(60);
    assert_eq!(world.writes(), before);
}
