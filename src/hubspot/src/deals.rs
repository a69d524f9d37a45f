//! Deals: their stages, their changes, and their contacts.
//!
//! Everything here needs [`DEALS_SCOPE`], which a portal grants only on request. Without it every
//! call fails with [`Failure::MissingScopes`].

mod associations;
mod changes;
mod id;
mod pipelines;

pub use associations::{
    ASSOCIATIONS_LIMIT, AssociationPage, AssociationPages, associations, contacts_of, deals_of,
    unescaped,
};
pub use changes::{changed, changed_in};
pub use id::DealId;
pub use pipelines::{Pipeline, Stage, list_pipelines, pipelines};

use core::fmt;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::batch::{self, Partial};
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The scope that lets an app read deals, their pipelines and their contacts.
pub const DEALS_SCOPE: &str = "crm.objects.deals.read";

/// The most deals that HubSpot takes in one batch.
pub const BATCH_LIMIT: usize = 100;

/// The property with the time of the last change.
const MODIFIED: &str = "hs_lastmodifieddate";

/// The properties that are read of every deal.
const PROPERTIES: [&str; 4] = ["dealname", "pipeline", "dealstage", MODIFIED];

/// A deal as read.
#[derive(Clone, PartialEq, Eq)]
pub struct Deal {
    /// The record's id.
    pub id: DealId,
    /// Its name; empty if it has none.
    pub name: String,
    /// HubSpot's id of the pipeline; empty if it is in none.
    pub pipeline: String,
    /// HubSpot's id of the stage; empty if it is in none.
    pub stage: String,
    /// When it was last changed, in milliseconds since 1970, if HubSpot says so.
    pub modified_ms: Option<i64>,
}

/// Hides the name: a deal's name may say something about people.
impl fmt::Debug for Deal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            pipeline,
            stage,
            ..
        } = self;
        write!(formatter, "Deal({id}, {pipeline}/{stage})")
    }
}

/// Asks for up to [`BATCH_LIMIT`] deals, each named once.
#[must_use]
pub fn read_batch(ids: &[DealId]) -> Call {
    let inputs: Vec<Value> = ids.iter().map(|id| json!({ "id": id.as_str() })).collect();
    Call::post_json(
        format!("/crm/objects/{READ_VERSION}/deals/batch/read?archived=false"),
        &json!({ "inputs": inputs, "properties": PROPERTIES, "propertiesWithHistory": [] }),
    )
}

/// The deals of a batch that was read by ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDeals {
    /// The deals that HubSpot has.
    pub deals: Vec<Deal>,
    /// The deals about which HubSpot says neither what they are nor that they are gone.
    pub unread: Vec<DealId>,
}

/// Reads the answer to [`read_batch`] of these deals, complete (200) or not (207). A deal that is in
/// neither list is archived or gone.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn deals(reply: &Reply, ids: &[DealId]) -> Result<ReadDeals, Failure> {
    let batch: Partial<Record, DealId> = batch::partial(reply)?;
    let deals: Vec<Deal> = batch.results.into_iter().map(Record::into_deal).collect();
    let is_answered =
        |id: &&DealId| batch.absent.contains(id) || deals.iter().any(|deal| deal.id == **id);
    let unread = ids.iter().filter(|id| !is_answered(id)).cloned().collect();
    Ok(ReadDeals { deals, unread })
}

#[derive(Deserialize)]
struct Record {
    #[serde(deserialize_with = "wire::id")]
    id: DealId,
    #[serde(default, deserialize_with = "wire::or_default")]
    properties: Properties,
}

#[derive(Default, Deserialize)]
struct Properties {
    #[serde(default, deserialize_with = "wire::optional_text")]
    dealname: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    pipeline: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    dealstage: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    hs_lastmodifieddate: Option<String>,
}

