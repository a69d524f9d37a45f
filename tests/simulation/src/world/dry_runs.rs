//! Queries at rest. Their answers are compared with the values in HubSpot and with the next runs.

use std::collections::BTreeMap;

use domain::ReferralField;

use super::World;
use super::leaving::Scene;
use super::queries::dry_run_of;
use super::views::campaign_id;
use crate::case::Covers;
use crate::judge::{
    Row, Rule, Run, Sync, Violation, demand, judge_count, judge_dry_run, judge_preview,
};
use crate::ops::QueryKind;

/// One world in this number adds another campaign at its end.
const NEW_CAMPAIGN_IN: u64 = 6;

impl World {
    /// Starts queries at rest, and judges their answers by the values in HubSpot. Keeps dry runs for the comparison
    /// with the next run.
    pub(crate) fn ask_around(&mut self, scene: &mut Scene) {
        let (place, hub) = (scene.place, self.tenants[scene.place].hub);
        let idle = |world: &mut Self| world.runs(place).iter().all(Run::is_over);
        let (rests, before) = (idle(self), self.last_runs(place));
        let query = dry_run_of(&scene.sync);
        if let Some(answer) = self.answer(place, "dryRun", query) {
            self.judge(demand(
                answer.0["state"] == "finished",
                Rule::Answers,
                || format!("what a sync would do is not said at rest: {}", answer.0),
            ));
            let last = before.get(&scene.sync.id).copied().unwrap_or(0);
            if rests && self.last_runs(place) == before {
                scene.dry_runs.push((scene.sync.id, answer, last));
            }
        }
        if self.case.seed.is_multiple_of(NEW_CAMPAIGN_IN) {
            self.begin_another_campaign(scene);
        }
        let each = Covers::EACH;
        let turn = usize::try_from(self.case.seed).expect("a small number");
        for covers in [each[turn % each.len()], each[(turn + 1) % each.len()]] {
            let audience = self.crm.audience(hub, covers);
            let Some(members) = self.crm.in_audience(hub, &audience) else {
                continue;
            };
            if let Some(answer) = self.answer_to(place, QueryKind::Count(covers)) {
                self.judge(judge_count(&answer, &members));
            } else {
                self.unanswered(place, "count");
            }
            if let Some(answer) = self.answer_to(place, QueryKind::Preview(covers)) {
                let names = self.crm.contacts(hub, &["firstname".to_owned()], self.now);
                let name = |(id, mut values): (String, BTreeMap<String, String>)| {
                    (id, values.remove("firstname").unwrap_or_default())
                };
                let names = names.into_iter().map(name).collect();
                self.judge(judge_preview(&answer, &members, &names));
            } else {
                self.unanswered(place, "preview");
            }
        }
        self.ask_for_the_catalogue(place);
    }

    fn ask_for_the_catalogue(&mut self, place: usize) {
        let hub = self.tenants[place].hub;
        let Some(answer) = self.answer_to(place, QueryKind::MakeProperties) else {
            return self.unanswered(place, "catalogue");
        };
        let lists = answer.0["lists"].as_array().cloned().unwrap_or_default();
        for list in 0..3 {
            let id = self.crm.list(hub, list).to_owned();
            let size = self
                .crm
                .members_of(hub, &id)
                .map(|members| members.len() as u64);
            let shown = lists.iter().find(|list| list["id"] == id.as_str());
            let shown = shown.and_then(|list| list["size"].as_u64());
            self.judge(demand(shown == size, Rule::Answers, || {
                format!("list {id} has {size:?} members, and is shown with {shown:?}")
            }));
        }
        let properties = answer.0["properties"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let made = properties
            .iter()
            .any(|property| property["name"] == "goodword_qr_code_url" && property["own"] == true);
        // The catalogue is read at once after the creation.
        let lag = self.case.shape.runs.properties.lag;
        let is_late = lag.shown_ms + lag.group_ms > 0;
        self.judge(demand(made || is_late, Rule::Answers, || {
            format!("the property was not made: {}", answer.0["problem"])
        }));
    }

    fn unanswered(&mut self, place: usize, what: &str) {
        let what = format!("portal {place} does not answer the query for a {what} at rest");
        self.judge(Err(Violation::of(Rule::Answers, what)));
    }

    /// Asks for the dry run of a new campaign's sync, before the sync and its properties exist.
    fn begin_another_campaign(&mut self, scene: &mut Scene) {
        let place = scene.place;
        let Some(campaign) = self.make_campaign(place) else {
            return;
        };
        let covers = *self.of_seed(&Covers::EACH);
        let audience = self.crm.audience(self.tenants[place].hub, covers);
        let like = Sync {
            campaign,
            rows: usual_rows(campaign),
            audience: audience.clone(),
            ..scene.sync.clone()
        };
        let answer = self.answer(place, "dryRun", dry_run_of(&like));
        self.add_sync(place, campaign, None, audience);
        let sync = self.tenants[place].writes.syncs.last().map(|sync| sync.id);
        if let (Some(answer), Some(sync)) = (answer, sync) {
            scene.dry_runs.push((sync, answer, 0));
        }
    }

    /// Judges that each run did exactly the changes of its dry run.
    pub(crate) fn judge_dry_runs(&mut self, scene: &Scene) {
        let runs = self.runs(scene.place);
        for (sync, answer, last) in &scene.dry_runs {
            let next = runs
                .iter()
                .filter(|run| run.sync == *sync && run.id > *last)
                .min_by_key(|run| run.id);
            if let Some(run) = next.filter(|run| run.state == "finished") {
                let first = if *last == 0 { "first " } else { "" };
                self.met(format!("a {first}run did what was said"));
                self.judge(judge_dry_run(answer, run));
            }
        }
    }

    /// Returns one of several elements, chosen by the seed.
    fn of_seed<'a, T>(&self, of: &'a [T]) -> &'a T {
        let turn = usize::try_from(self.case.seed / NEW_CAMPAIGN_IN).expect("a small number");
        &of[turn % of.len()]
    }
}

/// Returns the mapping that a sync gets if nobody chooses one.
fn usual_rows(campaign: u64) -> Vec<Row> {
    let row = |field: ReferralField| Row {
        field: serde_json::to_value(field)
            .expect("JSON")
            .as_str()
            .expect("a name")
            .to_owned(),
        property: field.own_property(campaign_id(campaign)).to_string(),
        mode: "always".to_owned(),
    };
    ReferralField::USUAL.map(row).into()
}
