//! Tests of the API's description: it is complete, closed, and the one that the dashboard has.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::super::FAMILIES;
use super::document;

fn described() -> Value {
    serde_json::to_value(document()).unwrap()
}

#[test]
fn every_route_is_described_and_has_its_words() {
    let document = described();
    for route in FAMILIES.iter().flat_map(|family| family.routes) {
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        assert_eq!(operation["operationId"], route.about.name, "{}", route.path);
        assert_ne!(operation["summary"], "", "{}", route.path);
        let good = |status: &String| status.starts_with('2');
        let responses = operation["responses"].as_object().unwrap();
        assert!(responses.keys().any(good), "{}", route.path);
    }
}

#[test]
fn only_a_route_that_reads_a_body_is_described_with_one() {
    let document = described();
    for route in FAMILIES.iter().flat_map(|family| family.routes) {
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        let takes_body = operation.get("requestBody").is_some();
        assert_eq!(takes_body, route.takes_body(), "{}", route.path);
        let refuses_others = operation["responses"].get("415").is_some();
        assert_eq!(refuses_others, route.takes_body(), "{}", route.path);
    }
}

#[test]
fn names_of_operations_are_unique() {
    let document = described();
    let mut names = BTreeSet::new();
    for path in document["paths"].as_object().unwrap().values() {
        for operation in path.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name}");
        }
    }
}

#[test]
fn every_reference_leads_to_a_component_and_every_component_is_referred_to() {
    let document = described();
    let mut references = BTreeSet::new();
    collect(&document, &mut references);
    for reference in &references {
        let there = document.pointer(reference.trim_start_matches('#'));
        assert!(there.is_some(), "{reference}");
    }
    for kind in ["schemas", "responses", "parameters"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            let reference = format!("#/components/{kind}/{name}");
            assert!(references.contains(&reference), "{reference}");
        }
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(reference) if name == "$ref" => {
                        references.insert(reference.to_owned());
                    }
                    _ => collect(member, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[test]
fn a_response_has_all_its_members_and_a_request_those_that_it_must() {
    let document = described();
    let schema = |name: &str| &document["components"]["schemas"][name];
    let required = |name: &str| schema(name)["required"].as_array().map_or(0, Vec::len);
    let members = |name: &str| schema(name)["properties"].as_object().unwrap().len();
    for response in ["Run", "Catalogue", "ReferrerLineList", "DryRun", "Audience"] {
        assert_eq!(required(response), members(response), "{response}");
    }
    assert_eq!(required("Problem"), members("Problem") - 1, "field");
    assert_eq!(required("CampaignChange"), 0);
    assert_eq!(required("NewSync"), 1);
}

/// `cargo xtask openapi` writes the file again.
#[test]
fn the_dashboard_has_the_current_description() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../www/dashboard/openapi.json"
    );
    let kept = fs::read_to_string(file).unwrap();
    assert!(kept == crate::openapi(), "run `cargo xtask openapi`");
}
