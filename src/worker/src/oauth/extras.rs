//! Optional permissions: an account may give them beyond the required ones. Each is asked for when it is first used.

use hubspot::deals::DEALS_SCOPE;
use hubspot::oauth::LISTS_SCOPE;
use serde::{Deserialize, Serialize};

/// A set of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extras {
    /// Lists may be read.
    pub(crate) lists: bool,
    /// Deals may be read.
    pub(crate) deals: bool,
}

impl Extras {
    /// Reads the names in the link of a page, separated by commas.
    pub(super) fn named(text: &str) -> Self {
        let names = |name| text.split(',').any(|one| one == name);
        Self {
            lists: names("lists"),
            deals: names("deals"),
        }
    }

    /// Returns those that a grant covers.
    pub(super) fn granted(scopes: &[String]) -> Self {
        let covers = |wanted| scopes.iter().any(|scope| scope == wanted);
        Self {
            lists: covers(LISTS_SCOPE),
            deals: covers(DEALS_SCOPE),
        }
    }

    /// Returns HubSpot's names of them.
    pub(super) fn scopes(self) -> Vec<&'static str> {
        let all = [(self.lists, LISTS_SCOPE), (self.deals, DEALS_SCOPE)];
        let wanted = all.into_iter().filter(|(wanted, _)| *wanted);
        wanted.map(|(_, scope)| scope).collect()
    }

    /// Returns these and the others.
    pub(super) const fn and(self, others: Self) -> Self {
        Self {
            lists: self.lists || others.lists,
            deals: self.deals || others.deals,
        }
    }

    /// Returns these without the others.
    pub(super) const fn without(self, others: Self) -> Self {
        Self {
            lists: self.lists && !others.lists,
            deals: self.deals && !others.deals,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_that_would_be_lost_are_asked_for_with_the_wanted_ones() {
        let (lists, deals) = (Extras::named("lists"), Extras::named("deals"));
        let both = Extras::named("lists,deals,everything");
        assert_eq!(lists.and(deals), both);
        assert_eq!(both.without(lists), deals);
        assert_eq!(lists.without(both), Extras::default());
        assert_eq!(both.scopes(), [LISTS_SCOPE, DEALS_SCOPE]);
        let scopes = ["oauth".to_owned(), DEALS_SCOPE.to_owned()];
        assert_eq!(Extras::granted(&scopes), deals);
    }
}
