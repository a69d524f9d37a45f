//! HubSpot shows whether a link is live, whatever keeps it up to date.

use domain::{CampaignStatus, LinkStatus};
use portal::{ChangeReferrer, NewReferral, PortalRequest, ReferralRequest};

use crate::world::{ALWAYS, PEOPLE, STATUS, WRITES, World};

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

#[test]
fn a_paused_link_is_shown_as_revoked_while_its_campaign_is_archived() {
    let mut world = World::with(10);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    let (campaign, contact) = (world.campaign, contacts[0].clone());
    world.ask(PortalRequest::ChangeReferrer {
        campaign,
        contact,
        change: ChangeReferrer {
            link_status: Some(LinkStatus::Paused),
            slug: None,
        },
    });
    world.pass(60);
    for (status, shown) in [
        (CampaignStatus::Archived, ["revoked", "revoked"]),
        (CampaignStatus::Live, ["paused", "live"]),
    ] {
        world.set_campaign(status);
        world.pass(60);
        let held = [&contacts[0], &contacts[1]].map(|contact| world.held(contact, STATUS));
        assert_eq!(held, shown);
    }
}

#[test]
fn hubspot_gets_the_numbers_of_an_archived_campaign_once_it_is_back() {
    let mut world = World::with(10);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    // The number still waits when the campaign is archived.
    world.refer(&contacts[0], &contacts[5]);
    world.pass(5);
    world.set_campaign(CampaignStatus::Archived);
    world.pass(60);
    let by_hand = NewReferral {
        email: None,
        contact_id: Some(contacts[6].clone()),
        first_name: None,
        last_name: None,
    };
    let claim = by_hand.by(world.campaign, contacts[1].clone());
    world.ask(PortalRequest::Referral(ReferralRequest::Claim(claim)));
    world.pass(120);
    let people = |world: &World| [0, 1].map(|at| world.held(&contacts[at], PEOPLE));
    assert_eq!(people(&world), ["0", "0"], "only the status is written");
    world.set_campaign(CampaignStatus::Live);
    world.pass(120);
    assert_eq!(people(&world), ["1", "1"]);
}

#[test]
fn a_link_that_is_revoked_right_before_its_campaign_is_archived_is_shown_as_revoked() {
    let mut world = World::with(10);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    world.plant(serde_json::json!({ "when": { "route": WRITES }, "then": { "status": 503 } }));
    let (campaign, contact) = (world.campaign, contacts[0].clone());
    world.ask(PortalRequest::ChangeReferrer {
        campaign,
        contact,
        change: ChangeReferrer {
            link_status: Some(LinkStatus::Revoked),
            slug: None,
        },
    });
    world.pass(5);
    world.set_campaign(CampaignStatus::Archived);
    world.crm.clear_faults();
    world.pass(300);
    assert_eq!(world.held(&contacts[0], STATUS), "revoked");
}