impl Record {
    fn into_deal(self) -> Deal {
        let Properties {
            dealname,
            pipeline,
            dealstage,
            hs_lastmodifieddate: modified,
        } = self.properties;
        Deal {
            id: self.id,
            name: dealname.unwrap_or_default(),
            pipeline: pipeline.unwrap_or_default(),
            stage: dealstage.unwrap_or_default(),
            modified_ms: modified.and_then(|text| wire::instant_ms(&text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::accept;

    #[test]
    fn a_batch_names_its_deals_and_asks_for_their_stage() {
        let ids: Vec<DealId> = ["71", "72"].map(|id| id.parse().unwrap()).to_vec();
        let call = read_batch(&ids);
        assert_eq!(
            call.target,
            "/crm/objects/2026-09/deals/batch/read?archived=false"
        );
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let expected = json!({
            "inputs": [{ "id": "71" }, { "id": "72" }],
            "properties": ["dealname", "pipeline", "dealstage", "hs_lastmodifieddate"],
            "propertiesWithHistory": [],
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn deals_are_read_and_those_that_are_gone_are_left_out() {
        let body = r#"{"status":"COMPLETE","results":[
            {"id":"71","properties":{"dealname":"Ann's beans","pipeline":"default",
                "dealstage":"closedwon","hs_lastmodifieddate":"2026-10-01T00:00:00.007Z"},
                "archived":false},
            {"id":72,"properties":{"dealname":null,"pipeline":75618342,"dealstage":143275103}},
            {"id":"73","properties":null},{"id":"74"}],
            "numErrors":1,"errors":[{"status":"error","category":"OBJECT_NOT_FOUND",
                "message":"Could not get some DEAL objects","context":{"ids":["75"]}}]}"#;
        let ids: Vec<DealId> = ["71", "72", "73", "74", "75", "76"]
            .map(|id| id.parse().unwrap())
            .to_vec();
        let read = deals(&Reply::of(207, body), &ids).unwrap();
        assert_eq!(read.unread, ["76".parse().unwrap()]);
        let deals = read.deals;
        let seen: Vec<_> = deals
            .iter()
            .map(|deal| (deal.id.as_str(), &*deal.pipeline, &*deal.stage))
            .collect();
        assert_eq!(
            seen,
            [
                ("71", "default", "closedwon"),
                ("72", "75618342", "143275103"),
                ("73", "", ""),
                ("74", "", "")
            ]
        );
        assert_eq!(deals[0].modified_ms, Some(1_790_812_800_007));
        assert_eq!(deals[1].modified_ms, None);
        assert_eq!(deals[0].name, "Ann's beans");
        assert!(!format!("{deals:?}").contains("Ann"));
    }

    #[test]
    fn a_deal_that_hubspot_could_not_read_is_not_taken_for_one_that_is_gone() {
        let ids: Vec<DealId> = ["71", "72"].map(|id| id.parse().unwrap()).to_vec();
        for category in [
            "INTERNAL_ERROR",
            "RATE_LIMITS",
            "FORBIDDEN",
            "VALIDATION_ERROR",
        ] {
            for context in ["", r#","context":{"ids":["72"]}"#] {
                let body = format!(
                    r#"{{"results":[{{"id":"71"}}],"errors":[{{"category":"{category}"{context}}}]}}"#
                );
                let read = deals(&Reply::of(207, &body), &ids).unwrap();
                assert_eq!(read.unread, [ids[1].clone()], "{body}");
            }
        }
        for body in ["", "{}", "<html>", r#"{"results":[{"properties":{}}]}"#] {
            let failure = deals(&Reply::of(200, body), &ids).unwrap_err();
            assert_eq!(failure, wire::unreadable(), "{body}");
        }
    }

    #[test]
    fn a_missing_scope_is_named() {
        let body = r#"{"status":"error","category":"MISSING_SCOPES",
            "message":"This app hasn't been granted all required scopes to make this call.",
            "errors":[{"message":"One or more of the following scopes are required.",
                "context":{"requiredGranularScopes":["crm.objects.deals.read"]}}]}"#;
        match accept(Ok(Reply::of(403, body))).unwrap_err() {
            Failure::MissingScopes { scopes, .. } => assert_eq!(scopes, [DEALS_SCOPE]),
            other => panic!("{other:?}"),
        }
    }
}
