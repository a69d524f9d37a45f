//! The job that prepares a run: the mapped properties must be in HubSpot, writable and of a fitting type.
//!
//! Goodword creates its own properties before a sync's first run. A property that is missing later was archived or
//! deleted by a person. Goodword does not create it again unless a person resumes the run.

use domain::mapping::{OWN_GROUP, ValueKind};
use domain::{OutboundMapping, RunEvent, RunId, Stage, WriteMode};
use hubspot::properties::{self, PropertyDefinition, PropertyDraft, PropertyKind};
use hubspot::{NoReply, Reply};

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::engine::preparations::Step;
use crate::storage::error::PortalError;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};
use crate::write_back::own_properties;

const fn subject(run: RunId) -> Subject {
    Subject::new("properties").of_run(run)
}

/// The result of a look at the properties.
enum Verdict {
    Ready,
    Missing(Vec<PropertyDraft>),
    Unfit(String),
}

/// Takes the next step for a run's properties.
#[derive(Debug)]
struct PrepareProperties {
    run: RunId,
    step: Step,
}

impl Job for PrepareProperties {
    type Kind = CallHubSpot;

    fn subject(&self) -> Subject {
        subject(self.run)
    }

    fn run(&self, _: &Portal) -> Result<Option<RunId>, PortalError> {
        Ok(Some(self.run))
    }

    fn settle(
        self,
        portal: &mut Portal,
        result: Result<Reply, NoReply>,
        flight: Landed,
    ) -> Result<(), PortalError> {
        let found = match &self.step {
            Step::Look | Step::LookAgain(_) => {
                understood(result, properties::definitions).map(Found::Properties)
            }
            Step::MakeGroup(drafts) => properties::group_created(hubspot::accept(result))
                .map(|()| Found::Next(Step::Make(drafts.clone()))),
            Step::Make(_) => properties::created(hubspot::accept(result)).map(|made| {
                let refused = made.refused.into_iter();
                let reasons = refused.map(|refused| refused.message).collect();
                Found::Next(Step::LookAgain(reasons))
            }),
        };
        match found {
            Ok(Found::Next(next)) => {
                portal.memory.back_off.recover(self.subject());
                portal.memory.preparations.insert(self.run, next);
                Ok(())
            }
            Ok(Found::Properties(definitions)) => {
                portal.memory.back_off.recover(self.subject());
                portal.judge_properties(self.run, &self.step, &definitions)
            }
            Err(failure) => {
                let run = Some(self.run);
                match portal.handle_failure(self.subject(), run, failure, flight)? {
                    None => Ok(()),
                    Some(rejection) => {
                        let problem = format!(
                            "HubSpot refused to make Goodword's properties: {}",
                            rejection.message
                        );
                        portal.hold_for_properties(self.run, &problem)
                    }
                }
            }
        }
    }
}

impl Portal {
    pub(super) fn plan_preparing(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if run.state.stage != Stage::Preparing {
            return Ok(());
        }
        let step = self
            .memory
            .preparations
            .get(&run.id)
            .cloned()
            .unwrap_or_default();
        let call = match &step {
            Step::Look | Step::LookAgain(_) => properties::list(),
            Step::MakeGroup(_) => properties::create_group(OWN_GROUP, "Goodword"),
            Step::Make(drafts) => properties::create(drafts),
        };
        if self.is_free(subject(run.id), planning) && self.has_room(planning) {
            self.begin_call(PrepareProperties { run: run.id, step }, call, planning)?;
        }
        Ok(())
    }

    fn judge_properties(
        &mut self,
        run: RunId,
        step: &Step,
        definitions: &[PropertyDefinition],
    ) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        if run.state.stage != Stage::Preparing {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        self.memory.preparations.remove(&run.id);
        match (judge(&sync, definitions), step) {
            (Verdict::Ready, _) => self.database.atomically(|| {
                if !sync.properties_made {
                    syncs::set_properties_made(&self.database, sync.id, true)?;
                }
                syncs::set_known_properties(&self.database, &sync)?;
                runs::apply(&self.database, &run, RunEvent::PropertiesReady, None).map(drop)
            }),
            (Verdict::Unfit(problem), _) => self.hold_for_properties(run.id, &problem),
            (Verdict::Missing(drafts), Step::LookAgain(reasons)) => {
                let names: Vec<_> = drafts.iter().map(|draft| draft.name.as_str()).collect();
                let problem = format!(
                    "HubSpot did not make the properties {}. {}",
                    names.join(", "),
                    reasons.join(" ")
                );
                self.hold_for_properties(run.id, problem.trim_end())
            }
            (Verdict::Missing(drafts), _) => {
                self.memory
                    .preparations
                    .insert(run.id, Step::MakeGroup(drafts));
                Ok(())
            }
        }
    }
}

/// The result of a step.
enum Found {
    Properties(Vec<PropertyDefinition>),
    Next(Step),
}

fn judge(sync: &Sync, definitions: &[PropertyDefinition]) -> Verdict {
    let mut missing = Vec::new();
    for row in sync
        .outbound
        .iter()
        .filter(|row| row.mode != WriteMode::Never)
    {
        let found = definitions
            .iter()
            .find(|definition| definition.name == row.property.as_str() && !definition.archived);
        match found {
            Some(definition) => {
                if let Some(problem) = misfit(row, definition) {
                    return Verdict::Unfit(problem);
                }
            }
            None if row.property == row.field.own_property(sync.campaign) => {
                if sync.properties_made {
                    return Verdict::Unfit(format!(
                        "The property {} was archived or deleted in HubSpot. Resume the sync to make it \
                         again.",
                        row.property
                    ));
                }
                missing.push(own_properties::draft(row.field, &row.property));
            }
            None => {
                return Verdict::Unfit(format!(
                    "HubSpot has no contact property {}. Make it there, then resume the sync.",
                    row.property
                ));
            }
        }
    }
    if missing.is_empty() {
        Verdict::Ready
    } else {
        Verdict::Missing(missing)
    }
}

/// Returns why values of a mapping cannot be written into a property.
fn misfit(row: &OutboundMapping, definition: &PropertyDefinition) -> Option<String> {
    if definition.hubspot_defined {
        return Some(format!(
            "{} is one of HubSpot's own properties; Goodword writes only into properties made for it.",
            row.property
        ));
    }
    if !definition.is_writable() {
        return Some(format!(
            "HubSpot does not let apps write the property {}.",
            row.property
        ));
    }
    let fits = match row.field.kind() {
        ValueKind::Text => definition.kind == Some(PropertyKind::String),
        ValueKind::Number => {
            matches!(
                definition.kind,
                Some(PropertyKind::Number | PropertyKind::String)
            )
        }
        ValueKind::Date => {
            matches!(
                definition.kind,
                Some(PropertyKind::Date | PropertyKind::DateTime | PropertyKind::String)
            )
        }
    };
    if fits {
        return None;
    }
    let wanted = match row.field.kind() {
        ValueKind::Text => "text",
        ValueKind::Number => "number",
        ValueKind::Date => "date",
    };
    Some(format!(
        "The property {} is not of the type {wanted}.",
        row.property
    ))
}
