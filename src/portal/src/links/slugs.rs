//! Taking slugs: assigning a readable alias to a referrer's link or to a campaign.

use domain::{CampaignId, Slug};
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns;
use crate::tables::slugs::{self, Owner};

/// The most slugs of one link. Each slug is kept for ever, and no other link can use it.
const MAX_SLUGS: u32 = 20;

/// Parses the slug in a field; `None` if the field is empty.
pub(crate) fn typed(text: &str) -> Result<Option<Slug>, PortalError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    Slug::parse(text)
        .map(Some)
        .map_err(|why| PortalError::invalid("slug", why.to_string()))
}

/// Assigns a slug to a campaign. Runs inside the caller's transaction.
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

/// Assigns a slug to an owner, unless it belongs to another owner.
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
    if slugs::count(database, owner)? >= MAX_SLUGS {
        let why = "This link has had 20 slugs, all of which keep working. Use one of them.";
        return Err(PortalError::Conflict(why.into()));
    }
    slugs::insert(database, slug, owner, now)
}
