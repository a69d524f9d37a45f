//! Browsers that sign in to several accounts, in every order.

use std::collections::BTreeMap;

use http::StatusCode;

use super::*;

/// A browser, as far as its cookies go.
#[derive(Default)]
struct Browser(BTreeMap<String, String>);

impl Browser {
    fn request(&self, portal: Option<&str>) -> Incoming {
        let pairs: Vec<String> = self.0.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let cookies = pairs.join("; ");
        let mut headers = vec![("cookie", cookies.as_str())];
        headers.extend(portal.map(|portal| (headers::ACCOUNT, portal)));
        Incoming::get("/api/session", &headers)
    }

    fn keep(&mut self, reply: &Reply) {
        for cookie in reply.all("set-cookie") {
            let (name, rest) = cookie.split_once('=').unwrap();
            assert!(cookie.len() < 4096, "{cookie}");
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0;") {
                self.0.remove(name);
            } else {
                self.0.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn sign_in(&mut self, portal: u64, second: i64) {
        let reply = signed_in(portal, &self.request(None), second);
        self.keep(&reply);
    }

    /// The accounts, in the order in which they are shown.
    fn accounts(&self, second: i64) -> Vec<String> {
        let sessions = Sessions::of(&self.request(None), &Settings::for_tests(), at(second));
        let all = sessions.all().iter();
        all.map(|session| session.hub_id.to_string()).collect()
    }

    /// The account that a request is for.
    fn asks(&self, portal: Option<&str>) -> Option<String> {
        let incoming = self.request(portal);
        let sessions = Sessions::of(&incoming, &Settings::for_tests(), at(100));
        let asked = sessions.asked_for(&incoming)?;
        Some(asked.hub_id.to_string())
    }
}

/// Returns the response to a browser that signs in.
fn signed_in(portal: u64, incoming: &Incoming, second: i64) -> Reply {
    let mut reply = Reply::empty(StatusCode::OK);
    session(portal).begin(&mut reply, incoming, &Settings::for_tests(), at(second));
    reply
}

fn session(portal: u64) -> Session {
    Session {
        hub_id: portal.into(),
        domain: Some(format!("{portal}.example")),
        user_id: "7".to_owned(),
        user_email: Some("jo@shop.example".to_owned()),
        epoch: 3,
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn hours(hours: i64) -> i64 {
    hours * 3600
}

#[test]
fn a_second_account_keeps_the_first_and_a_request_says_which_it_is_for() {
    let mut browser = Browser::default();
    assert_eq!(browser.asks(None), None);
    browser.sign_in(22, 1);
    browser.sign_in(11, 2);
    assert_eq!(browser.accounts(100), ["11", "22"]);
    assert_eq!(browser.asks(None).as_deref(), Some("11"));
    assert_eq!(browser.asks(Some("22")).as_deref(), Some("22"));
    browser.sign_in(22, 3);
    assert_eq!(browser.accounts(100), ["22", "11"]);
    for foreign in ["33", "", "0", "022", "22, 11", "x"] {
        assert_eq!(browser.asks(Some(foreign)), None, "{foreign}");
    }
    let reply = signed_in(22, &browser.request(None), 4);
    assert_eq!(reply.all("set-cookie").count(), 1);
}

#[test]
fn the_person_and_the_account_come_back_as_they_were() {
    let mut browser = Browser::default();
    browser.sign_in(11, 1);
    let sessions = Sessions::of(&browser.request(None), &Settings::for_tests(), at(2));
    assert_eq!(sessions.all(), [session(11)]);
}

#[test]
fn each_account_ends_by_itself() {
    let mut browser = Browser::default();
    browser.sign_in(11, 0);
    browser.sign_in(22, hours(5));
    assert_eq!(browser.accounts(hours(12) - 1), ["22", "11"]);
    assert_eq!(browser.accounts(hours(12)), ["22"]);
    assert_eq!(browser.accounts(hours(17)), Vec::<String>::new());
    // The next sign-in removes the cookies of ended sessions.
    browser.sign_in(33, hours(13));
    assert_eq!(browser.0.len(), 2);
}

#[test]
fn two_sign_ins_at_the_same_time_both_count() {
    let mut browser = Browser::default();
    browser.sign_in(11, 1);
    let seen = browser.request(None);
    let (one, other) = (signed_in(22, &seen, 3), signed_in(33, &seen, 2));
    browser.keep(&one);
    browser.keep(&other);
    assert_eq!(browser.accounts(100), ["22", "33", "11"]);
}

#[test]
fn the_oldest_of_six_accounts_is_signed_out() {
    let mut browser = Browser::default();
    for portal in 1..=5 {
        browser.sign_in(portal, i64::try_from(portal).unwrap());
    }
    browser.sign_in(1, 6);
    browser.sign_in(6, 7);
    assert_eq!(browser.accounts(100), ["6", "1", "5", "4", "3"]);
    assert_eq!(browser.0.len(), 5);
    // Two at the same time may leave six cookies; the oldest one counts for nothing.
    let seen = browser.request(None);
    let (one, other) = (signed_in(7, &seen, 8), signed_in(8, &seen, 9));
    browser.keep(&one);
    browser.keep(&other);
    assert_eq!(browser.accounts(100).len(), 5);
}

#[test]
fn a_forged_or_foreign_cookie_signs_nobody_in() {
    let mut browser = Browser::default();
    browser.sign_in(11, 1);
    let (name, value) = browser.0.pop_first().unwrap();
    let flipped = value.replacen(|_: char| true, "x", 1);
    let long = "a".repeat(5000);
    for forged in ["", "x", "x.y", &flipped, &value[..value.len() - 1], &long] {
        let forgery = Browser(BTreeMap::from([(name.clone(), forged.to_owned())]));
        assert_eq!(forgery.accounts(100), Vec::<String>::new(), "{forged}");
    }
    // A cookie of one account does not count for another.
    let other = name.replace("11", "22");
    let foreign = Browser(BTreeMap::from([(other, value.clone())]));
    assert_eq!(foreign.accounts(100), Vec::<String>::new());
    let own = Browser(BTreeMap::from([(name, value)]));
    assert_eq!(own.accounts(100), ["11"]);
}

#[test]
fn signing_out_of_one_account_keeps_the_others() {
    let settings = Settings::for_tests();
    let mut browser = Browser::default();
    for portal in 1..=3 {
        browser.sign_in(portal, i64::try_from(portal).unwrap());
    }
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    end(&HubId::from(3), &mut reply, &settings);
    browser.keep(&reply);
    assert_eq!(browser.accounts(100), ["2", "1"]);
    let mut reply = Reply::empty(StatusCode::NO_CONTENT);
    end_all(&mut reply, &browser.request(None), &settings);
    browser.keep(&reply);
    assert_eq!(browser.0.len(), 0);
}

#[test]
fn a_text_that_is_too_long_for_a_cookie_is_left_out() {
    let mut browser = Browser::default();
    let mut reply = Reply::empty(StatusCode::OK);
    let endless = Session {
        domain: Some("a".repeat(4000)),
        user_email: Some("\"".repeat(LONGEST)),
        ..session(11)
    };
    let settings = Settings::for_tests();
    endless.begin(&mut reply, &browser.request(None), &settings, at(1));
    browser.keep(&reply);
    let sessions = Sessions::of(&browser.request(None), &settings, at(2));
    let kept = sessions.all().first().unwrap();
    assert_eq!(
        (&kept.domain, &kept.user_email),
        (&None, &endless.user_email)
    );
}
