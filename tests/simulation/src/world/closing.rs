//! The end of a world. There are no more faults, and everything comes to rest. Then the judges check everything,
//! twice.

use std::collections::BTreeMap;

use super::World;
use super::shell::{OPEN_QUERIES, PEOPLE_WAITING, UNPUBLISHED, UNSETTLED};
use crate::crm::BEGINNING_MS;
use crate::judge::{Fingerprint, Rule, Sync, Violation, demand};

/// The longest time in which a world may come to rest. It allows for a message that is seven minutes late,
/// back-offs of a minute, a migration's half minute and an admin who checks every minute and a half, each several
/// times.
const REST_WITHIN_MS: i64 = 2 * 60 * 60_000;

/// The interval between two checks whether everything is at rest.
const LOOK_MS: i64 = 5000;

impl World {
    /// Brings the world to its end. Returns the values in HubSpot at the end.
    pub(crate) fn close(&mut self) -> Vec<String> {
        self.is_closing = true;
        let began = self.now;
        for place in self.places() {
            let tenant = &mut self.tenants[place];
            tenant.strikes.clear();
            tenant.break_after_plan = false;
            tenant.storage.mend();
            self.crm.restore_lists(self.tenants[place].hub, self.now);
            self.resume_lists(place);
            if self.without_lists.contains(&place) {
                self.connect(place);
            }
        }
        // A query that people start tells what the search index shows at the moment.
        self.crm.calm_reads(self.case.shape.reads);
        self.prove_hosts();
        self.come_to_rest("after the last operation", |world, place| {
            world.host_is_settled(place)
        });
        self.see_every_change(began);
        self.sweep();
        if self.experiment.brief {
            self.go_round_closely();
        } else {
            self.go_round();
            self.complete_lists();
            self.some_move_on();
            self.leave_and_come_back();
            self.go_round_closely();
        }
        self.sweep_unchanged();
        self.shown()
    }

    /// Lets HubSpot finish its work on lists, and work on none from now on: a query that people start tells what HubSpot
    /// shows at the moment.
    fn complete_lists(&mut self) {
        let longest = self.case.shape.list_processing_ms;
        if longest > 0 {
            self.crm.set_list_processing(0);
            self.run_until(self.now + longest);
        }
    }

    /// Waits until cron has brought one more sweep of every sync.
    pub(crate) fn sweep(&mut self) {
        let places = self.places();
        let runs: BTreeMap<usize, BTreeMap<u64, u64>> = places
            .iter()
            .map(|place| (*place, self.last_runs(*place)))
            .collect();
        self.come_to_rest("with the sweep that cron brings", |world, place| {
            let present = world.last_runs(place);
            let newer = |sync: &Sync| present.get(&sync.id) > runs[&place].get(&sync.id);
            world.living_syncs(place).iter().all(newer)
        });
    }

    /// Waits for a sweep of unchanged portals, and judges that it changes nothing.
    fn sweep_unchanged(&mut self) {
        let places = self.places();
        let before: Vec<Fingerprint> = places
            .iter()
            .map(|place| self.fingerprint(*place))
            .collect();
        let looks: Vec<u32> = places
            .iter()
            .map(|place| self.tenants[*place].truth.looks)
            .collect();
        self.sweep();
        for (place, looks) in places.iter().zip(looks) {
            self.judge_looks(*place, looks);
        }
        for (place, before) in places.iter().zip(before) {
            let after = self.fingerprint(*place);
            let judgement = before.unchanged(&after, &self.tenants[*place].storage);
            self.judge(judgement);
        }
        self.judge_growth(&places);
    }

    /// Judges that one more sweep leaves no more rows behind, where the last one had outcomes.
    fn judge_growth(&mut self, places: &[usize]) {
        let has_outcomes = |place: &usize| self.rows(*place, "outcome") > 0;
        let with_outcomes: Vec<usize> = places.iter().copied().filter(has_outcomes).collect();
        if with_outcomes.is_empty() || self.violation.is_some() {
            return;
        }
        let count =
            |world: &Self, place: usize| (world.rows(place, "run"), world.rows(place, "outcome"));
        let before: Vec<_> = with_outcomes
            .iter()
            .map(|place| count(self, *place))
            .collect();
        self.sweep();
        for (place, before) in with_outcomes.into_iter().zip(before) {
            let after = count(self, place);
            let stays = after.0 <= before.0 && after.1 <= before.1;
            self.judge(demand(stays, Rule::QuietSweep, || {
                format!("a quiet portal has grown from {before:?} to {after:?} runs and outcomes")
            }));
        }
    }

