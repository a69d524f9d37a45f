//! This portal's records of the link index (LINKS): its blocks, its slugs, its hosts.
//!
//! Invariants: a record's version grows with every change; a record whose published version is behind will be
//! published, whatever happened to earlier attempts; a record is rendered only from the tables.

use domain::{CampaignRecord, HubId, LinkBlock, SlugRecord, index_record, link_block};

use crate::links::hosts;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::row::{Cells, Column, UNREADABLE};
use crate::tables::account::Account;
use crate::tables::link_hosts::Progress;
use crate::tables::{campaigns, link_blocks, link_hosts, slugs};

/// The name of a record: its kind and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IndexRecord {
    Host(u32),
    Slug(u32),
    Block(u32),
}

/// A record in the form in which it is published.
pub(crate) struct Rendered {
    pub(crate) key: String,
    pub(crate) version: u32,
    pub(crate) value: String,
}

impl Column for IndexRecord {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        let (kind, number) = (cells.text()?, cells.read()?);
        match kind {
            "host" => Ok(Self::Host(number)),
            "slug" => Ok(Self::Slug(number)),
            "block" => Ok(Self::Block(number)),
            _ => Err(UNREADABLE),
        }
    }
}

/// Returns some records that LINKS does not have in their present version. The kinds with few records come first.
pub(crate) fn behind(database: &Database, most: u32) -> Result<Vec<IndexRecord>, PortalError> {
    // The version of a host's record is 0 until the Directory has granted the host, and grows only while it is ours.
    database.all(
        "SELECT 'host', id FROM link_host WHERE published < version \
         UNION ALL SELECT 'slug', id FROM slug WHERE published < version \
         UNION ALL SELECT 'block', block FROM (SELECT block FROM link_block WHERE published < version \
         ORDER BY block LIMIT ?1) LIMIT ?1",
        &[most.into()],
    )
}

/// Returns whether LINKS lacks any record in its present version.
pub(crate) fn any_behind(database: &Database) -> Result<bool, PortalError> {
    Ok(!behind(database, 1)?.is_empty())
}

/// Renders a record.
pub(crate) fn render(database: &Database, record: IndexRecord) -> Result<Rendered, PortalError> {
    let account = Account::load(database)?;
    let portal = account
        .hub_id
        .ok_or(PortalError::Unreadable("the account's id"))?;
    match record {
        IndexRecord::Host(id) => render_host(database, &portal, id),
        IndexRecord::Slug(id) => render_slug(database, &portal, id),
        IndexRecord::Block(number) => render_block(database, portal, number),
    }
}

fn render_host(database: &Database, portal: &HubId, id: u32) -> Result<Rendered, PortalError> {
    let host = link_hosts::get(database, id)?;
    let is_held = matches!(host.progress, Progress::Held | Progress::Moving);
    Ok(Rendered {
        key: index_record::host_key(host.name.as_str()),
        version: host.version,
        value: if is_held {
            portal.to_string()
        } else {
            String::new()
        },
    })
}

fn render_slug(database: &Database, portal: &HubId, id: u32) -> Result<Rendered, PortalError> {
    let row = slugs::get(database, id)?;
    let entry = if let Some(code) = row.code {
        SlugRecord::Code(code)
    } else {
        let campaign = campaigns::get(database, row.campaign)?;
        SlugRecord::Campaign(CampaignRecord {
            id: campaign.id,
            status: campaign.status,
            to: campaign.destination.as_str().to_owned(),
        })
    };
    Ok(Rendered {
        key: index_record::slug_key(portal, row.slug.as_str()),
        version: row.version,
        value: entry.to_text(),
    })
}

fn render_block(database: &Database, portal: HubId, number: u32) -> Result<Rendered, PortalError> {
    let block = link_blocks::get(database, number)?;
    let campaign = campaigns::get(database, block.campaign)?;
    let hosts = link_hosts::all(database)?;
    let hosts = hosts.iter().filter(|host| host.is_serving());
    let hosts = hosts.map(|host| host.name.as_str().to_owned()).collect();
    let value = LinkBlock::new(portal, campaign.status, &campaign.destination, block.slots)
        .leading_to(campaign.terms.leads_to)
        .of(campaign.id)
        .under(hosts)
        .to_text()
        .map_err(|_| PortalError::Unreadable("a link block"))?;
    Ok(Rendered {
        key: link_block::key(number),
        version: block.version,
        value,
    })
}

/// Records that LINKS has this version. Later changes stay unpublished.
pub(crate) fn published(
    database: &Database,
    record: IndexRecord,
    version: u32,
) -> Result<(), PortalError> {
    match record {
        IndexRecord::Host(id) => hosts::published(database, id, version),
        IndexRecord::Slug(id) => slugs::set_published(database, id, version),
        IndexRecord::Block(number) => link_blocks::set_published(database, number, version),
    }
}
