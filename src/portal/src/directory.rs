//! The Directory: the portals that exist and their due times, the block numbers that are taken, and the owners of link
//! hosts.
//!
//! A host that its owner released is in quarantine: no other portal can have it for a while, and its last owner can
//! take it back at once, unless the operator took the host from that owner.
//!
//! Invariants: a block number is given out once; a portal that reported itself due is given to cron again and again
//! until it reports another due time; a host belongs to at most one portal. The Directory knows nothing else about a
//! portal.

use domain::block_numbers::{PermutationKey, public_number};
use domain::host_proof::{HostClaim, QUARANTINE};
use domain::{HubId, LinkHost};
use jiff::{SignedDuration, Timestamp};

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::migrations;
use crate::storage::ports::{Entropy, Sql};
use crate::storage::row::row;

row! {
    /// The row of a host.
    struct KnownHost {
        /// The portal that has the host, or had it last.
        owner: HubId = "hub_id",
        /// The end of the quarantine; `None`: the owner has the host.
        free_at: Option<Timestamp> = "free_at",
        /// The milliseconds of quarantine that the operator set when taking the host back.
        taken_back: Option<i64> = "taken_back",
    }
}

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

    /// Grants a host to a portal, unless it belongs to another, is in quarantine, or was taken back and is not released.
    ///
    /// # Errors
    /// When the storage fails or the text is not a host.
    pub fn claim_host(
        &self,
        hub_id: &HubId,
        host: &str,
        now: Timestamp,
    ) -> Result<HostClaim, PortalError> {
        let host =
            LinkHost::parse(host).map_err(|why| PortalError::invalid("host", why.to_string()))?;
        self.database.atomically(|| {
            let known = self.known_host(host.as_str())?;
            if let Some(known) = known {
                match known.free_at {
                    None if known.owner != *hub_id => return Ok(HostClaim::Taken),
                    None if known.taken_back.is_some() => return Ok(HostClaim::TakenBack),
                    None => {}
                    Some(free_at) if free_at <= now => {}
                    Some(_) if known.owner == *hub_id && known.taken_back.is_none() => {}
                    Some(free_at) => return Ok(HostClaim::Quarantined(free_at)),
                }
            }
            self.database.change(
                "INSERT INTO link_host (host, hub_id) VALUES (?1, ?2) ON CONFLICT (host) \
                 DO UPDATE SET hub_id = excluded.hub_id, free_at = NULL, taken_back = NULL",
                &[host.as_str().into(), hub_id.as_str().into()],
            )?;
            Ok(HostClaim::Granted)
        })
    }

    /// Releases a host into quarantine, if it belongs to this portal. Returns the end of the quarantine, if this portal
    /// was the last owner.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn release_host(
        &self,
        hub_id: &HubId,
        host: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, PortalError> {
        self.database.atomically(|| {
            let known = self.known_host(host)?;
            let Some(known) = known.filter(|known| known.owner == *hub_id) else {
                return Ok(None);
            };
            if known.free_at.is_some() {
                return Ok(known.free_at);
            }
            let quarantine = known
                .taken_back
                .map_or(QUARANTINE, SignedDuration::from_millis);
            let free_at = now.saturating_add(quarantine).unwrap_or(Timestamp::MAX);
            self.database.change(
                "UPDATE link_host SET free_at = ?2 WHERE host = ?1",
                &[host.into(), free_at.into()],
            )?;
            Ok(Some(free_at))
        })
    }

    /// Takes a host back on behalf of the operator: its owner cannot claim it again before the quarantine is over, which
    /// begins when the owner has released the host. Returns the owner, who is to be told; `None`: nobody has the host.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn take_host_back(
        &self,
        host: &str,
        quarantine: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<HubId>, PortalError> {
        self.database.atomically(|| {
            let Some(known) = self.known_host(host)? else {
                return Ok(None);
            };
            let millis = i64::try_from(quarantine.as_millis()).unwrap_or(i64::MAX);
            let free_at = known
                .free_at
                .map(|_| now.saturating_add(quarantine).unwrap_or(Timestamp::MAX));
            self.database.change(
                "UPDATE link_host SET taken_back = ?2, free_at = ?3 WHERE host = ?1",
                &[host.into(), millis.into(), free_at.into()],
            )?;
            Ok(Some(known.owner))
        })
    }

    fn known_host(&self, host: &str) -> Result<Option<KnownHost>, PortalError> {
        let columns = KnownHost::COLUMNS;
        let statement = format!("SELECT {columns} FROM link_host WHERE host = ?1");
        self.database.first(&statement, &[host.into()])
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