    fn rows(&self, place: usize, table: &str) -> i64 {
        let count = format!("SELECT COUNT(*) FROM {table}");
        self.tenants[place].storage.count(&count)
    }

    /// Judges that a sweep of an unchanged portal has looked at no definitions. A portal looks at them once a day.
    fn judge_looks(&mut self, place: usize, before: u32) {
        let looks = self.tenants[place].truth.looks - before;
        let is_young = self.now < 20 * 60 * 60_000;
        self.judge(demand(looks == 0 || !is_young, Rule::QuietSweep, || {
            format!("a sweep of portal {place} looked at definitions {looks} times")
        }));
    }

    fn fingerprint(&self, place: usize) -> Fingerprint {
        let tenant = &self.tenants[place];
        Fingerprint::of(&tenant.storage, tenant.writes.values(), tenant.published)
    }

    pub(crate) fn last_runs(&mut self, place: usize) -> BTreeMap<u64, u64> {
        let mut last = BTreeMap::new();
        for run in self.runs(place) {
            let newest = last.entry(run.sync).or_insert(0);
            *newest = run.id.max(*newest);
        }
        last
    }

    /// Returns the syncs whose campaign is not archived.
    pub(crate) fn living_syncs(&self, place: usize) -> Vec<Sync> {
        let writes = &self.tenants[place].writes;
        let lives = |sync: &&Sync| !writes.archived.contains(&sync.campaign);
        writes.syncs.iter().filter(lives).cloned().collect()
    }

    pub(crate) fn come_to_rest(
        &mut self,
        when: &str,
        mut enough: impl FnMut(&mut Self, usize) -> bool,
    ) {
        let until = self.now + REST_WITHIN_MS;
        let mut looked_after = None;
        let mut restless = 0;
        while self.violation.is_none() {
            if looked_after != Some(self.events) {
                let mut places = self.places().into_iter();
                let found = places.find(|place| !(self.rests(*place) && enough(self, *place)));
                let Some(found) = found else { return };
                restless = found;
                looked_after = Some(self.events);
            }
            if self.now >= until {
                let what = format!("portal {restless} does not come to rest {when}");
                self.judge(Err(Violation::of(Rule::Stuck, what)));
                return;
            }
            self.run_until(self.now + LOOK_MS);
        }
    }

    fn rests(&mut self, place: usize) -> bool {
        let tenant = &self.tenants[place];
        let idle = tenant.running.is_empty() && self.nothing_flies(place);
        let written = "SELECT (SELECT COUNT(*) FROM outbox_batch) + (SELECT COUNT(*) FROM campaign_rewrite) \
                       + (SELECT COUNT(*) FROM run WHERE finished_at IS NULL) + (SELECT COUNT(*) FROM number_change)";
        let nothing_left =
            idle && tenant.storage.count(written) == 0 && tenant.storage.count(UNPUBLISHED) == 0;
        nothing_left
            && tenant.storage.count(UNSETTLED) == 0
            && tenant.storage.count(PEOPLE_WAITING) == 0
            && tenant.storage.count(&rechecks_due(BEGINNING_MS + self.now)) == 0
            && tenant.storage.count(OPEN_QUERIES) == 0
            && self.is_connected(place)
            && self.runs(place).iter().all(crate::judge::Run::is_over)
    }

    /// Returns the values in HubSpot without the codes, which differ from world to world.
    fn shown(&mut self) -> Vec<String> {
        let mut shown = Vec::new();
        for place in self.places() {
            let hub = self.tenants[place].hub;
            for sync in self.living_syncs(place) {
                let properties: Vec<String> =
                    sync.rows.iter().map(|row| row.property.clone()).collect();
                let contacts = self.crm.contacts(hub, &properties, self.now);
                let referrers = self.referrers(place, sync.campaign);
                for (contact, values) in contacts {
                    let referrer = referrers.get(&contact);
                    let status = referrer.map_or("none", |referrer| &referrer.link_status);
                    let own = referrer.map_or("-", |referrer| &referrer.code);
                    let link = referrer.map_or("-", |referrer| &referrer.link);
                    let values: Vec<String> = values
                        .values()
                        .map(|value| match value.split_once("/r/") {
                            Some((_, code)) if code != own && value != link => {
                                "another's link".to_owned()
                            }
                            _ => value.replace(own, "CODE"),
                        })
                        .collect();
                    shown.push(format!("{place} {} {contact} {status} {values:?}", sync.id));
                }
            }
        }
        shown
    }
}

/// Counts the referrals whose recheck is due.
fn rechecks_due(now: i64) -> String {
    format!("SELECT COUNT(*) FROM referral WHERE look_at IS NOT NULL AND look_at <= {now}")
}
