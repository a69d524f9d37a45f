//! The label cache: the labels of HubSpot's properties, pipelines and stages, read from the catalogue. Anything that is
//! not in the catalogue is shown by its id.

use domain::qualification::Names;
use serde::Deserialize;

use crate::storage::columns;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::row;

row! {
    /// The labels of properties, pipelines and stages.
    #[derive(Debug, Default)]
    pub(crate) struct Labels {
        properties: Vec<Property> = "properties",
        pipelines: Vec<Pipeline> = "pipelines",
    }
}
columns::json!(Vec<Property>, Vec<Pipeline>);

#[derive(Debug, Deserialize)]
struct Property {
    name: String,
    label: String,
    #[serde(rename = "type")]
    kind: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Pipeline {
    id: String,
    label: String,
    stages: Vec<Stage>,
}

#[derive(Debug, Deserialize)]
struct Stage {
    id: String,
    label: String,
}

impl Labels {
    /// Reads the labels of the catalogue.
    pub(crate) fn load(database: &Database) -> Result<Self, PortalError> {
        let columns = Self::COLUMNS;
        let statement = format!("SELECT {columns} FROM catalogue WHERE id = 1");
        let found = database.first(&statement, &[])?;
        Ok(found.unwrap_or_default())
    }

    fn found(&self, name: &str) -> Option<&Property> {
        self.properties
            .iter()
            .find(|property| property.name == name)
    }

    fn found_pipeline(&self, id: &str) -> Option<&Pipeline> {
        self.pipelines.iter().find(|pipeline| pipeline.id == id)
    }
}

impl Names for Labels {
    fn property(&self, name: &str) -> Option<&str> {
        self.found(name).map(|property| &*property.label)
    }

    fn pipeline(&self, id: &str) -> Option<&str> {
        self.found_pipeline(id).map(|pipeline| &*pipeline.label)
    }

    fn stage(&self, pipeline: &str, id: &str) -> Option<&str> {
        let stages = &self.found_pipeline(pipeline)?.stages;
        let stage = stages.iter().find(|stage| stage.id == id)?;
        Some(&stage.label)
    }
}

/// Returns HubSpot's name for a property's type, if the property is in the catalogue.
pub(crate) fn type_of(database: &Database, name: &str) -> Result<Option<String>, PortalError> {
    let labels = Labels::load(database)?;
    Ok(labels
        .found(name)
        .and_then(|property| property.kind.clone()))
}
