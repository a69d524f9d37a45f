//! Bodies made from the description: each route reads those that fit their schema, and refuses all others.

use serde_json::{Map, Value, json};

use super::document;
use crate::api::routes;
use crate::edge::incoming::Incoming;
use crate::edge::problem::Problem;
use crate::routing::request_parts::RequestParts;
use crate::routing::route::{Action, Route};

/// Texts that fit the schemas whose texts have a form of their own.
const TEXTS: [(&str, &str); 9] = [
    ("Colour", "#156a7a"),
    ("ContactId", "51"),
    ("ListId", "7"),
    ("PropertyName", "city"),
    ("Accent", "#156a7a"),
    ("Background", "#f4f2ed"),
    ("Amount", "1.5"),
    ("code", "K7Q2M0X49B"),
    ("clickedAt", "2027-01-01T00:00:00Z"),
];

/// The description, as schemas are looked up in it.
struct Description(Value);

/// A value that a schema refuses, and what is wrong with it.
type Unfit = (String, Value);

impl Description {
    fn new() -> Self {
        Self(serde_json::to_value(document()).unwrap())
    }

    fn body_of(&self, route: &Route) -> Option<&Value> {
        let operation = &self.0["paths"][route.path][route.method.to_lowercase()];
        operation.pointer("/requestBody/content/application~1json/schema")
    }

    /// Returns a schema behind a reference, and the name of the schema.
    fn resolve<'a>(&'a self, schema: &'a Value, name: &'a str) -> (&'a Value, &'a str) {
        match schema["$ref"].as_str() {
            None => (schema, name),
            Some(place) => {
                let there = self.0.pointer(place.trim_start_matches('#')).unwrap();
                self.resolve(there, place.rsplit('/').next().unwrap())
            }
        }
    }

    /// Returns values that fit a schema: one for each variant, and an object with and without what may be absent.
    fn fitting(&self, schema: &Value, name: &str) -> Vec<Value> {
        let (schema, name) = self.resolve(schema, name);
        if let Some(variants) = schema["oneOf"].as_array() {
            return variants
                .iter()
                .flat_map(|one| self.fitting(one, name))
                .collect();
        }
        if let Some(words) = schema["enum"].as_array() {
            return words.clone();
        }
        let mut values = Vec::new();
        for kind in kinds(schema) {
            match kind {
                "object" => values.extend(self.objects(schema)),
                "array" => {
                    let least = schema["minItems"].as_u64().unwrap_or(0);
                    values.extend((least == 0).then(|| json!([])));
                    let items = self.fitting(&schema["items"], name);
                    values.extend(items.into_iter().map(|item| json!([item])));
                }
                "string" => {
                    let own = TEXTS.iter().find(|(of, _)| *of == name);
                    values.push(own.map_or("some", |(_, text)| *text).into());
                }
                "integer" => values.push(schema["minimum"].as_u64().unwrap_or(0).max(1).into()),
                "boolean" => values.push(true.into()),
                "null" => values.push(Value::Null),
                other => panic!("{name}: {other}"),
            }
        }
        values
    }

    fn objects(&self, schema: &Value) -> Vec<Value> {
        let properties = schema["properties"].as_object().unwrap();
        let fitting = |name: &String| self.fitting(&properties[name], name);
        let mut whole = Map::new();
        for name in properties.keys() {
            whole.insert(name.clone(), fitting(name).remove(0));
        }
        let mut least = whole.clone();
        least.retain(|name, _| is_required(schema, name));
        let mut objects = vec![Value::Object(whole.clone()), Value::Object(least)];
        for name in properties.keys() {
            for value in fitting(name).into_iter().skip(1) {
                let mut other = whole.clone();
                other.insert(name.clone(), value);
                objects.push(Value::Object(other));
            }
        }
        objects
    }

    /// Returns values that differ from a fitting one in one place, where the schema refuses them.
    fn unfit(&self, schema: &Value, name: &str, value: &Value) -> Vec<Unfit> {
        let (schema, name) = self.resolve(schema, name);
        if let Some(variants) = schema["oneOf"].as_array() {
            let fits = |one: &&Value| self.fitting(one, name).contains(value);
            let own = variants.iter().find(fits);
            let inside = own
                .map(|own| self.unfit(own, name, value))
                .unwrap_or_default();
            // A value of another kind may fit another variant.
            let is_open = |(what, _): &Unfit| !what.ends_with(": another kind");
            return inside.into_iter().filter(is_open).collect();
        }
        let mut unfit = Vec::new();
        let kinds = kinds(schema);
        for (kind, other) in [
            ("null", json!(null)),
            ("boolean", json!(true)),
            ("integer", json!(7)),
            ("number", json!(1.5)),
            ("string", json!("7")),
            ("array", json!([])),
            ("object", json!({})),
        ] {
            if !kinds.contains(&kind) {
                unfit.push((format!("{name}: another kind"), other));
            }
        }
        if kinds.contains(&"integer") {
            let most = schema["maximum"].as_u64();
            let beyond = most
                .filter(|most| *most < 1 << 32)
                .map(|_| json!(1_u64 << 32));
            unfit.extend(beyond.map(|beyond| (format!("{name}: too large"), beyond)));
            unfit.push((format!("{name}: too small"), json!(-1)));
        }
        if let (Some(items), Some(first)) = (value.as_array(), schema.get("items")) {
            for (at, item) in items.iter().enumerate() {
                for (what, other) in self.unfit(first, name, item) {
                    let mut changed = items.clone();
                    changed[at] = other;
                    unfit.push((what, changed.into()));
                }
            }
        }
        if let Some(members) = value.as_object() {
            let array: Vec<Value> = members.values().cloned().collect();
            unfit.push((format!("{name}: its members as an array"), array.into()));
            let mut more = members.clone();
            more.insert("unheardOf".into(), 7.into());
            unfit.push((format!("{name}: another member"), more.into()));
            for (member, own) in members {
                let mut less = members.clone();
                less.remove(member);
                if is_required(schema, member) {
                    unfit.push((format!("{name} without {member}"), less.clone().into()));
                }
                for (what, other) in self.unfit(&schema["properties"][member], member, own) {
                    less.insert(member.clone(), other);
                    unfit.push((what, less.clone().into()));
                }
            }
        }
        unfit
    }
}

