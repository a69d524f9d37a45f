//! The contacts that a sync covers: all of them, or the members of lists, less the members of other
//! lists.

use vecmap::VecSet;

use serde::{Deserialize, Serialize};

use crate::identity::{ContactId, ListId};

/// The most lists in an audience. The limit holds for included and for excluded lists separately.
pub const MAX_LISTS: usize = 20;

/// The contacts that take part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Audience {
    /// The lists whose members take part; null means all contacts. It must be written, so that nobody means all contacts
    /// by mistake.
    #[serde(deserialize_with = "Option::deserialize")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<ListId>>, required = true))]
    pub lists: Option<VecSet<ListId>>,
    /// The lists whose members do not take part.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<ListId>, required = true))]
    pub excluded_lists: VecSet<ListId>,
}

impl Audience {
    /// Checks that somebody can take part at all.
    ///
    /// # Errors
    /// A sentence that says what to change.
    pub fn check(&self) -> Result<(), &'static str> {
        let Some(lists) = &self.lists else {
            return within_limit(&self.excluded_lists);
        };
        if lists.is_empty() {
            return Err("Choose at least one list, or all contacts.");
        }
        if lists.is_subset(&self.excluded_lists) {
            return Err("Every chosen list is also excluded: nobody would take part.");
        }
        within_limit(lists)?;
        within_limit(&self.excluded_lists)
    }

    /// Returns the lists whose members have to be read, each once.
    #[must_use]
    pub fn lists_to_read(&self) -> VecSet<ListId> {
        let included = self.lists.iter().flatten();
        included.chain(&self.excluded_lists).cloned().collect()
    }

    /// Tells whether a contact that is in exactly these lists takes part.
    #[must_use]
    pub fn covers(&self, member_of: &VecSet<ListId>) -> bool {
        let is_in = |lists: &VecSet<ListId>| lists.iter().any(|list| member_of.contains(list));
        self.lists.as_ref().is_none_or(is_in) && !is_in(&self.excluded_lists)
    }
}

fn within_limit(lists: &VecSet<ListId>) -> Result<(), &'static str> {
    if lists.len() > MAX_LISTS {
        return Err("An audience has at most 20 lists, and 20 excluded ones.");
    }
    Ok(())
}

/// The effect on a link when its contact leaves the audience of an ongoing sync.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum OnLeaving {
    /// The link stays as it is.
    #[default]
    Keep,
    /// The link is paused until the contact comes back.
    Pause,
    /// The link ends.
    Revoke,
}

/// So many links may end at once without a question, in an audience of any size: a list of twelve
/// loses two members on any day.
const FEW_LINKS: usize = 20;

/// Tells whether so many links are too many to end without asking a person: more than 10 % of the
/// contacts that took part, and more than 20.
#[must_use]
pub const fn is_large_part(leaving: usize, took_part: usize) -> bool {
    leaving > FEW_LINKS && leaving.saturating_mul(10) > took_part
}

/// A set of contacts, kept as numbers: a hundred thousand contacts take less than a megabyte.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactSet(Vec<u64>);

impl ContactSet {
    /// Returns the contacts of `included` that are not in `excluded`.
    #[must_use]
    pub fn less(&self, excluded: &Self) -> Self {
        Self(
            self.0
                .iter()
                .filter(|id| excluded.0.binary_search(id).is_err())
                .copied()
                .collect(),
        )
    }

    /// Returns the contacts that are in both sets.
    #[must_use]
    pub fn both(&self, other: &Self) -> Self {
        Self(
            self.0
                .iter()
                .filter(|id| other.0.binary_search(id).is_ok())
                .copied()
                .collect(),
        )
    }

    /// Returns the contacts that are in one of the sets or in both.
    #[must_use]
    pub fn either(&self, other: &Self) -> Self {
        let mut ids = [self.0.as_slice(), other.0.as_slice()].concat();
        ids.sort_unstable();
        ids.dedup();
        Self(ids)
    }

    /// Tells whether the contact is in the set.
    #[must_use]
    pub fn contains(&self, contact: &ContactId) -> bool {
        number(contact).is_some_and(|id| self.0.binary_search(&id).is_ok())
    }

    /// Returns the contacts up to and including this one, in the order of their ids.
    #[must_use]
    pub fn up_to(&self, contact: &ContactId) -> Self {
        let end = number(contact).unwrap_or(0);
        Self(
            self.0
                .iter()
                .take_while(|id| **id <= end)
                .copied()
                .collect(),
        )
    }

    /// Returns the number of contacts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns at most `most` contacts after this one, in the order of their ids.
    #[must_use]
    pub fn after(&self, contact: Option<&ContactId>, most: usize) -> Vec<ContactId> {
        let start = contact
            .and_then(number)
            .map_or(0, |last| self.0.partition_point(|id| *id <= last));
        let rest = self.0.get(start..).unwrap_or_default();
        rest.iter()
            .take(most)
            .map(|id| ContactId::from(*id))
            .collect()
    }
}

