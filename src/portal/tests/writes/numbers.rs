//! The numbers in HubSpot follow those of the portal, whatever was written in between.

use domain::{ReferralEvent, ReferralId};
use portal::{DecideReferral, Decider, PortalRequest, ReferralRequest};

use crate::world::{PEOPLE, World};

#[test]
fn a_number_that_fell_back_after_a_newer_one_was_written_is_written_again() {
    let mut world = World::with(10);
    let contacts = world.contacts();
    world.run();
    world.pass(60);
    world.refer(&contacts[0], &contacts[5]);
    world.pass(120);
    assert_eq!(world.held(&contacts[0], PEOPLE), "1");
    // The second referral waits a while for others, when a run writes all numbers.
    world.refer(&contacts[0], &contacts[6]);
    world.run();
    world.pass(5);
    assert_eq!(world.held(&contacts[0], PEOPLE), "2");
    let reject = DecideReferral {
        event: ReferralEvent::Reject,
    };
    let decided = ReferralRequest::Decide(ReferralId(2), reject, Decider::Person);
    world.ask(PortalRequest::Referral(decided));
    world.pass(120);
    assert_eq!(world.held(&contacts[0], PEOPLE), "1");
}
