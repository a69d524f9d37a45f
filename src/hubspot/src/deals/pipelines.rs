//! The pipelines of deals, in the order in which HubSpot shows them.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// A pipeline of deals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pipeline {
    /// HubSpot's id, which stays when the label is changed.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The stages, from first to last.
    pub stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stage {
    /// HubSpot's id, which stays when the label is changed.
    pub id: String,
    /// Its name.
    pub label: String,
}

/// Asks for all pipelines of deals.
#[must_use]
pub fn list_pipelines() -> Call {
    Call::get(format!("/crm/pipelines/{READ_VERSION}/deals"))
}

/// Reads the answer to [`list_pipelines`]. Leaves out archived pipelines and stages.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn pipelines(reply: &Reply) -> Result<Vec<Pipeline>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<Described>,
    }
    let pipelines = in_order(wire::read::<Answer>(reply)?.results);
    let pipeline = |described: Described| Pipeline {
        id: described.id,
        label: described.label,
        stages: in_order(described.stages)
            .map(Described::into_stage)
            .collect(),
    };
    Ok(pipelines.map(pipeline).collect())
}

/// A pipeline or a stage: HubSpot describes both in the same form.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    #[serde(deserialize_with = "wire::text")]
    id: String,
    #[serde(default, deserialize_with = "wire::or_default")]
    label: String,
    #[serde(default, deserialize_with = "wire::or_default")]
    display_order: i64,
    #[serde(default, deserialize_with = "wire::or_default")]
    archived: bool,
    #[serde(default, deserialize_with = "wire::or_default")]
    stages: Vec<Self>,
}

impl Described {
    fn into_stage(self) -> Stage {
        Stage {
            id: self.id,
            label: self.label,
        }
    }
}

fn in_order(mut all: Vec<Described>) -> impl Iterator<Item = Described> {
    all.sort_by_key(|described| described.display_order);
    all.into_iter().filter(|described| !described.archived)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipelines_and_stages_stand_in_the_order_of_display() {
        let body = r#"{"results":[
            {"id":"75618342","label":"Partners","displayOrder":1,"archived":false,"stages":[
                {"id":143275102,"label":"Signed","displayOrder":1,
                    "metadata":{"isClosed":"true","probability":"1.0"}},
                {"id":"143275101","label":"Introduced","displayOrder":0},
                {"id":"143275100","label":"Old","displayOrder":2,"archived":true}]},
            {"id":"gone","label":"Gone","displayOrder":2,"archived":true,"stages":[]},
            {"id":"default","label":"Sales Pipeline","displayOrder":0,"stages":null}]}"#;
        let pipelines = pipelines(&Reply::of(200, body)).unwrap();
        let ids: Vec<_> = pipelines.iter().map(|pipeline| &*pipeline.id).collect();
        assert_eq!(ids, ["default", "75618342"]);
        let stage = |id: &str, label: &str| Stage {
            id: id.to_owned(),
            label: label.to_owned(),
        };
        assert_eq!(pipelines[0].stages, []);
        assert_eq!(
            pipelines[1].stages,
            [
                stage("143275101", "Introduced"),
                stage("143275102", "Signed")
            ]
        );
        assert_eq!(list_pipelines().target, "/crm/pipelines/2026-09/deals");
    }

    #[test]
    fn an_answer_without_pipelines_is_asked_for_again() {
        for body in ["", "{}", r#"{"results":[{"label":"no id"}]}"#] {
            let failure = pipelines(&Reply::of(200, body)).unwrap_err();
            assert_eq!(failure, wire::unreadable(), "{body}");
        }
        assert_eq!(pipelines(&Reply::of(200, r#"{"results":[]}"#)), Ok(vec![]));
    }
}
