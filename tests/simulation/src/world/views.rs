//! Reads a portal's responses.

use domain::{CampaignId, ContactId, OnLeaving, OutboundMapping};
use portal::{OutcomeKind, PortalRequest, ReferrerOrder, ReferrerQuery};
use serde_json::Value;
use std::collections::BTreeMap;

use super::World;
use crate::judge::{Numbers, Referrer, Row, Rule, Run, Sync, demand, judge_runs, runs_of};
use crate::ops::Kind;
use crate::tenant::Campaign;
use crate::wire::{PageAsked, PageContents, Which, Written};

impl World {
    /// Records every code in a response.
    pub(crate) fn saw_view(&mut self, place: usize, view: &Value) {
        let mut found = Vec::new();
        find_referrers(view, &mut found);
        for (campaign, contact, code) in found {
            let judgement = self.codes.saw(place, campaign, &contact, &code);
            self.judge(judgement);
        }
    }

    /// Returns the runs of a portal, and judges them.
    pub(crate) fn runs(&mut self, place: usize) -> Vec<Run> {
        let Ok(view) = self.observe(
            place,
            PortalRequest::Runs {
                sync: None,
                after: None,
            },
        ) else {
            return Vec::new();
        };
        let runs = runs_of(&view);
        let judgement = judge_runs(&runs, &mut self.tenants[place].runs);
        self.judge(judgement);
        let judgement = self.tenants[place].truth.judge(&runs);
        self.judge(judgement);
        for run in self.tenants[place].gone.unjudged(&runs) {
            self.judge_gone(place, run);
        }
        runs
    }

    /// Judges the contacts that a run reports as gone.
    fn judge_gone(&mut self, place: usize, run: u64) {
        let live = self.crm.contact_ids(self.tenants[place].hub);
        for item in self.outcome_items(place, run) {
            let text = |name: &str| item[name].as_str().unwrap_or_default();
            if text("reason") != "gone" {
                continue;
            }
            self.met("a contact was gone".into());
            let contact = text("contactId");
            let lives = live.iter().any(|own| own == contact);
            let judgement = self.tenants[place]
                .gone
                .judge(contact, text("detail"), lives);
            self.judge(judgement);
        }
    }

    /// Returns the run for which a page is read: the run of the sync that reads these properties. Returns `None` if
    /// a query needs the page.
    pub(crate) fn run_that_reads(&mut self, place: usize, asked: &PageAsked) -> Option<u64> {
        let syncs = &self.tenants[place].writes.syncs;
        let sync = syncs.iter().find(|sync| sync.reads(&asked.properties));
        let sync = sync.map(|sync| sync.id);
        let runs = self.runs(place);
        let run = runs
            .iter()
            .find(|run| Some(run.sync) == sync && run.state == "reading")
            .map(|run| run.id);
        if run.is_none() {
            let needed = self.is_asked(place, &["preview", "dryRun"]);
            self.judge(demand(needed, Rule::Needless, || {
                format!("a page is read that no run and no query needs: {asked:?}")
            }));
        }
        if let (Some(run), Which::Named(names)) = (run, &asked.which)
            && let Some(failed) = self.tenants[place].retries.get(&run).copied()
        {
            let outcomes = self.outcomes(place, failed);
            let other = names
                .iter()
                .find(|name| outcomes.get(*name).is_none_or(|(kind, _)| kind != "failed"));
            self.judge(demand(other.is_none(), Rule::Needless, || {
                format!("run {run} tries {other:?} again, who did not fail in run {failed}")
            }));
        }
        run
    }

