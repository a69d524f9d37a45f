//! Tests of the rules that make a referral successful, and what they share: rules, deals, facts.

mod checking;
mod progress;

use super::*;

fn rule(id: u32, hold_days: u16, cause: &str) -> Rule {
    Rule {
        id: RuleId(id),
        cause: serde_json::from_str(cause).unwrap(),
        hold_days,
    }
}

const WON: &str = r#"{"dealStage":{"pipeline":"default","stages":["closedwon","paid"]}}"#;

struct Labels;

impl Names for Labels {
    fn property(&self, name: &str) -> Option<&str> {
        (name == "plan").then_some("Plan")
    }

    fn pipeline(&self, id: &str) -> Option<&str> {
        (id == "default").then_some("Sales")
    }

    fn stage(&self, pipeline: &str, id: &str) -> Option<&str> {
        match (pipeline, id) {
            ("default", "closedwon") => Some("Closed won"),
            ("default", "proposal") => Some("Proposal sent"),
            _ => None,
        }
    }
}

fn deal<'a>(id: &'a str, pipeline: &'a str, stage: &'a str) -> Deal<'a> {
    Deal {
        id,
        name: "Roof",
        pipeline,
        stage,
        entries: Vec::new(),
        created_at: None,
        changed_at: None,
        of_another: false,
    }
}

fn with_facts<T>(properties: &[(&str, &str)], deals: &[Deal], then: impl FnOnce(&Facts) -> T) -> T {
    let property = |name: &str| {
        let row = properties.iter().find(|(known, _)| *known == name);
        row.map(|(_, value)| *value)
    };
    then(&Facts {
        property: &property,
        deals: Some(deals),
        referred_at: None,
    })
}

#[test]
fn rules_have_limits_and_survive_storage() {
    let good = vec![
        rule(1, 365, WON),
        rule(
            2,
            0,
            r#"{"contactProperty":{"property":"plan","test":{"atLeast":"10.50"}}}"#,
        ),
        rule(3, 0, r#""byHand""#),
    ];
    assert_eq!(check_rules(&good), Ok(()));
    let text = serde_json::to_string(&good).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Rule>>(&text).unwrap(), good);

    let long = format!(
        r#"{{"contactProperty":{{"property":"plan","test":{{"equals":"{}"}}}}}}"#,
        "x".repeat(201)
    );
    for bad in [
        vec![rule(1, 366, WON)],
        vec![rule(1, 0, WON), rule(1, 0, WON)],
        (1..=11).map(|id| rule(id, 0, WON)).collect(),
        vec![rule(1, 0, &long)],
        vec![rule(
            1,
            0,
            r#"{"dealStage":{"pipeline":" ","stages":["a"]}}"#,
        )],
        vec![rule(
            1,
            0,
            r#"{"contactProperty":{"property":"plan","test":{"equals":""}}}"#,
        )],
    ] {
        assert!(check_rules(&bad).is_err(), "{bad:?}");
    }
    for bad in [
        r#"{"dealStage":{"pipeline":"default","stages":[]}}"#,
        r#"{"dealStage":{"pipeline":"default","stages":["a","a"]}}"#,
        r#"{"dealStage":{"pipeline":"default","stages":["a"],"more":1}}"#,
        r#"{"contactProperty":{"property":"no spaces","test":"known"}}"#,
        r#"{"contactProperty":{"property":"plan","test":{"atLeast":"much"}}}"#,
        r#"{"contactProperty":{"property":"plan","test":{"atLeast":100}}}"#,
        r#""whim""#,
    ] {
        assert!(serde_json::from_str::<Cause>(bad).is_err(), "{bad}");
    }
}
