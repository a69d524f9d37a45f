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
        in_the_last_hour: 0,
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
                in_the_last_hour: 0,
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
fn a_paused_link_a_disposable_address_and_a_burst_do_not_count() {
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
    let busy = Circumstances {
        in_the_last_hour: MAX_REFERRALS_IN_AN_HOUR - 1,
        ..usual.clone()
    };
    let flood = Circumstances {
        in_the_last_hour: MAX_REFERRALS_IN_AN_HOUR,
        ..usual.clone()
    };
    let (at_rest, disposable, burst) = (
        Some(NotCounted::LinkNotLive),
        Some(NotCounted::DisposableAddress),
        Some(NotCounted::Burst),
    );
    for (circumstances, address, attribution, reason) in [
        (&usual, &good, Form, None),
        (&paused, &good, Form, at_rest),
        (&archived, &good, Api, at_rest),
        (&archived, &good, ByHand, None),
        (&usual, &thrown_away, Form, disposable),
        (&usual, &thrown_away, Property, disposable),
        (&usual, &thrown_away, ByHand, None),
        (&busy, &good, Form, None),
        (&flood, &good, Form, burst),
        (&flood, &good, Script, burst),
        // An import by the portal itself is no flood.
        (&flood, &good, Property, None),
        (&flood, &good, Api, None),
        (&flood, &thrown_away, Form, disposable),
        (&paused, &thrown_away, Form, at_rest),
    ] {
        let expected = reason.map_or(Ruling::Counted, Ruling::NotCounted);
        let ruling = decide(&claim(&person, address, attribution), circumstances);
        assert_eq!(ruling, expected, "{attribution:?} {circumstances:?}");
    }
}

#[test]
fn deals_count_from_the_visit_unless_only_a_browser_says_when_it_was() {
    let at = |second| Timestamp::from_second(second).unwrap();
    for (attribution, clicked, from) in [
        (Attribution::Form, Some(50), 50),
        (Attribution::Api, Some(50), 50),
        (Attribution::Api, Some(150), 100),
        (Attribution::Script, Some(50), 100),
        (Attribution::Property, None, 100),
    ] {
        let found = referred_at(attribution, clicked.map(at), at(100));
        assert_eq!(found, at(from), "{attribution:?}");
    }
}
