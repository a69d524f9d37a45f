//! Refusals, as RFC 9457 problems. Every refusal of the Worker that is not a page for people is made
//! here, and here alone a portal's error becomes a status.

use std::borrow::Cow;

use http::StatusCode;
use portal::PortalError;
use serde::Serialize;

use crate::edge::reply::Reply;

/// What kind of refusal, which settles status, title and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The request cannot be read.
    BadRequest,
    /// Nobody is signed in.
    SignedOut,
    /// The request lacks HubSpot's signature.
    Unsigned,
    /// The request does not come from where it must.
    Forbidden,
    /// There is no such thing, or not for this caller.
    NotFound,
    /// The path knows other methods.
    MethodNotAllowed,
    /// What is asked contradicts what is.
    Conflict,
    /// The portal is not connected to HubSpot.
    Disconnected,
    /// The body is too large.
    TooLarge,
    /// Too much came from there.
    TooMuch,
    /// The body is not JSON.
    NotJson,
    /// The body says something that cannot be.
    Invalid,
    /// Our own fault.
    Internal,
    /// The deployment lacks a setting.
    Misconfigured,
    /// Something of ours did not answer; trying again helps.
    Unavailable,
}

impl Kind {
    /// The HTTP status.
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

    /// Its name in the type.
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

    /// What it is, in words.
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
            Self::TooMuch => "Too much in a short time",
            Self::NotJson => "The body is not JSON",
            Self::Invalid => "The values are not acceptable",
            Self::Internal => "Goodword failed",
            Self::Misconfigured => "Goodword is not set up",
            Self::Unavailable => "Try again in a moment",
        }
    }
}

/// One refusal.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    kind: Kind,
    detail: Cow<'static, str>,
    field: Option<Cow<'static, str>>,
    header: Option<(&'static str, Cow<'static, str>)>,
}

/// The members of RFC 9457, and the field of the body that is at fault, if it is one.
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

/// How long a caller should wait before trying again what was unavailable.
const RETRY_AFTER_SECONDS: &str = "2";

impl Problem {
    /// A refusal with its reason, in words for the caller.
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

    /// The refusal of a method, with those that the path knows.
    pub(crate) fn method(allowed: impl Into<Cow<'static, str>>) -> Self {
        let allowed = allowed.into();
        let why = format!("This address answers {allowed} only.");
        Self {
            header: Some(("allow", allowed)),
            ..Self::new(Kind::MethodNotAllowed, why)
        }
    }

    /// The refusal of an address that leads nowhere.
    #[must_use]
    pub(crate) fn no_such_address() -> Self {
        Self::new(Kind::NotFound, "There is nothing at this address.")
    }

    /// The refusal of a body, naming the field at fault.
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

    /// The reason, in words.
    #[must_use]
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// The refusal as an HTTP answer.
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
                "The API key is not known, or was taken back.",
            ),
            PortalError::TooMuch => Self::new(
                Kind::TooMuch,
                "Too much came from there in a short time. Try again in an hour.",
            ),
            PortalError::Busy(why) => Self::new(Kind::Unavailable, why),
            PortalError::Storage(_) | PortalError::Unreadable(_) => Self::new(
                Kind::Internal,
                "Goodword could not read or keep the account's data.",
            ),
        }
    }
}
