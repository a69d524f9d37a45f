//! Queries to HubSpot. People start them at any time, and wait for them at rest.

use domain::{CampaignId, InboundMapping, ReferralField};
use portal::{CreateSync, PortalRequest, Query};
use serde_json::{Value, json};

use super::World;
use super::operations::rows;
use super::views::{campaign_id, is_open};
use crate::judge::{QueryAnswer, Row, Sync};
use crate::ops::QueryKind;

/// The longest time until a query has its answer. An answer takes a few calls, and each may wait for the quota. At
/// rest nothing else uses the quota.
const ANSWERED_WITHIN_MS: i64 = 10 * 60_000;

/// The interval between two checks whether there is an answer.
const LOOK_MS: i64 = 500;

impl World {
    /// Starts a query and does not wait for its answer.
    pub(crate) fn start_query(&mut self, place: usize, asked: QueryKind) {
        let (kind, query) = self.query(place, asked);
        self.put(place, kind, query);
    }

    fn query(&self, place: usize, asked: QueryKind) -> (&'static str, Query) {
        let hub = self.tenants[place].hub;
        match asked {
            QueryKind::Count(covers) => {
                let audience = self.crm.audience(hub, covers);
                ("count", Query::Count { audience })
            }
            QueryKind::Preview(covers) => {
                let (audience, inbound) = (self.crm.audience(hub, covers), first_name());
                ("preview", Query::Preview { audience, inbound })
            }
            QueryKind::DryRun(covers) => {
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
            QueryKind::Catalogue => ("catalogue", Query::Catalogue),
            QueryKind::MakeProperties => {
                let (campaign, fields) = (CampaignId(1), vec![ReferralField::QrCodeUrl]);
                ("catalogue", Query::MakeProperties { campaign, fields })
            }
        }
    }

    /// Starts a query. Returns its id, which is 0 for the catalogue.
    fn put(&mut self, place: usize, kind: &'static str, query: Query) -> Option<u32> {
        let view = self.ask(place, PortalRequest::StartQuery(query)).ok()?;
        self.met(format!("{kind} asked"));
        let id = view["id"].as_u64().unwrap_or(0);
        let id = u32::try_from(id).expect("a small number");
        if id > 0 {
            self.tenants[place].queries.insert(kind, id);
        }
        Some(id)
    }

    /// Cancels the newest query.
    pub(crate) fn cancel_query(&mut self, place: usize) {
        let queries = self.tenants[place].queries.iter();
        let Some((name, id)) = queries.max_by_key(|(_, id)| **id) else {
            return;
        };
        let (kind, id) = (kind(name), *id);
        let _ = self.ask(place, PortalRequest::CancelQuery { kind, id });
        self.tenants[place].queries.retain(|_, own| *own != id);
    }

    /// Starts a query and waits for its answer. Returns `None` if there is none.
    pub(crate) fn answer_to(&mut self, place: usize, asked: QueryKind) -> Option<QueryAnswer> {
        let (kind, query) = self.query(place, asked);
        self.answer(place, kind, query)
    }

    /// Starts a query and waits for its answer. Returns `None` if there is none.
    pub(crate) fn answer(
        &mut self,
        place: usize,
        name: &'static str,
        query: Query,
    ) -> Option<QueryAnswer> {
        let id = self.put(place, name, query)?;
        let until = self.now + ANSWERED_WITHIN_MS;
        while self.now < until && self.violation.is_none() {
            self.run_until(self.now + LOOK_MS);
            let view = if id == 0 {
                self.observe(place, PortalRequest::Catalogue).ok()?
            } else {
                let kind = kind(name);
                self.observe(place, PortalRequest::Query { kind, id })
                    .ok()?
            };
            if !is_open(&view) {
                return Some(QueryAnswer(view));
            }
        }
        None
    }
}

/// Returns the kind of the queries that have this name here.
pub(crate) fn kind(name: &str) -> portal::QueryKind {
    match name {
        "count" => portal::QueryKind::Count,
        "preview" => portal::QueryKind::Preview,
        "dryRun" => portal::QueryKind::DryRun,
        other => panic!("{other} has no address"),
    }
}

/// Returns the dry run of a new sync like this one. Its inbound mapping has only the first name.
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

/// Returns an inbound mapping that no sync has. It shows an observer for which purpose a contact is read.
fn first_name() -> Vec<InboundMapping> {
    let rows = json!([{ "property": "firstname", "field": "firstName" }]);
    serde_json::from_value(rows).expect("a mapping")
}
