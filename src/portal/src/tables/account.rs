//! The table with the account's only row: its grant, and the state of the account that outlives a request.
//!
//! Invariants: the grant is always stored sealed; `grant_version` grows with every new grant, so that HubSpot's
//! response to a call under an earlier grant changes nothing.

use domain::HubId;
use hubspot::Secret;
use hubspot::deals::DEALS_SCOPE;
use hubspot::oauth::LISTS_SCOPE;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::storage::columns::{self, to_json, to_name};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::storage::row::{Cells, Column, UNREADABLE, row};
use crate::storage::sealing::SealingKeys;

/// The state of the connection to HubSpot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ConnectionStatus {
    /// Goodword was never authorised for this account.
    None,
    /// There is a grant.
    Connected,
    /// There was a grant; HubSpot or the customer ended it.
    Disconnected,
}

columns::named!(ConnectionStatus);

row! {
    /// The account's row, without the grant.
    #[derive(Debug, Clone)]
    pub(crate) struct Account {
        pub(crate) hub_id: Option<HubId> = "hub_id",
        pub(crate) domain: Option<String> = "domain",
        pub(crate) ui_domain: Option<String> = "ui_domain",
        pub(crate) connection: ConnectionStatus = "connection",
        pub(crate) grant_version: u32 = "grant_version",
        /// How often everybody was signed out. A session of an earlier number has ended.
        pub(crate) session_epoch: u32 = "session_epoch",
        pub(crate) access_until: Timestamp = "access_until",
        pub(crate) misconfigured: bool = "misconfigured",
        pub(crate) calls_until: Timestamp = "calls_until",
        pub(crate) free_blocks: Vec<u32> = "free_blocks",
        pub(crate) due_reported: DueReport = "due_reported",
        /// Since when there are numbers that HubSpot does not have yet.
        pub(crate) numbers_changed_at: Option<Timestamp> = "numbers_changed_at",
        /// Whether HubSpot has still to hear that the customer disconnected.
        pub(crate) owes_uninstall: bool = "sealed_farewell IS NOT NULL",
        /// The scopes of the last grant.
        scopes: Vec<String> = "scopes",
    }
}

/// The due time that the Directory has for the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DueReport {
    /// The Directory has no due time, or a report is on its way.
    Unknown,
    Never,
    At(Timestamp),
}

/// The stored number of [`DueReport::Unknown`], which is never reported as a time.
const UNKNOWN: i64 = -1;

impl Column for DueReport {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        match cells.read::<Option<i64>>()? {
            None => Ok(Self::Never),
            Some(UNKNOWN) => Ok(Self::Unknown),
            Some(ms) => Timestamp::from_millisecond(ms)
                .map(Self::At)
                .map_err(|_| UNREADABLE),
        }
    }
}

/// The two tokens of a grant.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) access: Secret,
    pub(crate) refresh: Secret,
}

/// The longest lifetime of an access token that Goodword accepts. HubSpot's tokens live half an hour.
const LONGEST_ACCESS: SignedDuration = SignedDuration::from_hours(24);

impl Account {
    /// Reads the row.
    pub(crate) fn load(database: &Database) -> Result<Self, PortalError> {
        let columns = Self::COLUMNS;
        let found = database.first(&format!("SELECT {columns} FROM account"), &[])?;
        found.ok_or(PortalError::Unreadable("the account's row"))
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.connection == ConnectionStatus::Connected
    }

    /// Returns whether the grant permits reading lists.
    pub(crate) fn may_read_lists(&self) -> bool {
        self.is_connected() && self.covers(LISTS_SCOPE)
    }

    /// Returns whether the grant permits reading deals.
    pub(crate) fn may_read_deals(&self) -> bool {
        self.is_connected() && self.covered_deals()
    }

    /// Returns whether the last grant permitted reading deals, even if the grant was lost since.
    pub(crate) fn covered_deals(&self) -> bool {
        self.covers(DEALS_SCOPE)
    }

    fn covers(&self, wanted: &str) -> bool {
        self.scopes.iter().any(|scope| scope == wanted)
    }
}

/// Stores the identity of the account.
pub(crate) fn introduce(
    database: &Database,
    hub_id: &HubId,
    domain: Option<String>,
    ui_domain: Option<String>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET hub_id = ?1, domain = COALESCE(?2, domain), \
         ui_domain = COALESCE(?3, ui_domain)",
        &[hub_id.as_str().into(), domain.into(), ui_domain.into()],
    )
}

/// Stores a grant, new or refreshed.
pub(crate) fn store_grant(
    database: &Database,
    keys: &SealingKeys,
    entropy: &dyn Entropy,
    hub_id: &HubId,
    tokens: &Tokens,
    lives: SignedDuration,
    now: Timestamp,
) -> Result<(), PortalError> {
    let plain = serde_json::to_string(&(tokens.access.expose(), tokens.refresh.expose()))
        .map_err(|_| PortalError::Unreadable("the grant to be sealed"))?;
    let sealed = keys.seal(&Secret::new(plain), hub_id, entropy)?;
    let until = now.saturating_add(lives.min(LONGEST_ACCESS)).unwrap_or(now);
    database.change(
        "UPDATE account SET connection = ?1, sealed_grant = ?2, access_until = ?3, \
         grant_version = grant_version + 1, misconfigured = 0",
        &[
            to_name(&ConnectionStatus::Connected)?,
            sealed.into(),
            until.into(),
        ],
    )
}

/// Stores the scopes of a grant. A refreshed grant mostly has the same scopes; then nothing is written.
pub(crate) fn store_scopes(database: &Database, scopes: &[String]) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET scopes = ?1 WHERE scopes <> ?1",
        &[to_json(&scopes)?],
    )
}

