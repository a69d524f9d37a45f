//! The deals that changed since a moment; see [`crate::changes`].

use serde::Deserialize;

use super::{Deal, MODIFIED, PROPERTIES, Record};
use crate::call::{Call, Reply};
use crate::changes::{self, Changed, Changes, ChangesCursor, Window};
use crate::failure::Failure;
use crate::wire;

/// Asks for a page of the deals that changed. Counts as a search.
#[must_use]
pub fn changed_in(window: &Window) -> Call {
    changes::changed_in("deals", MODIFIED, &PROPERTIES, window)
}

/// Reads the answer to [`changed_in`] with a window of the cursor.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn changed(
    reply: &Reply,
    cursor: &ChangesCursor,
    window: &Window,
) -> Result<Changes<Deal>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<Record>,
        #[serde(default)]
        paging: Option<wire::Paging>,
    }
    let answer = wire::read::<Answer>(reply)?;
    let more = answer.paging.and_then(wire::Paging::after).is_some();
    let records = answer.results.into_iter().map(Record::into_deal).collect();
    changes::page(records, more, cursor, window)
}

impl Changed for Deal {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::call::QuotaClass;
    use crate::changes::{LONGEST_LAG_MS, PAGE_LIMIT, THOROUGH_EVERY_MS, USUAL_LAG_MS};

    /// 2026-10-01T00:00:00Z.
    const START: i64 = 1_790_812_800_000;

    /// A deal in HubSpot: its id, the time of its last change, and the time at which the index shows
    /// that change.
    #[derive(Clone, Copy)]
    struct Held {
        id: i64,
        changed_ms: i64,
        indexed_ms: i64,
    }

    fn body_of(call: &Call) -> Value {
        serde_json::from_str(call.body.text().unwrap()).unwrap()
    }

    /// Returns what a search answers to a call at a time. Every hit is shown as changed just now,
    /// whatever its place in the index is.
    fn answer(deals: &[Held], call: &Call, now_ms: i64) -> Reply {
        let body = body_of(call);
        let filters = &body["filterGroups"][0]["filters"];
        let number = |value: &Value| value.as_str().unwrap().parse::<i64>().unwrap();
        let (from, until) = (
            number(&filters[0]["value"]),
            number(&filters[0]["highValue"]),
        );
        let from_id = number(&filters[1]["value"]);
        let mut found: Vec<_> = deals
            .iter()
            .filter(|deal| {
                deal.indexed_ms <= now_ms
                    && (from..=until).contains(&deal.changed_ms)
                    && deal.id >= from_id
            })
            .collect();
        found.sort_by_key(|deal| deal.id);
        let record = |deal: &&Held| json!({ "id": deal.id, "properties": { MODIFIED: now_ms } });
        let results: Vec<Value> = found.iter().take(PAGE_LIMIT).map(record).collect();
        Reply::of(200, &json!({ "results": results }).to_string())
    }

    /// Polls every half a minute between two times. Returns the ids seen, each once, and the number
    /// of searches.
    fn follow(deals: &[Held], from_ms: i64, until_ms: i64) -> (Vec<i64>, usize) {
        let (mut seen, mut searches) = (Vec::new(), 0);
        let mut cursor = ChangesCursor::since(from_ms);
        let mut now_ms = from_ms;
        while now_ms <= until_ms {
            loop {
                let window = cursor.window(now_ms);
                let call = changed_in(&window);
                let page = changed(&answer(deals, &call, now_ms), &cursor, &window).unwrap();
                searches += 1;
                let ids = page.records.iter();
                seen.extend(ids.map(|deal| deal.id.as_str().parse::<i64>().unwrap()));
                cursor = page.next;
                now_ms += 250;
                if !page.more {
                    break;
                }
            }
            now_ms += 30_000;
        }
        seen.sort_unstable();
        seen.dedup();
        (seen, searches)
    }

    #[test]
    fn a_page_is_asked_for_by_window_and_id() {
        let cursor = ChangesCursor::since(START);
        let window = cursor.window(START + 30_000);
        let call = changed_in(&window);
        assert_eq!(call.target, "/crm/objects/2026-09/deals/search");
        assert_eq!(call.quota, QuotaClass::Search);
        let body = body_of(&call);
        let within = json!({ "propertyName": "hs_lastmodifieddate", "operator": "BETWEEN",
                             "value": "1790812800000", "highValue": "1790812830000" });
        assert_eq!(body["filterGroups"][0]["filters"][0], within);
        let order = json!([{ "propertyName": "hs_object_id", "direction": "ASCENDING" }]);
        assert_eq!((&body["sorts"], &body["limit"]), (&order, &json!(200)));
        let full: Vec<Value> = (71..271).map(|id| json!({ "id": id })).collect();
        let reply = Reply::of(200, &json!({ "results": full }).to_string());
        let next = changed(&reply, &cursor, &window).unwrap().next;
        let body = body_of(&changed_in(&next.window(START + 31_000)));
        let from_id = json!({ "propertyName": "hs_object_id", "operator": "GTE", "value": "270" });
        assert_eq!(body["filterGroups"][0]["filters"][0], within);
        assert_eq!(body["filterGroups"][0]["filters"][1], from_id);
    }

