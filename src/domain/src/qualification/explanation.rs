//! The answer to "Why is this not successful yet?", in words.

use jiff::Timestamp;

use super::{Record, Rule};

/// Returns a sentence for each rule, or one that says that the campaign has no rules. `unmet`
/// returns the sentence for a rule that nothing meets.
#[must_use]
pub fn explain(
    rules: &[Rule],
    records: &[Record],
    now: Timestamp,
    unmet: &dyn Fn(&Rule) -> String,
) -> Vec<String> {
    if rules.is_empty() {
        let none = "The campaign has no qualification rule: a referral is successful once somebody approves it.";
        return vec![none.to_owned()];
    }
    let sentences = rules.iter().map(|rule| {
        let of_rule = records.iter().filter(|record| record.rule == rule.id);
        let due = of_rule.map(|record| record.due_at).min();
        due.map_or_else(|| unmet(rule), |due| met(rule, due, now))
    });
    sentences.collect()
}

fn met(rule: &Rule, due: Timestamp, now: Timestamp) -> String {
    if due <= now {
        return "It is met.".to_owned();
    }
    // A timestamp is written with its day first, in ten characters.
    let moment = due.to_string();
    let day = moment.get(..10).unwrap_or(&moment);
    let days = match rule.hold_days {
        1 => "a day".to_owned(),
        days => format!("{days} days"),
    };
    format!("It is met, and must stay so for {days}: until {day}.")
}
