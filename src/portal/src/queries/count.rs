//! Counting an audience.
//!
//! The sizes of lists give an upper bound at once. Their members must be read to find contacts that are in several
//! lists or are excluded. HubSpot's search counts all contacts.

use domain::{Audience, ListId};
use hubspot::{Call, Failure, Reply, contacts, lists};

use super::members::Members;
use super::step::Step;
use crate::api_types::views::CountFound;

/// A count in progress.
#[derive(Debug)]
pub(crate) struct Count {
    audience: Audience,
    at_most: Option<u32>,
    members: Members,
    exactly: Option<u32>,
}

impl Count {
    pub(super) fn of(audience: Audience) -> Self {
        Self {
            members: Members::of(audience.lists_to_read()),
            audience,
            at_most: None,
            exactly: None,
        }
    }

    pub(super) fn call(&self) -> Call {
        match (self.at_most, &self.audience.lists) {
            (None, None) => contacts::count(),
            (None, Some(included)) => {
                lists::look_up(&included.iter().cloned().collect::<Vec<ListId>>())
            }
            (Some(_), _) => self.members.call().unwrap_or_else(contacts::count),
        }
    }

    pub(super) fn take(&mut self, reply: &Reply) -> Result<Step, Failure> {
        match (self.at_most, &self.audience.lists) {
            (None, None) => self.at_most = Some(contacts::counted(reply)?),
            (None, Some(included)) => {
                let found = lists::found(reply)?;
                if let Some(gone) = included
                    .iter()
                    .find(|id| found.iter().all(|list| list.id != **id))
                {
                    return Ok(Step::Failed(format!(
                        "The list {gone} is no longer in HubSpot."
                    )));
                }
                if let Some(other) = found.iter().find(|list| list.kind.is_none()) {
                    return Ok(Step::Failed(format!(
                        "HubSpot does not name the members of the list “{}”.",
                        other.name
                    )));
                }
                let sizes = found.iter().map(|list| list.size.unwrap_or(0));
                self.at_most = Some(sizes.fold(0, u32::saturating_add));
            }
            (Some(_), _) => self.members.take(reply)?,
        }
        if self.members.call().is_some() {
            return Ok(Step::Further);
        }
        let excluded = self.members.set(&self.audience.excluded_lists);
        let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.exactly = Some(match &self.audience.lists {
            Some(included) => number(self.members.set(included).less(&excluded).len()),
            None => self
                .at_most
                .unwrap_or(0)
                .saturating_sub(number(excluded.len())),
        });
        Ok(Step::Done)
    }

    pub(super) fn shown(&self) -> CountFound {
        CountFound {
            at_most: self.at_most,
            count: self.exactly,
        }
    }
}
