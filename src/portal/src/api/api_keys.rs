//! Keys with which a customer's own systems call the API.
//!
//! Invariants: a key is shown once, to whoever makes it, and kept as its SHA-256 alone: it has 256 random bits, so that
//! a slow hash would add nothing. A key names its account, and no other account knows it. Whether a key is one of the
//! account's is found in the same time for all keys.

use core::fmt;
use core::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::HubId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::Entropy;
use crate::Portal;
use crate::api::{made, shown};
use crate::api_types::requests::{ApiKeyRequest, NewApiKey};
use crate::api_types::views::{Answer, ApiKeyView, List, View};
use crate::storage::database::{Database, Row};
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::daily_stats::day;

/// What all keys begin with: whoever finds one in a log or a repository knows what it is.
const PREFIX: &str = "gwk_";
/// 256 bits.
const SECRET_BYTES: usize = 32;
/// Base64 writes three bytes as four letters.
const SECRET_LETTERS: usize = (SECRET_BYTES * 4).div_ceil(3);

/// One for each system and stage that a company has, and some to change over.
const MOST_KEYS: usize = 20;
/// A name is a few words.
const LONGEST_NAME: usize = 100;

/// A key as its bearer writes it: `gwk_`, the account, 43 letters. Never printed.
#[derive(Clone)]
pub struct ApiKey {
    account: HubId,
    text: String,
}

/// The text cannot be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an API key is written gwk_, the account's id, _, and 43 letters")]
pub struct InvalidApiKey;

impl ApiKey {
    /// The account that it is for, if it is known there.
    #[must_use]
    pub fn account(&self) -> &HubId {
        &self.account
    }

    /// The key itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    fn draw(account: HubId, entropy: &dyn Entropy) -> Self {
        let mut secret = [0; SECRET_BYTES];
        entropy.fill(&mut secret);
        let text = format!("{PREFIX}{account}_{}", URL_SAFE_NO_PAD.encode(secret));
        Self { account, text }
    }

    fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.text.as_bytes()))
    }
}

impl FromStr for ApiKey {
    type Err = InvalidApiKey;

    fn from_str(text: &str) -> Result<Self, InvalidApiKey> {
        let rest = text.strip_prefix(PREFIX).ok_or(InvalidApiKey)?;
        let (account, secret) = rest.split_once('_').ok_or(InvalidApiKey)?;
        if secret.len() != SECRET_LETTERS {
            return Err(InvalidApiKey);
        }
        Ok(Self {
            account: account.parse().map_err(|_| InvalidApiKey)?,
            text: text.to_owned(),
        })
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKey(hidden)")
    }
}

impl Portal {
    /// Lets the bearer of a key in. On which day a key was last used is kept: a row a key and day.
    ///
    /// # Errors
    /// [`PortalError::UnknownKey`] where it is none of the account's.
    pub fn admit(&self, key: &ApiKey, now: Timestamp) -> Result<(), PortalError> {
        let hash = key.hash();
        let rows = self
            .database
            .all("SELECT id, hash, last_used_on FROM api_key", &[])?;
        let mut found = None;
        for row in &rows {
            if bool::from(row.text(1)?.as_bytes().ct_eq(hash.as_bytes())) {
                found = Some(row);
            }
        }
        let own = Account::load(&self.database)?.hub_id.as_ref() == Some(key.account());
        let row = found.filter(|_| own).ok_or(PortalError::UnknownKey)?;
        let today = day(now);
        if row.optional_text(2)? == Some(today.as_str()) {
            return Ok(());
        }
        self.database.change(
            "UPDATE api_key SET last_used_on = ?2 WHERE id = ?1",
            &[row.count(0)?.into(), today.into()],
        )
    }

    pub(crate) fn answer_of_keys(
        &self,
        asked: ApiKeyRequest,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        match asked {
            ApiKeyRequest::List => {
                let keys = all(&self.database)?;
                Ok(shown(View::ApiKeys(List::whole(keys))))
            }
            ApiKeyRequest::Make(wanted) => self.make_key(&wanted, now),
            ApiKeyRequest::End(id) => end(&self.database, id).map(|()| shown(View::Done {})),
        }
    }

    fn make_key(&self, wanted: &NewApiKey, now: Timestamp) -> Result<Answer, PortalError> {
        let name = wanted.name.trim();
        let length = name.chars().count();
        if !(1..=LONGEST_NAME).contains(&length) || name.chars().any(char::is_control) {
            let why = "A key's name is one line of 1 to 100 characters.";
            return Err(PortalError::invalid("name", why));
        }
        if all(&self.database)?.len() >= MOST_KEYS {
            let why =
                "An account has at most 20 API keys. Take back one that is not used any more.";
            return Err(PortalError::Conflict(why.into()));
        }
        let account = Account::load(&self.database)?.hub_id;
        let key = ApiKey::draw(account.ok_or(PortalError::Disconnected)?, &*self.entropy);
        let row = self.database.first(
            "INSERT INTO api_key (name, hash, created_at) VALUES (?1, ?2, ?3) RETURNING id",
            &[name.into(), key.hash().into(), now.into()],
        )?;
        let row = row.ok_or(PortalError::Unreadable("a new key"))?;
        Ok(made(View::ApiKey(ApiKeyView {
            id: row.count(0)?,
            name: name.to_owned(),
            created_at: now,
            last_used_on: None,
            key: Some(key.text),
        })))
    }
}

fn all(database: &Database) -> Result<Vec<ApiKeyView>, PortalError> {
    let statement = "SELECT id, name, created_at, last_used_on FROM api_key ORDER BY id";
    database.all(statement, &[])?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<ApiKeyView, PortalError> {
    Ok(ApiKeyView {
        id: row.count(0)?,
        name: row.text(1)?.to_owned(),
        created_at: row.time(2)?,
        last_used_on: row.optional_text(3)?.map(str::to_owned),
        key: None,
    })
}

fn end(database: &Database, id: u32) -> Result<(), PortalError> {
    let statement = "DELETE FROM api_key WHERE id = ?1 RETURNING id";
    let gone = database.first(statement, &[id.into()])?;
    gone.map(drop).ok_or(PortalError::NotFound("API key"))
}

#[cfg(test)]
mod tests;
