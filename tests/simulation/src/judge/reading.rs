//! The pages of contacts that runs ask for, and their contents.
//!
//! A page counts as decided when the run has counted its contacts. From then on the run never reads it again. So a
//! crash costs at most the one page that was under way.

use std::collections::{BTreeMap, BTreeSet};

use super::{Judgement, Rule, demand};
use crate::wire::{PageAsked, PageContents, Which};

/// The pages of one portal's runs.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The id from which each run has still to read, or `None` if it has read all contacts.
    frontier: BTreeMap<u64, Option<u64>>,
    /// The beginning of the next page by the last response. A run may continue there even if the last page had no
    /// contact to count.
    told: BTreeMap<u64, Option<u64>>,
    /// The runs that may read from the first contact again, and have decided no page of it since.
    anew: BTreeSet<u64>,
    /// The contacts that each run read by their ids.
    named: BTreeMap<u64, BTreeSet<String>>,
    under_way: BTreeMap<u64, u32>,
    pages: BTreeMap<u64, u32>,
    member_pages: u32,
    /// The values of each contact's properties in the last decided page.
    values: BTreeMap<(String, String), String>,
}

impl Reading {
    /// Records that a run asks for a page.
    pub(crate) fn asked(&mut self, run: u64, which: &Which) -> Judgement {
        *self.pages.entry(run).or_default() += 1;
        let under_way = self.under_way.entry(run).or_default();
        *under_way += 1;
        demand(*under_way == 1, Rule::RepeatedReading, || {
            format!("run {run} reads {under_way} pages at a time")
        })?;
        match which {
            Which::From(from) => {
                let frontier = self.frontier.get(&run).copied().unwrap_or(Some(0));
                let told = self.told.get(&run).copied().flatten();
                let anew = *from == 0 && self.anew.contains(&run);
                demand(
                    anew || frontier == Some(*from) || told == Some(*from),
                    Rule::RepeatedReading,
                    || format!("run {run} reads from {from}; it had come to {frontier:?}"),
                )
            }
            Which::Named(names) => {
                let read = self.named.entry(run).or_default();
                demand(read.is_disjoint(names), Rule::RepeatedReading, || {
                    let again: Vec<_> = read.intersection(names).collect();
                    format!("run {run} reads {again:?} again")
                })
            }
        }
    }

    /// Records that a page has arrived or is given up.
    pub(crate) fn answered(&mut self, run: u64) {
        let under_way = self.under_way.entry(run).or_default();
        *under_way = under_way.saturating_sub(1);
    }

    /// Records the beginning of the next page.
    pub(crate) fn told(&mut self, run: u64, next: Option<u64>) {
        self.told.insert(run, next);
    }

    /// Records that HubSpot no longer takes a cursor. A run may read from the first contact again.
    pub(crate) fn cursor_refused(&mut self) {
        self.anew.extend(self.frontier.keys());
    }

    /// Records that a page of a list's members is asked for.
    pub(crate) fn members_asked(&mut self) {
        self.member_pages += 1;
    }

    /// Returns the number of pages of members that were asked for.
    #[must_use]
    pub(crate) fn member_pages(&self) -> u32 {
        self.member_pages
    }

    /// Records that a page arrived which its run could not use.
    pub(crate) fn answered_without_decision(&mut self, runs: impl Iterator<Item = u64>) {
        runs.for_each(|run| self.answered(run));
    }

    /// Records that the run has counted the contacts of a page. A property that is missing from the response counts
    /// as empty, because HubSpot does not report whether it is empty or archived.
    pub(crate) fn decided(&mut self, run: u64, asked: &PageAsked, page: &PageContents) {
        match &asked.which {
            Which::From(from) => {
                if *from == 0 {
                    self.anew.remove(&run);
                }
                self.frontier.insert(run, page.next);
            }
            Which::Named(names) => self
                .named
                .entry(run)
                .or_default()
                .extend(names.iter().cloned()),
        }
        self.looked(asked, page);
    }

    /// Records that the portal knows these values.
    pub(crate) fn looked(&mut self, asked: &PageAsked, page: &PageContents) {
        for (contact, values) in &page.contacts {
            for property in &asked.properties {
                let value = values.get(property).cloned().unwrap_or_default();
                self.values
                    .insert((contact.clone(), property.clone()), value);
            }
        }
    }

    /// Returns the value of a contact's property that the portal read last.
    #[must_use]
    pub(crate) fn value(&self, contact: &str, property: &str) -> Option<&str> {
        let key = (contact.to_owned(), property.to_owned());
        self.values.get(&key).map(String::as_str)
    }

    /// Returns the number of pages that a run asked for.
    #[must_use]
    pub(crate) fn pages(&self, run: u64) -> u32 {
        self.pages.get(&run).copied().unwrap_or(0)
    }

    /// Records that the process died. Nothing waits for a response any more.
    pub(crate) fn all_lost(&mut self) {
        self.under_way.clear();
    }
}
