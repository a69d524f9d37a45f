//! The table with the account's only row: its grant, and the state of the account that outlives a request.
//!
//! Invariants: the grant is always stored sealed; `grant_version` grows with every new grant, so that HubSpot's
//! response to a call under an earlier grant changes nothing.

use domain::HubId;
use domain::time_zone::{self, AccountZone};
use hubspot::Secret;
use hubspot::account::AccountDetails;
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
        /// The rule of the account's time zone, if it is known.
        pub(crate) zone_rule: Option<String> = "zone_rule",
        /// When HubSpot is to be asked for the account's details again.
        pub(crate) details_due: Timestamp = "details_due",
        pub(crate) connection: ConnectionStatus = "connection",
        pub(crate) grant_version: u32 = "grant_version",
        /// How often everybody was signed out. A session of an earlier number has ended.
        pub(crate) session_epoch: u32 = "session_epoch",
        pub(crate) access_until: Timestamp = "access_until",
        pub(crate) misconfigured: bool = "misconfigured",
        /// HubSpot's words for a call beside the runs that it denies.
        pub(crate) denied: Option<String> = "denied",
        pub(crate) calls_until: Timestamp = "calls_until",
        /// The end of a wait for the whole portal that HubSpot has asked for.
        pub(crate) wait_until: Timestamp = "wait_until",
        pub(crate) free_blocks: Vec<u32> = "free_blocks",
        pub(crate) due_reported: DueReport = "due_reported",
        /// Since when there are numbers that HubSpot does not have yet.
        pub(crate) numbers_changed_at: Option<Timestamp> = "numbers_changed_at",
        /// Since when HubSpot refuses the grant in words that do not say whose fault it is.
        pub(crate) unclear_since: Option<Timestamp> = "unclear_since",
        /// Whether there are sealed tokens. Without a connection, no key of the settings opened them.
        pub(crate) has_tokens: bool = "sealed_grant IS NOT NULL",
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

/// A page of new referrers takes at most one block number. This many pages pass while more numbers are fetched.
const FEW_BLOCKS: usize = 4;

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

    /// Returns whether more block numbers are to be taken.
    pub(crate) fn has_few_blocks(&self) -> bool {
        self.free_blocks.len() < FEW_BLOCKS
    }

    /// Returns whether no key of the settings opened the grant, so that the connection counts as lost.
    pub(crate) fn is_locked(&self) -> bool {
        !self.is_connected() && self.has_tokens
    }

    /// Returns whether the grant permits reading deals.
    pub(crate) fn may_read_deals(&self) -> bool {
        self.is_connected() && self.covered_deals()
    }

    /// Returns whether the last grant permitted reading lists, even if the grant was lost since.
    pub(crate) fn covered_lists(&self) -> bool {
        self.covers(LISTS_SCOPE)
    }

    /// Returns whether the last grant permitted reading deals, even if the grant was lost since.
    pub(crate) fn covered_deals(&self) -> bool {
        self.covers(DEALS_SCOPE)
    }

    fn covers(&self, wanted: &str) -> bool {
        self.scopes.iter().any(|scope| scope == wanted)
    }
}

/// Stores that HubSpot wants no call before then.
pub(crate) fn wait(database: &Database, until: Timestamp) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET wait_until = ?1 WHERE wait_until < ?1",
        &[until.into()],
    )
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

/// Returns the time zone of the account; UTC while it is not known.
pub(crate) fn zone(database: &Database) -> Result<AccountZone, PortalError> {
    let rule: Option<Option<String>> = database.first("SELECT zone_rule FROM account", &[])?;
    Ok(AccountZone::of_rule(rule.flatten().as_deref()))
}

/// Stores the details of the account that HubSpot gives, and when to ask for them again. Unknown ones stay as they are.
pub(crate) fn store_details(
    database: &Database,
    details: &AccountDetails,
    due: Timestamp,
) -> Result<(), PortalError> {
    let named = details.time_zone.as_deref().and_then(time_zone::rule_of);
    let fixed = details.utc_offset_milliseconds.map(time_zone::fixed_rule);
    let rule = named.map(str::to_owned).or(fixed);
    database.change(
        "UPDATE account SET time_zone = COALESCE(?1, time_zone), zone_rule = COALESCE(?2, zone_rule), \
         ui_domain = COALESCE(?3, ui_domain), details_due = ?4",
        &[
            details.time_zone.as_deref().into(),
            rule.into(),
            details.ui_domain.as_deref().into(),
            due.into(),
        ],
    )
}

/// Stores when to ask for the account's details again.
pub(crate) fn set_details_due(database: &Database, due: Timestamp) -> Result<(), PortalError> {
    database.change("UPDATE account SET details_due = ?1", &[due.into()])
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
         grant_version = grant_version + 1, misconfigured = 0, unclear_since = NULL",
        &[
            to_name(&ConnectionStatus::Connected)?,
            sealed.into(),
            until.into(),
        ],
    )
}

/// Records that HubSpot denies a call beside the runs, in these words.
pub(crate) fn deny(database: &Database, call: &str, words: &str) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET denied_call = ?1, denied = ?2 WHERE denied IS NOT ?2 OR denied_call <> ?1",
        &[call.into(), words.into()],
    )
}