    /// Records that a portal has the response to a page. The page is decided if its run has counted the contacts.
    pub(crate) fn page_heard(
        &mut self,
        place: usize,
        asked: &PageAsked,
        told: Option<PageContents>,
    ) {
        let syncs = &self.tenants[place].writes.syncs;
        let sync = syncs.iter().find(|sync| sync.reads(&asked.properties));
        let Some(sync) = sync.map(|sync| sync.id) else {
            return;
        };
        let before = self.tenants[place].runs.clone();
        let after = self.runs(place);
        let counted = after.iter().find(|run| {
            let former = before.get(&run.id).map_or(0, |run| run.seen);
            run.sync == sync && run.seen > former
        });
        let tenant = &mut self.tenants[place];
        match (counted, told) {
            (Some(run), Some(told)) => {
                tenant.reading.answered(run.id);
                tenant.reading.decided(run.id, asked, &told);
                tenant.writes.read(&told);
            }
            (_, told) => {
                if let (Some(told), Some(run)) = (told, after.iter().find(|run| run.sync == sync)) {
                    tenant.reading.told(run.id, told.next);
                    // A page of named contacts may need several calls. The portal keeps what each has told.
                    if matches!(asked.which, Which::Named(_)) {
                        tenant.reading.looked(asked, &told);
                    }
                }
                tenant
                    .reading
                    .answered_without_decision(sync_runs(&before, sync));
            }
        }
    }

    /// Records that a portal has looked at the contacts of a batch before it writes them.
    pub(crate) fn looked(&mut self, place: usize, asked: &PageAsked, told: Option<PageContents>) {
        let Some(told) = told else { return };
        let tenant = &mut self.tenants[place];
        tenant.reading.looked(asked, &told);
        tenant.writes.read(&told);
    }

    /// Returns true if a query of one of these kinds is under way.
    pub(crate) fn is_asked(&mut self, place: usize, kinds: &[&str]) -> bool {
        kinds.iter().any(|kind| {
            if *kind == "catalogue" {
                let view = self.observe(place, PortalRequest::Catalogue);
                return view.is_ok_and(|view| is_open(&view));
            }
            let Some(id) = self.tenants[place].queries.get(kind).copied() else {
                return false;
            };
            let kind = super::queries::kind(kind);
            let view = self.observe(place, PortalRequest::Query { kind, id });
            view.is_ok_and(|view| is_open(&view))
        })
    }

    /// Judges that a call is needed by a run in this state, or by a query of one of these kinds.
    pub(crate) fn judge_need(&mut self, place: usize, kind: Kind, stage: &str, queries: &[&str]) {
        let run = self.runs(place).iter().any(|run| run.state == stage);
        let needed = run || self.is_asked(place, queries);
        self.judge(demand(needed, Rule::Needless, || {
            format!("{kind:?} is called for, and no run and no query needs it")
        }));
    }

    /// Returns the link statuses that the portal reports for the contacts of a batch, where they matter for it.
    pub(crate) fn statuses(&mut self, place: usize, batch: &[Written]) -> BTreeMap<String, String> {
        let writes = &self.tenants[place].writes;
        let of = |written: &Written| {
            let sync = writes.sync_of(written).ok()?;
            let matters = sync.tells_status() || sync.on_leaving == OnLeaving::Revoke;
            matters.then(|| (sync.campaign, written.contact.clone()))
        };
        let wanted: Vec<(u64, String)> = batch.iter().filter_map(of).collect();
        let mut statuses = BTreeMap::new();
        for (campaign, contact) in wanted {
            if let Some(referrer) = self.referrer(place, campaign, &contact) {
                statuses.insert(contact, referrer.link_status);
            }
        }
        statuses
    }

    /// Records the contacts that the syncs cover now, according to HubSpot.
    pub(crate) fn note_audiences(&mut self, place: usize) {
        let tenant = &mut self.tenants[place];
        tenant.audiences.present(&tenant.writes.syncs);
        for sync in &tenant.writes.syncs {
            if let Some(members) = self.crm.in_audience(tenant.hub, &sync.audience) {
                tenant.truth.covers(sync, &members, self.now);
                tenant.audiences.covers(sync, members);
            }
            let shown = self
                .crm
                .in_shown_audience(tenant.hub, &sync.audience, self.now);
            tenant.audiences.shown(sync, shown.unwrap_or_default());
        }
    }

