//! Values in the address of a request: ids of the path, parameters of the query.

use core::str::FromStr;

use domain::{CampaignId, ContactId, LinkStatus, ReferralId, ReferralStatus, RunId, SyncId};
use portal::{OutcomeKind, ReferrerOrder};

use super::about::Words;
use super::described::Described;
#[cfg(feature = "openapi")]
use super::shape::Shape;

/// A value that can be read from a part of an address.
pub(crate) trait AddressValue: Sized {
    /// Reads the decoded text. `None`: it is no such value.
    fn from_text(text: &str) -> Option<Self>;

    /// Describes the value.
    #[cfg(feature = "openapi")]
    fn schema() -> ValueSchema;
}

/// The schema of a value in an address.
#[cfg(feature = "openapi")]
pub(crate) enum ValueSchema {
    /// It has a definition under a name.
    Named(Shape),
    /// It is a plain text or number, and spelt out where it is used.
    Plain(Box<utoipa::openapi::RefOr<utoipa::openapi::Schema>>),
}

/// An id in a path.
pub(crate) trait PathId: AddressValue + Described {
    /// The words about it.
    #[cfg_attr(
        not(feature = "openapi"),
        expect(dead_code, reason = "only the description reads it")
    )]
    const WORDS: Words;
}

/// The place in a list where a page begins. For callers it is an opaque text.
pub(crate) struct Cursor<T>(pub(crate) T);

/// A background query of one portal. Only the last one of each kind is kept.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub(crate) struct QueryId(pub(crate) u32);

/// An API key of one portal.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub(crate) struct KeyNumber(pub(crate) u32);

/// Reads a number of digits alone; Rust's own reader takes a plus as well.
fn digits<T: FromStr>(text: &str) -> Option<T> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

macro_rules! named_schema {
    () => {
        #[cfg(feature = "openapi")]
        fn schema() -> ValueSchema {
            ValueSchema::Named(Shape::of::<Self>())
        }
    };
}

macro_rules! plain_schema {
    ($value:ty) => {
        #[cfg(feature = "openapi")]
        fn schema() -> ValueSchema {
            ValueSchema::Plain(Box::new(<$value as utoipa::PartialSchema>::schema()))
        }
    };
}

macro_rules! own_ids {
    ($($id:ident: $words:literal),* $(,)?) => {$(
        impl AddressValue for $id {
            fn from_text(text: &str) -> Option<Self> {
                digits(text).map(Self)
            }

            named_schema!();
        }

        impl PathId for $id {
            const WORDS: Words = Words::new($words);
        }
    )*};
}

own_ids! {
    CampaignId: "The campaign's id.",
    ReferralId: "The referral's id.",
    SyncId: "The sync's id.",
    RunId: "The run's id.",
    QueryId: "The query's id.",
    KeyNumber: "The key's number.",
}

impl AddressValue for ContactId {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    named_schema!();
}

impl PathId for ContactId {
    const WORDS: Words = Words::new("The contact's record id.");
}

macro_rules! plain_values {
    ($($value:ty),*) => {$(
        impl AddressValue for $value {
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok()
            }

            plain_schema!($value);
        }
    )*};
}

plain_values!(String, bool, u16);

impl<T: AddressValue> AddressValue for Cursor<T> {
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Self)
    }

    plain_schema!(String);
}

impl AddressValue for LinkStatus {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "live" => Some(Self::Live),
            "paused" => Some(Self::Paused),
            "revoked" => Some(Self::Revoked),
            _ => None,
        }
    }

    named_schema!();
}

impl AddressValue for ReferralStatus {
    fn from_text(text: &str) -> Option<Self> {
        Self::from_name(text)
    }

    named_schema!();
}

impl AddressValue for OutcomeKind {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "failed" => Some(Self::Failed),
            "skipped" => Some(Self::Skipped),
            _ => None,
        }
    }

    named_schema!();
}

impl AddressValue for ReferrerOrder {
    fn from_text(text: &str) -> Option<Self> {
        match text {
            "newest" => Some(Self::Newest),
            "oldest" => Some(Self::Oldest),
            "mostReferred" => Some(Self::MostReferred),
            "mostSuccessful" => Some(Self::MostSuccessful),
            _ => None,
        }
    }

    named_schema!();
}
