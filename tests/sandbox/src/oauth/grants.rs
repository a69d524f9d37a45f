//! Codes and tokens.
//!
//! An access token lives for 30 minutes. A refresh token does not expire; it ends by revocation, by
//! uninstalling, and by rotation as [`Rotation`] says.

use std::collections::BTreeMap;

use crate::{
    errors::{self, Problem},
    random::Random,
    settings::Rotation,
};

/// The lifetime of an access token.
pub(crate) const ACCESS_LIFE_MS: i64 = 30 * 60 * 1_000;

/// The portal, the app and the user that a token stands for.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    pub(crate) portal: u64,
    /// The app id, or the number of the portal's own static token.
    pub(crate) app: u64,
    pub(crate) user: u64,
    pub(crate) scopes: Vec<String>,
}

/// An authorisation code.
#[derive(Clone, Debug)]
pub(super) struct Code {
    pub(super) access: Access,
    pub(super) redirect_uri: String,
    pub(super) challenge: Option<String>,
    pub(super) expires_at: i64,
}

#[derive(Clone, Debug)]
struct Refresh {
    access: Access,
    alive: bool,
    /// The token that this one replaced.
    replaces: Option<String>,
}

#[derive(Clone, Debug)]
struct Bearer {
    access: Access,
    expires_at: Option<i64>,
    alive: bool,
}

/// A pair of issued tokens.
pub(super) struct Issued {
    pub(super) access_token: String,
    pub(super) refresh_token: String,
    pub(super) access: Access,
}

/// All codes and tokens of all portals.
#[derive(Clone, Debug)]
pub(crate) struct Grants {
    codes: BTreeMap<String, Code>,
    refreshes: BTreeMap<String, Refresh>,
    bearers: BTreeMap<String, Bearer>,
    random: Random,
}

impl Grants {
    pub(crate) fn new(random: Random) -> Self {
        Self {
            codes: BTreeMap::new(),
            refreshes: BTreeMap::new(),
            bearers: BTreeMap::new(),
            random,
        }
    }

    /// Issues a portal's own token, which does not expire. It is for tools.
    pub(crate) fn static_token(&mut self, access: Access) -> String {
        let token = format!("pat-na1-{}", self.random.uuid());
        let bearer = Bearer {
            access,
            expires_at: None,
            alive: true,
        };
        self.bearers.insert(token.clone(), bearer);
        token
    }

    /// Issues an authorisation code.
    pub(super) fn issue_code(&mut self, code: Code) -> String {
        let text = format!("na1-{}", self.random.uuid());
        self.codes.insert(text.clone(), code);
        text
    }

    /// Takes a code. It cannot be taken again, even if the exchange fails.
    pub(super) fn take_code(&mut self, code: &str) -> Option<Code> {
        self.codes.remove(code)
    }

    /// Issues the first tokens of a grant.
    pub(super) fn issue(&mut self, access: Access, now: i64) -> Issued {
        self.issue_pair(access, None, now)
    }

    /// Exchanges a refresh token. Returns none if it is unknown or ended.
    pub(super) fn refresh(&mut self, token: &str, rotation: Rotation, now: i64) -> Option<Issued> {
        let found = self.refreshes.get(token).filter(|refresh| refresh.alive)?;
        let (access, replaced) = (found.access.clone(), found.replaces.clone());
        // The first use of a new token ends the previous one, if the rotation setting says so.
        if let Some(replaced) = replaced {
            self.end_refresh_token(&replaced);
        }
        match rotation {
            Rotation::Never => {
                let access_token = self.issue_bearer(access.clone(), now);
                Some(Issued {
                    access_token,
                    refresh_token: token.to_owned(),
                    access,
                })
            }
            Rotation::WhenIssued => {
                self.end_refresh_token(token);
                Some(self.issue_pair(access, None, now))
            }
            Rotation::WhenUsed => Some(self.issue_pair(access, Some(token.to_owned()), now)),
        }
    }

