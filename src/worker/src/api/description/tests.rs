use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::super::FAMILIES as TABLE;
use super::{FAMILIES, document};
use utoipa::openapi::path::HttpMethod;

fn described() -> Value {
    serde_json::to_value(document()).unwrap()
}

#[test]
fn every_route_is_described_once_and_nothing_else_is() {
    let routes = TABLE.iter().copied().flatten();
    let mut there: Vec<_> = routes.map(|route| (route.path, route.method)).collect();
    let words = FAMILIES.iter().flat_map(|(_, _, routes)| routes());
    let mut told: Vec<_> = words
        .map(|route| (route.path, method(&route.method)))
        .collect();
    there.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, there);
}

fn method(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "GET",
        HttpMethod::Post => "POST",
        HttpMethod::Patch => "PATCH",
        HttpMethod::Delete => "DELETE",
        _ => "unknown",
    }
}

#[test]
fn names_of_operations_are_their_own() {
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
fn whatever_is_referred_to_is_there_and_whatever_is_there_is_referred_to() {
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
fn an_answer_has_all_its_members_and_a_request_those_that_it_must() {
    let document = described();
    let schema = |name: &str| &document["components"]["schemas"][name];
    let required = |name: &str| schema(name)["required"].as_array().map_or(0, Vec::len);
    let members = |name: &str| schema(name)["properties"].as_object().unwrap().len();
    for answer in ["Run", "Catalogue", "ReferrerLineList", "DryRun", "Audience"] {
        assert_eq!(required(answer), members(answer), "{answer}");
    }
    assert_eq!(required("Problem"), members("Problem") - 1, "field");
    assert_eq!(required("CampaignChange"), 0);
    assert_eq!(required("NewSync"), 1);
}

/// `cargo xtask openapi` writes it anew.
#[test]
fn the_dashboard_has_the_description_as_it_is() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../www/dashboard/openapi.json"
    );
    let kept = fs::read_to_string(file).unwrap();
    assert!(kept == crate::openapi(), "run `cargo xtask openapi`");
}
