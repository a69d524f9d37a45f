//! Preparing a run: the mapped properties must be in HubSpot, writable and of a fitting type.
//!
//! Goodword makes its own properties before a sync's first run. One that is missing later was archived or
//! deleted by a person: it is not made again unless a person resumes the run.

use vecmap::VecMap;

use domain::mapping::{OWN_GROUP, ValueKind};
use domain::{Hold, OutboundMapping, RunEvent, RunId, Stage, WriteMode};
use hubspot::properties::{self, PropertyDefinition, PropertyDraft, PropertyKind};
use hubspot::{NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::engine::understood;
use crate::storage::error::PortalError;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};
use crate::write_back::own_properties;

/// The next thing to do for a run's properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Step {
    /// See what is there.
    #[default]
    Look,
    /// Make the group, then these.
    MakeGroup(Vec<PropertyDraft>),
    /// Make these.
    Make(Vec<PropertyDraft>),
    /// See whether all is there now; if not, these were HubSpot's reasons.
    LookAgain(Vec<String>),
}

/// How far the preparation of each run is. Forgotten in a crash: then it begins anew, with a look.
pub(crate) type Preparations = VecMap<RunId, Step>;

/// What a look at the properties shows.
enum Verdict {
    Ready,
    Missing(Vec<PropertyDraft>),
    Unfit(String),
}

impl Portal {
    pub(in crate::engine) fn plan_preparing(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
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
        let task = Task::Prepare { run: run.id, step };
        if self.is_free(&task, planning) && self.has_room(planning) {
            self.begin_call(task, call, planning)?;
        }
        Ok(())
    }

    pub(in crate::engine) fn prepared(
        &mut self,
        run: RunId,
        step: &Step,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let subject = Task::Prepare {
            run,
            step: Step::Look,
        }
        .subject();
        let result = match step {
            Step::Look | Step::LookAgain(_) => {
                understood(outcome, properties::definitions).map(Found::Properties)
            }
            Step::MakeGroup(drafts) => properties::group_created(hubspot::accept(outcome))
                .map(|()| Found::Next(Step::Make(drafts.clone()))),
            Step::Make(_) => properties::created(hubspot::accept(outcome)).map(|made| {
                let reasons = made
                    .refused
                    .into_iter()
                    .map(|refused| refused.message)
                    .collect();
                Found::Next(Step::LookAgain(reasons))
            }),
        };
        match result {
            Ok(Found::Next(next)) => {
                self.memory.patience.forget(subject);
                self.memory.preparations.insert(run, next);
                Ok(())
            }
            Ok(Found::Properties(definitions)) => {
                self.memory.patience.forget(subject);
                self.judge_properties(run, step, &definitions)
            }
            Err(failure) => match self.heed(subject, Some(run), grant_version, failure, now)? {
                None => Ok(()),
                Some(rejection) => {
                    let problem = format!(
                        "HubSpot refused to make Goodword's properties: {}",
                        rejection.message
                    );
                    self.hold_for_properties(run, &problem)
                }
            },
        }
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

    pub(in crate::engine) fn hold_for_properties(
        &mut self,
        run: RunId,
        problem: &str,
    ) -> Result<(), PortalError> {
        self.memory.preparations.remove(&run);
        let run = runs::get(&self.database, run)?;
        runs::apply(
            &self.database,
            &run,
            RunEvent::Held(Hold::Properties),
            Some(problem),
        )
        .map(drop)
    }
}

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

/// Why values of a mapping cannot be written into a property.
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
