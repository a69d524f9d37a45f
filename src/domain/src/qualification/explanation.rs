//! "Why is this not successful yet?", answered in words.

use jiff::Timestamp;

use super::{Cause, Facts, Finding, Names, Record, Rule};

/// A sentence for each rule; for a campaign without rules, one that says so.
#[must_use]
pub fn explain(
    rules: &[Rule],
    facts: &Facts,
    records: &[Record],
    now: Timestamp,
    names: &dyn Names,
) -> Vec<String> {
    if rules.is_empty() {
        let none = "The campaign has no qualification rule: a referral is successful once somebody approves it.";
        return vec![none.to_owned()];
    }
    let sentences = rules.iter().map(|rule| {
        let of_rule = records.iter().filter(|record| record.rule == rule.id);
        let due = of_rule.map(|record| record.due_at).min();
        match (rule.cause.look(facts, names), due) {
            // Of a call or a person's word only the record tells.
            (Finding::NotMet(_), Some(due)) if is_told(&rule.cause) => met(rule, due, now),
            (Finding::NotMet(why), _) => why,
            (Finding::Met(_), Some(due)) => met(rule, due, now),
            (Finding::Met(_), None) => "It is met, and will be counted within a minute.".to_owned(),
        }
    });
    sentences.collect()
}

fn is_told(cause: &Cause) -> bool {
    matches!(cause, Cause::Api | Cause::ByHand)
}

fn met(rule: &Rule, due: Timestamp, now: Timestamp) -> String {
    if due <= now {
        return "It is met.".to_owned();
    }
    // A moment is written with its day first, in ten characters.
    let moment = due.to_string();
    let day = moment.get(..10).unwrap_or(&moment);
    let days = rule.hold_days;
    format!("It is met, and must stay so for {days} days: until {day}.")
}
