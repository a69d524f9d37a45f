//! The truth of a run that says that it has finished: its counts agree with what happened to each contact.

use std::collections::{BTreeMap, BTreeSet};

use super::{Judgement, Rule, Run, Sync, demand};

/// The things that happened to the contacts of one portal's syncs.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    audiences: BTreeMap<u64, Known>,
    /// The writes that arrived at HubSpot: the time, the sync, and the contact.
    written: Vec<(i64, u64, String)>,
    judged: BTreeSet<u64>,
    /// The number of looks at definitions.
    pub looks: u32,
}

/// The audience of a sync that covers all contacts.
#[derive(Debug)]
struct Known {
    members: BTreeSet<String>,
    /// The time when somebody last came or went, or when the sync was first seen.
    changed_at: i64,
}

impl Truth {
    /// Records the contacts that a sync covers now.
    pub(crate) fn covers(&mut self, sync: &Sync, members: &BTreeSet<String>, now: i64) {
        if sync.audience.lists.is_some() || !sync.audience.excluded_lists.is_empty() {
            self.audiences.remove(&sync.id);
            return;
        }
        let known = self.audiences.get(&sync.id);
        if known.is_none_or(|known| known.members != *members) {
            let members = members.clone();
            let changed_at = now;
            self.audiences.insert(
                sync.id,
                Known {
                    members,
                    changed_at,
                },
            );
        }
    }

    /// Records that a write arrives at HubSpot.
    pub(crate) fn wrote(&mut self, sync: u64, contact: &str, now: i64) {
        self.written.push((now, sync, contact.to_owned()));
    }

    /// Judges the runs that have finished since the last time.
    pub(crate) fn judge(&mut self, runs: &[Run]) -> Judgement {
        for run in runs.iter().filter(|run| run.state == "finished") {
            if !self.judged.insert(run.id) {
                continue;
            }
            let in_run =
                |(at, sync, _): &&(i64, u64, String)| *sync == run.sync && *at >= run.started_at;
            let written: BTreeSet<&String> = self
                .written
                .iter()
                .filter(in_run)
                .map(|(.., contact)| contact)
                .collect();
            demand(run.updated <= written.len() as u64, Rule::Counts, || {
                format!("{} contacts were written in {run:?}", written.len())
            })?;
            let Some(known) = self.audiences.get(&run.sync) else {
                continue;
            };
            let is_still = known.changed_at <= run.started_at && run.kind == "full";
            let all = known.members.len() as u64;
            demand(!is_still || run.seen == all, Rule::Counts, || {
                format!("the audience had {all} contacts all the time of {run:?}")
            })?;
        }
        Ok(())
    }
}
