//! The jobs of the loop, one file a job, and the list of them in the order of planning.
//!
//! A job's file has its subject for back-off, the `plan_…` method that decides when it may begin, and the settling of
//! its result. No job uses the file of another job: the files beside this one have the parts that several jobs share.

mod ask_about_leavers;
mod background_query;
mod create_person;
mod end_holds;
mod end_links;
mod end_run;
mod enrol_contacts;
mod follow_changes;
mod hosts;
mod look_at_lists;
mod look_up_people;
mod prepare_properties;
mod publish_record;
mod read_account;
mod read_members;
mod read_page;
mod recheck;
mod refresh_grant;
mod release_numbers;
mod report_due;
mod rewrite_fields;
mod take_blocks;
mod uninstall;
mod write_batch;
mod write_referred_by;

use domain::RunId;

pub(super) use self::ask_about_leavers::AskedLeavers;
pub(super) use self::enrol_contacts::Confirming;
pub(super) use self::read_page::NamedPage;
use super::planning::Planning;
use crate::Portal;
use crate::storage::error::PortalError;
use crate::tables::referrals::{self, Referral};
use crate::tables::runs::{self, Run};

type Plan = fn(&mut Portal, &mut Planning) -> Result<(), PortalError>;
type PlanForRun = fn(&mut Portal, &Run, &mut Planning) -> Result<(), PortalError>;
type PlanForPeople = fn(&mut Portal, &[Referral], &mut Planning) -> Result<(), PortalError>;

/// A job's place in a round of planning.
#[derive(Clone, Copy)]
enum Place {
    /// In every round.
    Always(Plan),
    /// In every round in which the grant can be used.
    WithGrant(Plan),
    /// The same, for each run that is moving. All jobs of a run come before those of the next run.
    WithEachRun(&'static [PlanForRun]),
    /// The same, for the referred people who wait for HubSpot.
    WithPeople(&'static [PlanForPeople]),
}

/// All jobs, in the order of planning. An earlier job takes the connections and the quota before a later one.
const JOBS: [Place; 17] = [
    Place::Always(Portal::plan_publishing),
    Place::Always(Portal::plan_hosts),
    Place::Always(Portal::plan_holds),
    Place::Always(|portal, planning| {
        portal.plan_taking_blocks(planning);
        Ok(())
    }),
    Place::Always(Portal::plan_numbers),
    Place::Always(Portal::plan_uninstall),
    Place::Always(Portal::plan_grant),
    Place::WithGrant(Portal::plan_rechecks),
    Place::WithGrant(Portal::plan_changes),
    Place::WithEachRun(&[
        Portal::plan_preparing,
        Portal::plan_look_at_lists,
        Portal::plan_reading_members,
        Portal::plan_asking_about_leavers,
        Portal::plan_ending_links,
        Portal::plan_reading_page,
        Portal::plan_end_of_run,
    ]),
    Place::WithPeople(&[
        Portal::plan_creations,
        Portal::plan_writing_referred_by,
        Portal::plan_look_up,
    ]),
    Place::WithGrant(Portal::plan_enrolments),
    Place::Always(Portal::plan_rewrites),
    Place::WithGrant(Portal::plan_writing),
    Place::WithGrant(Portal::plan_queries),
    Place::WithGrant(Portal::plan_reading_account),
    Place::Always(Portal::plan_due_report),
];

/// Referrals looked at in one round: a batch to be looked up, and those beside it that wait for other things.
const PEOPLE_LOOKED_AT: u32 = 150;

impl Portal {
    /// Lets every job begin what may begin now.
    pub(super) fn plan_jobs(&mut self, planning: &mut Planning) -> Result<(), PortalError> {
        for place in JOBS {
            match place {
                Place::Always(plan) => plan(self, planning)?,
                _ if !planning.is_connected() => {}
                Place::WithGrant(plan) => plan(self, planning)?,
                Place::WithEachRun(plans) => {
                    let mut under_way = runs::under_way(&self.database)?;
                    let is_under_way = |id: &RunId| under_way.iter().any(|run| run.id == *id);
                    self.memory.keep_runs(is_under_way);
                    under_way.retain(|run| run.state.is_moving());
                    for mut run in under_way {
                        if run.moving_since.is_none() {
                            runs::set_moving(&self.database, run.id, planning.now)?;
                            run.moving_since = Some(planning.now);
                        }
                        for plan in plans {
                            plan(self, &run, planning)?;
                        }
                    }
                }
                Place::WithPeople(plans) => {
                    let mut waiting =
                        referrals::waiting_for_hubspot(&self.database, PEOPLE_LOOKED_AT)?;
                    self.memory.people.keep_only(&waiting);
                    self.memory.people.put_failed_last(&mut waiting);
                    if waiting.is_empty() {
                        continue;
                    }
                    for plan in plans {
                        plan(self, &waiting, planning)?;
                    }
                }
            }
        }
        Ok(())
    }
}