    /// Reads the campaigns and syncs of a portal.
    pub(crate) fn learn(&mut self, place: usize) {
        if let Ok(view) = self.observe(place, PortalRequest::Campaigns) {
            let campaigns: Vec<Campaign> = items(&view).map(campaign).collect();
            let tenant = &mut self.tenants[place];
            tenant.writes.archived = campaigns
                .iter()
                .filter(|campaign| campaign.status == "archived")
                .map(|campaign| campaign.id)
                .collect();
            tenant.campaigns = campaigns;
        }
        if let Ok(view) = self.observe(place, PortalRequest::Syncs) {
            self.tenants[place].writes.syncs = items(&view).map(sync).collect();
        }
        self.note_audiences(place);
    }

    /// Returns the campaign at this index of the list.
    pub(crate) fn campaign(&self, place: usize, at: u8) -> Option<Campaign> {
        let campaigns = &self.tenants[place].campaigns;
        let at = usize::from(at).checked_rem(campaigns.len())?;
        campaigns.get(at).cloned()
    }

    /// Returns one referrer, as the portal reports it.
    pub(crate) fn referrer(
        &mut self,
        place: usize,
        campaign: u64,
        contact: &str,
    ) -> Option<Referrer> {
        let request = PortalRequest::Referrer {
            campaign: campaign_id(campaign),
            contact: contact_id(contact),
        };
        let view = self.observe(place, request).ok()?;
        let text = |name: &str| view[name].as_str().unwrap_or_default().to_owned();
        Some(Referrer {
            code: text("code"),
            link: text("link"),
            link_status: text("linkStatus"),
            numbers: numbers_shown(&view),
            sync_state: text("syncState"),
        })
    }

    /// Returns the referrers of a campaign by contact, as the portal lists them.
    pub(crate) fn referrers(&mut self, place: usize, campaign: u64) -> BTreeMap<String, Referrer> {
        let campaigns = &self.tenants[place].campaigns;
        let known = campaigns.iter().find(|known| known.id == campaign);
        let status = known.map_or_else(String::new, |known| known.status.clone());
        let mut query = ReferrerQuery {
            campaign: Some(campaign_id(campaign)),
            order: ReferrerOrder::Oldest,
            ..ReferrerQuery::default()
        };
        let mut found = BTreeMap::new();
        loop {
            let Ok(page) = self.observe(place, PortalRequest::Referrers(query.clone())) else {
                return found;
            };
            for line in items(&page) {
                let contact = line["contactId"].as_str().expect("an id").to_owned();
                found.insert(contact, listed(line, &status));
            }
            match page["next"].as_str() {
                Some(next) => query.after = Some(next.to_owned()),
                None => return found,
            }
        }
    }

    /// Returns the outcomes of a run, by contact.
    pub(crate) fn outcomes(
        &mut self,
        place: usize,
        run: u64,
    ) -> BTreeMap<String, (String, String)> {
        let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
        let items = self.outcome_items(place, run);
        let outcome = |item: &Value| {
            let outcome = (text(item, "kind"), text(item, "reason"));
            (text(item, "contactId"), outcome)
        };
        items.iter().map(outcome).collect()
    }

    fn outcome_items(&mut self, place: usize, run: u64) -> Vec<Value> {
        let mut found = Vec::new();
        for kind in [OutcomeKind::Failed, OutcomeKind::Skipped] {
            let mut after: Option<ContactId> = None;
            loop {
                let request = PortalRequest::Outcomes {
                    run: domain::RunId(u32::try_from(run).expect("a small number")),
                    kind: Some(kind),
                    after: after.clone(),
                };
                let Ok(view) = self.observe(place, request) else {
                    break;
                };
                found.extend(items(&view).cloned());
                match view["next"].as_str() {
                    Some(next) => after = Some(contact_id(next)),
                    None => break,
                }
            }
        }
        found
    }
}