    /// Returns the access that a bearer token gives.
    pub(crate) fn admit(&self, token: Option<&str>, now: i64) -> Result<Access, Problem> {
        let bearer = token.and_then(|token| self.bearers.get(token));
        let bearer = bearer
            .filter(|bearer| bearer.alive)
            .ok_or_else(errors::no_credentials)?;
        match bearer.expires_at {
            Some(expires_at) if expires_at <= now => Err(errors::expired_token(expires_at, now)),
            _ => Ok(bearer.access.clone()),
        }
    }

    /// Returns the access of a live access token, and the milliseconds that it has left.
    pub(super) fn bearer(&self, token: &str, now: i64) -> Option<(&Access, i64)> {
        let bearer = self.bearers.get(token).filter(|bearer| bearer.alive)?;
        let left = bearer
            .expires_at
            .map_or(ACCESS_LIFE_MS, |expires_at| expires_at - now);
        (left > 0).then_some((&bearer.access, left))
    }

    /// Returns the access of a live refresh token.
    pub(super) fn refresh_token(&self, token: &str) -> Option<&Access> {
        let refresh = self.refreshes.get(token).filter(|refresh| refresh.alive)?;
        Some(&refresh.access)
    }

    /// Revokes a refresh token. Its access tokens stay valid until they expire.
    pub(super) fn end_refresh_token(&mut self, refresh_token: &str) {
        if let Some(refresh) = self.refreshes.get_mut(refresh_token) {
            refresh.alive = false;
        }
    }

    /// Revokes everything that a portal granted to an app. HubSpot does not document that access
    /// tokens end at once; this is the harder case for a client.
    pub(crate) fn uninstall(&mut self, portal: u64, app: u64) -> bool {
        let granted = |access: &Access| access.portal == portal && access.app == app;
        let mut any = false;
        for refresh in self.refreshes.values_mut().filter(|it| granted(&it.access)) {
            any |= refresh.alive;
            refresh.alive = false;
        }
        for bearer in self.bearers.values_mut().filter(|it| granted(&it.access)) {
            bearer.alive = false;
        }
        self.codes.retain(|_, code| !granted(&code.access));
        any
    }

    /// Expires all access tokens, except static ones.
    pub(crate) fn expire_all(&mut self, now: i64) {
        for bearer in self.bearers.values_mut() {
            bearer.expires_at = bearer.expires_at.map(|expires_at| expires_at.min(now));
        }
    }

    /// Expires one access token, unless it is static.
    pub(crate) fn expire(&mut self, token: &str, now: i64) {
        if let Some(bearer) = self.bearers.get_mut(token) {
            bearer.expires_at = bearer.expires_at.map(|expires_at| expires_at.min(now));
        }
    }

    /// Returns whether the app is connected to the portal.
    pub(crate) fn connected(&self, portal: u64, app: u64) -> bool {
        self.granted(portal, app).next().is_some()
    }

    /// Returns whether the portal has granted this scope to the app.
    pub(crate) fn grants(&self, portal: u64, app: u64, scope: &str) -> bool {
        self.granted(portal, app)
            .any(|access| access.scopes.iter().any(|granted| granted == scope))
    }

    fn granted(&self, portal: u64, app: u64) -> impl Iterator<Item = &Access> {
        let alive = self.refreshes.values().filter(|refresh| refresh.alive);
        let granted = move |access: &&Access| access.portal == portal && access.app == app;
        alive.map(|refresh| &refresh.access).filter(granted)
    }

    fn issue_pair(&mut self, access: Access, replaces: Option<String>, now: i64) -> Issued {
        let refresh_token = format!("na1-{}", self.random.uuid());
        let refresh = Refresh {
            access: access.clone(),
            alive: true,
            replaces,
        };
        self.refreshes.insert(refresh_token.clone(), refresh);
        let access_token = self.issue_bearer(access.clone(), now);
        Issued {
            access_token,
            refresh_token,
            access,
        }
    }

    fn issue_bearer(&mut self, access: Access, now: i64) -> String {
        // HubSpot asks clients to allow for tokens of more than 512 characters.
        let token = format!("C{}", self.random.token(560));
        let expires_at = Some(now + ACCESS_LIFE_MS);
        self.bearers.insert(
            token.clone(),
            Bearer {
                access,
                expires_at,
                alive: true,
            },
        );
        token
    }
}
