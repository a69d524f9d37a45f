//! One route as an operation of the description.

use utoipa::openapi::path::{Operation, OperationBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{
    Content as OpenApiContent, RefOr, Required, ResponseBuilder, SecurityRequirement,
};

use super::parameters;
use super::refusals::{Refusals, Shared};
use super::shapes::Shapes;
use crate::edge::problem::Kind;
use crate::edge::reply::Reply;
use crate::routing::about::{About, Content};
use crate::routing::handler::Inputs;
use crate::routing::route::{Action, Caller, Route};

const JSON: &str = "application/json";

/// The name of API keys in the description.
pub(super) const KEY: &str = "apiKey";

/// Describes a route, and adds the shapes and refusals that it refers to.
pub(super) fn operation(
    route: &Route,
    family: &str,
    shapes: &mut Shapes,
    shared: &mut Shared,
) -> Operation {
    let about = &route.about;
    let inputs = match route.action {
        Action::Portal(handler) => handler.inputs(),
        Action::Edge(handler) => handler.inputs(),
    };
    let refusals = refusals(route, &inputs);
    let operation = OperationBuilder::new()
        .operation_id(Some(about.name))
        .summary(Some(about.summary))
        .description(about.explanation)
        .tag(family);
    let operation = with_inputs(operation, route, inputs, shapes);
    let operation = asked_by(operation, route);
    let mut operation = with_responses(operation, about, shapes);
    for (status, refusal) in refusals.share(shared) {
        operation = operation.response(status, refusal);
    }
    operation.build()
}

/// Adds ids, query parameters and the body.
fn with_inputs(
    mut operation: OperationBuilder,
    route: &Route,
    inputs: Inputs,
    shapes: &mut Shapes,
) -> OperationBuilder {
    for parameter in inputs.query {
        operation = operation.parameter(parameters::query(parameter, shapes));
    }
    for (name, (words, shape)) in names(route.path).zip(inputs.ids) {
        operation = operation.parameter(parameters::id(name, words, &shape));
        shapes.take(shape);
    }
    if let Some(shape) = inputs.body {
        let body = RequestBodyBuilder::new()
            .content(JSON, shape.content())
            .required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
        shapes.take(shape);
    }
    operation
}

/// Returns the names of the ids in a path.
fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
}

/// Adds the security scheme and the headers that depend on who may ask.
fn asked_by(operation: OperationBuilder, route: &Route) -> OperationBuilder {
    let operation = match route.caller {
        Caller::OwnPage => return operation.securities(Some([])),
        Caller::ApiKey => {
            let key = SecurityRequirement::new(KEY, [""; 0]);
            operation.securities(Some([key]))
        }
        Caller::Session | Caller::Worker => operation.parameter_ref(parameters::account()),
    };
    if route.method == "POST" {
        operation.parameter_ref(parameters::key())
    } else {
        operation
    }
}

/// Adds the responses that are no refusals.
fn with_responses(
    mut operation: OperationBuilder,
    about: &About,
    shapes: &mut Shapes,
) -> OperationBuilder {
    for response in about.responses.into_iter().flatten() {
        let described = ResponseBuilder::new().description(response.words);
        let shape = match response.content {
            Content::Json(shape) => Some(shape()),
            Content::Query(kind, shape) => Some(shape(kind)),
            Content::Nothing | Content::Table => None,
        };
        let described = match (&shape, response.content) {
            (Some(shape), _) => described.content(JSON, shape.content()),
            (None, Content::Table) => described.content(Reply::CSV, table()),
            (None, _) => described,
        };
        operation = operation.response(response.status.as_str(), described);
        if let Some(shape) = shape {
            shapes.respond(shape);
        }
    }
    operation
}

fn table() -> OpenApiContent {
    let text = ObjectBuilder::new().schema_type(Type::String);
    OpenApiContent::new(Some(RefOr::T(Schema::Object(text.build()))))
}

/// Returns the refusals that follow from the row, and those that it names.
fn refusals(route: &Route, inputs: &Inputs) -> Refusals {
    let mut refusals = Refusals::default();
    refusals.add(&[Kind::Internal, Kind::Misconfigured, Kind::Unavailable]);
    // A request without a session or with a malformed API key is signed out. One with a key is forbidden where keys are
    // not for, and so is a change that no page of this site makes.
    refusals.add(&[Kind::SignedOut]);
    if route.caller != Caller::ApiKey {
        refusals.add(&[Kind::Forbidden]);
    }
    // A body may be too large, or break off, also where it is not read.
    if route.changes() {
        refusals.add(&[Kind::TooLarge, Kind::BadRequest]);
    }
    // An idempotency key may have the wrong length, or belong to another request.
    if route.method == "POST" && route.caller != Caller::OwnPage {
        refusals.add(&[Kind::Invalid]);
    }
    if !inputs.ids.is_empty() {
        refusals.add(&[Kind::NotFound]);
    }
    if !inputs.query.is_empty() {
        refusals.add(&[Kind::BadRequest]);
    }
    if inputs.body.is_some() {
        refusals.add(&[Kind::NotJson, Kind::BadRequest, Kind::Invalid]);
    }
    refusals.add(route.about.refusals);
    refusals
}