impl<'a> FromIterator<&'a ContactId> for ContactSet {
    fn from_iter<I: IntoIterator<Item = &'a ContactId>>(contacts: I) -> Self {
        let mut ids: Vec<u64> = contacts.into_iter().filter_map(number).collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids)
    }
}

/// Returns a contact's id as a number. An id has at most 19 digits, so a `u64` always holds it.
fn number(contact: &ContactId) -> Option<u64> {
    contact.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(ids: &[u64]) -> VecSet<ListId> {
        ids.iter().map(|id| ListId::from(*id)).collect()
    }

    #[test]
    fn an_audience_must_cover_somebody_within_the_limits() {
        let all = Audience::default();
        assert_eq!(all.check(), Ok(()));
        for (included, excluded, good) in [
            (vec![1], vec![], true),
            (vec![1, 2], vec![2], true),
            (vec![], vec![], false),
            (vec![1], vec![1, 2], false),
            ((1..=20).collect(), vec![], true),
            ((1..=21).collect(), vec![], false),
            (vec![1], (2..=22).collect(), false),
        ] {
            let audience = Audience {
                lists: Some(lists(&included)),
                excluded_lists: lists(&excluded),
            };
            assert_eq!(audience.check().is_ok(), good, "{included:?} {excluded:?}");
        }
    }

    #[test]
    fn an_audience_covers_the_members_of_its_lists_that_are_in_no_excluded_list() {
        let some = |included: &[u64], excluded: &[u64]| Audience {
            lists: Some(lists(included)),
            excluded_lists: lists(excluded),
        };
        let all_but = |excluded: &[u64]| Audience {
            lists: None,
            excluded_lists: lists(excluded),
        };
        for (audience, member_of, covered) in [
            (some(&[1, 2], &[]), vec![2, 9], true),
            (some(&[1, 2], &[]), vec![9], false),
            (some(&[1, 2], &[3]), vec![1, 3], false),
            (some(&[1], &[]), vec![], false),
            (all_but(&[]), vec![], true),
            (all_but(&[3]), vec![1], true),
            (all_but(&[3]), vec![3], false),
        ] {
            assert_eq!(
                audience.covers(&lists(&member_of)),
                covered,
                "{audience:?} {member_of:?}"
            );
        }
    }

    #[test]
    fn many_links_are_more_than_twenty_and_more_than_a_tenth() {
        for (leaving, took_part, large) in [
            (0, 0, false),
            (20, 20, false),
            (21, 21, true),
            (21, 209, true),
            (21, 210, false),
            (100, 1000, false),
            (101, 1000, true),
        ] {
            assert_eq!(
                is_large_part(leaving, took_part),
                large,
                "{leaving} of {took_part}"
            );
        }
    }

    #[test]
    fn sets_are_compared_by_their_contacts() {
        let set = |ids: &[u64]| -> ContactSet {
            let ids: Vec<ContactId> = ids.iter().map(|id| ContactId::from(*id)).collect();
            ids.iter().collect()
        };
        let (some, others) = (set(&[1, 2, 30]), set(&[2, 30, 4]));
        assert_eq!(some.both(&others), set(&[2, 30]));
        assert_eq!(some.either(&others), set(&[1, 2, 4, 30]));
        assert_eq!(some.less(&others), set(&[1]));
    }

    #[test]
    fn all_contacts_are_meant_in_words_alone() {
        let read = |text: &str| serde_json::from_str::<Audience>(text).ok();
        assert_eq!(
            read(r#"{"lists": null, "excludedLists": []}"#),
            Some(Audience::default())
        );
        for silent in ["{}", r#"{"excludedLists": []}"#, r#"{"lists": null}"#] {
            assert_eq!(read(silent), None, "{silent}");
        }
    }

    #[test]
    fn a_set_returns_each_contact_once_in_the_order_of_ids() {
        let ids: Vec<ContactId> = [100_u64, 9, 51, 9, 1000].map(ContactId::from).to_vec();
        let set: ContactSet = ids.iter().collect();
        let excluded: ContactSet = [ContactId::from(51)].iter().collect();
        assert_eq!(set.len(), 4);
        assert!(set.contains(&ContactId::from(100)) && !set.contains(&ContactId::from(10)));
        let mut walked = Vec::new();
        let set = set.less(&excluded);
        let mut last = None;
        loop {
            let next = set.after(last.as_ref(), 2);
            let Some(end) = next.last() else { break };
            last = Some(end.clone());
            walked.extend(next);
        }
        assert_eq!(walked, [9, 100, 1000].map(ContactId::from));
    }
}
