//! The steps of a portal's own host: wanted, claimed, in use, released.
//!
//! A host is claimed at the Directory, which grants it to the first portal that asks. Then the portal publishes the
//! host's record in LINKS. Once LINKS has the record, the portal's blocks name the host and the links are written to
//! HubSpot again. A release takes the steps in the reverse order: links use the shared host at once; LINKS gets the
//! host's record without an owner and all blocks without the host; only then the release is sent to the Directory, and
//! another portal can claim the host.
//!
//! Invariants: at most one host is wanted, and the others are being released; only the portal to which the Directory
//! granted a host writes the host's record in LINKS.

use domain::LinkHost;
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::link_hosts::{self, Host, Progress};
use crate::tables::{link_blocks, syncs};

/// Makes this host the only wanted one; `None`: only the shared host. Runs inside the caller's transaction.
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
        // It is not known yet whether the portal owns the host, so its record in LINKS must not change.
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

/// Changes the addresses of all links: the blocks get the new host, and the next runs write the links to HubSpot.
fn move_links(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    link_blocks::touch_all(database)?;
    syncs::make_due(database, now)
}

/// Returns the next host to claim at the Directory.
pub(crate) fn to_be_claimed(database: &Database) -> Result<Option<LinkHost>, PortalError> {
    let wanted = link_hosts::wanted(database)?;
    let claiming = wanted.filter(|host| host.progress == Progress::Claiming);
    Ok(claiming.map(|host| host.name))
}

/// Records the Directory's response to a claim, unless the host is no longer wanted.
pub(crate) fn claimed(database: &Database, host: &str, won: bool) -> Result<(), PortalError> {
    let Some(wanted) = to_be_claimed(database)?.filter(|wanted| wanted.as_str() == host) else {
        return Ok(());
    };
    let progress = if won { Progress::Held } else { Progress::Taken };
    link_hosts::set_progress(database, &wanted, progress, won)
}

/// Records that the Directory has accepted the release of a host.
pub(crate) fn released(database: &Database, host: &str) -> Result<(), PortalError> {
    let leaving = link_hosts::leaving(database)?;
    let host = leaving.into_iter().find(|leaving| leaving.as_str() == host);
    host.map_or(Ok(()), |host| {
        link_hosts::delete(database, &host, Progress::Leaving)
    })
}

/// Records that LINKS has a host's record in this version. If the portal owns the host, its links use it from now on.
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
