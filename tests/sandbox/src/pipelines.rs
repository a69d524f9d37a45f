//! Pipelines of deals, and the stages of a deal.
//!
//! A stage decides the values that HubSpot calculates for a deal: whether it is closed, whether it
//! is won, and how probable that is.

pub(crate) mod endpoints;
mod standard;

use crate::{
    objects::Record,
    properties::{Choice, values::Checked, values::Invalid},
    settings::DealEntries,
};

/// The pipeline of a deal that names none.
pub(crate) const DEFAULT: &str = "default";

/// The property with the time of a deal's entry into its present stage.
pub(crate) const ENTERED_PRESENT: &str = "hs_v2_date_entered_current_stage";

/// Returns the property with the time of a deal's last entry into a stage.
pub(crate) fn entered(stage: &str) -> String {
    format!("hs_v2_date_entered_{stage}")
}

/// A pipeline of deals.
#[derive(Clone, Debug)]
pub(crate) struct Pipeline {
    id: String,
    label: String,
    display_order: i64,
    /// The stages in the order in which the API returns them, which may differ from the display
    /// order.
    stages: Vec<Stage>,
}

/// A stage of a pipeline.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    id: String,
    label: String,
    display_order: i64,
    /// The probability of a sale in hundredths. A deal is closed at 0 and at 100.
    percent: u32,
}

/// A portal's pipelines.
#[derive(Clone, Debug)]
pub(crate) struct Pipelines {
    all: Vec<Pipeline>,
    created_at: i64,
}

impl Stage {
    fn closed(&self) -> bool {
        matches!(self.percent, 0 | 100)
    }

    /// Returns the probability as HubSpot writes it: a decimal fraction.
    fn probability(&self) -> String {
        match self.percent {
            0 => "0.0".to_owned(),
            100 => "1.0".to_owned(),
            percent => format!("0.{percent:02}").trim_end_matches('0').to_owned(),
        }
    }

    /// Returns the values that HubSpot calculates for a deal in this stage.
    fn calculated_values(&self) -> [(&'static str, String); 4] {
        let won = self.percent == 100;
        [
            ("hs_is_closed", self.closed().to_string()),
            ("hs_is_closed_won", won.to_string()),
            ("hs_is_closed_lost", (self.percent == 0).to_string()),
            ("hs_deal_stage_probability", self.probability()),
        ]
    }
}

impl Pipelines {
    /// Creates the pipelines of a new portal.
    pub(crate) fn new(created_at: i64) -> Self {
        Self {
            all: standard::pipelines(),
            created_at,
        }
    }

    fn pipeline(&self, id: &str) -> Option<&Pipeline> {
        self.all.iter().find(|pipeline| pipeline.id == id)
    }

    fn stage(&self, id: &str) -> Option<&Stage> {
        let mut stages = self.all.iter().flat_map(|pipeline| &pipeline.stages);
        stages.find(|stage| stage.id == id)
    }

    /// Returns the ids of all stages.
    pub(crate) fn stage_ids(&self) -> impl Iterator<Item = &str> {
        let stages = self.all.iter().flat_map(|pipeline| &pipeline.stages);
        stages.map(|stage| stage.id.as_str())
    }

    /// Returns the pipelines as choices of the property `pipeline`.
    pub(crate) fn choices(&self) -> Vec<Choice> {
        let row = |it: &Pipeline| choice(&it.id, &it.label, it.display_order);
        self.all.iter().map(row).collect()
    }

    /// Returns the stages of all pipelines as choices of the property `dealstage`.
    pub(crate) fn stage_choices(&self) -> Vec<Choice> {
        let stages = self.all.iter().flat_map(|pipeline| &pipeline.stages);
        let row = |it: &Stage| choice(&it.id, &it.label, it.display_order);
        stages.map(row).collect()
    }

    /// Checks that a deal's stage belongs to its pipeline after a write.
    ///
    /// # Errors
    /// The stage belongs to another pipeline.
    pub(crate) fn validate(
        &self,
        deal: Option<&Record>,
        new: &Checked,
    ) -> Result<(), Vec<Invalid>> {
        let (Some(stage), pipeline) = (
            value_after(deal, new, "dealstage"),
            value_after(deal, new, "pipeline"),
        ) else {
            return Ok(());
        };
        let pipeline = pipeline.unwrap_or_else(|| DEFAULT.to_owned());
        let stages = self
            .pipeline(&pipeline)
            .map_or(&[][..], |found| &found.stages);
        if stages.iter().any(|own| own.id == stage) {
            return Ok(());
        }
        let allowed: Vec<&str> = stages.iter().map(|own| own.id.as_str()).collect();
        Err(vec![Invalid {
            name: "dealstage".to_owned(),
            code: "INVALID_OPTION",
            message: format!(
                "{stage} is not a stage of the pipeline {pipeline}, whose stages are: {allowed:?}"
            ),
        }])
    }

    /// Returns the calculated values that change when these values are written to a deal.
    pub(crate) fn calculated_values(
        &self,
        written: &[(crate::properties::Name, String)],
        now: i64,
        entries: DealEntries,
    ) -> Vec<(String, String)> {
        let find = |name: &str| written.iter().find(|(own, _)| &**own == name);
        let stage = find("dealstage").and_then(|(_, stage)| self.stage(stage));
        let Some(stage) = stage else {
            return Vec::new();
        };
        let own = stage.calculated_values().into_iter();
        let mut values: Vec<(String, String)> =
            own.map(|(name, value)| (name.to_owned(), value)).collect();
        if stage.closed() && find("closedate").is_none() {
            values.push(("closedate".to_owned(), crate::time::iso(now)));
        }
        if entries != DealEntries::Hidden {
            values.push((ENTERED_PRESENT.to_owned(), crate::time::iso(now)));
        }
        if entries == DealEntries::PerStage {
            values.push((entered(&stage.id), crate::time::iso(now)));
        }
        values
    }
}

/// Returns the value that a property has after a write, or none if it is empty.
fn value_after(deal: Option<&Record>, new: &Checked, name: &str) -> Option<String> {
    let value = match new.iter().find(|(own, _)| &**own == name) {
        Some((_, value)) => value.clone(),
        None => deal?.value(name)?.into_owned(),
    };
    Some(value).filter(|value| !value.is_empty())
}

fn choice(value: &str, label: &str, display_order: i64) -> Choice {
    Choice {
        label: label.to_owned(),
        value: value.to_owned(),
        description: String::new(),
        display_order,
        hidden: false,
    }
}
