//! The evidence for ending links.
//!
//! A link is paused or revoked because its contact left only if, at some moment, HubSpot answered about this contact
//! and no sync of the campaign covered it then.

use std::collections::BTreeSet;

use super::{Judgement, Rule, demand};

/// The evidence of one portal.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// The contacts about which HubSpot answered when no sync of the campaign covered them, by campaign.
    proven: BTreeSet<(u64, String)>,
    /// The contacts whose links a person decided to keep, by campaign.
    kept: BTreeSet<(u64, String)>,
}

impl Evidence {
    /// Records that HubSpot has answered about a contact that no sync of the campaign covers.
    pub(crate) fn left(&mut self, campaign: u64, contact: &str) {
        self.proven.insert((campaign, contact.to_owned()));
    }

    /// Records a person's decision to keep the link of a contact that left.
    pub(crate) fn keep(&mut self, campaign: u64, contact: &str) {
        self.kept.insert((campaign, contact.to_owned()));
    }

    /// Returns whether a person has decided to keep the contact's link.
    #[must_use]
    pub(crate) fn is_kept(&self, campaign: u64, contact: &str) -> bool {
        self.kept.contains(&(campaign, contact.to_owned()))
    }

    /// Judges a link that no person has changed.
    pub(crate) fn judge(&self, campaign: u64, contact: &str, status: &str) -> Judgement {
        let proven = self.proven.contains(&(campaign, contact.to_owned()));
        demand(status == "live" || proven, Rule::Evidence, || {
            format!(
                "the link of {contact} is {status}, and HubSpot never said that it left campaign {campaign}"
            )
        })
    }
}
