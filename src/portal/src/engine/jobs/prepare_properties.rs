//! The job that prepares a run: the mapped properties must be in HubSpot, writable and of a fitting type.
//!
//! Goodword creates its own properties before a sync's first run. A property that is missing later was archived or
//! deleted by a person. Goodword does not create it again unless a person resumes the run.
//!
//! A sweep does not look at properties that HubSpot has shown within a day: a write that HubSpot refuses brings the run
//! back here. New definitions may come late, so that a run looks again for a minute before a person has to help.

use domain::mapping::ValueKind;
use domain::{OutboundMapping, RunEvent, RunId, Stage, WriteMode};
use hubspot::properties::{self, Made, Making, PropertyDefinition, PropertyDraft, PropertyKind};
use hubspot::{Call, Failure, NoReply, Reply};
use jiff::{SignedDuration, Timestamp};
use vecmap::VecSet;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::failures::understood;
use crate::engine::job::{CallHubSpot, Job, Landed};
use crate::engine::planning::Planning;
use crate::engine::preparations::{Preparation, pause_after};
use crate::storage::error::PortalError;
use crate::tables::runs::{self, Run};
use crate::tables::syncs::{self, Sync};
use crate::write_back::own_properties::{self, OWN_GROUP_LABEL};

/// For so long HubSpot need not show the mapped properties again.
const SEEN_FOR: SignedDuration = SignedDuration::from_hours(24);

const fn subject(run: RunId) -> Subject {
    Subject::new("properties").of_run(run)
}

/// The result of a look at the properties.
enum Verdict {
    Ready,
    /// Goodword's own properties are missing, and are to be created.
    Missing(Vec<PropertyDraft>),
    /// A property is missing that only a person can create. HubSpot may show it late.
    Absent(String),
    Unfit(String),
}

/// Takes the next step for a run's properties.
#[derive(Debug)]
struct PrepareProperties {
    run: RunId,
    preparation: Preparation,
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
        let subject = self.subject();
        let Self {
            run,
            mut preparation,
        } = self;
        let taken = match preparation.making.take() {
            Some(mut making) => {
                let taken = making.take(hubspot::accept(result));
                let over = making.call().is_none();
                if over {
                    preparation.made = Some(making);
                } else {
                    preparation.making = Some(making);
                }
                taken.map(|()| None)
            }
            None if preparation.reads_all => understood(result, properties::definitions).map(Some),
            None => understood(result, properties::found).map(Some),
        };
        let failure = match taken {
            Ok(found) => {
                portal.memory.back_off.recover(subject);
                if let Some(definitions) = found {
                    return portal.judge_properties(run, preparation, &definitions, flight.now);
                }
                portal.memory.preparations.insert(run, preparation);
                return Ok(());
            }
            Err(failure) => failure,
        };
        if is_refused_look(&preparation, &failure) {
            preparation.reads_all = true;
            portal.memory.preparations.insert(run, preparation);
            return Ok(());
        }
        match portal.handle_failure(subject, Some(run), failure, flight)? {
            None => Ok(()),
            Some(rejection) => {
                let what = if preparation.making.is_some() {
                    "HubSpot refused to make Goodword's properties"
                } else {
                    "HubSpot did not show its properties"
                };
                portal.hold_for_properties(run, &format!("{what}: {}", rejection.message))
            }
        }
    }
}

/// Returns whether HubSpot has refused to read properties by their names. It may do so if it has none of them.
fn is_refused_look(preparation: &Preparation, failure: &Failure) -> bool {
    let looks = preparation.making.is_none() && !preparation.reads_all;
    looks && matches!(failure, Failure::Rejected(_))
}

