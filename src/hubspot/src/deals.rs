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
use vecmap::VecMap;

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

/// The properties that are searched of every deal that has changed.
const PROPERTIES: [&str; 4] = ["dealname", "pipeline", "dealstage", MODIFIED];

/// The property with the time of the creation.
const CREATED: &str = "createdate";

/// The property with the time at which the deal entered its present stage. HubSpot calculates it, and
/// those of [`ENTERED`], for old deals too. Source: HubSpot's knowledge base, "Use stage calculated
/// properties"; the names, which it does not give, are seen in the code of many users of the API.
const ENTERED_PRESENT: &str = "hs_v2_date_entered_current_stage";

/// The beginning of the properties with the time at which the deal entered a stage; the stage's id
/// follows. A stage whose id does not fit into a property's name has a longer one, which is not read.
const ENTERED: &str = "hs_v2_date_entered_";

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
    /// When it was created, in milliseconds since 1970, if it was read and HubSpot says so.
    pub created_ms: Option<i64>,
    /// The stages that it has entered, each with the time in milliseconds since 1970, as far as they
    /// were read and HubSpot says so.
    pub entries: Vec<(String, i64)>,
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

/// Asks for up to [`BATCH_LIMIT`] deals, each named once, and for the times at which they entered
/// their present stage and these stages.
#[must_use]
pub fn read_batch(ids: &[DealId], stages: &[&str]) -> Call {
    let inputs: Vec<Value> = ids.iter().map(|id| json!({ "id": id.as_str() })).collect();
    let fixed = PROPERTIES.into_iter().chain([CREATED, ENTERED_PRESENT]);
    let entered = stages.iter().map(|stage| format!("{ENTERED}{stage}"));
    let properties: Vec<String> = fixed.map(str::to_owned).chain(entered).collect();
    Call::post_json(
        format!("/crm/objects/{READ_VERSION}/deals/batch/read?archived=false"),
        &json!({ "inputs": inputs, "properties": properties, "propertiesWithHistory": [] }),
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
    #[serde(default, deserialize_with = "wire::property_values")]
    properties: VecMap<String, Option<String>>,
}

impl Record {
    fn into_deal(self) -> Deal {
        let value = |name: &str| self.properties.get(name).cloned().flatten();
        let text = |name: &str| value(name).unwrap_or_default();
        let moment = |name: &str| value(name).and_then(|text| wire::instant_ms(&text));
        let stage = text("dealstage");
        let earlier = self.properties.keys().filter_map(|name| {
            let stage = name.strip_prefix(ENTERED)?;
            let own = name != ENTERED_PRESENT;
            own.then_some((stage.to_owned(), moment(name)?))
        });
        let present = moment(ENTERED_PRESENT).map(|at| (stage.clone(), at));
        Deal {
            name: text("dealname"),
            pipeline: text("pipeline"),
            modified_ms: moment(MODIFIED),
            created_ms: moment(CREATED),
            entries: earlier.chain(present).collect(),
            stage,
            id: self.id,
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
        let call = read_batch(&ids, &["closedwon", "143275103"]);
        assert_eq!(
            call.target,
            "/crm/objects/2026-09/deals/batch/read?archived=false"
        );
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let expected = json!({
            "inputs": [{ "id": "71" }, { "id": "72" }],
            "properties": ["dealname", "pipeline", "dealstage", "hs_lastmodifieddate", "createdate",
                "hs_v2_date_entered_current_stage", "hs_v2_date_entered_closedwon",
                "hs_v2_date_entered_143275103"],
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
    fn a_deal_says_when_it_was_created_and_entered_its_stages() {
        let body = r#"{"results":[{"id":"71","properties":{"dealstage":"paid",
            "createdate":"2026-10-01T00:00:00Z","hs_v2_date_entered_closedwon":"1790812800007",
            "hs_v2_date_entered_lost":null,
            "hs_v2_date_entered_current_stage":"2026-10-01T00:00:00.009Z"}},
            {"id":"72","properties":{"dealstage":"paid"}}]}"#;
        let deals = deals(&Reply::of(200, body), &[]).unwrap().deals;
        assert_eq!(deals[0].created_ms, Some(1_790_812_800_000));
        let entries = deals[0]
            .entries
            .iter()
            .map(|(stage, at)| (&**stage, at % 1000));
        let entries: Vec<_> = entries.collect();
        assert_eq!(entries, [("closedwon", 7), ("paid", 9)]);
        assert!(deals[1].entries.is_empty() && deals[1].created_ms.is_none());
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
