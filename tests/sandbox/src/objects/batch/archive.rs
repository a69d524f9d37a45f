//! `POST …/batch/archive`.

use serde::Deserialize;

use crate::{
    api::{Call, EndpointResult},
    batch,
    http::Response,
};

#[derive(Deserialize)]
struct Input {
    id: String,
}

#[derive(Deserialize)]
struct BatchArchive {
    inputs: Vec<Input>,
}

/// Archives up to 100 records. A record that does not exist counts as archived.
pub(crate) fn batch_archive(call: &mut Call<'_>) -> EndpointResult {
    let body: BatchArchive = call.body()?;
    batch::sized(body.inputs.len())?;
    let (object, source) = (call.object(), call.source());
    for id in body.inputs.iter().filter_map(|input| input.id.parse().ok()) {
        call.portal.archive(object, id, source, call.now);
    }
    Ok(Response::empty(204))
}
