//! Every slug that was ever given, and every address of a link: its owner, and its destination by the link index.

use std::collections::BTreeMap;

use domain::link_block::{self, Resolution};
use domain::{HubId, LinkBlock, ReferralCode, SlugRecord, index_record};

use super::codes::Owner;
use super::{Judgement, Rule, demand};
use crate::link_index::LinkIndex;

/// The owner of a slug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    Referrer(Owner),
    Campaign(u64),
}

/// The owners of slugs, by portal and slug.
#[derive(Debug, Default)]
pub(crate) struct Names(BTreeMap<(usize, String), Named>);

impl Names {
    /// Records that a portal has reported the owner of a slug.
    pub(crate) fn given(&mut self, portal: usize, slug: &str, named: &Named) -> Judgement {
        let key = (portal, slug.to_owned());
        let known = self.0.entry(key).or_insert_with(|| named.clone());
        demand(known == named, Rule::OneCode, || {
            format!("the slug {slug} was given to {known:?}, and is given to {named:?}")
        })
    }

    /// Returns the owner of a portal's slug.
    #[must_use]
    pub(crate) fn of(&self, portal: usize, slug: &str) -> Option<&Named> {
        self.0.get(&(portal, slug.to_owned()))
    }

    /// Returns all slugs of a portal.
    pub(crate) fn of_portal(&self, portal: usize) -> impl Iterator<Item = (&str, &Named)> {
        self.0
            .iter()
            .filter(move |((own, _), _)| *own == portal)
            .map(|((_, slug), named)| (slug.as_str(), named))
    }

    /// Judges a slug's record that the portal with this id wrote to the link index.
    pub(crate) fn saw_entry(&self, portal: usize, hub: u64, key: &str, value: &str) -> Judgement {
        let own = format!("slug/{hub}/");
        let slug = key.strip_prefix(&own);
        demand(slug.is_some(), Rule::Separate, || {
            format!("portal {hub} writes {key}")
        })?;
        let given = slug.is_some_and(|slug| self.of(portal, slug).is_some());
        demand(given, Rule::Links, || format!("{key} was never given"))?;
        demand(SlugRecord::parse(value).is_some(), Rule::Links, || {
            format!("{key} is {value}")
        })
    }
}

/// The address of a link, as a person reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The portal's own host, or `None` for the shared host.
    pub host: Option<String>,
    /// The code or the slug.
    pub end: End,
}

/// The part of an address that names the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    Code(String),
    Slug(String),
}

impl Link {
    /// Reads an address of this portal. Returns `None` if the text is not such an address.
    #[must_use]
    pub(crate) fn read(address: &str, origin: &str, hub: u64) -> Option<Self> {
        let end = |text: &str| match ReferralCode::parse(text) {
            Ok(_) => End::Code(text.to_owned()),
            Err(_) => End::Slug(text.to_owned()),
        };
        if let Some(rest) = address.strip_prefix(&format!("{origin}/r/")) {
            let end = match rest.strip_prefix(&format!("{hub}/")) {
                Some(slug) => End::Slug(slug.to_owned()),
                None => Some(end(rest)).filter(|end| matches!(end, End::Code(_)))?,
            };
            return Some(Self { host: None, end });
        }
        let (host, rest) = address.strip_prefix("https://")?.split_once('/')?;
        Some(Self {
            host: Some(host.to_owned()),
            end: end(rest),
        })
    }

    /// Returns the destination of a visitor by the link index.
    #[must_use]
    pub(crate) fn follow(&self, index: &LinkIndex, hub: u64) -> Resolution {
        let code = match &self.end {
            End::Code(code) => code.clone(),
            End::Slug(slug) => {
                let owner = match &self.host {
                    None => Some(hub.to_string()),
                    Some(host) => index.get(&index_record::host_key(host)).map(str::to_owned),
                };
                let Some(Ok(owner)) = owner.map(|owner| owner.parse::<HubId>()) else {
                    return Resolution::Unknown;
                };
                let entry = index.get(&index_record::slug_key(&owner, slug));
                match entry.map(|entry| SlugRecord::parse(entry).expect("an entry")) {
                    Some(SlugRecord::Code(code)) => code.to_string(),
                    Some(SlugRecord::Campaign(campaign)) => return campaign.resolve(),
                    None => return Resolution::Unknown,
                }
            }
        };
        let code = ReferralCode::parse(&code).expect("a code");
        let Some(block) = index.get(&link_block::key(code.block())) else {
            return Resolution::Unknown;
        };
        let block = LinkBlock::parse(block).expect("the link index holds blocks");
        match &self.host {
            Some(host) if !block.is_good_under(host) => Resolution::Unknown,
            _ => block.resolve(code),
        }
    }

    /// Returns the same link under the shared host.
    #[must_use]
    pub(crate) fn shared(self) -> Self {
        Self { host: None, ..self }
    }
}
