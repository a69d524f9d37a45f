//! The deals that changed since a moment, for a portal that has no webhooks of deals.
//!
//! A search gives them in the order of their last change, two hundred at a time. No page leans on the
//! place of the one before: whoever counts results misses a deal whenever another moves behind it, and
//! HubSpot stops counting at ten thousand. A page begins at the moment at which the one before ended,
//! and gives the deals of that moment again; where more changed in one millisecond than a page holds,
//! those are gone through by their ids.
//!
//! The index that HubSpot searches is behind, and not in order. So a portal that has seen everything
//! begins the next time a while before the present. A deal may be given many times.
//!
//! Not found: deals that were archived, and contacts that were added to a deal or taken from it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Deal, DealId, MODIFIED, PROPERTIES, Record};
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most that HubSpot puts on a page of a search.
const PAGE_LIMIT: usize = 200;

/// The property that orders deals of one moment.
const RECORD_ID: &str = "hs_object_id";

/// How far the index is taken to be behind. HubSpot says that it takes "a few moments".
const INDEX_LAG_MS: i64 = 60_000;

/// Where to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangesCursor {
    /// Deals that changed then or later, in milliseconds.
    pub from_ms: i64,
    /// Only those that changed just then, from this id on.
    pub from_id: Option<DealId>,
}

impl ChangesCursor {
    /// From a moment on.
    #[must_use]
    pub fn since(from_ms: i64) -> Self {
        Self {
            from_ms,
            from_id: None,
        }
    }
}

/// Deals that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The deals, some of them not for the first time.
    pub deals: Vec<Deal>,
    /// Where to go on: at once if there is more, else whenever it is time to look again.
    pub next: ChangesCursor,
    /// Whether there is more at present.
    pub more: bool,
}

/// Asks for a page of the deals that changed. Counts as a search.
#[must_use]
pub fn changed_since(cursor: &ChangesCursor) -> Call {
    let filter = |property: &str, operator: &str, value: &str| json!({ "propertyName": property, "operator": operator, "value": value });
    let from = cursor.from_ms.to_string();
    let (filters, order): (Vec<Value>, _) = match &cursor.from_id {
        None => (vec![filter(MODIFIED, "GTE", &from)], MODIFIED),
        Some(id) => (
            vec![
                filter(MODIFIED, "EQ", &from),
                filter(RECORD_ID, "GTE", id.as_str()),
            ],
            RECORD_ID,
        ),
    };
    Call::search(
        format!("/crm/objects/{READ_VERSION}/deals/search"),
        &json!({
            "filterGroups": [{ "filters": filters }],
            "sorts": [{ "propertyName": order, "direction": "ASCENDING" }],
            "properties": PROPERTIES,
            "limit": PAGE_LIMIT,
            "after": "0",
        }),
    )
}

