//! The rules, held against public lists: the robots of `crawler-user-agents` and the browsers of `top-user-agents`, npm
//! packages of fixed versions. Each difference is explained here.

use std::fs;

use super::{Visit, machine};

/// Robots of the list that count as people, and why.
const NOT_CAUGHT: [(&str, &[&str]); 3] = [
    (
        "People look at a page in this application's own window.",
        &[
            "Instagram 406.0.0.58.159",
            "MetaIAB Facebook",
            "Code/1.115.0",
            "Trae/1.107.1",
            "Fluid/0.9.6",
        ],
    ),
    (
        "It reads the pages of its own customers for them, and follows no links that people share.",
        &[
            "AppInsights",
            "DareBoost",
            "Collapsify",
            "CookieHubVerify/3.0",
            "Hardenize",
            "Silktide",
            "Sindup/1.0.0",
            "Foregenix",
            "Ghost Inspector",
            "Hotjar",
            "LinkTiger",
            "MarketGoo/2.1",
            "Miniature.io/6.0",
            "Readable/1.1.4",
            "SecurityHeaders",
            "splash Version/10.0",
            "Rigor)",
            "TestLocally/1.0",
            "YLT Chrome",
            "Dlc/2.0.1",
        ],
    ),
    (
        "It reads what it finds by itself. Such a visit is rare, and its name says nothing that others of its kind share.",
        &[
            "Google Favicon",
            "Datanyze",
            "newsai/1.0",
            "Manus-User/1.0",
            "TSM-turingos",
            "feeder.co",
            "NewsNow/1.0",
            "PS_Daily/1.0",
            "ZoteroTranslationServer",
            "abuse.xmco.fr",
            "watchTowr",
            "GeedoShopProductFinder",
        ],
    ),
];

/// Browsers of the list that count as machines, and why.
const NOT_TAKEN_FOR_PEOPLE: [(&str, &str); 1] = [(
    "No browser names no engine: a program pretends to be one.",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120.0.0.0",
)];

/// Returns a file of an npm package.
fn list(file: &str) -> serde_json::Value {
    let path = format!("{}/../../node_modules/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read(&path).expect("npm's packages: `cargo xtask test npm` installs them");
    serde_json::from_slice(&text).unwrap()
}

fn counts_as_person(agent: &str) -> bool {
    let visit = Visit {
        user_agent: Some(agent),
        ..Visit::BARE
    };
    machine(&visit).is_none()
}

#[test]
fn known_robots_are_machines() {
    let robots = list("crawler-user-agents/crawler-user-agents.json");
    let instances = |robot: &serde_json::Value| robot["instances"].as_array().cloned();
    let robots = robots
        .as_array()
        .unwrap()
        .iter()
        .filter_map(instances)
        .flatten();
    let missed: Vec<String> = robots
        .filter_map(|agent| agent.as_str().map(str::to_owned))
        .filter(|agent| counts_as_person(agent))
        .collect();
    let explained: Vec<&str> = NOT_CAUGHT
        .iter()
        .flat_map(|(_, names)| *names)
        .copied()
        .collect();
    for agent in &missed {
        assert!(
            explained.iter().any(|name| agent.contains(name)),
            "a robot: {agent}"
        );
    }
    for name in explained {
        assert!(
            missed.iter().any(|agent| agent.contains(name)),
            "no exception any more: {name}"
        );
    }
}

#[test]
fn the_browsers_of_most_people_are_no_machines() {
    for file in ["index", "desktop", "mobile"] {
        let browsers = list(&format!("top-user-agents/src/{file}.json"));
        for agent in browsers.as_array().unwrap() {
            let agent = agent.as_str().unwrap();
            let explained = NOT_TAKEN_FOR_PEOPLE
                .iter()
                .any(|(_, known)| *known == agent);
            assert_eq!(counts_as_person(agent), !explained, "{agent}");
        }
    }
}
