//! Changes at rest. People start queries before them, and the answers must come true. Contacts leave an audience
//! and return to it, and their links must follow the sync's decision.

use std::collections::{BTreeMap, BTreeSet};

use domain::OnLeaving;

use super::World;
use crate::judge::{QueryAnswer, Referrer, Rule, Sync, demand, judge_values};
use crate::lists::{AWAY, ENOUGH_POINTS, FRIENDS, POINTS};

/// The time after which HubSpot's search knows a change. The search lags ten seconds behind.
const SEARCH_KNOWS_MS: i64 = 15_000;

/// One portal before the changes.
pub(crate) struct Scene {
    pub(crate) place: usize,
    pub(crate) sync: Sync,
    members: BTreeSet<String>,
    referrers: BTreeMap<String, Referrer>,
    /// The dry runs of syncs: the sync's id, the answer, and the latest run before it.
    pub(crate) dry_runs: Vec<(u64, QueryAnswer, u64)>,
}

impl World {
    /// Lets contacts leave and return, and judges queries and links before and after.
    pub(crate) fn leave_and_come_back(&mut self) {
        let places = self.places();
        let mut scenes: Vec<Scene> = places.iter().filter_map(|at| self.scene(*at)).collect();
        for scene in &scenes {
            self.some_leave(scene);
        }
        self.run_until(self.now + SEARCH_KNOWS_MS);
        for scene in &mut scenes {
            self.ask_around(scene);
        }
        self.sweep();
        for scene in &scenes {
            self.judge_dry_runs(scene);
            self.judge_leavers(scene);
        }
        if scenes.iter().all(|scene| self.leavers(scene).is_empty()) {
            return;
        }
        for scene in &scenes {
            self.all_come_back(scene);
        }
        self.sweep();
        for scene in &scenes {
            self.judge_returned(scene);
        }
    }

    /// Returns a portal's first sync, preferably one that covers lists.
    fn scene(&mut self, place: usize) -> Option<Scene> {
        let syncs = self.living_syncs(place);
        let of_lists = |sync: &&Sync| !sync.audience.lists_to_read().is_empty();
        let sync = syncs.iter().find(of_lists).or(syncs.first())?.clone();
        let members = self
            .crm
            .in_audience(self.tenants[place].hub, &sync.audience)?;
        let mut referrers = self.referrers(place, sync.campaign);
        referrers.retain(|contact, _| members.contains(contact));
        Some(Scene {
            place,
            sync,
            members,
            referrers,
            dry_runs: Vec::new(),
        })
    }

    fn some_leave(&mut self, scene: &Scene) {
        let (hub, now) = (self.tenants[scene.place].hub, self.now);
        let audience = &scene.sync.audience;
        let middle = scene.members.len() / 2;
        let mut some = scene.members.iter().skip(middle);
        if !audience.excluded_lists.is_empty()
            && let Some(contact) = some.next()
        {
            self.crm.change_list(hub, AWAY, contact, true, now);
        }
        if audience.lists.is_some()
            && let Some(contact) = some.next()
        {
            self.crm.change_list(hub, FRIENDS, contact, false, now);
            self.crm.set_points(hub, contact, 0, now);
        }
        let link = scene
            .sync
            .rows
            .iter()
            .find(|row| row.field == "referralLink");
        if let (Some(contact), Some(link)) = (some.next(), link) {
            self.crm.write(hub, contact, &link.property, "", now);
        }
        self.note_audiences(scene.place);
    }

    fn all_come_back(&mut self, scene: &Scene) {
        let (hub, now) = (self.tenants[scene.place].hub, self.now);
        for contact in self.leavers(scene) {
            if !scene.sync.audience.excluded_lists.is_empty() {
                self.crm.change_list(hub, AWAY, &contact, false, now);
            }
            if scene.sync.audience.lists.is_some() {
                self.crm.change_list(hub, FRIENDS, &contact, true, now);
                self.crm.set_points(hub, &contact, ENOUGH_POINTS, now);
            }
        }
        self.note_audiences(scene.place);
    }

    /// Moves a contact from one of the lists that audiences include to the other one, if it is in one of them.
    pub(crate) fn move_between_lists(&mut self, place: usize, contact: u16) {
        let (hub, now) = (self.tenants[place].hub, self.now);
        let Some(contact) = self.contact(place, contact) else {
            return;
        };
        let is_in = |list: usize| {
            let members = self.crm.members_of(hub, self.crm.list(hub, list));
            members.is_some_and(|members| members.contains(&contact))
        };
        let (points, friends) = (is_in(POINTS), is_in(FRIENDS));
        if points == friends {
            return;
        }
        // The contact joins before it leaves, so that it is in a list at every moment.
        self.crm.change_list(hub, FRIENDS, &contact, true, now);
        self.crm.set_points(hub, &contact, ENOUGH_POINTS, now);
        if friends {
            self.crm.change_list(hub, FRIENDS, &contact, false, now);
        } else {
            self.crm.set_points(hub, &contact, 0, now);
        }
        self.note_audiences(place);
    }