impl Portal {
    pub(super) fn plan_preparing(
        &mut self,
        run: &Run,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        if run.state.stage != Stage::Preparing || !self.is_free(subject(run.id), planning) {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        let known = self.memory.preparations.get(&run.id).cloned();
        let seen_at = sync.properties_seen_at.filter(|_| sync.properties_made);
        if known.is_none() && seen_at.is_some_and(|at| planning.now.duration_since(at) < SEEN_FOR) {
            planning.wake(planning.now);
            return runs::apply(&self.database, run, RunEvent::PropertiesReady, None).map(drop);
        }
        let mut preparation = known.unwrap_or_default();
        if let Some(pause) = preparation.pause.take() {
            let until = planning.now.saturating_add(pause).unwrap_or(planning.now);
            self.memory.preparations.insert(run.id, preparation);
            self.memory.back_off.rest(subject(run.id), until);
            planning.wake(until);
            return Ok(());
        }
        let call = next_call(&preparation, &sync);
        if self.has_room(planning) {
            let job = PrepareProperties {
                run: run.id,
                preparation,
            };
            self.begin_call(job, call, planning)?;
        }
        Ok(())
    }

    fn judge_properties(
        &mut self,
        run: RunId,
        preparation: Preparation,
        definitions: &[PropertyDefinition],
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let run = runs::get(&self.database, run)?;
        if run.state.stage != Stage::Preparing {
            return Ok(());
        }
        let sync = syncs::get(&self.database, run.sync)?;
        self.memory.preparations.remove(&run.id);
        let verdict = judge(&sync, definitions);
        let (problem, missing) = match verdict {
            Verdict::Ready => {
                return self.database.atomically(|| {
                    if !sync.properties_made {
                        syncs::set_properties_made(&self.database, sync.id, true)?;
                    }
                    syncs::set_properties_seen(&self.database, sync.id, Some(now))?;
                    syncs::set_known_properties(&self.database, &sync)?;
                    runs::apply(&self.database, &run, RunEvent::PropertiesReady, None).map(drop)
                });
            }
            Verdict::Unfit(problem) => return self.hold_for_properties(run.id, &problem),
            Verdict::Absent(problem) => (problem, None),
            Verdict::Missing(drafts) => {
                let Some(made) = preparation.made.as_ref().map(Making::result) else {
                    let making = Some(Making::of(drafts, OWN_GROUP_LABEL));
                    let preparation = Preparation {
                        making,
                        ..preparation
                    };
                    self.memory.preparations.insert(run.id, preparation);
                    return Ok(());
                };
                // HubSpot may not know a new group yet when it refuses the group's properties.
                let again = !made.refused.is_empty();
                (not_made(&drafts, made), again.then_some(drafts))
            }
        };
        let pause = pause_after(preparation.looks);
        if pause.is_none() {
            return self.hold_for_properties(run.id, &problem);
        }
        let preparation = Preparation {
            making: missing.map(|drafts| Making::of(drafts, OWN_GROUP_LABEL)),
            looks: preparation.looks + 1,
            pause,
            ..preparation
        };
        self.memory.preparations.insert(run.id, preparation);
        Ok(())
    }
}

fn next_call(preparation: &Preparation, sync: &Sync) -> Call {
    if let Some(call) = preparation.making.as_ref().and_then(Making::call) {
        return call;
    }
    let written = sync.outbound.iter();
    let names: VecSet<&str> = written
        .filter(|row| row.mode != WriteMode::Never)
        .map(|row| row.property.as_str())
        .collect();
    if preparation.reads_all || names.is_empty() || names.len() > properties::BATCH_LIMIT {
        return properties::list();
    }
    properties::read(&names.into_iter().collect::<Vec<_>>())
}

/// Returns the problem that a person reads when HubSpot does not have properties that Goodword has tried to create.
fn not_made(drafts: &[PropertyDraft], made: &Made) -> String {
    let names: Vec<_> = drafts.iter().map(|draft| draft.name.as_str()).collect();
    let names = names.join(", ");
    if made.exists && made.refused.is_empty() {
        return format!(
            "HubSpot says that {names} exists already, and does not show it. It may be archived: restore it in HubSpot, \
             or map another property."
        );
    }
    let problem = format!(
        "HubSpot did not make the properties {names}. {}",
        made.refused.join(" ")
    );
    problem.trim_end().to_owned()
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
                let problem = format!(
                    "HubSpot has no contact property {}. Make it there, then resume the sync.",
                    row.property
                );
                // A property that HubSpot has shown before does not come late.
                return if sync.properties_made {
                    Verdict::Unfit(problem)
                } else {
                    Verdict::Absent(problem)
                };
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
