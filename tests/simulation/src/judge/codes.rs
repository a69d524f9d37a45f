//! Every code that was ever seen: in a write to HubSpot, in a response to a person, or in the link index.

use std::collections::BTreeMap;

use domain::ReferralCode;
use serde_json::Value;

use super::names::{End, Link, Named, Names};
use super::{Judgement, Rule, demand};

/// The referrer to whom a code belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owner {
    /// The index of the portal in the world.
    pub portal: usize,
    pub campaign: u64,
    pub contact: String,
}

/// The number of characters of a slot in a block's text: the secret alone, and the secret with its status.
const SECRET: usize = 4;
const SLOT: usize = 5;

/// The record of codes.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    owners: BTreeMap<String, Owner>,
    by_owner: BTreeMap<Owner, String>,
    blocks: BTreeMap<String, Block>,
    /// The number of slots of each block, up to the last one whose link HubSpot shows.
    shown: BTreeMap<String, usize>,
    /// The slugs of codes and campaigns.
    pub names: Names,
}

#[derive(Debug)]
struct Block {
    portal: usize,
    secrets: Vec<String>,
}

impl Codes {
    /// Records that a code was seen for a referrer.
    pub(crate) fn saw(
        &mut self,
        portal: usize,
        campaign: u64,
        contact: &str,
        code: &str,
    ) -> Judgement {
        let owner = Owner {
            portal,
            campaign,
            contact: contact.to_owned(),
        };
        let known = self
            .by_owner
            .entry(owner.clone())
            .or_insert(code.to_owned());
        demand(known == code, Rule::OneCode, || {
            format!("{owner:?} had the code {known} and now has {code}")
        })?;
        let first = self.owners.entry(code.to_owned()).or_insert(owner.clone());
        demand(*first == owner, Rule::OneCode, || {
            format!("{code} belonged to {first:?} and now belongs to {owner:?}")
        })?;
        let key = key_of(code);
        match self.blocks.get(&key) {
            Some(block) => demand(block.portal == portal, Rule::Separate, || {
                format!(
                    "{code} of portal {portal} is in a block of portal {}",
                    block.portal
                )
            }),
            None => Ok(()),
        }
    }

    /// Records that a referrer's link was seen.
    pub(crate) fn saw_link(
        &mut self,
        portal: usize,
        campaign: u64,
        contact: &str,
        link: &Link,
    ) -> Judgement {
        let slug = match &link.end {
            End::Code(code) => return self.saw(portal, campaign, contact, code),
            End::Slug(slug) => slug,
        };
        let owner = Named::Referrer(Owner {
            portal,
            campaign,
            contact: contact.to_owned(),
        });
        let named = self.names.of(portal, slug);
        demand(named == Some(&owner), Rule::OneCode, || {
            format!("{slug} is written of {owner:?}, and is {named:?}'s")
        })
    }

    /// Returns the code to which a portal's link leads.
    #[must_use]
    pub(crate) fn behind(&self, portal: usize, link: &Link) -> Option<&str> {
        match &link.end {
            End::Code(code) => self
                .owners
                .get_key_value(code)
                .map(|(code, _)| code.as_str()),
            End::Slug(slug) => match self.names.of(portal, slug)? {
                Named::Referrer(owner) => self.by_owner.get(owner).map(String::as_str),
                Named::Campaign(_) => None,
            },
        }
    }

    /// Returns the code of a referrer, if it was ever seen.
    #[must_use]
    pub(crate) fn of(&self, portal: usize, campaign: u64, contact: &str) -> Option<&str> {
        let owner = Owner {
            portal,
            campaign,
            contact: contact.to_owned(),
        };
        self.by_owner.get(&owner).map(String::as_str)
    }

    /// Returns the referrers of a portal whose codes were seen, with their codes.
    pub(crate) fn of_portal(&self, portal: usize) -> impl Iterator<Item = (&Owner, &str)> {
        self.by_owner
            .iter()
            .filter(move |(owner, _)| owner.portal == portal)
            .map(|(owner, code)| (owner, code.as_str()))
    }

    /// Records a block that was written to the link index.
    pub(crate) fn saw_block(&mut self, portal: usize, key: &str, value: &str) -> Judgement {
        let parsed: Value = serde_json::from_str(value).expect("the link index holds JSON");
        let fields = parsed.as_object().expect("the link index holds objects");
        let allowed = [
            "portal", "campaign", "hosts", "status", "before", "behind", "slots",
        ];
        demand(
            fields.keys().all(|name| allowed.contains(&name.as_str())),
            Rule::Links,
            || format!("{key} says more than a redirect needs: {value}"),
        )?;
        let slots = fields["slots"].as_str().expect("slots are a text");
        let secrets: Vec<String> = slots
            .as_bytes()
            .chunks(SLOT)
            .map(|slot| String::from_utf8_lossy(&slot[..SECRET]).into_owned())
            .collect();
        let shown = self.shown.get(key).copied().unwrap_or(0);
        demand(secrets.len() >= shown, Rule::Links, || {
            format!(
                "{key} lost links that HubSpot shows: {shown}, now {}",
                secrets.len()
            )
        })?;
        let block = self.blocks.entry(key.to_owned()).or_insert(Block {
            portal,
            secrets: Vec::new(),
        });
        demand(block.portal == portal, Rule::Separate, || {
            format!(
                "{key} is written by the portals {} and {portal}",
                block.portal
            )
        })?;
        let changed = block
            .secrets
            .iter()
            .zip(&secrets)
            .find(|(former, present)| former != present);
        demand(changed.is_none(), Rule::OneCode, || {
            format!("a code in {key} changed: {changed:?}")
        })?;
        if secrets.len() > block.secrets.len() {
            block.secrets = secrets;
        }
        Ok(())
    }

    /// Records that HubSpot shows the link with this code from now on.
    pub(crate) fn shown(&mut self, code: &str) {
        let slot = ReferralCode::parse(code).map_or(0, |code| usize::from(code.slot()) + 1);
        let shown = self.shown.entry(key_of(code)).or_default();
        *shown = (*shown).max(slot);
    }

    /// Returns the number of a portal's links that were ever published.
    #[must_use]
    pub(crate) fn published(&self, portal: usize) -> usize {
        self.blocks
            .values()
            .filter(|block| block.portal == portal)
            .map(|block| block.secrets.len())
            .sum()
    }
}

/// Returns the key of a code's block in the link index.
#[must_use]
pub(crate) fn key_of(code: &str) -> String {
    let code = ReferralCode::parse(code).unwrap_or_else(|_| panic!("{code} is no code"));
    domain::link_block::key(code.block())
}