    /// Gives every third contact this number of points.
    pub(crate) fn set_many_points(&mut self, place: usize, points: u16) {
        let (hub, now) = (self.tenants[place].hub, self.now);
        for contact in self.crm.contact_ids(hub).iter().step_by(3) {
            self.crm.set_points(hub, contact, points, now);
        }
        self.note_audiences(place);
    }

    /// Lets HubSpot go on with all lists.
    pub(crate) fn resume_lists(&mut self, place: usize) {
        for list in [POINTS, FRIENDS, AWAY] {
            self.crm.pause_list(self.tenants[place].hub, list, false);
        }
    }

    fn leavers(&self, scene: &Scene) -> Vec<String> {
        let hub = self.tenants[scene.place].hub;
        let present = self.crm.in_audience(hub, &scene.sync.audience);
        let present = present.unwrap_or_default();
        scene.members.difference(&present).cloned().collect()
    }

    fn is_alone_and_live(&self, scene: &Scene) -> bool {
        let tenant = &self.tenants[scene.place];
        let campaign = |sync: &&Sync| sync.campaign == scene.sync.campaign;
        tenant.writes.syncs.iter().filter(campaign).count() == 1
            && tenant
                .campaigns
                .iter()
                .any(|campaign| campaign.id == scene.sync.campaign && campaign.status == "live")
    }

    /// Judges that the links of contacts that left follow the sync's decision, and that no other link changed.
    fn judge_leavers(&mut self, scene: &Scene) {
        if !self.is_alone_and_live(scene) {
            return;
        }
        let leavers = self.leavers(scene);
        let decided = match scene.sync.on_leaving {
            OnLeaving::Keep => "live",
            OnLeaving::Pause => "paused",
            OnLeaving::Revoke => "revoked",
        };
        if !leavers.is_empty() {
            self.met(format!("contacts left, and are {decided}"));
        }
        let wanted = |contact: &String, former: &str| {
            let gone = former == "live" && leavers.contains(contact);
            if gone { decided } else { former }.to_owned()
        };
        self.judge_statuses(scene, wanted);
        if scene.sync.tells_status() && scene.sync.on_leaving != OnLeaving::Keep {
            self.judge_told(scene, &leavers);
        }
    }

    /// Judges that HubSpot shows the link status of these contacts.
    fn judge_told(&mut self, scene: &Scene, leavers: &[String]) {
        let hub = self.tenants[scene.place].hub;
        let told = || {
            scene
                .sync
                .rows
                .iter()
                .filter(|row| row.field == "linkStatus")
        };
        let properties: Vec<String> = told().map(|row| row.property.clone()).collect();
        let held = self.crm.contacts(hub, &properties, self.now);
        let referrers = self.referrers(scene.place, scene.sync.campaign);
        for contact in leavers {
            if let (Some(referrer), Some(held)) = (referrers.get(contact), held.get(contact))
                && !self.crm.is_poisoned(hub, contact)
            {
                let judgement = judge_values(contact, held, told(), referrer);
                self.judge(judgement);
            }
        }
    }

    /// Judges that a contact that returned has a live link, unless the link was revoked.
    fn judge_returned(&mut self, scene: &Scene) {
        if !self.is_alone_and_live(scene) {
            return;
        }
        let hub = self.tenants[scene.place].hub;
        let present = self
            .crm
            .in_audience(hub, &scene.sync.audience)
            .unwrap_or_default();
        self.judge(demand(
            scene.members.is_subset(&present),
            Rule::Audience,
            || "the simulator could not bring everybody back".into(),
        ));
        let revokes = scene.sync.on_leaving == OnLeaving::Revoke;
        let audiences = &self.tenants[scene.place].audiences;
        let left: BTreeSet<String> = scene
            .members
            .iter()
            .filter(|contact| audiences.has_left(scene.sync.id, contact))
            .cloned()
            .collect();
        self.judge_statuses(scene, |contact, former| {
            let ended = revokes && former == "live" && left.contains(contact);
            if ended { "live or revoked" } else { former }.to_owned()
        });
    }

    fn judge_statuses(&mut self, scene: &Scene, wanted: impl Fn(&String, &str) -> String) {
        let present = self.referrers(scene.place, scene.sync.campaign);
        for (contact, former) in &scene.referrers {
            let status = present
                .get(contact)
                .map(|referrer| referrer.link_status.as_str());
            let wanted = wanted(contact, &former.link_status);
            let right = status.is_some_and(|status| wanted.contains(status));
            self.judge(demand(right, Rule::Audience, || {
                let (former, leaving) = (&former.link_status, scene.sync.on_leaving);
                format!(
                    "the link of {contact} was {former}, is {status:?} and should be {wanted} ({leaving:?})"
                )
            }));
        }
    }
}
