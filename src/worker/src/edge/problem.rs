//! Refusals, as RFC 9457 problems. Every refusal of the Worker that is not a page for people is made here. No other file
//! turns a portal's error into an HTTP status.

use std::borrow::Cow;

use http::StatusCode;
use portal::PortalError;
use serde::Serialize;

use crate::edge::reply::Reply;

/// The kind of a refusal. Status, title and type follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request cannot be read.
    BadRequest,
    /// Nobody is signed in.
    SignedOut,
    /// The request has no valid signature of HubSpot.
    Unsigned,
    /// The request comes from a place that is not allowed.
    Forbidden,
    /// It does not exist, or not for this caller.
    NotFound,
    /// The path has other methods.
    MethodNotAllowed,
    /// The request contradicts the present state.
    Conflict,
    /// The portal is not connected to HubSpot.
    Disconnected,
    /// The body is too large.
    TooLarge,
    /// The caller sent too many requests.
    TooMuch,
    /// The body is not JSON.
    NotJson,
    /// The body has a value that is not acceptable.
    Invalid,
    /// Goodword itself failed.
    Internal,
    /// The deployment lacks a setting.
    Misconfigured,
    /// A part of Goodword did not respond. Trying again helps.
    Unavailable,
}

impl Kind {
    /// Returns the HTTP status.
    #[must_use]
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignedOut | Self::Unsigned => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict | Self::Disconnected => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMuch => StatusCode::TOO_MANY_REQUESTS,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Internal | Self::Misconfigured => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Returns its name in the type.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::SignedOut => "signed-out",
            Self::Unsigned => "unsigned",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::Conflict => "conflict",
            Self::Disconnected => "disconnected",
            Self::TooLarge => "too-large",
            Self::TooMuch => "too-much",
            Self::NotJson => "not-json",
            Self::Invalid => "invalid",
            Self::Internal => "internal",
            Self::Misconfigured => "misconfigured",
            Self::Unavailable => "unavailable",
        }
    }

    /// Returns the title, in words.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::BadRequest => "The request cannot be read",
            Self::SignedOut => "Not signed in",
            Self::Unsigned => "Not signed by HubSpot",
            Self::Forbidden => "Not allowed",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::Conflict => "Conflict",
            Self::Disconnected => "HubSpot is not connected",
            Self::TooLarge => "The body is too large",
            Self::TooMuch => "Too many requests in a short time",
            Self::NotJson => "The body is not JSON",
            Self::Invalid => "The values are not acceptable",
            Self::Internal => "Goodword failed",
            Self::Misconfigured => "Goodword is not set up",
            Self::Unavailable => "Try again in a moment",
        }
    }
}

/// A refusal.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Cow<'static, str>,
    field: Option<Cow<'static, str>>,
    header: Option<(&'static str, Cow<'static, str>)>,
}

/// The members of RFC 9457, and the name of the field that is not acceptable, if it is one.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = Problem))]
pub(crate) struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
}

/// The time after which a caller should repeat a request that was unavailable.
const RETRY_AFTER_SECONDS: &str = "2";

impl Problem {
    /// Makes a refusal with its reason, in words for the caller.
    #[must_use]
    pub(crate) fn new(kind: Kind, detail: impl Into<Cow<'static, str>>) -> Self {
        let header =
            (kind == Kind::Unavailable).then_some(("retry-after", RETRY_AFTER_SECONDS.into()));
        Self {
            kind,
            detail: detail.into(),
            field: None,
            header,
        }
    }

    /// Refuses a method, and names the methods of the path.
    pub(crate) fn method(allowed: impl Into<Cow<'static, str>>) -> Self {
        let allowed = allowed.into();
        let why = format!("This address does not support the method. It supports {allowed}.");
        Self {
            header: Some(("allow", allowed)),
            ..Self::new(Kind::MethodNotAllowed, why)
        }
    }

    /// Refuses a request for an account that the browser is not signed in to, or no longer. It is the same whether there
    /// is such an account or not.
    pub(crate) fn signed_out() -> Self {
        Self::new(
            Kind::SignedOut,
            "You are not signed in to this account. Sign in with HubSpot at /hubspot/oauth/start.",
        )
    }

    /// Refuses an unknown address.
    #[must_use]
    pub(crate) fn no_such_address() -> Self {
        Self::new(Kind::NotFound, "There is nothing at this address.")
    }

    /// Refuses a body, and names the field that is not acceptable.
    #[must_use]
    pub(crate) fn invalid(
        field: impl Into<Cow<'static, str>>,
        why: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::new(Kind::Invalid, why)
        }
    }

    /// Returns the reason, in words.
    #[must_use]
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Returns the refusal as an HTTP response.
    #[must_use]
    pub(crate) fn into_reply(self) -> Reply {
        let document = Document {
            r#type: format!("urn:goodword:problem:{}", self.kind.name()),
            title: self.kind.title(),
            status: self.kind.status().as_u16(),
            detail: &self.detail,
            field: self.field.as_deref(),
        };
        let reply = Reply::json(self.kind.status(), &document);
        match self.header {
            Some((name, value)) => reply.with(name, value),
            None => reply,
        }
    }
}

impl From<PortalError> for Problem {
    fn from(error: PortalError) -> Self {
        match error {
            PortalError::NotFound(what) => {
                Self::new(Kind::NotFound, format!("There is no such {what}."))
            }
            PortalError::Invalid { field, why } => Self::invalid(field, why),
            PortalError::Conflict(why) => Self::new(Kind::Conflict, why),
            PortalError::Disconnected => Self::new(
                Kind::Disconnected,
                "The account is not connected to HubSpot. Connect it again to go on.",
            ),
            PortalError::UnknownKey => Self::new(
                Kind::SignedOut,
                "The API key is unknown or was revoked, or its account is not connected. Create a new one under Settings.",
            ),
            PortalError::SignedOut => Self::signed_out(),
            PortalError::TooMuch => Self::new(
                Kind::TooMuch,
                "Too many requests came from your network in a short time. Try again in a minute.",
            ),
            PortalError::Busy(why) => Self::new(Kind::Unavailable, why),
            PortalError::Storage(_) | PortalError::Unreadable(_) => Self::new(
                Kind::Internal,
                "Goodword could not read or store the account's data. Try again later.",
            ),
        }
    }
}
