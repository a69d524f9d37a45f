//! The Directory: which portals exist, when each wants to be woken, which block numbers are taken, and whose a host
//! for links is.
//!
//! Invariants: a block number is given out once; a portal that reported itself due is given to cron again
//! and again until it reports something else; a host is one portal's at most. The Directory knows nothing else of a portal.

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

/// The most numbers given out at once.
const MOST_BLOCKS: u32 = 1000;

/// A portal that was given to cron is not given again for so long: by then it has reported, or its
/// waking was lost.
const LEASE: SignedDuration = SignedDuration::from_mins(5);

impl Directory {
    /// Opens the Directory's storage, bringing its schema up to date.
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

    /// Takes block numbers that nobody was given before.
    ///
    /// # Errors
    /// When the storage fails, too many are asked for, or all numbers are taken.
    pub fn take_blocks(&self, count: u32) -> Result<Vec<u32>, PortalError> {
        if count == 0 || count > MOST_BLOCKS {
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

    /// Notes when a portal wants to be woken; `None`: not until it reports again.
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

    /// Gives a host to a portal, unless it is another's. True if it is the portal's now.
    ///
    /// # Errors
    /// When the storage fails, or the text is no host.
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

    /// Takes a host back from a portal, if it is that portal's.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn release_host(&self, hub_id: &HubId, host: &str) -> Result<(), PortalError> {
        self.database.change(
            "DELETE FROM link_host WHERE host = ?1 AND hub_id = ?2",
            &[host.into(), hub_id.as_str().into()],
        )
    }

    /// The portals that are due, longest due first. Each is leased: it comes again later unless it reports.
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