    #[test]
    fn a_moment_near_1970_is_never_asked_for() {
        for from_ms in [i64::MIN, 0, 1_000] {
            let body = body_of(&changed_in(&ChangesCursor::since(from_ms).window(from_ms)));
            let filter = &body["filterGroups"][0]["filters"][0];
            assert_eq!(filter["value"], "1136073600000");
            assert_eq!(filter["highValue"], "1136073600000");
        }
    }

    #[test]
    fn every_deal_is_seen_however_many_changed_at_once() {
        for in_a_moment in [1, 7, 199, 200, 201, 650, 1_000] {
            let deals: Vec<Held> = (0..1_000)
                .map(|number| Held {
                    id: 1 + number,
                    changed_ms: START + number / in_a_moment,
                    indexed_ms: START,
                })
                .collect();
            let (seen, searches) = follow(&deals, START, START + 31_000);
            assert_eq!(seen, (1..=1_000).collect::<Vec<_>>(), "{in_a_moment}");
            // Two polls, of at most six pages each.
            assert!(searches <= 12, "{in_a_moment}");
        }
    }

    #[test]
    fn a_deal_is_seen_soon_after_the_index_has_it_if_that_takes_at_most_an_hour() {
        for lag_ms in [0, 45_000, 59_000, 61_000, 300_000, 1_800_000, 3_600_000] {
            let crowd = (0..500).map(|number| Held {
                id: 1_000 + number,
                changed_ms: START + 3_000,
                indexed_ms: START + 3_000,
            });
            // Its id is below those of a crowd that changed at the same time and is indexed at once.
            let late = Held {
                id: 7,
                changed_ms: START + 2_990,
                indexed_ms: START + 2_990 + lag_ms,
            };
            let deals: Vec<Held> = crowd.chain([late]).collect();
            let due = if lag_ms < USUAL_LAG_MS {
                40_000
            } else {
                THOROUGH_EVERY_MS + 40_000
            };
            let (seen, _) = follow(&deals, START, late.indexed_ms + due);
            assert!(seen.contains(&7), "{lag_ms}");
            assert_eq!(seen.len(), 501, "{lag_ms}");
        }
    }

    #[test]
    fn a_quiet_portal_makes_one_search_a_poll() {
        let day_ms = 86_400_000;
        let (_, searches) = follow(&[], START, START + day_ms);
        let polls = usize::try_from(day_ms / 30_250).unwrap() + 1;
        assert_eq!(searches, polls);
    }

    #[test]
    fn the_hour_before_a_long_pause_is_read_again_after_it() {
        let cursor = ChangesCursor::since(START);
        let day_ms = 86_400_000;
        let body = body_of(&changed_in(&cursor.window(START + day_ms)));
        let filter = &body["filterGroups"][0]["filters"][0];
        assert_eq!(filter["value"], (START - LONGEST_LAG_MS).to_string());
        assert_eq!(filter["highValue"], (START + day_ms).to_string());
    }

    #[test]
    fn a_page_that_cannot_be_read_or_leads_nowhere_is_asked_for_again() {
        let cursor = ChangesCursor::since(START);
        let window = cursor.window(START);
        let same = json!({ "id": "1", "properties": {} });
        let endless = json!({ "results": vec![same; PAGE_LIMIT] }).to_string();
        for body in ["", "{}", &endless] {
            let failure = changed(&Reply::of(200, body), &cursor, &window).unwrap_err();
            assert_eq!(failure, wire::unreadable());
        }
    }

    #[test]
    fn a_page_out_of_order_leads_behind_the_last_record_in_order() {
        let cursor = ChangesCursor::since(START);
        let window = cursor.window(START);
        let ids = json!([{ "id": "9" }, { "id": "71" }, { "id": "70" }, { "id": "900" }]);
        let body = json!({ "results": ids, "paging": { "next": { "after": "4" } } });
        let page = changed(&Reply::of(200, &body.to_string()), &cursor, &window).unwrap();
        assert!(page.more);
        assert_eq!(page.next.page.unwrap().from_id, "71");
        let empty = json!({ "results": [], "paging": { "next": { "after": "4" } } });
        let page = changed(&Reply::of(200, &empty.to_string()), &cursor, &window).unwrap();
        assert!(!page.more, "an empty page has no place from which to go on");
    }
}
