//! Property groups.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
};

use super::rules;

#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) display_order: i64,
    pub(crate) archived: bool,
    pub(crate) created_at: i64,
}

impl Group {
    fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "label": self.label,
            "displayOrder": self.display_order,
            "archived": self.archived,
        })
    }
}

/// The fields of a new or changed group in a request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewGroup {
    name: Option<String>,
    label: Option<String>,
    display_order: Option<i64>,
}

/// `GET groups`.
pub(crate) fn list(call: &mut Call<'_>) -> Response {
    let groups: Vec<Value> = call.portal.schema.groups().map(Group::to_json).collect();
    Response::json(200, &json!({ "results": groups }))
}

/// `GET groups/{groupName}`.
pub(crate) fn read(call: &mut Call<'_>) -> EndpointResult {
    let group = call
        .portal
        .schema
        .group(call.param("groupName"))
        .ok_or_else(missing)?;
    Ok(Response::json(200, &group.to_json()))
}

/// `POST groups`.
pub(crate) fn create(call: &mut Call<'_>) -> EndpointResult {
    let body: NewGroup = call.body()?;
    let name = body.name.unwrap_or_default();
    let label = body.label.unwrap_or_default();
    rules::name(&name, "group")?;
    labelled(&label)?;
    if call.portal.schema.group(&name).is_some() {
        let message = format!("Property group {name} already exists");
        return Err(Problem::new(409, "CONFLICT", message)
            .with("subCategory", "PropertyGroupError.GROUP_EXISTS"));
    }
    let display_order = body.display_order.unwrap_or(-1);
    let group = Group {
        name,
        label,
        display_order,
        archived: false,
        created_at: call.now,
    };
    let answer = Response::json(201, &group.to_json());
    call.portal.schema.insert_group(group);
    Ok(answer)
}

/// `PATCH groups/{groupName}`. The name cannot change.
pub(crate) fn update(call: &mut Call<'_>) -> EndpointResult {
    let change: NewGroup = call.body()?;
    let name = call.param("groupName").to_owned();
    let group = call.portal.schema.group_mut(&name).ok_or_else(missing)?;
    if let Some(label) = change.label {
        labelled(&label)?;
        group.label = label;
    }
    group.display_order = change.display_order.unwrap_or(group.display_order);
    Ok(Response::json(200, &group.to_json()))
}

/// `DELETE groups/{groupName}`. Only an empty group can be archived.
pub(crate) fn archive(call: &mut Call<'_>) -> EndpointResult {
    let name = call.param("groupName").to_owned();
    let used =
        |property: &super::Definition| property.group == name && property.archived_at.is_none();
    if call.portal.schema.properties().any(used) {
        let message = format!("Property group {name} still has properties");
        return Err(Problem::validation(message));
    }
    if let Some(group) = call.portal.schema.group_mut(&name) {
        group.archived = true;
    }
    Ok(Response::empty(204))
}

fn labelled(label: &str) -> Result<(), Problem> {
    if label.trim().is_empty() {
        let message = "Property group label must not be empty";
        return Err(Problem::validation(message));
    }
    Ok(())
}

fn missing() -> Problem {
    Problem::not_found("The property group does not exist")
}
