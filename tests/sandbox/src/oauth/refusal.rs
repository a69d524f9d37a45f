//! The wordings in which HubSpot refuses to refresh a grant that has ended.

use serde_json::json;

use crate::errors::Problem;

/// A wording. All of them were seen by users of HubSpot's API, or are documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RefreshRefusal {
    /// `BAD_REFRESH_TOKEN` and `invalid_grant`.
    #[default]
    BadRefreshToken,
    /// `invalid_grant` alone.
    InvalidGrant,
    /// `unauthorized`.
    Unauthorized,
    /// `unauthorized_client`.
    UnauthorizedClient,
    /// `access_denied`.
    AccessDenied,
    /// `BAD_HUB`, for an account that is gone.
    BadHub,
    /// A 400 that says neither whose fault it is, as for an account that was closed.
    Closed,
}

impl RefreshRefusal {
    /// All wordings that name the grant.
    pub const NAMING: [Self; 6] = [
        Self::BadRefreshToken,
        Self::InvalidGrant,
        Self::Unauthorized,
        Self::UnauthorizedClient,
        Self::AccessDenied,
        Self::BadHub,
    ];

    pub(super) fn problem(self) -> Problem {
        let bare = |error: &str| {
            let description = "refresh token is invalid, expired or revoked";
            let problem = Problem::plain(400, description).with("error", error);
            problem.with("error_description", description)
        };
        match self {
            Self::BadRefreshToken => Problem::oauth(
                "BAD_REFRESH_TOKEN",
                "invalid_grant",
                "refresh token is invalid, expired or revoked",
            ),
            Self::InvalidGrant => bare("invalid_grant"),
            Self::Unauthorized => bare("unauthorized"),
            Self::UnauthorizedClient => bare("unauthorized_client"),
            Self::AccessDenied => bare("access_denied"),
            Self::BadHub => Problem::oauth("BAD_HUB", "access_denied", "hub is not available"),
            Self::Closed => Problem::new(400, "ACCOUNT_STATE", "This account is closed")
                .with("context", json!({})),
        }
    }
}
