//! The account's own row: its grant, and what Goodword remembers of it between events.
//!
//! Invariants: the grant is stored sealed or not at all; `grant_version` grows with every new grant, so
//! that the answer to a call made under an earlier one changes nothing.

use domain::HubId;
use hubspot::Secret;
use hubspot::deals::DEALS_SCOPE;
use hubspot::oauth::LISTS_SCOPE;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::storage::database::{Database, json, name};
use crate::storage::error::PortalError;
use crate::storage::ports::Entropy;
use crate::storage::sealing::SealingKeys;

/// Whether HubSpot lets us in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ConnectionStatus {
    /// Nobody has authorised Goodword for this account yet.
    None,
    /// There is a grant.
    Connected,
    /// There was one; HubSpot says it is gone.
    Disconnected,
}

/// The account's row, without the grant.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) hub_id: Option<HubId>,
    pub(crate) domain: Option<String>,
    pub(crate) ui_domain: Option<String>,
    pub(crate) connection: ConnectionStatus,
    pub(crate) grant_version: u32,
    pub(crate) access_until: Timestamp,
    pub(crate) misconfigured: bool,
    pub(crate) calls_until: Timestamp,
    pub(crate) free_blocks: Vec<u32>,
    pub(crate) due_reported: DueReport,
    /// Since when there are numbers that HubSpot does not have yet.
    pub(crate) numbers_changed_at: Option<Timestamp>,
    /// HubSpot has still to be told that the customer disconnected.
    pub(crate) owes_farewell: bool,
    /// What the last grant covered.
    scopes: Vec<String>,
}

/// What the Directory knows of when the portal is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DueReport {
    /// It was told nothing, or a report is on its way.
    Unknown,
    Never,
    At(Timestamp),
}

/// The two tokens of a grant.
#[derive(Clone)]
pub(crate) struct Tokens {
    pub(crate) access: Secret,
    pub(crate) refresh: Secret,
}

/// The longest life that we believe of an access token. HubSpot's live half an hour.
const LONGEST_ACCESS: SignedDuration = SignedDuration::from_hours(24);

impl Account {
    pub(crate) fn load(database: &Database) -> Result<Self, PortalError> {
        let row = database
            .first(
                "SELECT hub_id, domain, ui_domain, connection, grant_version, access_until, \
                 misconfigured, calls_until, free_blocks, due_reported, \
                 sealed_farewell IS NOT NULL, scopes, numbers_changed_at FROM portal",
                &[],
            )?
            .ok_or(PortalError::Unreadable("the account's row"))?;
        Ok(Self {
            hub_id: row.optional_text(0)?.and_then(|id| id.parse().ok()),
            domain: row.optional_text(1)?.map(str::to_owned),
            ui_domain: row.optional_text(2)?.map(str::to_owned),
            connection: row.named(3)?,
            grant_version: row.count(4)?,
            access_until: row.time(5)?,
            misconfigured: row.flag(6)?,
            calls_until: row.time(7)?,
            free_blocks: row.json(8)?,
            due_reported: match row.optional_integer(9)? {
                None => DueReport::Never,
                Some(-1) => DueReport::Unknown,
                Some(_) => DueReport::At(row.time(9)?),
            },
            owes_farewell: row.flag(10)?,
            scopes: row.json(11)?,
            numbers_changed_at: row.optional_time(12)?,
        })
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.connection == ConnectionStatus::Connected
    }

    /// Whether the grant lets lists be read.
    pub(crate) fn may_read_lists(&self) -> bool {
        self.is_connected() && self.covers(LISTS_SCOPE)
    }

    /// Whether the grant lets deals be read.
    pub(crate) fn may_read_deals(&self) -> bool {
        self.is_connected() && self.covered_deals()
    }

    /// Whether the last grant, be it lost since, let deals be read.
    pub(crate) fn covered_deals(&self) -> bool {
        self.covers(DEALS_SCOPE)
    }

    fn covers(&self, wanted: &str) -> bool {
        self.scopes.iter().any(|scope| scope == wanted)
    }
}

/// Stores who the account is.
pub(crate) fn introduce(
    database: &Database,
    hub_id: &HubId,
    domain: Option<String>,
    ui_domain: Option<String>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE portal SET hub_id = ?1, domain = COALESCE(?2, domain), \
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
        "UPDATE portal SET connection = ?1, sealed_grant = ?2, access_until = ?3, \
         grant_version = grant_version + 1, misconfigured = 0",
        &[
            name(&ConnectionStatus::Connected)?,
            sealed.into(),
            until.into(),
        ],
    )
}

