//! The Directory: the portals that exist and their due times, the block numbers that are taken, and the owners of link
//! hosts.
//!
//! Invariants: a block number is given out once; a portal that reported itself due is given to cron again and again
//! until it reports another due time; a host belongs to at most one portal. The Directory knows nothing else about a
//! portal.

use domain::block_numbers::{PermutationKey, public_number};
use domain::{HubId, LinkHost};
use jiff::{SignedDuration, Timestamp};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::migrations;
use crate::storage::ports::{Entropy, Sql};

/// The Directory.
pub struct Directory {
    database: Database,
}

/// The most block numbers that are given out at once.
const MAX_BLOCKS: u32 = 1000;

/// The time for which a portal that was given to cron is not given again. By its end the portal has reported, or the
/// message that wakes it was lost.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

impl Directory {
    /// Opens the Directory's storage and brings its schema up to date.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn open(sql: Box<dyn Sql>, entropy: &dyn Entropy) -> Result<Self, PortalError> {
        let database = Database::new(sql);
        migrations::migrate(&database, migrations::DIRECTORY)?;
        let mut key = [0; 32];
        entropy.fill(&mut key);
        database.change(
            "INSERT INTO directory (id, permutation_key) VALUES (1, ?1) ON CONFLICT DO NOTHING",
            &[hexadecimal(&key).into()],
        )?;
        Ok(Self { database })
    }

    /// Takes block numbers that were never given out before.
    ///
    /// # Errors
    /// When the storage fails, too many are requested, or all numbers are taken.
    pub fn take_blocks(&self, count: u32) -> Result<Vec<u32>, PortalError> {
        if count == 0 || count > MAX_BLOCKS {
            return Err(PortalError::invalid(
                "count",
                "1 to 1,000 blocks can be taken at once",
            ));
        }
        self.database.atomically(|| {
            let row: Option<(String, u32)> = self
                .database
                .first("SELECT permutation_key, blocks_taken FROM directory", &[])?;
            let (key_text, taken) = row.ok_or(PortalError::Unreadable("the Directory's row"))?;
            let key = key(&key_text)?;
            let numbers: Option<Vec<u32>> = (taken..taken.saturating_add(count))
                .map(|at| public_number(&key, at))
                .collect();
            let numbers = numbers.ok_or(PortalError::Busy(
                "all block numbers of this installation are taken",
            ))?;
            self.database.change(
                "UPDATE directory SET blocks_taken = ?1",
                &[taken.saturating_add(count).into()],
            )?;
            Ok(numbers)
        })
    }

    /// Stores the due time of a portal; `None`: the portal is not due until it reports again.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn report_due(&self, hub_id: &HubId, due: Option<Timestamp>) -> Result<(), PortalError> {
        self.database.change(
            "INSERT INTO due_portal (hub_id, due) VALUES (?1, ?2) \
             ON CONFLICT (hub_id) DO UPDATE SET due = excluded.due",
            &[hub_id.as_str().into(), due.into()],
        )
    }

    /// Grants a host to a portal, unless it belongs to another. Returns true if the host belongs to the portal now.
    ///
    /// # Errors
    /// When the storage fails or the text is not a host.
    pub fn claim_host(&self, hub_id: &HubId, host: &str) -> Result<bool, PortalError> {
        let host =
            LinkHost::parse(host).map_err(|why| PortalError::invalid("host", why.to_string()))?;
        let owner: Option<HubId> = self.database.first(
            "INSERT INTO link_host (host, hub_id) VALUES (?1, ?2) \
             ON CONFLICT (host) DO UPDATE SET host = host RETURNING hub_id",
            &[host.as_str().into(), hub_id.as_str().into()],
        )?;
        Ok(owner.as_ref() == Some(hub_id))
    }

    /// Releases a host, if it belongs to this portal.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn release_host(&self, hub_id: &HubId, host: &str) -> Result<(), PortalError> {
        self.database.change(
            "DELETE FROM link_host WHERE host = ?1 AND hub_id = ?2",
            &[host.into(), hub_id.as_str().into()],
        )
    }

    /// Returns the portals that are due, the longest due first. Each is leased: it is returned again later unless it
    /// reports.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn take_due(&self, now: Timestamp, most: u32) -> Result<Vec<HubId>, PortalError> {
        let lease = now.saturating_add(LEASE).unwrap_or(now);
        self.database.all(
            "UPDATE due_portal SET due = ?2 WHERE hub_id IN (SELECT hub_id FROM due_portal \
             WHERE due <= ?1 ORDER BY due LIMIT ?3) RETURNING hub_id",
            &[now.into(), lease.into(), most.into()],
        )
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use core::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn key(text: &str) -> Result<PermutationKey, PortalError> {
    const UNREADABLE: PortalError = PortalError::Unreadable("the Directory's key");
    let mut key = [0; 32];
    if text.len() != 2 * key.len() {
        return Err(UNREADABLE);
    }
    for (at, byte) in key.iter_mut().enumerate() {
        let digits = text.get(2 * at..2 * at + 2).ok_or(UNREADABLE)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| UNREADABLE)?;
    }
    Ok(PermutationKey(key))
}
