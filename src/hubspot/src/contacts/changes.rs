//! The contacts that changed since a moment; see [`crate::changes`].

use super::ContactRecord;
use crate::call::{Call, Reply};
use crate::changes::{self, Changed, Changes, ChangesCursor, Window};
use crate::failure::Failure;
use crate::wire;

/// The property with the time of the last change. Contacts have another one than all other objects.
const MODIFIED: &str = "lastmodifieddate";

/// The property with the time of creation.
const CREATED: &str = "createdate";

/// Asks for a page of the contacts that changed, with these properties and the times of change and
/// creation. Counts as a search.
#[must_use]
pub fn changed_in(window: &Window, properties: &[&str]) -> Call {
    let properties = [&[MODIFIED, CREATED], properties].concat();
    changes::changed_in("contacts", MODIFIED, &properties, window)
}

/// Reads the answer to [`changed_in`] with a window of the cursor.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn changed(
    reply: &Reply,
    cursor: &ChangesCursor,
    window: &Window,
) -> Result<Changes<ContactRecord>, Failure> {
    let page = super::page(reply)?;
    changes::page(page.contacts, page.next.is_some(), cursor, window)
}

impl Changed for ContactRecord {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl ContactRecord {
    /// Returns when the contact was last changed, in milliseconds since 1970, if that was read.
    #[must_use]
    pub fn modified_ms(&self) -> Option<i64> {
        wire::instant_ms(self.value(MODIFIED)?)
    }

    /// Returns when the contact was created, in milliseconds since 1970, if that was read.
    #[must_use]
    pub fn created_ms(&self) -> Option<i64> {
        wire::instant_ms(self.value(CREATED)?)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::call::QuotaClass;

    /// 2026-10-01T00:00:00Z.
    const START: i64 = 1_790_812_800_000;

    #[test]
    fn changed_contacts_are_found_by_a_property_of_their_own() {
        let window = ChangesCursor::since(START).window(START + 30_000);
        let call = changed_in(&window, &["email"]);
        assert_eq!(call.target, "/crm/objects/2026-09/contacts/search");
        assert_eq!(call.quota, QuotaClass::Search);
        let body: Value = serde_json::from_str(call.body.text().unwrap()).unwrap();
        let filters = json!([
            { "propertyName": "lastmodifieddate", "operator": "BETWEEN",
              "value": "1790812800000", "highValue": "1790812830000" },
            { "propertyName": "hs_object_id", "operator": "GTE", "value": "1" },
        ]);
        assert_eq!(body["filterGroups"][0]["filters"], filters);
        let properties = json!(["lastmodifieddate", "createdate", "email"]);
        assert_eq!(body["properties"], properties);
    }

    #[test]
    fn a_page_gives_the_times_and_the_next_position() {
        let body = r#"{"total":2,"results":[
            {"id":"51","properties":{"createdate":"2026-10-01T00:00:00.000Z",
                "lastmodifieddate":"2026-10-01T00:00:01.000Z","email":"jo@example.com"}},
            {"id":"52","properties":{"lastmodifieddate":"2026-10-01T00:00:07Z"}}]}"#;
        let cursor = ChangesCursor::since(START);
        let window = cursor.window(START + 500_000);
        let page = changed(&Reply::of(200, body), &cursor, &window).unwrap();
        assert_eq!(page.next.from_ms, START + 500_000 - changes::USUAL_LAG_MS);
        assert!(!page.more);
        let times = |contact: &ContactRecord| (contact.created_ms(), contact.modified_ms());
        assert_eq!(times(&page.records[0]), (Some(START), Some(START + 1_000)));
        assert_eq!(times(&page.records[1]), (None, Some(START + 7_000)));
        assert_eq!(page.records[0].value("email"), Some("jo@example.com"));
        let unreadable = changed(&Reply::of(200, "{}"), &cursor, &window);
        assert_eq!(unreadable, Err(wire::unreadable()));
    }
}
