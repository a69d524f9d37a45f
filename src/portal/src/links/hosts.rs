//! The steps of a portal's own host: wanted, proven, claimed, in use, given up, released.
//!
//! A host that is wanted is looked at until DNS proves that the account owns it and until it leads to Goodword
//! ([`domain::host_proof`]). Only then it is claimed at the Directory, which grants it to the first portal that asks.
//! The portal publishes the host's record in LINKS. Once LINKS has the record, the portal's blocks name the host and
//! the addresses are written to HubSpot again. A host in use is looked at every day. If it no longer leads here, that
//! is shown; its links stay as they are, because only a person decides that they change.
//!
//! A release takes the steps in the reverse order. Addresses have the shared host at once, and are written to HubSpot
//! again while the links under the host still work. Then LINKS gets the host's record without an owner and all blocks
//! without the host. Only then the release is sent to the Directory, which keeps the host from others for a while.
//!
//! Two releases do not wait for HubSpot: the operator's, and the one of a portal that has had no connection for long.
//!
//! Invariants: at most one host is wanted; a host is claimed only after a look that proved it; only the portal to which
//! the Directory granted a host writes the host's record in LINKS.

use domain::LinkHost;
use domain::host_proof::{self, HostClaim, KEPT_WITHOUT_CONNECTION, LEAST_PAUSE, Leads, Look};
use jiff::Timestamp;

use crate::links::addresses::HAVE_HOST;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::tables::link_hosts::{self, Host, Progress};
use crate::tables::{campaign_rewrites, host_token, link_blocks};

/// The bytes of a portal's token: nobody guesses 128 bits.
const TOKEN_BYTES: usize = 16;

/// The reason for the loss of a host whose portal did not hear the operator's order.
const TAKEN_BACK: &str = "The operator of this Goodword has taken the domain back.";

const BEING_TAKEN_BACK: &str = "The operator of this Goodword has taken this domain back, and its links are just moving. \
                                Ask for it again in a few minutes.";

/// Makes this host the only wanted one; `None`: only the shared host. Runs inside the caller's transaction.
pub(crate) fn want(
    database: &Database,
    entropy: &dyn Entropy,
    host: Option<&LinkHost>,
    now: Timestamp,
) -> Result<(), PortalError> {
    if let Some(present) = link_hosts::wanted(database)? {
        if host.is_some_and(|host| *host == present.name) {
            return look_now(database, now);
        }
        leave(database, &present)?;
    }
    link_hosts::forget_former(database, now)?;
    let Some(host) = host else { return Ok(()) };
    match link_hosts::named(database, host.as_str())? {
        // It still serves its links, so it can be in use at once.
        Some(known) if known.progress == Progress::Moving => {
            link_hosts::set_progress(database, host, Progress::Held, false)?;
            return campaign_rewrites::begin_all(database, &HAVE_HOST);
        }
        // A wish does not stop a release that the operator ordered.
        Some(known) if known.progress == Progress::Leaving && known.reason.is_some() => {
            return Err(PortalError::Conflict(BEING_TAKEN_BACK.into()));
        }
        _ => {}
    }
    token(database, entropy)?;
    link_hosts::want(database, host, now)
}

/// Returns the portal's token, and makes it before it is first needed.
pub(crate) fn token(database: &Database, entropy: &dyn Entropy) -> Result<String, PortalError> {
    if let Some(token) = host_token::get(database)? {
        return Ok(token);
    }
    let mut bytes = [0; TOKEN_BYTES];
    entropy.fill(&mut bytes);
    host_token::keep(database, &bytes.map(|byte| format!("{byte:02x}")).concat())
}

/// Looks at the wanted host at once, or a few seconds after the last look.
pub(crate) fn look_now(database: &Database, now: Timestamp) -> Result<(), PortalError> {
    let Some(host) = link_hosts::wanted(database)? else {
        return Ok(());
    };
    let rested = host
        .looked_at
        .and_then(|last| last.saturating_add(LEAST_PAUSE).ok());
    let at = rested.map_or(now, |rested| rested.max(now));
    link_hosts::set_next_look(database, &host.name, at)
}

/// Gives a host up. If it serves links, it does so until HubSpot has all of them with another address.
fn leave(database: &Database, host: &Host) -> Result<(), PortalError> {
    match host.progress {
        Progress::Held if host.is_published => {
            link_hosts::set_progress(database, &host.name, Progress::Moving, false)?;
            campaign_rewrites::begin_all(database, &HAVE_HOST)
        }
        Progress::Waiting | Progress::Claiming | Progress::Taken | Progress::Held => {
            end(database, host)
        }
        Progress::Moving | Progress::Leaving | Progress::GivenUp | Progress::TakenBack => Ok(()),
    }
}

/// Ends a host at once: it serves no links from now on, and is released as soon as LINKS shows that.
fn end(database: &Database, host: &Host) -> Result<(), PortalError> {
    match host.progress {
        Progress::Waiting | Progress::Taken if !host.is_claimed => {
            link_hosts::delete(database, &host.name)
        }
        // It is not known yet whether the portal owns the host, so its record in LINKS must not change.
        Progress::Waiting | Progress::Taken | Progress::Claiming => {
            link_hosts::set_progress(database, &host.name, Progress::Leaving, false)
        }
        Progress::Held | Progress::Moving => {
            if host.is_active() {
                campaign_rewrites::begin_all(database, &HAVE_HOST)?;
            }
            release(database, &host.name)
        }
        Progress::Leaving | Progress::GivenUp | Progress::TakenBack => Ok(()),
    }
}

/// Takes a host of the portal out of LINKS. It is released as soon as LINKS shows that.
fn release(database: &Database, host: &LinkHost) -> Result<(), PortalError> {
    link_hosts::set_progress(database, host, Progress::Leaving, true)?;
    link_blocks::touch_all(database)
}