/// Remembers what a grant covers. A refreshed one mostly covers what it did before: then nothing is written.
pub(crate) fn store_scopes(database: &Database, scopes: &[String]) -> Result<(), PortalError> {
    database.change(
        "UPDATE portal SET scopes = ?1 WHERE scopes <> ?1",
        &[json(&scopes)?],
    )
}

/// HubSpot says that the grant does not let deals be read, whatever it said before.
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
    let row = database.first("SELECT sealed_grant FROM portal", &[])?;
    let Some(sealed) = row
        .as_ref()
        .map(|row| row.optional_text(0))
        .transpose()?
        .flatten()
    else {
        return Ok(None);
    };
    let plain = keys.open(sealed, hub_id)?;
    let (access, refresh): (String, String) = serde_json::from_slice(plain.expose().as_bytes())
        .map_err(|_| PortalError::Unreadable("the sealed grant"))?;
    Ok(Some(Tokens {
        access: Secret::new(access),
        refresh: Secret::new(refresh),
    }))
}

/// Forgets the grant: HubSpot or the customer has ended it.
pub(crate) fn forget_grant(database: &Database) -> Result<(), PortalError> {
    database.change(
        "UPDATE portal SET connection = ?1, sealed_grant = NULL, access_until = 0, \
         grant_version = grant_version + 1",
        &[name(&ConnectionStatus::Disconnected)?],
    )
}

/// The customer disconnects: keeps just what is needed to tell HubSpot.
pub(crate) fn begin_farewell(
    database: &Database,
    keys: &SealingKeys,
    entropy: &dyn Entropy,
    hub_id: &HubId,
    access: &Secret,
) -> Result<(), PortalError> {
    let sealed = keys.seal(access, hub_id, entropy)?;
    database.change("UPDATE portal SET sealed_farewell = ?1", &[sealed.into()])
}

/// The token with which HubSpot is still to be told that the customer disconnected.
pub(crate) fn farewell(
    database: &Database,
    keys: &SealingKeys,
    hub_id: &HubId,
) -> Result<Option<Secret>, PortalError> {
    let row = database.first("SELECT sealed_farewell FROM portal", &[])?;
    let sealed = row
        .as_ref()
        .map(|row| row.optional_text(0))
        .transpose()?
        .flatten();
    sealed.map(|sealed| keys.open(sealed, hub_id)).transpose()
}

/// HubSpot was told, or cannot be told any more.
pub(crate) fn end_farewell(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE portal SET sealed_farewell = NULL", &[])
}

/// The access token is not good, whatever its age.
pub(crate) fn distrust_access(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE portal SET access_until = 0", &[])
}

/// Remembers whether HubSpot refuses the app itself.
pub(crate) fn set_misconfigured(database: &Database, is: bool) -> Result<(), PortalError> {
    database.change("UPDATE portal SET misconfigured = ?1", &[is.into()])
}

/// Remembers that calls may be made up to a time.
pub(crate) fn extend_calls(database: &Database, until: Timestamp) -> Result<(), PortalError> {
    database.change("UPDATE portal SET calls_until = ?1", &[until.into()])
}

/// Remembers the block numbers that are left.
pub(crate) fn store_free_blocks(database: &Database, free: &[u32]) -> Result<(), PortalError> {
    database.change("UPDATE portal SET free_blocks = ?1", &[json(&free)?])
}

/// A report begins: until it is answered, what the Directory knows is not known.
pub(crate) fn doubt_due_report(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE portal SET due_reported = -1", &[])
}

/// Remembers what the Directory knows.
pub(crate) fn store_due_report(
    database: &Database,
    due: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change("UPDATE portal SET due_reported = ?1", &[due.into()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::migrations;
    use crate::storage::native::NativeSql;

    #[test]
    fn lists_and_deals_may_be_read_while_a_grant_covers_them() {
        let database = Database::new(Box::new(NativeSql::in_memory().unwrap()));
        migrations::migrate(&database, migrations::PORTAL).unwrap();
        let may_read_lists = || Account::load(&database).unwrap().may_read_lists();
        let grant = |scopes: &[&str]| {
            let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            store_scopes(&database, &scopes).unwrap();
            let connected = name(&ConnectionStatus::Connected).unwrap();
            let statement = "UPDATE portal SET connection = ?1";
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