fn numbers_shown(view: &Value) -> Numbers {
    let number = |name: &str| view[name].as_u64().unwrap_or(u64::MAX);
    Numbers {
        people: number("peopleReferred"),
        successes: number("successfulReferrals"),
    }
}

/// Reads a line of a list of referrers. It shows the status of the link alone.
fn listed(line: &Value, campaign_status: &str) -> Referrer {
    let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
    let link_status = match (campaign_status, text("linkStatus")) {
        ("archived", _) => "revoked".to_owned(),
        ("paused", own) if own == "live" => "paused".to_owned(),
        (_, own) => own,
    };
    let is_refused = line["syncProblem"].is_string();
    Referrer {
        code: text("code"),
        link: text("link"),
        link_status,
        numbers: numbers_shown(line),
        sync_state: if is_refused { "failed" } else { "synced" }.to_owned(),
    }
}

/// Returns true if a query, or the reading of the catalogue, is under way.
pub(crate) fn is_open(view: &Value) -> bool {
    view["refreshing"] == true || matches!(view["state"].as_str(), Some("counting" | "reading"))
}

pub(crate) fn campaign_id(id: u64) -> CampaignId {
    CampaignId(u32::try_from(id).expect("a small number"))
}

pub(crate) fn contact_id(id: &str) -> ContactId {
    id.parse().expect("an id")
}

fn sync_runs(runs: &BTreeMap<u64, Run>, sync: u64) -> impl Iterator<Item = u64> {
    runs.values()
        .filter(move |run| run.sync == sync)
        .map(|run| run.id)
}

pub(crate) fn items(view: &Value) -> impl Iterator<Item = &Value> {
    view["items"].as_array().into_iter().flatten()
}

fn campaign(view: &Value) -> Campaign {
    Campaign {
        id: view["id"].as_u64().expect("an id"),
        destination: view["destination"].as_str().expect("a URL").to_owned(),
        status: view["status"].as_str().expect("a status").to_owned(),
    }
}

fn sync(view: &Value) -> Sync {
    let rows: Vec<OutboundMapping> =
        serde_json::from_value(view["outbound"].clone()).expect("a mapping");
    let name = |value: &Value| value.as_str().expect("a name").to_owned();
    let row = |row: &OutboundMapping| {
        let row = serde_json::to_value(row).expect("JSON");
        Row {
            field: name(&row["field"]),
            property: name(&row["property"]),
            mode: name(&row["mode"]),
        }
    };
    Sync {
        id: view["id"].as_u64().expect("an id"),
        campaign: view["campaignId"].as_u64().expect("an id"),
        rows: rows.iter().map(row).collect(),
        inbound: view["inbound"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["property"].as_str().map(str::to_owned))
            .collect(),
        ongoing: view["ongoing"] == true,
        audience: serde_json::from_value(view["audience"].clone()).expect("an audience"),
        on_leaving: serde_json::from_value(view["onLeaving"].clone()).expect("a decision"),
    }
}

/// Finds everything in a response that has a code, with its campaign and contact.
fn find_referrers(view: &Value, found: &mut Vec<(u64, String, String)>) {
    match view {
        Value::Object(fields) => {
            if let Some(code) = view["code"].as_str() {
                let campaign = view["campaign"]["id"].as_u64();
                let campaign = campaign.or_else(|| view["campaignId"].as_u64());
                let campaign = campaign.expect("a campaign");
                let contact = view["contactId"].as_str().expect("a contact");
                found.push((campaign, contact.to_owned(), code.to_owned()));
            }
            fields
                .values()
                .for_each(|field| find_referrers(field, found));
        }
        Value::Array(list) => list.iter().for_each(|item| find_referrers(item, found)),
        _ => {}
    }
}
