//! Visitors as they are found in practice, and the verdict on each.

use super::MachineReason::{DataCentre, Method, NoUserAgent, Prefetch, Preview, Scanner};
use super::{Seen, Verdict, Visit, judge};

/// The user agent of the browser that most people have.
pub(super) const CHROME: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

/// People, and the user agents that they send.
const PEOPLE: &str = include_str!("people.tsv");
/// Machines: the reason that each gets, and the user agent that it sends.
const MACHINES: &str = include_str!("machines.tsv");

/// Returns the rows of a table.
pub(super) fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().filter_map(|row| row.split_once('\t'))
}

fn by(user_agent: &str) -> Visit<'_> {
    Visit {
        user_agent: Some(user_agent),
        ..Visit::BARE
    }
}

fn verdict(visit: &Visit) -> Verdict {
    judge(visit, Seen::default())
}

#[test]
fn people_count_in_every_browser_and_application() {
    for (who, agent) in rows(PEOPLE) {
        assert_eq!(verdict(&by(agent)), Verdict::Human, "{who}");
    }
}

#[test]
fn machines_do_not_count_under_any_name() {
    for (reason, agent) in rows(MACHINES) {
        let reason = serde_json::from_value(reason.into()).unwrap();
        assert_eq!(verdict(&by(agent)), Verdict::Machine(reason), "{agent}");
    }
}

#[test]
fn a_visitor_without_a_user_agent_is_a_machine() {
    for agent in [None, Some(""), Some(" \t")] {
        let visit = Visit {
            user_agent: agent,
            ..Visit::BARE
        };
        assert_eq!(verdict(&visit), Verdict::Machine(NoUserAgent));
    }
}

/// Source: an issue of the link shortener Dub. One post caused four requests, none of them a
/// person's.
#[test]
fn a_post_on_x_brings_no_click() {
    let head = |user_agent| Visit {
        method: "HEAD",
        user_agent,
        ..Visit::BARE
    };
    for (visit, reason) in [
        (by("Twitterbot/1.0"), Preview),
        (head(Some(CHROME)), Method),
        (head(Some("")), Method),
        (head(None), Method),
    ] {
        assert_eq!(verdict(&visit), Verdict::Machine(reason), "{visit:?}");
    }
}

#[test]
fn the_network_of_an_ordinary_browser_separates_scanners_from_people() {
    let chrome = by(CHROME);
    let on = |number, name| Visit {
        network: Some(number),
        network_name: Some(name),
        ..chrome
    };
    let from = |page| Visit {
        referrer: Some(page),
        ..chrome
    };
    for (visit, expected) in [
        (on(3320, "Deutsche Telekom AG"), None),
        (on(7922, "Comcast Cable Communications, LLC"), None),
        (on(36183, "Akamai Technologies, Inc."), None),
        (on(13335, "Cloudflare, Inc."), None),
        (on(54113, "Fastly, Inc."), None),
        (on(15169, "Google LLC"), None),
        (on(22616, "Zscaler, Inc."), None),
        (on(16509, "Amazon.com, Inc."), Some(DataCentre)),
        (on(8075, "Microsoft Corporation"), Some(DataCentre)),
        (on(24940, "Hetzner Online GmbH"), Some(DataCentre)),
        (on(26211, "Proofpoint, Inc."), Some(Scanner)),
        (on(30031, "Mimecast North America Inc"), Some(Scanner)),
        (on(15324, "BARRACUDA NETWORKS, INC."), Some(Scanner)),
        // A click that the scanner has let through.
        (
            from("https://eur01.safelinks.protection.outlook.com/"),
            None,
        ),
        (from("https://urldefense.com/"), None),
        (from("https://mail.google.com/"), None),
        (from("https://urlscan.io/"), Some(Scanner)),
        (from("https://www.virustotal.com:443/gui"), Some(Scanner)),
        (from("https://noturlscan.io/"), None),
        (from("https://x.example/?u=urlscan.io"), None),
    ] {
        let expected = expected.map_or(Verdict::Human, Verdict::Machine);
        assert_eq!(verdict(&visit), expected, "{visit:?}");
    }
}

#[test]
fn prefetches_and_fetches_through_a_scanner_do_not_count() {
    let chrome = by(CHROME);
    let with = |purposes, through| Visit {
        purposes,
        through,
        ..chrome
    };
    for (visit, expected) in [
        (with(&["prefetch;prerender"], &[]), Some(Prefetch)),
        (with(&["prefetch;anonymous-client-ip"], &[]), Some(Prefetch)),
        (with(&["", "Prefetch"], &[]), Some(Prefetch)),
        (with(&["preview"], &[]), Some(Prefetch)),
        (with(&[""], &[""]), None),
        (with(&[], &["1.1 proxy.example.com (squid/5.7)"]), None),
        (with(&[], &["1.1 scan-1.pphosted.com"]), Some(Scanner)),
    ] {
        let expected = expected.map_or(Verdict::Human, Verdict::Machine);
        assert_eq!(verdict(&visit), expected, "{visit:?}");
    }
}

#[test]
fn a_person_uses_no_other_method_than_get() {
    for method in ["HEAD", "POST", "OPTIONS", "PUT", "get", ""] {
        let visit = Visit {
            method,
            ..by(SAFARI)
        };
        assert_eq!(verdict(&visit), Verdict::Machine(Method), "{method}");
    }
}
