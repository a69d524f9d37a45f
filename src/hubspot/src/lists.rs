//! Lists of contacts, and their members.
//!
//! HubSpot returns the members of every kind of list in the order of their record ids.

use core::fmt;

use domain::{ContactId, ListId};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::call::{Call, Reply};
use crate::failure::Failure;
use crate::wire::{self, READ_VERSION};

/// The most lists on a page of HubSpot's search.
const SEARCH_LIMIT: u32 = 500;

/// The most members on a page of HubSpot's.
const MEMBERS_LIMIT: u32 = 250;

/// The type of contacts, among the types of objects that lists can hold.
const CONTACTS: &str = "0-1";

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

/// A list of contacts.
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
    /// A text that changes whenever a member joins or leaves.
    #[serde(skip)]
    pub revision: String,
}

/// Hides the name: a list's name may say something about the people in it.
impl fmt::Debug for ContactList {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContactList({}, {:?})", self.id, self.kind)
    }
}

/// Asks for lists of contacts, from the `offset`-th on.
#[must_use]
pub fn search(offset: u32) -> Call {
    search_among(&[], offset)
}

/// Asks for these lists. The answer leaves out a list that was deleted.
#[must_use]
pub fn look_up(lists: &[ListId]) -> Call {
    search_among(lists, 0)
}

fn search_among(lists: &[ListId], offset: u32) -> Call {
    Call::post_json(
        format!("/crm/lists/{READ_VERSION}/search"),
        &json!({
            "objectTypeId": CONTACTS,
            "query": "",
            "listIds": lists,
            "processingTypes": [],
            "additionalProperties": [SIZE, ADDED_AT, REMOVED_AT],
            "offset": offset,
            "count": SEARCH_LIMIT,
        }),
    )
}

const SIZE: &str = "hs_list_size";
const ADDED_AT: &str = "hs_last_record_added_at";
const REMOVED_AT: &str = "hs_last_record_removed_at";

/// A page of lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// The lists.
    pub lists: Vec<ContactList>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<u32>,
}

/// Reads the answer to [`search`] and [`look_up`]. Ignores lists of other objects than contacts.
///
/// # Errors
/// [`Failure::Wait`] if it cannot be read.
pub fn found(reply: &Reply) -> Result<ListPage, Failure> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Answer {
        lists: Vec<Described>,
        #[serde(default)]
        has_more: bool,
        #[serde(default)]
        offset: u32,
    }
    let answer: Answer = wire::read(reply)?;
    let lists: Vec<ContactList> = answer
        .lists
        .into_iter()
        .filter_map(Described::into_list)
        .collect();
    // An empty page with a next one would never end.
    let next = (answer.has_more && !lists.is_empty()).then_some(answer.offset);
    Ok(ListPage { lists, next })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Described {
    #[serde(deserialize_with = "wire::id")]
    list_id: ListId,
    #[serde(default, deserialize_with = "wire::or_default")]
    name: String,
    #[serde(default, deserialize_with = "wire::optional_text")]
    object_type_id: Option<String>,
    processing_type: String,
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
    fn into_list(self) -> Option<ContactList> {
        let of_contacts = self.object_type_id.is_none_or(|id| id == CONTACTS);
        if !of_contacts || self.deleted_at.is_some() {
            return None;
        }
        let Additional {
            size,
            added_at,
            removed_at,
        } = self.additional_properties;
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        Some(ContactList {
            id: self.list_id,
            name: self.name,
            kind: if self.processing_type == "DYNAMIC" {
                ListKind::Active
            } else {
                ListKind::Static
            },
            revision: [part(&size), part(&added_at), part(&removed_at)].join(" "),
            size: size.and_then(|size| size.parse().ok()),
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
