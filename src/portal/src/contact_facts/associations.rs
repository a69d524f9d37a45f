//! The associations of records, page by page. HubSpot pages each record separately.
//!
//! A cursor is followed only as long as it leads to further associations. Nothing says whether HubSpot takes a cursor
//! back as it gave it, with its escapes undone, or not at all: a cursor that leads nowhere is tried without escapes once.
//! If that does not help, the record's associations are known in part.

use core::str::FromStr;

use hubspot::deals::{self, ASSOCIATIONS_LIMIT, AssociationPages};
use hubspot::{Call, Failure, Reply};
use vecmap::{VecMap, VecSet};

use super::parts::Parts;

/// Associations that are being read.
#[derive(Debug)]
pub(crate) struct Associations<F, T> {
    left: Parts<Place<F>>,
    found: VecMap<F, VecSet<T>>,
    partial: VecSet<F>,
}

/// The place of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place<F> {
    from: F,
    after: Option<String>,
    /// Whether the cursor's escapes are undone.
    unescaped: bool,
}

impl<F: Clone> Place<F> {
    fn first(from: &F) -> Self {
        Self {
            from: from.clone(),
            after: None,
            unescaped: false,
        }
    }

    /// Returns the same place with a cursor without escapes, unless that was tried.
    fn in_other_words(&self) -> Option<Self> {
        let after = self.after.as_deref().filter(|_| !self.unescaped)?;
        Some(Self {
            from: self.from.clone(),
            after: Some(deals::unescaped(after)?),
            unescaped: true,
        })
    }

    fn next(&self, after: String) -> Self {
        let plain = deals::unescaped(&after).filter(|_| self.unescaped);
        Self {
            from: self.from.clone(),
            after: Some(plain.unwrap_or(after)),
            unescaped: self.unescaped,
        }
    }
}

impl<F: Clone + Ord + FromStr, T: Clone + Ord + FromStr> Associations<F, T> {
    /// Begins to read the associations of these records, each named once.
    pub(crate) fn of(from: impl IntoIterator<Item = F>) -> Self {
        let mut left = Parts::of_at_most(ASSOCIATIONS_LIMIT);
        let distinct: VecSet<F> = from.into_iter().collect();
        let places: Vec<_> = distinct.iter().map(Place::first).collect();
        left.add(&places);
        Self {
            left,
            found: VecMap::new(),
            partial: VecSet::new(),
        }
    }

    /// Returns the next call, made by `ask`; none once everything is read.
    pub(crate) fn call(&self, ask: impl Fn(&[(&F, Option<&str>)]) -> Call) -> Option<Call> {
        let places = self.left.next()?.items.iter();
        let places: Vec<_> = places
            .map(|place| (&place.from, place.after.as_deref()))
            .collect();
        Some(ask(&places))
    }

    /// Reads the reply to the last call.
    ///
    /// # Errors
    /// The failure, by its remedy. The next call is then to be made later.
    pub(crate) fn take(&mut self, reply: Result<Reply, Failure>) -> Result<(), Failure> {
        let asked = self.left.next().map(|part| part.items.clone());
        let asked = asked.unwrap_or_default();
        match reply.and_then(|reply| deals::associations(&reply)) {
            Ok(pages) => self.pages(&asked, pages),
            // The places of further pages are in batches of their own.
            Err(Failure::Rejected(rejection))
                if rejection.status == 400 && asked.iter().any(|place| place.after.is_some()) =>
            {
                for place in self.left.take() {
                    self.try_in_other_words(&place);
                }
            }
            Err(failure) => {
                if let Some((place, _)) = self.left.failed(failure)? {
                    self.partial.insert(place.from);
                }
            }
        }
        Ok(())
    }

    fn pages(&mut self, asked: &[Place<F>], read: AssociationPages<F, T>) {
        let mut further = Vec::new();
        let mut lost = Vec::new();
        for page in read.pages {
            let Some(place) = asked.iter().find(|place| place.from == page.from) else {
                continue;
            };
            let found = self.found.entry(page.from).or_default();
            let before = found.len();
            found.extend(page.to);
            let leads_on = found.len() > before || place.after.is_none();
            match page.next {
                None => {}
                Some(next) if leads_on && place.after.as_ref() != Some(&next) => {
                    further.push(place.next(next));
                }
                Some(_) => lost.push(place.clone()),
            }
        }
        let unread = asked
            .iter()
            .filter(|place| read.unread.contains(&place.from));
        for place in self.left.answered(unread.cloned().collect()) {
            self.partial.insert(place.from);
        }
        self.left.add(&further);
        for place in lost {
            self.try_in_other_words(&place);
        }
    }

    fn try_in_other_words(&mut self, place: &Place<F>) {
        match place.in_other_words() {
            Some(place) => self.left.add(&[place]),
            None => {
                self.partial.insert(place.from.clone());
            }
        }
    }

    /// Returns whether HubSpot has answered any call.
    pub(crate) fn are_shown(&self) -> bool {
        self.left.is_heard()
    }

    /// Counts the answer to another call that needs the same permission.
    pub(crate) fn hear(&mut self) {
        self.left.hear();
    }

    /// Forgets the calls that are left.
    pub(crate) fn give_up(&mut self) {
        self.left.clear();
    }

    /// Returns the associations of a record, and whether they are all.
    pub(crate) fn of_record(&self, from: &F) -> (impl Iterator<Item = &T>, bool) {
        let found = self.found.get(from).into_iter().flatten();
        (found, !self.partial.contains(from))
    }

    /// Returns all associations that were found.
    pub(crate) fn found(&self) -> impl Iterator<Item = (&F, &VecSet<T>)> {
        self.found.iter()
    }
}
