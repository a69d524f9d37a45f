//! Keys with which a customer's own systems call the API.
//!
//! Invariants: a key is shown once, to the person who creates it, and only its SHA-256 is stored. The key has 256
//! random bits, so a slow hash would add nothing. A key names its account and is valid for no other account. It works
//! while the account is connected; disconnecting the account or signing everybody out ends it for good.
//!
//! A key proves itself at the edge ([`ApiKey::is_given_out`]), so that a key that somebody made up reaches no portal.

use core::fmt;
use core::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::HubId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::Portal;
use crate::api::{made, shown};
use crate::api_types::requests::{ApiKeyRequest, NewApiKey};
use crate::api_types::views::{ApiKeyView, List, Response, View};
use crate::storage::error::PortalError;
use crate::storage::key_signer::{KeySigner, PROOF_LETTERS};
use crate::storage::ports::Entropy;
use crate::tables::account::{self, Account};
use crate::tables::api_keys::{self, ApiKeyRow};

/// The beginning of all keys. It identifies a key that is found in a log or a repository.
const PREFIX: &str = "gwk_";
/// 256 bits.
const SECRET_BYTES: usize = 32;
/// The length of the random part in base64, which writes three bytes as four letters.
const SECRET_LETTERS: usize = (SECRET_BYTES * 4).div_ceil(3);

/// The most keys of an account: one for each system and stage of a company, and some for rotation.
const MAX_KEYS: usize = 20;
/// The longest name, in characters; a name is a few words.
pub const LONGEST_NAME: usize = 100;

/// A key as its bearer sends it: `gwk_`, the account, `_`, the key's id in the account, `_`, 43 random characters, and
/// a proof of 22 characters that Goodword gave it out. It is never printed.
#[derive(Clone)]
pub struct ApiKey {
    account: HubId,
    id: u32,
    text: String,
}

/// The text cannot be a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an API key consists of gwk_, the account's id, _, the key's id, _, and 65 characters")]
pub struct InvalidApiKey;

impl ApiKey {
    /// Returns the account that the key names.
    #[must_use]
    pub fn account(&self) -> &HubId {
        &self.account
    }

    /// Returns the text of the key.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// Returns whether this deployment gave out the key. It may have been revoked since.
    #[must_use]
    pub fn is_given_out(&self, signer: &KeySigner) -> bool {
        let at = self.text.len().saturating_sub(PROOF_LETTERS);
        let parts = self.text.split_at_checked(at);
        parts.is_some_and(|(parts, proof)| signer.proves(parts, proof))
    }

    fn draw(account: HubId, id: u32, entropy: &dyn Entropy, signer: &KeySigner) -> Self {
        let mut secret = [0; SECRET_BYTES];
        entropy.fill(&mut secret);
        let mut text = format!("{PREFIX}{account}_{id}_{}", URL_SAFE_NO_PAD.encode(secret));
        text.push_str(&signer.proof(&text));
        Self { account, id, text }
    }

    fn hash(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.text.as_bytes()))
    }
}

impl FromStr for ApiKey {
    type Err = InvalidApiKey;

    fn from_str(text: &str) -> Result<Self, InvalidApiKey> {
        let rest = text.strip_prefix(PREFIX).ok_or(InvalidApiKey)?;
        let (account, rest) = rest.split_once('_').ok_or(InvalidApiKey)?;
        let (id, secret) = rest.split_once('_').ok_or(InvalidApiKey)?;
        if secret.len() != SECRET_LETTERS + PROOF_LETTERS {
            return Err(InvalidApiKey);
        }
        Ok(Self {
            account: account.parse().map_err(|_| InvalidApiKey)?,
            id: id.parse().map_err(|_| InvalidApiKey)?,
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
    /// Admits the bearer of a key, and stores the day of its use: one row for each key and day. Returns whether the loop
    /// has work.
    ///
    /// # Errors
    /// [`PortalError::UnknownKey`] if the key is not one of the account's, or the account is not connected.
    pub fn admit(&self, key: &ApiKey, now: Timestamp) -> Result<bool, PortalError> {
        let hash = key.hash();
        let account = Account::load(&self.database)?;
        let own = account.hub_id.as_ref() == Some(key.account()) && account.is_connected();
        let row = api_keys::find(&self.database, key.id)?.filter(|row| {
            // The time of a comparison does not depend on where the hashes differ.
            own && bool::from(row.hash.as_bytes().ct_eq(hash.as_bytes()))
        });
        let row = row.ok_or(PortalError::UnknownKey)?;
        let today = account::zone(&self.database)?.day(now).to_string();
        if row.last_used_on.as_deref() != Some(today.as_str()) {
            api_keys::set_last_used(&self.database, row.id, &today)?;
        }
        self.doubt_installation(&account, now)
    }

    pub(crate) fn answer_of_keys(
        &self,
        asked: ApiKeyRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        match asked {
            ApiKeyRequest::List => {
                let keys = api_keys::all(&self.database)?.into_iter().map(view);
                Ok(shown(View::ApiKeys(List::whole(keys.collect()))))
            }
            ApiKeyRequest::Make(wanted) => self.make_key(&wanted, now),
            ApiKeyRequest::End(id) => {
                api_keys::delete(&self.database, id).map(|()| shown(View::Done {}))
            }
        }
    }

    fn make_key(&self, wanted: &NewApiKey, now: Timestamp) -> Result<Response, PortalError> {
        let name = wanted.name.trim();
        let length = wanted.name.chars().count();
        if name.is_empty()
            || !(1..=LONGEST_NAME).contains(&length)
            || name.chars().any(char::is_control)
        {
            let why = "A key's name is one line of 1 to 100 characters.";
            return Err(PortalError::invalid("name", why));
        }
        if api_keys::all(&self.database)?.len() >= MAX_KEYS {
            let why =
                "An account has at most 20 API keys. Take back one that is not used any more.";
            return Err(PortalError::Conflict(why.into()));
        }
        let account = Account::load(&self.database)?;
        let connected = account.hub_id.clone().filter(|_| account.is_connected());
        let account = connected.ok_or(PortalError::Disconnected)?;
        let id = api_keys::free_id(&self.database)?;
        let key = ApiKey::draw(account, id, &*self.entropy, &self.settings.key_signer);
        api_keys::insert(&self.database, id, name, &key.hash(), now)?;
        Ok(made(View::ApiKey(ApiKeyView {
            id,
            name: name.to_owned(),
            created_at: now,
            last_used_on: None,
            key: Some(key.text),
        })))
    }
}

fn view(row: ApiKeyRow) -> ApiKeyView {
    ApiKeyView {
        id: row.id,
        name: row.name,
        created_at: row.created_at,
        last_used_on: row.last_used_on,
        key: None,
    }
}

#[cfg(test)]
mod tests;
