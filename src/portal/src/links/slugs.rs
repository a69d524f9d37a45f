//! Taking slugs: a readable alias is given to a referrer's link or to a campaign.

use domain::{CampaignId, Slug};
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::slugs::{self, Owner};

/// The most slugs that one link can collect: each is kept for ever, and each takes a word from the other links.
const MOST_SLUGS: u32 = 20;

/// Reads a slug from a field; `None` if the field was emptied.
pub(crate) fn typed(text: &str) -> Result<Option<Slug>, PortalError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Slug::parse(text)
        .map(Some)
        .map_err(|why| PortalError::invalid("slug", why.to_string()))
}

/// Gives a slug to a campaign. Runs inside the caller's transaction.
pub(crate) fn name_campaign(
    database: &Database,
    campaign: CampaignId,
    slug: Option<&Slug>,
    now: Timestamp,
) -> Result<(), PortalError> {
    if let Some(slug) = slug {
        let owner = Owner {
            campaign,
            contact: None,
        };
        take(database, owner, slug, now)?;
    }
    campaigns::set_slug(database, campaign, slug)
}

/// Gives a slug to an owner, unless it belongs to another.
pub(crate) fn take(
    database: &Database,
    owner: Owner<'_>,
    slug: &Slug,
    now: Timestamp,
) -> Result<(), PortalError> {
    match slugs::is_owned_by(database, slug, owner)? {
        Some(true) => return Ok(()),
        Some(false) => {
            return Err(PortalError::Conflict(format!(
                "The slug {slug} belongs to another link, or did once: links that were shared keep working. \
                 Choose another one."
            )));
        }
        None => {}
    }
    if slugs::count(database, owner)? >= MOST_SLUGS {
        let why = "This link has had 20 slugs, all of which keep working. Use one of them.";
        return Err(PortalError::Conflict(why.into()));
    }
    slugs::insert(database, slug, owner, now)
}
