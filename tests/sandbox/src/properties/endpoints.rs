//! The properties API.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Definition, PropertyBatch,
    rules::{self, NewProperty},
};
use crate::{
    api::{Call, EndpointResult},
    batch::{self, BatchResults},
    errors::Problem,
    http::Response,
    routes::Version,
};

/// `GET /crm/properties/{v}/contacts`.
pub(crate) fn list(call: &mut Call<'_>) -> EndpointResult {
    let archived = call.flag("archived")?;
    let schema = &call.portal.schema;
    let wanted = |property: &&Definition| {
        property.archived_at.is_some() == archived && schema.shows(property)
    };
    let results: Vec<Value> = schema
        .properties()
        .filter(wanted)
        .map(Definition::to_json)
        .collect();
    Ok(Response::json(200, &json!({ "results": results })))
}

/// `GET …/{propertyName}`.
pub(crate) fn read(call: &mut Call<'_>) -> EndpointResult {
    let archived = call.flag("archived")?;
    let name = call.param("propertyName");
    let property = call.portal.schema.any(name);
    let property = property.filter(|property| property.archived_at.is_some() == archived);
    Ok(Response::json(
        200,
        &property.ok_or_else(|| missing(name))?.to_json(),
    ))
}

/// `POST /crm/properties/{v}/contacts`.
pub(crate) fn create(call: &mut Call<'_>) -> EndpointResult {
    let settings = call.settings.properties;
    let property = rules::define(&call.portal.schema, call.body()?, settings, call.now)?;
    let answer = Response::json(201, &property.to_json());
    call.portal.add_property(property, settings.archived);
    Ok(answer)
}

#[derive(Deserialize)]
struct NewProperties {
    inputs: Vec<NewProperty>,
}

/// `POST …/batch/create`.
pub(crate) fn batch_create(call: &mut Call<'_>) -> EndpointResult {
    let body: NewProperties = call.body()?;
    batch::sized(body.inputs.len())?;
    let settings = call.settings.properties;
    let mut results = BatchResults::default();
    let before = call.portal.schema.clone();
    for new in body.inputs {
        let name = new.name.clone().unwrap_or_default();
        match rules::define(&call.portal.schema, new, settings, call.now) {
            Ok(property) => {
                results.add_result(property.to_json());
                call.portal.add_property(property, settings.archived);
            }
            Err(problem) if settings.batch == PropertyBatch::Whole => {
                call.portal.schema = before;
                return Err(problem);
            }
            Err(problem) => results.add_error(problem.with_context("name", vec![name])),
        }
    }
    // The 2026-09 description lists 200 where the earlier ones have 201.
    let success = if call.version() == Version::September2026 {
        200
    } else {
        201
    };
    Ok(results.response(success, call.now))
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Names {
    inputs: Vec<Named>,
    archived: Option<bool>,
}

/// `POST …/batch/read`.
pub(crate) fn batch_read(call: &mut Call<'_>) -> EndpointResult {
    let body: Names = call.body()?;
    batch::sized(body.inputs.len())?;
    let archived = body.archived.unwrap_or(false);
    let mut results = BatchResults::default();
    for Named { name } in body.inputs {
        let property = call.portal.schema.any(&name);
        let shown = property.filter(|property| {
            property.archived_at.is_some() == archived && call.portal.schema.shows(property)
        });
        match shown {
            Some(property) => results.add_result(property.to_json()),
            None => results.add_error(missing(&name).with_context("name", vec![name])),
        }
    }
    Ok(results.response(200, call.now))
}

/// `PATCH …/{propertyName}`. Type and name cannot change.
pub(crate) fn update(call: &mut Call<'_>) -> EndpointResult {
    let change: NewProperty = call.body()?;
    let name = call.param("propertyName").to_owned();
    let group_exists = change
        .group_name
        .as_ref()
        .is_none_or(|group| call.portal.schema.group(group).is_some());
    let property = call
        .portal
        .schema
        .live_mut(&name)
        .ok_or_else(|| missing(&name))?;
    if property.standard() {
        return Err(Problem::validation(
            "HubSpot's own properties cannot be changed",
        ));
    }
    if !group_exists {
        return Err(Problem::validation("The property group does not exist"));
    }
    if change
        .kind
        .as_deref()
        .is_some_and(|kind| kind != property.kind.name())
    {
        return Err(Problem::validation("A property's type cannot be changed"));
    }
    if let Some(options) = change.options {
        property.choices = rules::choices(property.kind, options)?;
    }
    if let Some(group) = change.group_name {
        property.group = group;
    }
    if let Some(label) = change.label {
        property.label = label;
    }
    if let Some(description) = change.description {
        property.description = description;
    }
    property.hidden = change.hidden.unwrap_or(property.hidden);
    property.form_field = change.form_field.unwrap_or(property.form_field);
    property.display_order = change.display_order.unwrap_or(property.display_order);
    property.updated_at = call.now;
    Ok(Response::json(200, &property.to_json()))
}

/// `DELETE …/{propertyName}`.
pub(crate) fn archive(call: &mut Call<'_>) -> EndpointResult {
    let name = call.param("propertyName").to_owned();
    archivable(call, &name)?.ok_or_else(|| missing(&name))?;
    archive_property(call, &name);
    Ok(Response::empty(204))
}

#[derive(Deserialize)]
struct BatchArchive {
    inputs: Vec<Named>,
}

/// `POST …/batch/archive`: all or none. A property that does not exist counts as archived.
pub(crate) fn batch_archive(call: &mut Call<'_>) -> EndpointResult {
    let body: BatchArchive = call.body()?;
    batch::sized(body.inputs.len())?;
    for Named { name } in &body.inputs {
        archivable(call, name)?;
    }
    for Named { name } in &body.inputs {
        archive_property(call, name);
    }
    Ok(Response::empty(204))
}

/// Returns the property of this name that may be archived, if it exists.
fn archivable<'a>(call: &'a Call<'_>, name: &str) -> Result<Option<&'a Definition>, Problem> {
    let property = call.portal.schema.live(name);
    if property.is_some_and(Definition::standard) {
        return Err(Problem::validation(
            "HubSpot's own properties cannot be archived",
        ));
    }
    Ok(property)
}

fn archive_property(call: &mut Call<'_>, name: &str) {
    if let Some(property) = call.portal.schema.live_mut(name) {
        property.archived_at = Some(call.now);
    }
}

fn missing(name: &str) -> Problem {
    Problem::not_found(format!("Property {name} does not exist"))
}
