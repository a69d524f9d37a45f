//! The actions of marketers on syncs and runs: they change audiences, end syncs, add syncs, and retry runs.

use domain::mapping::own_outbound;
use domain::{OnLeaving, RunId, SyncId};
use portal::{ChangeSync, PortalRequest};

use super::World;
use super::operations::rows;
use super::views::campaign_id;
use crate::case::{Covers, Mapping};
use crate::crm::FOREIGN_PROPERTY;
use crate::judge::{Rule, demand};

impl World {
    /// Retries the failed contacts of the newest run that has some.
    pub(crate) fn retry_run(&mut self, place: usize) {
        let runs = self.runs(place);
        let Some(failed) = runs.iter().find(|run| run.is_over() && run.failed > 0) else {
            return;
        };
        let (id, contacts) = (failed.id, failed.failed);
        let run = RunId(u32::try_from(id).expect("a small number"));
        let Ok(view) = self.ask(place, PortalRequest::RetryRun { run }) else {
            return;
        };
        self.met("a run of failed contacts".into());
        self.tenants[place]
            .retries
            .insert(view["id"].as_u64().expect("an id"), id);
        self.judge(demand(
            view["expected"].as_u64() == Some(contacts),
            Rule::Counts,
            || format!("{contacts} failed, and the run that tries them again is {view}"),
        ));
    }

    /// Changes the audience of a sync.
    pub(crate) fn change_audience(&mut self, place: usize, at: u8, covers: Covers) {
        let Some(sync) = self.sync_at(place, at) else {
            return;
        };
        let change = ChangeSync {
            audience: Some(self.crm.audience(self.tenants[place].hub, covers)),
            ..ChangeSync::default()
        };
        self.change_sync(place, sync, change, "an audience changed");
    }

    /// Changes a sync's decision about contacts that leave, even while a run is under way.
    pub(crate) fn change_leaving(&mut self, place: usize, at: u8, decision: OnLeaving) {
        let Some(sync) = self.sync_at(place, at) else {
            return;
        };
        let change = ChangeSync {
            on_leaving: Some(decision),
            ..ChangeSync::default()
        };
        self.change_sync(place, sync, change, "what becomes of leavers changed");
    }

    /// Changes the mapping of the first campaign's sync.
    pub(crate) fn change_mapping(&mut self, place: usize, mapping: Mapping) {
        let syncs = &self.tenants[place].writes.syncs;
        let Some(at) = syncs.iter().position(|sync| sync.campaign == 1) else {
            return;
        };
        let sync = self.sync_at(place, u8::try_from(at).expect("a small number"));
        let outbound = rows(mapping).unwrap_or_else(|| own_outbound(campaign_id(1)));
        let change = ChangeSync {
            outbound: Some(outbound),
            ..ChangeSync::default()
        };
        if let Some(sync) = sync {
            self.change_sync(place, sync, change, "a mapping changed");
        }
    }

    fn change_sync(&mut self, place: usize, sync: SyncId, change: ChangeSync, what: &str) {
        if self
            .ask(place, PortalRequest::ChangeSync { sync, change })
            .is_ok()
        {
            self.met(what.into());
        }
        self.learn(place);
    }

    pub(crate) fn end_sync(&mut self, place: usize, at: u8) {
        let Some(sync) = self.sync_at(place, at) else {
            return;
        };
        if self.ask(place, PortalRequest::EndSync { sync }).is_ok() {
            self.met("a sync ended".into());
        }
        self.learn(place);
    }

    /// Adds a sync to a campaign, if it has none.
    pub(crate) fn give_sync(&mut self, place: usize, at: u8, covers: Covers) {
        let Some(campaign) = self.campaign(place, at) else {
            return;
        };
        let has = |sync: &crate::judge::Sync| sync.campaign == campaign.id;
        if !self.tenants[place].writes.syncs.iter().any(has) {
            let audience = self.crm.audience(self.tenants[place].hub, covers);
            self.add_sync(place, campaign.id, None, audience);
        }
    }

    /// Adds a sync that writes one property to a campaign that has others.
    pub(crate) fn add_second_sync(&mut self, place: usize, at: u8, covers: Covers) {
        let Some(campaign) = self.campaign(place, at) else {
            return;
        };
        let row = serde_json::json!([
            { "field": "referralLink", "property": FOREIGN_PROPERTY, "mode": "always" }
        ]);
        let rows = serde_json::from_value(row).expect("a mapping");
        let before = self.tenants[place].writes.syncs.len();
        let audience = self.crm.audience(self.tenants[place].hub, covers);
        self.add_sync(place, campaign.id, Some(rows), audience);
        if self.tenants[place].writes.syncs.len() > before {
            self.met("a second sync of a campaign".into());
        }
    }

    fn sync_at(&self, place: usize, at: u8) -> Option<SyncId> {
        let syncs = &self.tenants[place].writes.syncs;
        let at = usize::from(at).checked_rem(syncs.len())?;
        Some(SyncId(u32::try_from(syncs[at].id).expect("a small number")))
    }
}
