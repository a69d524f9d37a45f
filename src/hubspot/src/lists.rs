//! Lists of contacts, their state, and their members.
//!
//! HubSpot returns the members of every kind of list in the order of their record ids. It works on
//! lists in the background: while it does, and around it, members, sizes and times change each at
//! its own moment. So whoever draws conclusions from a missing member compares the [`ListState`]s
//! from before and after the reading.

mod memberships;

use core::fmt;

use domain::{ContactId, ListId};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use self::memberships::{MEMBERSHIPS_LIMIT, Membership, memberships, memberships_read};
use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most lists on a page of HubSpot's (segments guide 2026-09; the same for the search).
const LISTS_LIMIT: u32 = 500;

/// The most members on a page of HubSpot's.
const MEMBERS_LIMIT: u32 = 250;

/// The type of contacts, among the types of objects that lists can hold.
pub(crate) const CONTACTS: &str = "0-1";

/// The kinds of lists whose members HubSpot gives (segments guide 2026-09). A search also finds
/// others, such as ADHOC, and refuses to name their members.
const READABLE: [&str; 3] = ["MANUAL", "SNAPSHOT", "DYNAMIC"];

/// How a list gets its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ListKind {
    /// HubSpot keeps its members up to date with a filter (DYNAMIC).
    Active,
    /// People add and remove contacts (MANUAL), or a filter was applied once (SNAPSHOT).
    Static,
}

/// A list of contacts that people can choose.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactList {
    /// Its id.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// How it gets its members.
    pub kind: ListKind,
    /// How many members it has, if HubSpot says so.
    pub size: Option<u32>,
}

/// Hides the name: a list's name may say something about the people in it.
impl fmt::Debug for ContactList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContactList({}, {:?})", self.id, self.kind)
    }
}

/// Whether HubSpot is at work on a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Processing {
    /// The list holds its members.
    Complete,
    /// HubSpot adds and removes members at this moment, so that the members are those of no moment.
    UnderWay,
    /// HubSpot has stopped working on the list, or describes its state in an unknown word. Nobody
    /// knows whether it will go on.
    Paused,
}

/// A list as HubSpot describes it at one moment.
#[derive(Clone, PartialEq, Eq)]
pub struct ListState {
    /// Its id.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// How it gets its members; `None` for a kind whose members HubSpot does not give.
    pub kind: Option<ListKind>,
    /// Whether HubSpot is at work on it.
    pub processing: Processing,
    /// How many members it has, if HubSpot says so.
    pub size: Option<u32>,
    /// A text that changes whenever a member joins or leaves, or the filter changes.
    pub revision: String,
}

/// Hides the name, as for [`ContactList`].
impl fmt::Debug for ListState {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ListState({}, {:?})", self.id, self.processing)
    }
}

/// Asks for the lists of contacts whose members HubSpot gives, in the order of their ids. `after` is
/// the [`ListPage::next`] of the previous page.
#[must_use]
pub fn all(after: Option<&str>) -> Call {
    let mut body = json!({
        "objectTypeId": CONTACTS,
        "processingTypes": READABLE,
        "additionalProperties": [SIZE],
        "count": LISTS_LIMIT,
    });
    if let (Some(after), Some(fields)) = (after, body.as_object_mut()) {
        fields.insert("after".into(), after.into());
    }
    Call::post_json(format!("/crm/lists/{READ_VERSION}/all"), &body)
}

/// A page of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// The lists.
    pub lists: Vec<ContactList>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// Reads the answer to [`all`]. Ignores lists of other objects than contacts, and lists of other
/// kinds than were asked for.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn list_page(reply: &Reply) -> Result<ListPage, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        results: Vec<Described>,
        #[serde(default)]
        paging: Option<wire::Paging>,
    }
    let answer: Answer = wire::read(reply)?;
    let states = answer.results.into_iter().filter_map(Described::state);
    Ok(ListPage {
        lists: states.filter_map(ListState::into_choice).collect(),
        next: answer.paging.and_then(wire::Paging::after),
    })
}

/// Asks for the state of these lists. The answer leaves out a list that was deleted.
#[must_use]
pub fn look_up(lists: &[ListId]) -> Call {
    Call::post_json(
        format!("/crm/lists/{READ_VERSION}/search"),
        &json!({
            "objectTypeId": CONTACTS,
            "query": "",
            "listIds": lists,
            "processingTypes": [],
            "additionalProperties": [SIZE, ADDED_AT, REMOVED_AT],
            "offset": 0,
            "count": LISTS_LIMIT,
        }),
    )
}

const SIZE: &str = "hs_list_size";
const ADDED_AT: &str = "hs_last_record_added_at";
const REMOVED_AT: &str = "hs_last_record_removed_at";

/// Reads the answer to [`look_up`]. Ignores lists of other objects than contacts.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn found(reply: &Reply) -> Result<Vec<ListState>, Failure> {
    #[derive(Deserialize)]
    struct Answer {
        lists: Vec<Described>,
    }
    let answer: Answer = wire::read(reply)?;
    let states = answer.lists.into_iter().filter_map(Described::state);
    Ok(states.collect())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    #[serde(deserialize_with = "wire::id")]
    list_id: ListId,
    #[serde(default, deserialize_with = "wire::optional_text")]
    list_version: Option<String>,
    #[serde(default, deserialize_with = "wire::or_default")]
    name: String,
    #[serde(default, deserialize_with = "wire::optional_text")]
    object_type_id: Option<String>,
    processing_type: String,
    #[serde(default, deserialize_with = "wire::optional_text")]
    processing_status: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    filters_updated_at: Option<String>,
    #[serde(default, deserialize_with = "wire::optional_text")]
    deleted_at: Option<String>,
    #[serde(default, deserialize_with = "wire::or_default")]
    additional_properties: Additional,
}