/// Ends the hosts that serve their links only until HubSpot has other addresses. The caller knows that it has them.
pub(crate) fn end_moving(database: &Database) -> Result<(), PortalError> {
    end_those(database, |host| host.progress == Progress::Moving)
}

/// Ends the hosts that a portal without a connection has kept long enough, and stores until when it keeps the others.
pub(crate) fn keep_without_connection(
    database: &Database,
    now: Timestamp,
) -> Result<(), PortalError> {
    let until = now.saturating_add(KEPT_WITHOUT_CONNECTION).ok();
    link_hosts::set_release(database, until)?;
    end_those(database, |host| host.release_at.is_some_and(|at| at <= now))?;
    Ok(())
}

fn end_those(database: &Database, which: impl Fn(&Host) -> bool) -> Result<(), PortalError> {
    for host in link_hosts::all(database)?.iter().filter(|host| which(host)) {
        database.atomically(|| end(database, host))?;
    }
    Ok(())
}

/// Ends a host that the operator took back.
pub(crate) fn taken_back(database: &Database, host: &str, reason: &str) -> Result<(), PortalError> {
    let host = link_hosts::named(database, host)?.ok_or(PortalError::NotFound("link domain"))?;
    link_hosts::set_reason(database, &host.name, reason)?;
    if host.progress == Progress::GivenUp {
        return link_hosts::set_progress(database, &host.name, Progress::TakenBack, false);
    }
    // A host that is still waited for has nothing to release; its row shows the reason.
    if host.is_wanted() && !host.is_claimed {
        return link_hosts::set_progress(database, &host.name, Progress::TakenBack, false);
    }
    end(database, &host)
}

/// Records a look at a host, unless the host is no longer wanted.
pub(crate) fn looked(
    database: &Database,
    host: &str,
    look: Look,
    now: Timestamp,
) -> Result<(), PortalError> {
    let Some(wanted) = link_hosts::wanted(database)?.filter(|wanted| wanted.name.as_str() == host)
    else {
        return Ok(());
    };
    let host = &wanted.name;
    let is_well = match wanted.progress {
        // A host in use needs its way here alone. The record may go once it has proven the owner.
        Progress::Held => look.leads == Leads::Here,
        _ => look.is_proof(),
    };
    let failures = if is_well {
        0
    } else {
        wanted.failures.saturating_add(1)
    };
    database.atomically(|| {
        link_hosts::looked(database, host, look, failures, now)?;
        link_hosts::set_next_look(database, host, host_proof::next_look(failures, now))?;
        if look.is_proof() && matches!(wanted.progress, Progress::Waiting | Progress::Taken) {
            link_hosts::set_claimed(database, host, true, None)?;
            link_hosts::set_progress(database, host, Progress::Claiming, false)?;
        }
        Ok(())
    })
}

/// Returns the next host to claim at the Directory.
pub(crate) fn to_be_claimed(database: &Database) -> Result<Option<LinkHost>, PortalError> {
    let wanted = link_hosts::wanted(database)?;
    let claiming = wanted.filter(|host| host.progress == Progress::Claiming);
    Ok(claiming.map(|host| host.name))
}

/// Records the Directory's response to a claim, unless the host is no longer wanted.
pub(crate) fn claimed(
    database: &Database,
    host: &str,
    claim: HostClaim,
) -> Result<(), PortalError> {
    let Some(wanted) = to_be_claimed(database)?.filter(|wanted| wanted.as_str() == host) else {
        return Ok(());
    };
    database.atomically(|| {
        let free_at = match claim {
            HostClaim::Granted => {
                return link_hosts::set_progress(database, &wanted, Progress::Held, true);
            }
            HostClaim::TakenBack => {
                link_hosts::set_reason(database, &wanted, TAKEN_BACK)?;
                return release(database, &wanted);
            }
            HostClaim::Taken => None,
            HostClaim::Quarantined(free_at) => Some(free_at),
        };
        link_hosts::set_claimed(database, &wanted, false, free_at)?;
        if let Some(free_at) = free_at {
            link_hosts::set_next_look(database, &wanted, free_at)?;
        }
        link_hosts::set_progress(database, &wanted, Progress::Taken, false)
    })
}

/// Records that the Directory has accepted the release of a host. `free_at`: until then the Directory keeps it from
/// others; `None`: it was not the portal's.
pub(crate) fn released(
    database: &Database,
    host: &str,
    free_at: Option<Timestamp>,
) -> Result<(), PortalError> {
    let Some(host) =
        link_hosts::named(database, host)?.filter(|host| host.progress == Progress::Leaving)
    else {
        return Ok(());
    };
    if free_at.is_none() && host.reason.is_none() {
        return link_hosts::delete(database, &host.name);
    }
    let progress = if host.reason.is_some() {
        Progress::TakenBack
    } else {
        Progress::GivenUp
    };
    database.atomically(|| {
        link_hosts::set_claimed(database, &host.name, false, free_at)?;
        link_hosts::set_progress(database, &host.name, progress, false)
    })
}

/// Records that LINKS has a host's record in this version. If the portal owns the host, its links use it from now on.
pub(crate) fn published(database: &Database, id: u32, version: u32) -> Result<(), PortalError> {
    database.atomically(|| {
        let was_active = link_hosts::get(database, id)?.is_active();
        link_hosts::set_published(database, id, version)?;
        if !was_active && link_hosts::get(database, id)?.is_active() {
            link_blocks::touch_all(database)?;
            campaign_rewrites::begin_all(database, &HAVE_HOST)?;
        }
        Ok(())
    })
}
