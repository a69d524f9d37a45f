//! Tests of which claims count: self-referral, the first link, the window, existing customers.

use super::*;
use Attribution::{Api, ByHand, Form, Property, Script};

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn contact(id: u64, primary: &str, additional: &str) -> Person {
    Person::of_contact(ContactId::from(id), Some(primary), Some(additional))
}

fn stranger(address: &str) -> Person {
    Person::new(None, [email(address)])
}

const NOON: i64 = 1_800_000_000;
const DAY: i64 = 86_400;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn claim<'a>(person: &'a Person, address: &'a EmailAddress, attribution: Attribution) -> Claim<'a> {
    Claim {
        person,
        email: Some(address),
        attribution,
        clicked_at: Some(at(NOON - DAY)),
        at: at(NOON),
    }
}

fn usual(referrer: &Person) -> Circumstances<'_> {
    Circumstances {
        referrer,
        campaign: CampaignStatus::Live,
        link: LinkStatus::Live,
        window: AttributionWindow::days(30).unwrap(),
        earlier: Earlier::None,
        is_customer: false,
        customers_count: false,
        from_network: FromNetwork::default(),
    }
}

#[test]
fn nobody_can_refer_themselves_under_any_name() {
    let referrer = contact(
        51,
        "Ann.Lee@gmail.com",
        "ann@work.example;;not an address; al@old.example",
    );
    for (person, same) in [
        (stranger("bob@example.com"), false),
        (stranger("annlee+friend@googlemail.com"), true),
        (stranger("ANN@work.example"), true),
        (stranger("al+1@old.example"), true),
        (stranger("ann@work2.example"), false),
        (contact(51, "new@example.com", ""), true),
        (contact(52, "bob@example.com", "ann@work.example"), true),
        (contact(52, "bob@example.com", ""), false),
        // Two people of whom nothing is known are not the same person.
        (Person::default(), false),
    ] {
        let address = email("bob@example.com");
        for attribution in Attribution::ALL {
            let ruling = decide(&claim(&person, &address, attribution), &usual(&referrer));
            let expected = if same {
                Ruling::NotCounted(NotCounted::SelfReferral)
            } else {
                Ruling::Counted
            };
            assert_eq!(ruling, expected, "{person:?}");
        }
    }
    assert!(!Person::default().is(&Person::default()));
}

#[test]
fn the_first_link_wins_and_the_same_one_changes_nothing() {
    let (referrer, person) = (
        contact(51, "ann@example.com", ""),
        stranger("bob@example.com"),
    );
    let address = email("bob@example.com");
    for attribution in Attribution::ALL {
        let claim = claim(&person, &address, attribution);
        for (earlier, ruling) in [
            (Earlier::None, Ruling::Counted),
            (Earlier::BySame, Ruling::Repeated),
            (
                Earlier::ByAnother,
                Ruling::NotCounted(NotCounted::AlreadyReferred),
            ),
        ] {
            let circumstances = Circumstances {
                earlier,
                ..usual(&referrer)
            };
            assert_eq!(decide(&claim, &circumstances), ruling);
        }
    }
}

#[test]
fn customers_count_only_if_the_campaign_says_so() {
    let (referrer, person) = (
        contact(51, "ann@example.com", ""),
        stranger("bob@example.com"),
    );
    let address = email("bob@example.com");
    for (is_customer, customers_count, counts) in [
        (false, false, true),
        (false, true, true),
        (true, true, true),
        (true, false, false),
    ] {
        let circumstances = Circumstances {
            is_customer,
            customers_count,
            ..usual(&referrer)
        };
        let ruling = decide(&claim(&person, &address, Api), &circumstances);
        assert_eq!(ruling == Ruling::Counted, counts);
    }
    assert!(is_customer_stage("customer") && is_customer_stage("evangelist"));
    assert!(!is_customer_stage("opportunity") && !is_customer_stage(""));
}

#[test]
fn a_click_counts_to_the_last_second_of_the_window() {
    let (referrer, person) = (
        contact(51, "ann@example.com", ""),
        stranger("bob@example.com"),
    );
    let address = email("bob@example.com");
    for (clicked_at, counts) in [
        (None, true),
        (Some(NOON), true),
        (Some(NOON + DAY), true),
        (Some(NOON - 30 * DAY), true),
        (Some(NOON - 30 * DAY - 1), false),
        (Some(0), false),
    ] {
        let late = Claim {
            clicked_at: clicked_at.map(at),
            ..claim(&person, &address, Script)
        };
        let ruling = decide(&late, &usual(&referrer));
        assert_eq!(ruling == Ruling::Counted, counts, "{clicked_at:?}");
        let by_hand = Claim {
            attribution: ByHand,
            ..late
        };
        assert_eq!(decide(&by_hand, &usual(&referrer)), Ruling::Counted);
    }
}

#[test]
fn a_paused_link_and_a_disposable_address_do_not_count_and_a_flood_is_reviewed() {
    let (referrer, person) = (
        contact(51, "ann@example.com", ""),
        stranger("bob@example.com"),
    );
    let (good, thrown_away) = (email("bob@example.com"), email("bob@mailinator.com"));
    let usual = usual(&referrer);
    let paused = Circumstances {
        link: LinkStatus::Paused,
        ..usual.clone()
    };
    let archived = Circumstances {
        campaign: CampaignStatus::Archived,
        ..usual.clone()
    };
    let after = |over_link, over_all| Circumstances {
        from_network: FromNetwork {
            over_link,
            over_all,
        },
        ..usual.clone()
    };
    let busy = after(MAX_OF_LINK_IN_AN_HOUR - 1, MAX_OF_NETWORK_IN_AN_HOUR - 1);
    let flood = after(MAX_OF_LINK_IN_AN_HOUR, MAX_OF_LINK_IN_AN_HOUR);
    let wide = after(0, MAX_OF_NETWORK_IN_AN_HOUR);
    let (at_rest, disposable) = (
        Ruling::NotCounted(NotCounted::LinkNotLive),
        Ruling::NotCounted(NotCounted::DisposableAddress),
    );
    let of_link = Ruling::InReview(Suspicion::FloodOfLink);
    let of_network = Ruling::InReview(Suspicion::FloodOfNetwork);
    let counted = Ruling::Counted;
    for (circumstances, address, attribution, expected) in [
        (&usual, &good, Form, counted),
        (&paused, &good, Form, at_rest),
        (&archived, &good, Api, at_rest),
        (&archived, &good, ByHand, counted),
        (&usual, &thrown_away, Form, disposable),
        (&usual, &thrown_away, Property, disposable),
        (&usual, &thrown_away, ByHand, counted),
        (&busy, &good, Form, counted),
        (&flood, &good, Form, of_link),
        (&flood, &good, Script, of_link),
        (&wide, &good, Form, of_network),
        (&wide, &good, Script, of_network),
        // An import by the portal itself is no flood.
        (&flood, &good, Property, counted),
        (&flood, &good, Api, counted),
        (&flood, &thrown_away, Form, disposable),
        (&paused, &thrown_away, Form, at_rest),
    ] {
        let ruling = decide(&claim(&person, address, attribution), circumstances);
        assert_eq!(ruling, expected, "{attribution:?} {circumstances:?}");
    }
}
