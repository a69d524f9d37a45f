//! The deals that changed since a moment; see [`crate::changes`].

use serde::Deserialize;

use super::{Deal, MODIFIED, PROPERTIES, Record};
use crate::call::{Call, Reply};
use crate::changes::{self, Changed, Changes, ChangesCursor};
use crate::failure::Failure;
use crate::wire;

/// Asks for a page of the deals that changed. Counts as a search.
#[must_use]
pub fn changed_since(cursor: &ChangesCursor) -> Call {
    changes::changed_since("deals", MODIFIED, &PROPERTIES, cursor)
}

/// Reads the answer to [`changed_since`] with the same cursor.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn changed(
    reply: &Reply,
    cursor: &ChangesCursor,
    now_ms: i64,
) -> Result<Changes<Deal>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<Record>,
    }
    let records = wire::read::<Answer>(reply)?.results;
    let records: Vec<Deal> = records.into_iter().map(Record::into_deal).collect();
    changes::page(records, cursor, now_ms)
}

impl Changed for Deal {
    fn modified_ms(&self) -> Option<i64> {
        self.modified_ms
    }

    fn id(&self) -> &str {
        self.id.as_str()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::call::QuotaClass;
    use crate::changes::PAGE_LIMIT;

    /// 2026-10-01T00:00:00Z.
    const START: i64 = 1_790_812_800_000;

    /// Returns what a search of these deals (ids and moments) answers to a cursor.
    fn answer(deals: &[(i64, i64)], cursor: &ChangesCursor) -> Reply {
        let within = cursor.from_id.as_ref().map(|id| id.parse::<i64>().unwrap());
        let asked = |(id, at): &&(i64, i64)| match within {
            None => *at >= cursor.from_ms,
            Some(from_id) => *at == cursor.from_ms && *id >= from_id,
        };
        let mut found: Vec<_> = deals.iter().filter(asked).collect();
        // HubSpot promises no order among deals of one moment: here the latest comes first.
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

    /// Pages until there is no more. Returns the ids seen, in order, and the position to continue
    /// from.
    fn walk(
        deals: &[(i64, i64)],
        mut cursor: ChangesCursor,
        now_ms: i64,
    ) -> (Vec<i64>, ChangesCursor) {
        let mut seen = Vec::new();
        for _ in 0..100 {
            let page = changed(&answer(deals, &cursor), &cursor, now_ms).unwrap();
            let ids = page.records.iter();
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
            from_id: Some("71".to_owned()),
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
            // The cursor is beyond the newest moment only if that moment was gone through by ids.
            assert!(
                (newest_ms..=newest_ms + 1).contains(&next.from_ms),
                "{in_a_moment}"
            );
            assert_eq!(next.from_id, None);
        }
    }

    #[test]
    fn records_that_the_index_may_still_lack_are_searched_again() {
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
