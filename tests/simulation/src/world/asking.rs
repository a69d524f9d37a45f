//! Questions that HubSpot has to be asked for: asked at any time, and waited for at rest.

use domain::{CampaignId, InboundMapping, ReferralField};
use portal::{CreateSync, PortalRequest, Query};
use serde_json::{Value, json};

use super::World;
use super::doings::rows;
use super::views::{campaign_id, is_open};
use crate::judge::{Answered, Row, Sync};
use crate::ops::Asked;

/// An answer takes a few calls, each of which may wait for the quota; at rest nothing else wants it.
const ANSWERED_WITHIN_MS: i64 = 10 * 60_000;

/// How often somebody looks whether there is an answer.
const LOOK_MS: i64 = 500;

impl World {
    /// Somebody asks, and does not wait.
    pub(crate) fn ask_question(&mut self, place: usize, asked: Asked) {
        let (kind, question) = self.question(place, asked);
        self.put(place, kind, question);
    }

    fn question(&self, place: usize, asked: Asked) -> (&'static str, Query) {
        let hub = self.tenants[place].hub;
        match asked {
            Asked::Count(covers) => {
                let audience = self.crm.audience(hub, covers);
                ("count", Query::Count { audience })
            }
            Asked::Preview(covers) => {
                let (audience, inbound) = (self.crm.audience(hub, covers), first_name());
                ("preview", Query::Preview { audience, inbound })
            }
            Asked::DryRun(covers) => {
                let wanted = CreateSync {
                    campaign_id: CampaignId(1),
                    ongoing: true,
                    audience: self.crm.audience(hub, covers),
                    on_leaving: self.case.shape.on_leaving,
                    outbound: rows(self.case.shape.mapping),
                    inbound: Some(first_name()),
                };
                ("dryRun", Query::DryRun(wanted))
            }
            Asked::Catalogue => ("catalogue", Query::Catalogue),
            Asked::MakeProperties => {
                let (campaign, fields) = (CampaignId(1), vec![ReferralField::QrCodeUrl]);
                ("catalogue", Query::MakeProperties { campaign, fields })
            }
        }
    }

    /// Asks. Gives the question's id; 0 for the catalogue.
    fn put(&mut self, place: usize, kind: &'static str, question: Query) -> Option<u32> {
        let view = self.ask(place, PortalRequest::StartQuery(question)).ok()?;
        self.met(format!("{kind} asked"));
        let id = view["id"].as_u64().unwrap_or(0);
        let id = u32::try_from(id).expect("a small number");
        if id > 0 {
            self.tenants[place].questions.insert(kind, id);
        }
        Some(id)
    }

    /// Takes the newest question back.
    pub(crate) fn withdraw_question(&mut self, place: usize) {
        let Some(id) = self.tenants[place].questions.values().max().copied() else {
            return;
        };
        let _ = self.ask(place, PortalRequest::CancelQuery { id });
        self.tenants[place].questions.retain(|_, own| *own != id);
    }

    /// Asks, and waits for the answer; `None` if there is none.
    pub(crate) fn answer_to(&mut self, place: usize, asked: Asked) -> Option<Answered> {
        let (kind, question) = self.question(place, asked);
        self.answer(place, kind, question)
    }

    /// Asks, and waits for the answer; `None` if there is none.
    pub(crate) fn answer(
        &mut self,
        place: usize,
        kind: &'static str,
        question: Query,
    ) -> Option<Answered> {
        let id = self.put(place, kind, question)?;
        let until = self.now + ANSWERED_WITHIN_MS;
        while self.now < until && self.violation.is_none() {
            self.run_until(self.now + LOOK_MS);
            let view = if id == 0 {
                self.observe(place, PortalRequest::Catalogue).ok()?
            } else {
                self.observe(place, PortalRequest::Query { id }).ok()?
            };
            if !is_open(&view) {
                return Some(Answered(view));
            }
        }
        None
    }
}

/// What a sync would do if it were made now; of the person it takes over the first name alone.
pub(crate) fn dry_run_of(sync: &Sync) -> Query {
    let row = |row: &Row| json!({ "field": row.field, "property": row.property, "mode": row.mode });
    let outbound: Vec<Value> = sync.rows.iter().map(row).collect();
    Query::DryRun(CreateSync {
        campaign_id: campaign_id(sync.campaign),
        ongoing: true,
        audience: sync.audience.clone(),
        on_leaving: sync.on_leaving,
        outbound: Some(serde_json::from_value(outbound.into()).expect("a mapping")),
        inbound: Some(first_name()),
    })
}

/// A mapping unlike that of any sync: so an onlooker knows for whom a contact is read.
fn first_name() -> Vec<InboundMapping> {
    let rows = json!([{ "property": "firstname", "field": "firstName" }]);
    serde_json::from_value(rows).expect("a mapping")
}
