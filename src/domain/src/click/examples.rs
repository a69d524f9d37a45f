//! For each rule, a visit that this rule catches and its neighbours do not.

use super::rules::{GENERAL, NAMED, Rule, Sign, all};
use super::visitors::{CHROME, rows};
use super::{Visit, machine};

/// Each sign, and a user agent that only this sign reveals as a machine.
const AGENTS: &str = include_str!("examples.tsv");

fn agent_with(sign: &str) -> &'static str {
    rows(AGENTS)
        .find(|(known, _)| *known == sign)
        .map_or_else(|| panic!("no example for {sign}"), |(_, agent)| agent)
}

/// Calls `look` with a visit that has the sign, as it is found in practice.
fn with_example<T>(sign: Sign, look: impl FnOnce(&Visit) -> T) -> T {
    let browser = Visit {
        user_agent: Some(CHROME),
        ..Visit::BARE
    };
    match sign {
        Sign::NotGet => look(&Visit {
            method: "HEAD",
            ..browser
        }),
        Sign::NoAgent => look(&Visit::BARE),
        Sign::Purpose(sign) => look(&Visit {
            purposes: &[&format!("{sign};anonymous-client-ip")],
            ..browser
        }),
        Sign::Agent(sign) | Sign::AgentBegins(sign) | Sign::AgentBut(sign, _) => look(&Visit {
            user_agent: Some(agent_with(sign)),
            ..browser
        }),
        Sign::NoEngine => look(&Visit {
            user_agent: Some("curl/8.5.0"),
            ..browser
        }),
        Sign::Through(sign) => look(&Visit {
            through: &[&format!("1.1 out-7.{sign} (proxy)")],
            ..browser
        }),
        Sign::From(host) => look(&Visit {
            referrer: Some(&format!("https://www.{host}/result/1")),
            ..browser
        }),
        Sign::Network(number) => look(&Visit {
            network: Some(number),
            ..browser
        }),
        Sign::NetworkName(sign) => look(&Visit {
            network_name: Some(&format!("{}, Inc.", sign.to_uppercase())),
            ..browser
        }),
    }
}

fn caught_by<'r>(rules: impl Iterator<Item = &'r Rule>, sign: Sign) -> Vec<Sign> {
    with_example(sign, |visit| {
        rules
            .map(|rule| rule.sign)
            .filter(|other| other.is_on(visit))
            .collect()
    })
}

#[test]
fn no_named_rule_hides_another() {
    for rule in &NAMED {
        assert_eq!(caught_by(NAMED.iter(), rule.sign), [rule.sign]);
    }
}

#[test]
fn no_rule_hides_a_general_rule() {
    for rule in &GENERAL {
        assert_eq!(caught_by(all(), rule.sign), [rule.sign]);
    }
}

#[test]
fn every_rule_gives_a_reason_that_no_other_rule_would_give() {
    for rule in all() {
        with_example(rule.sign, |visit| {
            assert_eq!(machine(visit), Some(rule.reason), "{:?}", rule.sign);
            let others = all().filter(|other| other.sign != rule.sign);
            let next = others.into_iter().find(|other| other.sign.is_on(visit));
            assert_ne!(
                next.map(|other| other.reason),
                Some(rule.reason),
                "{:?} could go",
                rule.sign
            );
        });
    }
}

#[test]
fn every_example_is_of_a_rule() {
    for (sign, _) in rows(AGENTS) {
        assert!(
            all().any(|rule| matches!(
                rule.sign,
                Sign::Agent(own) | Sign::AgentBegins(own) | Sign::AgentBut(own, _) if own == sign
            )),
            "{sign}"
        );
    }
}

#[test]
fn signs_are_written_in_lower_case() {
    for rule in all() {
        let written = format!("{:?}", rule.sign);
        let text = written.split('"').nth(1).unwrap_or_default();
        assert_eq!(text, text.to_lowercase());
    }
}
