//! The reading endpoints of the pipelines API.

use serde_json::{Value, json};

use super::{Pipeline, Stage};
use crate::{
    api::{Call, EndpointResult},
    errors::Problem,
    http::Response,
    time::iso,
};

/// `GET /crm/pipelines/{v}/deals`.
pub(crate) fn list(call: &mut Call<'_>) -> Response {
    let show = |pipeline: &Pipeline| show(pipeline, call);
    let results: Vec<Value> = call.portal.pipelines.all.iter().map(show).collect();
    Response::json(200, &json!({ "results": results }))
}

/// `GET …/{pipelineId}`.
pub(crate) fn read(call: &mut Call<'_>) -> EndpointResult {
    Ok(Response::json(200, &show(named(call)?, call)))
}

/// `GET …/{pipelineId}/stages`.
pub(crate) fn stages(call: &mut Call<'_>) -> EndpointResult {
    let show = |stage: &Stage| show_stage(stage, call);
    let results: Vec<Value> = named(call)?.stages.iter().map(show).collect();
    Ok(Response::json(200, &json!({ "results": results })))
}

/// `GET …/{pipelineId}/stages/{stageId}`.
pub(crate) fn stage(call: &mut Call<'_>) -> EndpointResult {
    let id = call.param("stageId");
    let stage = named(call)?.stages.iter().find(|stage| stage.id == id);
    let stage = stage.ok_or_else(|| missing("stage", id))?;
    Ok(Response::json(200, &show_stage(stage, call)))
}

fn named<'a>(call: &'a Call<'_>) -> Result<&'a Pipeline, Problem> {
    let id = call.param("pipelineId");
    let pipeline = call.portal.pipelines.pipeline(id);
    pipeline.ok_or_else(|| missing("pipeline", id))
}

fn missing(what: &str, id: &str) -> Problem {
    Problem::not_found(format!("There is no deal {what} with the id {id}"))
}

fn show(pipeline: &Pipeline, call: &Call<'_>) -> Value {
    let at = iso(call.portal.pipelines.created_at);
    let stages: Vec<Value> = pipeline
        .stages
        .iter()
        .map(|stage| show_stage(stage, call))
        .collect();
    json!({
        "id": pipeline.id,
        "label": pipeline.label,
        "displayOrder": pipeline.display_order,
        "stages": stages,
        "archived": false,
        "createdAt": at,
        "updatedAt": at,
    })
}

fn show_stage(stage: &Stage, call: &Call<'_>) -> Value {
    let at = iso(call.portal.pipelines.created_at);
    json!({
        "id": stage.id,
        "label": stage.label,
        "displayOrder": stage.display_order,
        "metadata": {
            "isClosed": stage.closed().to_string(),
            "probability": stage.probability(),
        },
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        "archived": false,
        "createdAt": at,
        "updatedAt": at,
    })
}
