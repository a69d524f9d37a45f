//! People at whom HubSpot fails each time: they hold up nobody, and are refused with the reason.

use portal::Claim;
use sandbox::{Fault, Then, When};

use super::stories::{by_email, number};
use super::world::{CODE, SILENT, TELLING, World, few, id, referred, with_email};

/// How many people are referred together.
const PEOPLE: usize = 30;

/// The call at which HubSpot fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    LookUpByAddress,
    LookUpByContact,
    Creation,
    Write,
}

impl At {
    const ALL: [Self; 4] = [
        Self::LookUpByAddress,
        Self::LookUpByContact,
        Self::Creation,
        Self::Write,
    ];

    fn routes(self) -> &'static [&'static str] {
        match self {
            Self::LookUpByAddress => &["POST /crm/objects/{v}/contacts/batch/read"],
            Self::LookUpByContact => &[
                "POST /crm/objects/{v}/contacts/batch/read",
                "GET /crm/objects/{v}/contacts/{contactId}",
            ],
            Self::Creation => &["POST /crm/objects/{v}/contacts"],
            Self::Write => &["POST /crm/objects/{v}/contacts/batch/update"],
        }
    }

    fn faults(self, person: &str, status: u16) -> Vec<Fault> {
        let fault = |route: &&str| Fault {
            when: When {
                route: Some((*route).to_owned()),
                contact: Some(person.to_owned()),
                ..When::default()
            },
            then: Then::Answer {
                status,
                acted: false,
                body: None,
                retry_after: None,
            },
        };
        self.routes().iter().map(fault).collect()
    }
}

/// Refers many people, at one of whom HubSpot fails. Returns the problem that is shown at that person.
fn problem_of_the_bad_one(at: At, status: u16) -> String {
    let mut world = World::new(8, few());
    let first = world.referrers[0].clone();
    let mut bad = String::new();
    for place in 0..PEOPLE {
        let email = format!("person{place}@example.com");
        let contact = (at != At::Creation).then(|| world.make(&with_email(&email)));
        if place == 4 {
            let of_contact = matches!(at, At::LookUpByContact | At::Write);
            let named = contact.clone().filter(|_| of_contact);
            let faults = at.faults(&named.unwrap_or_else(|| email.clone()), status);
            world.sandbox.add_faults(faults);
            bad.clone_from(&email);
        }
        let claim = referred(TELLING, &first);
        world.claim(match contact.filter(|_| at == At::LookUpByContact) {
            Some(contact) => Claim {
                contact: Some(id(&contact)),
                ..claim
            },
            None => by_email(&email)(claim),
        });
    }
    // Somebody who comes later does not wait for the bad one either.
    let nobody = |world: &World| world.contacts(CODE).values().all(String::is_empty);
    for _ in 0..500 {
        if nobody(&world) {
            world.round();
        }
    }
    assert!(!nobody(&world), "{at:?} {status}: everybody waits");
    world.claim(by_email("late@example.com")(referred(TELLING, &first)));
    world.rest();
    let referrals = world.referrals();
    let (written, refused): (Vec<_>, Vec<_>) = referrals
        .iter()
        .partition(|referral| referral["hubspot"] == "written");
    assert_eq!(written.len(), PEOPLE, "{at:?} {status}");
    let [refused] = refused.as_slice() else {
        panic!("{at:?} {status}: {refused:?}");
    };
    assert_eq!(refused["hubspot"], "refused", "{at:?} {status}");
    if at != At::LookUpByContact {
        assert_eq!(refused["email"], bad.as_str());
    }
    let problem = refused["hubspotProblem"].as_str();
    problem.expect("a problem").to_owned()
}

#[test]
fn one_person_at_whom_hubspot_fails_holds_up_no_other_and_is_refused_with_the_reason() {
    for at in At::ALL {
        for (status, words) in [
            (500, "a problem of its own"),
            (423, "locked"),
            (400, "is not valid"),
            (403, "permission"),
        ] {
            let problem = problem_of_the_bad_one(at, status);
            assert!(problem.contains(words), "{at:?} {status}: {problem}");
        }
    }
}

#[test]
fn a_person_whose_referrers_link_is_not_published_holds_up_no_other() {
    let mut world = World::new(8, few());
    let first = world.referrers[0].clone();
    world.index_fails = true;
    let named = portal::ChangeReferrer {
        slug: Some("ana".into()),
        ..portal::ChangeReferrer::default()
    };
    world.done(portal::PortalRequest::ChangeReferrer {
        campaign: TELLING,
        contact: id(&first),
        change: named,
    });
    let waits = world.claim(by_email("waits@example.com")(referred(TELLING, &first)));
    for _ in 0..50 {
        world.round();
    }
    let goes = world.claim(by_email("goes@example.com")(referred(SILENT, &first)));
    for _ in 0..200 {
        world.round();
    }
    assert_eq!(world.referral(number(&goes))["hubspot"], "written");
    assert_eq!(world.referral(number(&waits))["hubspot"], "waiting");
    world.index_fails = false;
    world.rest();
    assert_eq!(world.referral(number(&waits))["hubspot"], "written");
}

#[test]
fn nobody_is_refused_because_hubspot_fails_for_hours() {
    let mut world = World::new(8, few());
    let first = world.referrers[0].clone();
    for place in 0..PEOPLE {
        let email = format!("person{place}@example.com");
        world.claim(by_email(&email)(referred(TELLING, &first)));
    }
    let begin = world.now_ms();
    world.sandbox.add_faults([Fault {
        when: When::default(),
        then: Then::Answer {
            status: 500,
            acted: false,
            body: None,
            retry_after: None,
        },
    }]);
    while world.now_ms() < begin + 3 * 60 * 60 * 1000 {
        world.round();
    }
    let referrals = world.referrals();
    assert!(referrals.iter().all(|each| each["hubspot"] == "waiting"));
    world.sandbox.clear_faults();
    world.rest();
    let referrals = world.referrals();
    assert!(referrals.iter().all(|each| each["hubspot"] == "written"));
}