fn kinds(schema: &Value) -> Vec<&str> {
    match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        other => panic!("a schema without a type: {other}"),
    }
}

fn is_required(schema: &Value, member: &str) -> bool {
    let required = schema["required"].as_array();
    required.is_some_and(|required| required.iter().any(|one| one == member))
}

fn read(route: &Route, body: &Value) -> Result<(), Problem> {
    let ids = route.path.split('/').filter(|part| part.starts_with('{'));
    let mut incoming = Incoming::get("/", &[]);
    incoming.body = body.to_string().into_bytes();
    let parts = RequestParts::new(ids.map(|_| "1").collect(), &incoming);
    match route.action {
        Action::Portal(handler) => handler.handle(&parts).map(drop),
        Action::Edge(handler) => handler.handle(&parts).map(drop),
    }
}

#[test]
fn a_route_reads_the_bodies_that_its_schema_describes() {
    let description = Description::new();
    for route in routes() {
        let Some(schema) = description.body_of(route) else {
            continue;
        };
        for body in description.fitting(schema, "") {
            let why = read(route, &body).map_err(|problem| problem.detail().to_owned());
            assert_eq!(why, Ok(()), "{} {}: {body}", route.method, route.path);
        }
    }
}

#[test]
fn a_route_refuses_the_bodies_that_its_schema_refuses() {
    let description = Description::new();
    let mut tried = 0;
    for route in routes() {
        let Some(schema) = description.body_of(route) else {
            continue;
        };
        for fitting in description.fitting(schema, "") {
            for (what, body) in description.unfit(schema, "", &fitting) {
                let status =
                    read(route, &body).map_err(|problem| problem.into_reply().status().as_u16());
                assert_eq!(
                    status,
                    Err(422),
                    "{} {}: {what}: {body}",
                    route.method,
                    route.path
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}