/// Records that HubSpot permits a call; any call if none is named.
pub(crate) fn permit(database: &Database, call: Option<&str>) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET denied_call = '', denied = NULL \
         WHERE denied IS NOT NULL AND denied_call = COALESCE(?1, denied_call)",
        &[call.into()],
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
         grant_version = grant_version + 1, session_epoch = session_epoch + 1, \
         misconfigured = 0, unclear_since = NULL",
        &[to_name(&ConnectionStatus::Disconnected)?],
    )
}

/// Keeps a grant that no key of the settings opens, and counts the connection as lost.
pub(crate) fn lock_grant(database: &Database) -> Result<(), PortalError> {
    set_connection(database, ConnectionStatus::Disconnected)
}

/// Uses a grant again, because a key of the settings opens it again.
pub(crate) fn unlock_grant(database: &Database) -> Result<(), PortalError> {
    set_connection(database, ConnectionStatus::Connected)
}

fn set_connection(database: &Database, connection: ConnectionStatus) -> Result<(), PortalError> {
    database.change(
        "UPDATE account SET connection = ?1, grant_version = grant_version + 1",
        &[to_name(&connection)?],
    )
}

/// The tokens for the uninstall call.
pub(crate) struct UninstallTokens {
    pub(crate) access: Secret,
    /// The token that gets another access token. `None` in a row of an earlier version.
    pub(crate) refresh: Option<Secret>,
    /// When the access token ends.
    pub(crate) until: Timestamp,
    /// Whether the access token was got for this call.
    pub(crate) fresh: bool,
}

impl UninstallTokens {
    /// The content of the sealed text: the two tokens, the end in milliseconds since 1970, and whether it is fresh.
    fn to_text(&self) -> Result<String, PortalError> {
        let refresh = self.refresh.as_ref().map(Secret::expose);
        let until = self.until.as_millisecond();
        serde_json::to_string(&(self.access.expose(), refresh, until, self.fresh))
            .map_err(|_| PortalError::Unreadable("the tokens to be sealed"))
    }

    fn of_text(text: &Secret) -> Self {
        type Parts = (String, Option<String>, i64, bool);
        let parts = serde_json::from_slice::<Parts>(text.expose().as_bytes());
        match parts {
            Ok((access, refresh, until, fresh)) => Self {
                access: Secret::new(access),
                refresh: refresh.map(Secret::new),
                until: Timestamp::from_millisecond(until).unwrap_or(Timestamp::UNIX_EPOCH),
                fresh,
            },
            // An earlier version stored the access token alone.
            Err(_) => Self {
                access: text.clone(),
                refresh: None,
                until: Timestamp::MAX,
                fresh: true,
            },
        }
    }
}

/// Ends all sessions.
pub(crate) fn end_sessions(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET session_epoch = session_epoch + 1", &[])
}

/// Stores the tokens for the uninstall call.
pub(crate) fn store_uninstall(
    database: &Database,
    keys: &SealingKeys,
    entropy: &dyn Entropy,
    hub_id: &HubId,
    tokens: &UninstallTokens,
) -> Result<(), PortalError> {
    let sealed = keys.seal(&Secret::new(tokens.to_text()?), hub_id, entropy)?;
    database.change("UPDATE account SET sealed_farewell = ?1", &[sealed.into()])
}

/// Returns the tokens for the uninstall call, if the call is still to be made.
pub(crate) fn uninstall_tokens(
    database: &Database,
    keys: &SealingKeys,
    hub_id: &HubId,
) -> Result<Option<UninstallTokens>, PortalError> {
    let sealed: Option<Option<String>> =
        database.first("SELECT sealed_farewell FROM account", &[])?;
    let Some(sealed) = sealed.flatten() else {
        return Ok(None);
    };
    let text = keys.open(&sealed, hub_id)?;
    Ok(Some(UninstallTokens::of_text(&text)))
}

/// Deletes the tokens for the uninstall call: the call was made, or can no longer succeed.
pub(crate) fn end_uninstall(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET sealed_farewell = NULL", &[])
}

/// Marks the access token as expired, even if it should still be valid.
pub(crate) fn distrust_access(database: &Database) -> Result<(), PortalError> {
    database.change("UPDATE account SET access_until = 0", &[])
}

/// Stores since when HubSpot refuses the grant in words that do not say whose fault it is.
pub(crate) fn set_unclear_since(
    database: &Database,
    since: Option<Timestamp>,
) -> Result<(), PortalError> {
    database.change("UPDATE account SET unclear_since = ?1", &[since.into()])
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
    fn deals_may_be_read_while_a_grant_covers_them_and_a_lost_grant_tells_what_it_covered() {
        let database = testing::database();
        let covered_lists = || Account::load(&database).unwrap().covered_lists();
        let grant = |scopes: &[&str]| {
            let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
            store_scopes(&database, &scopes).unwrap();
            let connected = to_name(&ConnectionStatus::Connected).unwrap();
            let statement = "UPDATE account SET connection = ?1";
            database.change(statement, &[connected]).unwrap();
        };
        assert!(!covered_lists());
        grant(&["oauth"]);
        assert!(!covered_lists());
        grant(&["oauth", LISTS_SCOPE]);
        assert!(covered_lists());
        forget_grant(&database).unwrap();
        assert!(covered_lists());
        grant(&["oauth", "crm.lists.write"]);
        assert!(!covered_lists());
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
        assert!(covered_lists());
    }
}
