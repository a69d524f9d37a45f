//! The way of a portal's own host: wanted, claimed, in use, given back.
//!
//! A host is claimed at the Directory, which gives it to the first portal that asks. Once it is won, LINKS is told
//! whose it is; once LINKS has that, the portal's blocks name the host and its links are written anew. A host that is
//! given up goes the same way back: its links are the shared ones at once, LINKS is told that the host is nobody's and
//! gets all blocks without it, and only then does the Directory hear of it, and another portal can have it.
//!
//! Invariants: at most one host is wanted, and the others are given back; what stands in LINKS under a host is written
//! only by a portal that the Directory has given it to.

use domain::LinkHost;
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::link_hosts::{self, Host, Progress};
use crate::tables::{link_blocks, syncs};

/// Wants this host from now on, and no other; `None`: the shared one alone. Runs inside the caller's transaction.
pub(crate) fn want(
    database: &Database,
    host: Option<&LinkHost>,
    now: Timestamp,
) -> Result<(), PortalError> {
    if let Some(present) = link_hosts::wanted(database)? {
        let same = host.is_some_and(|host| *host == present.name);
        if same && present.progress != Progress::Taken {
            return Ok(());
        }
        leave(database, &present, now)?;
    }
    host.map_or(Ok(()), |host| link_hosts::claim(database, host))
}

fn leave(database: &Database, host: &Host, now: Timestamp) -> Result<(), PortalError> {
    match host.progress {
        Progress::Taken => link_hosts::delete(database, &host.name, Progress::Taken),
        // Nobody knows yet whether it is the portal's: another portal's entry in LINKS is left alone.
        Progress::Claiming => {
            link_hosts::set_progress(database, &host.name, Progress::Leaving, false)
        }
        Progress::Held => {
            link_hosts::set_progress(database, &host.name, Progress::Leaving, true)?;
            if host.is_published {
                move_links(database, now)?;
            }
            Ok(())
        }
        Progress::Leaving => Ok(()),
    }
}

/// Gives all links other addresses: the blocks name their hosts, and the next runs write the links to HubSpot.
fn move_links(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    link_blocks::touch_all(database)?;
    syncs::make_due(database, now)
}

/// Returns the next host to ask the Directory for.
pub(crate) fn to_be_claimed(database: &Database) -> Result<Option<LinkHost>, PortalError> {
    let wanted = link_hosts::wanted(database)?;
    let claiming = wanted.filter(|host| host.progress == Progress::Claiming);
    Ok(claiming.map(|host| host.name))
}

/// Records the Directory's answer to a claim, unless the host is not wanted any more.
pub(crate) fn claimed(database: &Database, host: &str, won: bool) -> Result<(), PortalError> {
    let Some(wanted) = to_be_claimed(database)?.filter(|wanted| wanted.as_str() == host) else {
        return Ok(());
    };
    let progress = if won { Progress::Held } else { Progress::Taken };
    link_hosts::set_progress(database, &wanted, progress, won)
}

/// Records that the Directory has taken a host back.
pub(crate) fn released(database: &Database, host: &str) -> Result<(), PortalError> {
    let leaving = link_hosts::leaving(database)?;
    let host = leaving.into_iter().find(|leaving| leaving.as_str() == host);
    host.map_or(Ok(()), |host| {
        link_hosts::delete(database, &host, Progress::Leaving)
    })
}

/// Records that LINKS has a host in this version. A host of the portal's is in use from now on.
pub(crate) fn published(
    database: &Database,
    id: u32,
    version: u32,
    now: Timestamp,
) -> Result<(), PortalError> {
    database.atomically(|| {
        link_hosts::set_published(database, id, version)?;
        if link_hosts::get(database, id)?.is_active() {
            move_links(database, now)?;
        }
        Ok(())
    })
}
