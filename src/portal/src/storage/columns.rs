//! The domain's types in columns: ids as numbers, identities and validated texts as text, enums by the names that serde
//! writes, and all other types as JSON.
//!
//! A validated text was checked when it came in. It is read back as it was stored, even if the rules for new texts have
//! become stricter since.

use domain::qualification::Record;
use domain::{
    Attribution, AttributionWindow, Audience, CampaignId, CampaignName, CampaignStatus, ContactId,
    Destination, Hold, HubId, InboundMapping, LinkHost, LinkStatus, ListId, NormalisedEmail,
    NotCounted, OnLeaving, OutboundMapping, Pace, PropertyName, ReferralCode, ReferralId,
    ReferralPage, ReferralStatus, ReferralTerms, RuleId, RunId, ShareMessage, Slug, Stage, SyncId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::api_types::requests::OutcomeKind;
use crate::api_types::views::HubspotState;
use crate::storage::error::PortalError;
use crate::storage::ports::SqlValue;
use crate::storage::row::{Cells, Column, UNREADABLE};

macro_rules! numbered {
    ($($type:ident),*) => {$(
        impl Column for $type {
            fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
                cells.read().map(Self)
            }
        }

        impl From<$type> for SqlValue {
            fn from(id: $type) -> Self {
                id.0.into()
            }
        }
    )*};
}
numbered!(CampaignId, ReferralId, RuleId, RunId, SyncId);

/// Implements [`Column`] for types that are stored as text. HubSpot's ids are text because they may exceed 2^53, which
/// the platform's numbers cannot hold.
macro_rules! parsed {
    ($($type:ident),*) => {$(
        impl Column for $type {
            fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
                cells.text()?.parse().map_err(|_| UNREADABLE)
            }
        }
    )*};
}
parsed!(ContactId, HubId, ListId, ReferralCode);

macro_rules! checked {
    ($($type:ident),*) => {$(
        impl Column for $type {
            fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
                cells.read().map(Self::from_stored)
            }
        }
    )*};
}
checked!(CampaignName, LinkHost, NormalisedEmail, ShareMessage, Slug);

macro_rules! texts {
    ($($type:ident),*) => {$(
        impl From<&$type> for SqlValue {
            fn from(text: &$type) -> Self {
                text.as_str().into()
            }
        }
    )*};
}
texts!(
    CampaignName,
    ContactId,
    Destination,
    HubId,
    LinkHost,
    ListId,
    NormalisedEmail,
    ShareMessage,
    Slug
);

impl Column for Destination {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        Self::from_stored(cells.text()?).map_err(|_| UNREADABLE)
    }
}

impl Column for AttributionWindow {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        let days = u16::try_from(cells.read::<u32>()?).map_err(|_| UNREADABLE)?;
        Self::days(days).map_err(|_| UNREADABLE)
    }
}

impl From<AttributionWindow> for SqlValue {
    fn from(window: AttributionWindow) -> Self {
        u32::from(window.as_days()).into()
    }
}

impl From<ReferralCode> for SqlValue {
    fn from(code: ReferralCode) -> Self {
        code.to_string().into()
    }
}

/// Implements [`Column`] for enums, which are stored by the names that serde gives their variants.
macro_rules! named {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::storage::row::Column for $type {
            fn read(
                cells: &mut $crate::storage::row::Cells<'_>,
            ) -> Result<Self, $crate::storage::error::PortalError> {
                $crate::storage::columns::from_name(cells.text()?)
            }
        }
    )*};
}
pub(crate) use named;
named!(
    Attribution,
    CampaignStatus,
    Hold,
    HubspotState,
    LinkStatus,
    NotCounted,
    OnLeaving,
    OutcomeKind,
    ReferralStatus,
    Stage,
);

/// Implements [`Column`] for types that are stored as JSON.
macro_rules! json {
    ($($type:ty),* $(,)?) => {$(
        impl $crate::storage::row::Column for $type {
            fn read(
                cells: &mut $crate::storage::row::Cells<'_>,
            ) -> Result<Self, $crate::storage::error::PortalError> {
                $crate::storage::columns::parse(cells.text()?)
            }
        }
    )*};
}
pub(crate) use json;
json!(
    Audience,
    Pace,
    ReferralPage,
    ReferralTerms,
    Vec<ContactId>,
    Vec<InboundMapping>,
    Vec<OutboundMapping>,
    Vec<Record>,
    Vec<String>,
    Vec<u32>,
    Vec<(PropertyName, String)>,
    Vec<(String, String)>,
);

/// JSON that is shown as it is stored, without being parsed.
impl Column for Box<RawValue> {
    fn read(cells: &mut Cells<'_>) -> Result<Self, PortalError> {
        RawValue::from_string(cells.read()?).map_err(|_| UNREADABLE)
    }
}

/// Parses from bytes, not `&str`: each reader type adds another copy of `serde_json` to the Worker's wasm.
pub(crate) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, PortalError> {
    serde_json::from_slice(text.as_bytes()).map_err(|_| UNREADABLE)
}

/// Returns the variant that has this name.
pub(crate) fn from_name<T: DeserializeOwned>(name: &str) -> Result<T, PortalError> {
    parse(&format!("\"{name}\""))
}

/// Returns JSON text for a column or a bulk parameter.
pub(crate) fn to_json(value: &impl Serialize) -> Result<SqlValue, PortalError> {
    serde_json::to_string(value)
        .map(SqlValue::Text)
        .map_err(|_| PortalError::Unreadable("a value to be stored"))
}

/// Returns the name of an enum's variant.
pub(crate) fn to_name(value: &impl Serialize) -> Result<SqlValue, PortalError> {
    let text = serde_json::to_string(value).ok();
    let name = text
        .as_ref()
        .and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
    name.map(|name| SqlValue::Text(name.to_owned()))
        .ok_or(PortalError::Unreadable("a value to be stored"))
}