#[derive(Default, Deserialize)]
struct Additional {
    #[serde(
        default,
        rename = "hs_list_size",
        deserialize_with = "wire::optional_text"
    )]
    size: Option<String>,
    #[serde(
        default,
        rename = "hs_last_record_added_at",
        deserialize_with = "wire::optional_text"
    )]
    added_at: Option<String>,
    #[serde(
        default,
        rename = "hs_last_record_removed_at",
        deserialize_with = "wire::optional_text"
    )]
    removed_at: Option<String>,
}

impl Described {
    fn state(self) -> Option<ListState> {
        let of_contacts = self.object_type_id.is_none_or(|id| id == CONTACTS);
        if !of_contacts || self.deleted_at.is_some() {
            return None;
        }
        let Additional {
            size,
            added_at,
            removed_at,
        } = self.additional_properties;
        let parts = [
            &size,
            &added_at,
            &removed_at,
            &self.list_version,
            &self.filters_updated_at,
        ];
        Some(ListState {
            id: self.list_id,
            name: self.name,
            kind: match self.processing_type.as_str() {
                "DYNAMIC" => Some(ListKind::Active),
                "MANUAL" | "SNAPSHOT" => Some(ListKind::Static),
                _ => None,
            },
            processing: match self.processing_status.as_deref() {
                Some("COMPLETE") => Processing::Complete,
                Some("PROCESSING") => Processing::UnderWay,
                _ => Processing::Paused,
            },
            revision: parts.map(|part| part.as_deref().unwrap_or("-")).join(" "),
            size: size.and_then(|size| size.parse().ok()),
        })
    }
}

impl ListState {
    /// Returns the list as people choose it; `None` if its members cannot be read.
    fn into_choice(self) -> Option<ContactList> {
        Some(ContactList {
            id: self.id,
            name: self.name,
            kind: self.kind?,
            size: self.size,
        })
    }
}

/// Asks for a page of a list's members. `after` is the [`MemberPage::next`] of the previous page.
#[must_use]
pub fn members(list: &ListId, after: Option<&str>) -> Call {
    let after = after
        .map(|after| format!("&after={}", wire::component(after)))
        .unwrap_or_default();
    Call::get(format!(
        "/crm/lists/{READ_VERSION}/{list}/memberships?limit={MEMBERS_LIMIT}{after}"
    ))
}

/// A page of a list's members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberPage {
    /// Their record ids.
    pub contacts: Vec<ContactId>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// Reads the answer to [`members`].
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn member_page(reply: &Reply) -> Result<MemberPage, Failure> {
    #[derive(Deserialize)]
    struct Page {
        results: Vec<Member>,
        #[serde(default)]
        paging: Option<wire::Paging>,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Member {
        #[serde(deserialize_with = "wire::id")]
        record_id: ContactId,
    }
    let page: Page = wire::read(reply)?;
    Ok(MemberPage {
        contacts: page
            .results
            .into_iter()
            .map(|member| member.record_id)
            .collect(),
        next: page.paging.and_then(wire::Paging::after),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(kind: &str, status: &str) -> String {
        format!(
            r#"{{"listId":"7","listVersion":2,"name":"Friends","objectTypeId":"0-1","processingType":"{kind}",
            "processingStatus":"{status}","filtersUpdatedAt":"2026-01-01T00:00:00Z",
            "additionalProperties":{{"hs_list_size":"12","hs_last_record_added_at":"1790812800000"}}}}"#
        )
    }

    fn look(kind: &str, status: &str) -> ListState {
        let body = format!(r#"{{"lists":[{}]}}"#, described(kind, status));
        found(&Reply::of(200, &body)).unwrap().remove(0)
    }

    #[test]
    fn a_list_says_whether_hubspot_is_at_work_on_it() {
        for (status, processing) in [
            ("COMPLETE", Processing::Complete),
            ("PROCESSING", Processing::UnderWay),
            ("PAUSED", Processing::Paused),
            ("SOMETHING_NEW", Processing::Paused),
        ] {
            assert_eq!(look("DYNAMIC", status).processing, processing, "{status}");
        }
    }

    #[test]
    fn a_revision_changes_with_everything_that_says_something_about_the_members() {
        let usual = look("DYNAMIC", "COMPLETE").revision;
        let one = described("DYNAMIC", "COMPLETE");
        for (from, to) in [
            (r#""12""#, r#""13""#),
            ("1790812800000", "1790812800001"),
            (r#""listVersion":2"#, r#""listVersion":3"#),
            ("2026-01-01", "2026-01-02"),
        ] {
            let body = format!(r#"{{"lists":[{}]}}"#, one.replace(from, to));
            let changed = found(&Reply::of(200, &body)).unwrap().remove(0);
            assert_ne!(changed.revision, usual, "{to}");
        }
    }

    #[test]
    fn lists_are_offered_only_if_their_members_can_be_read() {
        let kinds = ["MANUAL", "SNAPSHOT", "DYNAMIC", "ADHOC"];
        let all = kinds.map(|kind| described(kind, "COMPLETE")).join(",");
        let body = format!(r#"{{"results":[{all}],"paging":{{"next":{{"after":"c="}}}}}}"#);
        let page = list_page(&Reply::of(200, &body)).unwrap();
        assert_eq!(
            page.lists.iter().map(|list| list.kind).collect::<Vec<_>>(),
            [ListKind::Static, ListKind::Static, ListKind::Active]
        );
        assert_eq!(page.next.as_deref(), Some("c="));
        assert_eq!(look("ADHOC", "COMPLETE").kind, None);
    }
}