/// Reads the answer to [`changed_since`] with the same cursor.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn changed(reply: &Reply, cursor: &ChangesCursor, now_ms: i64) -> Result<Changes, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<Record>,
    }
    let records = wire::read::<Answer>(reply)?.results;
    let deals: Vec<Deal> = records.into_iter().map(Record::into_deal).collect();
    let full = deals.len() >= PAGE_LIMIT;
    let newest_ms = deals.iter().filter_map(|deal| deal.modified_ms).max();
    let (next, more) = match (&cursor.from_id, full) {
        (Some(_), true) => {
            let from_id = deals.last().map(|deal| deal.id.clone());
            let from_ms = cursor.from_ms;
            (ChangesCursor { from_ms, from_id }, true)
        }
        (Some(_), false) => (ChangesCursor::since(cursor.from_ms.saturating_add(1)), true),
        (None, true) => {
            let newest_ms = newest_ms.ok_or_else(wire::unreadable)?;
            // A page of one moment does not say which of that moment's deals are missing from it.
            let from_id = (newest_ms <= cursor.from_ms).then(DealId::first);
            let from_ms = newest_ms.max(cursor.from_ms);
            (ChangesCursor { from_ms, from_id }, true)
        }
        (None, false) => {
            let seen_ms = newest_ms.unwrap_or(cursor.from_ms);
            let settled_ms = now_ms.saturating_sub(INDEX_LAG_MS);
            let from_ms = seen_ms.min(settled_ms).max(cursor.from_ms);
            (ChangesCursor::since(from_ms), false)
        }
    };
    Ok(Changes { deals, next, more })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::QuotaClass;

    /// 2026-10-01T00:00:00Z.
    const START: i64 = 1_790_812_800_000;

    fn id(number: i64) -> DealId {
        number.to_string().parse().unwrap()
    }

    /// What a search of these deals, ids and moments, answers to a cursor.
    fn answer(deals: &[(i64, i64)], cursor: &ChangesCursor) -> Reply {
        let within = cursor
            .from_id
            .as_ref()
            .map(|id| id.as_str().parse().unwrap());
        let asked = |(id, at): &&(i64, i64)| match within {
            None => *at >= cursor.from_ms,
            Some(from_id) => *at == cursor.from_ms && *id >= from_id,
        };
        let mut found: Vec<_> = deals.iter().filter(asked).collect();
        // Among deals of one moment HubSpot promises no order: here the latest comes first.
        found.sort_by_key(|(id, at)| {
            if within.is_some() {
                (0, *id)
            } else {
                (*at, -*id)
            }
        });
        let record = |(id, at): &&(i64, i64)| json!({ "id": id, "properties": { MODIFIED: at } });
        let results: Vec<Value> = found.iter().take(PAGE_LIMIT).map(record).collect();
        Reply::of(200, &json!({ "results": results }).to_string())
    }

    /// Goes on until there is no more; gives the ids seen, in order, and where to go on.
    fn walk(
        deals: &[(i64, i64)],
        mut cursor: ChangesCursor,
        now_ms: i64,
    ) -> (Vec<i64>, ChangesCursor) {
        let mut seen = Vec::new();
        for _ in 0..100 {
            let page = changed(&answer(deals, &cursor), &cursor, now_ms).unwrap();
            let ids = page.deals.iter();
            seen.extend(ids.map(|deal| deal.id.as_str().parse::<i64>().unwrap()));
            cursor = page.next;
            if !page.more {
                seen.sort_unstable();
                seen.dedup();
                return (seen, cursor);
            }
        }
        panic!("it never ends");
    }

    #[test]
    fn a_page_is_asked_for_by_moment_or_by_id() {
        let call = changed_since(&ChangesCursor::since(START));
        assert_eq!(call.target, "/crm/objects/2026-09/deals/search");
        assert_eq!(call.quota, QuotaClass::Search);
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let by_moment = json!([{ "propertyName": "hs_lastmodifieddate", "operator": "GTE",
                                 "value": "1790812800000" }]);
        assert_eq!(body["filterGroups"][0]["filters"], by_moment);
        let order = json!([{ "propertyName": "hs_lastmodifieddate", "direction": "ASCENDING" }]);
        assert_eq!((&body["sorts"], &body["limit"]), (&order, &json!(200)));
        let call = changed_since(&ChangesCursor {
            from_ms: START,
            from_id: Some(id(71)),
        });
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let by_id = json!([
            { "propertyName": "hs_lastmodifieddate", "operator": "EQ", "value": "1790812800000" },
            { "propertyName": "hs_object_id", "operator": "GTE", "value": "71" },
        ]);
        assert_eq!(body["filterGroups"][0]["filters"], by_id);
        assert_eq!(body["sorts"][0]["propertyName"], "hs_object_id");
    }

    #[test]
    fn every_deal_is_seen_however_many_changed_at_once() {
        let since = ChangesCursor::since(START);
        for in_a_moment in [1, 7, 199, 200, 201, 650] {
            let deals: Vec<(i64, i64)> = (0..1_000)
                .map(|number| (1 + number, START + number / in_a_moment))
                .collect();
            let (seen, next) = walk(&deals, since.clone(), START + 86_400_000);
            assert_eq!(seen, (1..=1_000).collect::<Vec<_>>(), "{in_a_moment}");
            let newest_ms = START + 999 / in_a_moment;
            // Beyond the newest moment only where that had to be gone through by ids.
            assert!(
                (newest_ms..=newest_ms + 1).contains(&next.from_ms),
                "{in_a_moment}"
            );
            assert_eq!(next.from_id, None);
        }
    }

    #[test]
    fn what_the_index_may_not_have_yet_is_looked_for_again() {
        let deals = [(71, START + 1_000), (72, START + 50_000)];
        let since = ChangesCursor::since(START);
        let at = |now_ms: i64| walk(&deals, since.clone(), now_ms).1.from_ms - START;
        assert_eq!(at(START + 55_000), 0, "never back behind where it began");
        assert_eq!(at(START + 70_000), 10_000);
        assert_eq!(
            at(START + 200_000),
            50_000,
            "in the end there is but the last one"
        );
        assert_eq!(walk(&[], since.clone(), START + 200_000).1, since);
    }

    #[test]
    fn a_page_that_cannot_be_read_is_asked_for_again() {
        let cursor = ChangesCursor::since(START);
        let timeless = json!({ "id": "71", "properties": {} });
        let endless = json!({ "results": vec![timeless; PAGE_LIMIT] }).to_string();
        for body in ["", "{}", &endless] {
            let failure = changed(&Reply::of(200, body), &cursor, START).unwrap_err();
            assert_eq!(failure, wire::unreadable());
        }
    }
}