/// Removes the permission for deals, because HubSpot reports that the grant does not have it.
pub(crate) fn lose_deals(database: &Database) -> Result<(), PortalError> {
    let mut scopes = Account::load(database)?.scopes;
    scopes.retain(|scope| scope != DEALS_SCOPE);
    store_scopes(database, &scopes)
}

/// Opens the stored grant.
pub(crate) fn tokens(
    database: &Database,
    keys: &SealingKeys,
    hub_id: &HubId,
) -> Result<Option<Tokens>, PortalError> {
    let sealed: Option<Option<String>> = database.first("SELECT sealed_grant FROM account", &[])?;
    let Some(sealed) = sealed.flatten() else {
        return Ok(None);
    };
    let plain = keys.open(&sealed, hub_id)?;
    let (access, refresh): (String, String) = serde_json::from_slice(plain.expose().as_bytes())
        .map_err(|_| PortalError::Unreadable("the sealed grant"))?;
    Ok(Some(Tokens {
        access: Secret::new(access),
        refresh: Secret::new(refresh),
    }))
}

/// Forgets the grant and ends all sessions: HubSpot or the customer has ended the connection.
pub(crate) fn forget_grant(database: &Database) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET connection = ?1, sealed_grant = NULL, access_until = 0, \
         grant_version = grant_version + 1, session_epoch = session_epoch + 1",
        &[to_name(&ConnectionStatus::Disconnected)?],
    )
}

/// Ends all sessions.
pub(crate) fn end_sessions(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET session_epoch = session_epoch + 1", &[])
}

/// Stores the token for the uninstall call.
pub(crate) fn begin_uninstall(
    database: &Database,
    keys: &SealingKeys,
    entropy: &dyn Entropy,
    hub_id: &HubId,
    access: &Secret,
) -> Result<(), PortalError> {
    let sealed = keys.seal(access, hub_id, entropy)?;
    database.change("UPDATE account SET sealed_farewell = ?1", &[sealed.into()])
}

/// Returns the token for the uninstall call, if the call is still to be made.
pub(crate) fn uninstall_token(
    database: &Database,
    keys: &SealingKeys,
    hub_id: &HubId,
) -> Result<Option<Secret>, PortalError> {
    let sealed: Option<Option<String>> =
        database.first("SELECT sealed_farewell FROM account", &[])?;
    let sealed = sealed.flatten();
    sealed.map(|sealed| keys.open(&sealed, hub_id)).transpose()
}

/// Deletes the token for the uninstall call: the call was made, or can no longer succeed.
pub(crate) fn end_uninstall(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET sealed_farewell = NULL", &[])
}

/// Marks the access token as expired, even if it should still be valid.
pub(crate) fn distrust_access(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET access_until = 0", &[])
}

/// Stores whether HubSpot refuses the app itself.
pub(crate) fn set_misconfigured(database: &Database, is: bool) -> Result<(), PortalError> {
    database.change("UPDATE account SET misconfigured = ?1", &[is.into()])
}

/// Stores since when numbers wait, unless that is stored; true if it was not.
pub(crate) fn begin_write_back(database: &Database, now: Timestamp) -> Result<bool, PortalError> {
    database.exists(
        "UPDATE account SET numbers_changed_at = ?1 WHERE numbers_changed_at IS NULL RETURNING id",
        &[now.into()],
    )
}

/// Stores that no numbers wait.
pub(crate) fn end_write_back(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET numbers_changed_at = NULL", &[])
}

/// Stores that calls may be made up to a time.
pub(crate) fn extend_calls(database: &Database, until: Timestamp) -> Result<(), PortalError> {
    database.change("UPDATE account SET calls_until = ?1", &[until.into()])
}

/// Stores the block numbers that are left.
pub(crate) fn store_free_blocks(database: &Database, free: &[u32]) -> Result<(), PortalError> {
    database.change("UPDATE account SET free_blocks = ?1", &[to_json(&free)?])
}

/// Stores that a report begins. Until its response arrives, the Directory's due time is unknown.
pub(crate) fn begin_due_report(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET due_reported = -1", &[])
}

/// Stores the due time that the Directory has now.
pub(crate) fn store_due_report(
    database: &Database,
    due: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change("UPDATE account SET due_reported = ?1", &[due.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn lists_and_deals_may_be_read_while_a_grant_covers_them() {
        let database = testing::database();
        let may_read_lists = || Account::load(&database).unwrap().may_read_lists();
        let grant = |scopes: &[&str]| {
            let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            store_scopes(&database, &scopes).unwrap();
            let connected = to_name(&ConnectionStatus::Connected).unwrap();
            let statement = "UPDATE account SET connection = ?1";
            database.change(statement, &[connected]).unwrap();
        };
        assert!(!may_read_lists());
        grant(&["oauth"]);
        assert!(!may_read_lists());
        grant(&["oauth", LISTS_SCOPE]);
        assert!(may_read_lists());
        forget_grant(&database).unwrap();
        assert!(!may_read_lists());
        grant(&["oauth", "crm.lists.write"]);
        assert!(!may_read_lists());
        let deals = || {
            let account = Account::load(&database).unwrap();
            (account.may_read_deals(), account.covered_deals())
        };
        assert_eq!(deals(), (false, false));
        grant(&["oauth", LISTS_SCOPE, DEALS_SCOPE]);
        assert_eq!(deals(), (true, true));
        forget_grant(&database).unwrap();
        assert_eq!(deals(), (false, true));
        lose_deals(&database).unwrap();
        grant(
            &Account::load(&database)
                .unwrap()
                .scopes
                .clone()
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        );
        assert_eq!(deals(), (false, false));
        assert!(may_read_lists());
    }
}
