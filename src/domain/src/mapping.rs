//! Field mappings: which HubSpot property feeds which referrer field, and which referral field is
//! written to which HubSpot property.
//!
//! Invariant: mappings are data; nothing is written without a mapping.

use core::fmt;
use vecmap::VecSet;

use serde::{Deserialize, Deserializer, Serialize};

/// HubSpot's internal name of a property. Source: HubSpot's properties guide (at most 100 characters of
/// letters, digits and underscores).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(pattern = "^[A-Za-z0-9_]{1,100}$")
)]
#[serde(transparent)]
pub struct PropertyName(String);

/// The longest internal name that HubSpot allows.
const LONGEST_PROPERTY_NAME: usize = 100;

impl PropertyName {
    /// Reads an internal name.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the name.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if text.is_empty() || text.len() > LONGEST_PROPERTY_NAME || !plain {
            return Err("A property's internal name has 1 to 100 letters, digits and underscores.");
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns Goodword's own property of this name.
    pub(crate) fn own(name: &str) -> Self {
        Self(format!("{OWN_PREFIX}{name}"))
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PropertyName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PropertyName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A value that Goodword knows of a referrer and can write to HubSpot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReferralField {
    /// The URL that carries the code. Every sync must map it.
    ReferralLink,
    /// The code alone.
    ReferralCode,
    /// How many people the referrer referred.
    PeopleReferred,
    /// How many of them became successful referrals.
    SuccessfulReferrals,
    /// How often people followed the link.
    Clicks,
    /// Whether the link works.
    LinkStatus,
    /// The campaign's name.
    CampaignName,
    /// The day of the last referral, in the account's time zone.
    LastReferralDate,
    /// The address of a picture that holds the link as a QR code.
    QrCodeUrl,
}

/// The kind of property that a referral field fits into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ValueKind {
    /// Text.
    Text,
    /// A whole number.
    Number,
    /// A day.
    Date,
}

impl ReferralField {
    /// All fields, in the order in which people see them.
    pub const ALL: [Self; 9] = [
        Self::ReferralLink,
        Self::ReferralCode,
        Self::PeopleReferred,
        Self::SuccessfulReferrals,
        Self::Clicks,
        Self::LinkStatus,
        Self::CampaignName,
        Self::LastReferralDate,
        Self::QrCodeUrl,
    ];

    /// The fields that a sync writes by default.
    pub const USUAL: [Self; 4] = [
        Self::ReferralLink,
        Self::ReferralCode,
        Self::PeopleReferred,
        Self::SuccessfulReferrals,
    ];

    /// Returns the label of Goodword's own property for the field.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ReferralLink => "Referral link",
            Self::ReferralCode => "Referral code",
            Self::PeopleReferred => "People referred",
            Self::SuccessfulReferrals => "Successful referrals",
            Self::Clicks => "Referral link clicks",
            Self::LinkStatus => "Referral link status",
            Self::CampaignName => "Referral campaign",
            Self::LastReferralDate => "Date of the last referral",
            Self::QrCodeUrl => "Referral QR code URL",
        }
    }

    /// Returns the description that HubSpot's users read under the label.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::ReferralLink => "The contact's own link to share. Written by Goodword.",
            Self::ReferralCode => {
                "The code inside the contact's referral link. Written by Goodword."
            }
            Self::PeopleReferred => {
                "How many people this contact has referred. Written by Goodword."
            }
            Self::SuccessfulReferrals => {
                "How many of the people this contact referred became customers. Written by Goodword."
            }
            Self::Clicks => {
                "How often people followed this contact's referral link. Written by Goodword."
            }
            Self::LinkStatus => {
                "Whether the contact's referral link is live, paused or revoked. Written by Goodword."
            }
            Self::CampaignName => {
                "The referral campaign that the contact takes part in. Written by Goodword."
            }
            Self::LastReferralDate => {
                "The day on which this contact last referred somebody. Written by Goodword."
            }
            Self::QrCodeUrl => {
                "The address of a picture with the contact's link as a QR code. Written by Goodword."
            }
        }
    }

    /// Returns the internal name of Goodword's own property for the field in the given campaign.
    /// The first campaign has the plain names. No two campaigns write to one property.
    #[must_use]
    pub fn own_property(self, campaign: crate::CampaignId) -> PropertyName {
        let name = match self {
            Self::ReferralLink => "referral_link",
            Self::ReferralCode => "referral_code",
            Self::PeopleReferred => "people_referred",
            Self::SuccessfulReferrals => "successful_referrals",
            Self::Clicks => "clicks",
            Self::LinkStatus => "link_status",
            Self::CampaignName => "campaign_name",
            Self::LastReferralDate => "last_referral_date",
            Self::QrCodeUrl => "qr_code_url",
        };
        if campaign.0 == 1 {
            PropertyName::own(name)
        } else {
            PropertyName::own(&format!("{}_{name}", campaign.0))
        }
    }

    /// Returns the kind of the field's values.
    #[must_use]
    pub fn kind(self) -> ValueKind {
        match self {
            Self::ReferralLink
            | Self::ReferralCode
            | Self::LinkStatus
            | Self::CampaignName
            | Self::QrCodeUrl => ValueKind::Text,
            Self::PeopleReferred | Self::SuccessfulReferrals | Self::Clicks => ValueKind::Number,
            Self::LastReferralDate => ValueKind::Date,
        }
    }
}

/// The name of Goodword's property group.
pub const OWN_GROUP: &str = "goodword";
/// The names of properties that Goodword made begin with this.
pub const OWN_PREFIX: &str = "goodword_";

/// When a mapped property is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum WriteMode {
    /// Whenever it differs from what Goodword knows.
    Always,
    /// Only if HubSpot has no value.
    IfEmpty,
    /// Never: the mapping is switched off.
    Never,
}

/// Referral data -> HubSpot property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OutboundMapping {
    /// The field that is written.
    pub field: ReferralField,
    /// The HubSpot property that it is written to.
    pub property: PropertyName,
    /// When it is written.
    pub mode: WriteMode,
}

/// A value that Goodword keeps of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReferrerField {
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// E-mail; an attribute only, may be missing.
    Email,
}

/// HubSpot property -> referrer field, or a value that is the same for everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InboundMapping {
    /// The field that is filled.
    pub field: ReferrerField,
    /// The HubSpot property that feeds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<PropertyName>,
    /// The value that is the same for everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
}

/// Returns the mappings of a sync to Goodword's own properties.
#[must_use]
pub fn own_outbound(campaign: crate::CampaignId) -> Vec<OutboundMapping> {
    ReferralField::USUAL
        .into_iter()
        .map(|field| OutboundMapping {
            field,
            property: field.own_property(campaign),
            mode: WriteMode::Always,
        })
        .collect()
}

/// Returns the mappings of HubSpot's own properties for a person's name and e-mail.
#[must_use]
pub fn usual_inbound() -> Vec<InboundMapping> {
    [
        ("firstname", ReferrerField::FirstName),
        ("lastname", ReferrerField::LastName),
        ("email", ReferrerField::Email),
    ]
    .into_iter()
    .map(|(property, field)| InboundMapping {
        field,
        property: Some(PropertyName(property.to_owned())),
        fixed: None,
    })
    .collect()
}

/// Checks that a sync can work with these mappings.
///
/// # Errors
/// A sentence that says what to change.
pub fn check(outbound: &[OutboundMapping], inbound: &[InboundMapping]) -> Result<(), &'static str> {
    let link_is_written = outbound
        .iter()
        .any(|row| row.field == ReferralField::ReferralLink && row.mode != WriteMode::Never);
    if !link_is_written {
        return Err("The field \"Referral Link\" must be mapped to a HubSpot property.");
    }
    let targets: VecSet<_> = outbound.iter().map(|row| &row.property).collect();
    if targets.len() != outbound.len() {
        return Err("A HubSpot property can be the target of only one field.");
    }
    let fields: VecSet<_> = inbound.iter().map(|row| row.field).collect();
    if fields.len() != inbound.len() {
        return Err("A referrer field can be fed by only one HubSpot property.");
    }
    if inbound
        .iter()
        .any(|row| row.property.is_some() == row.fixed.is_some())
    {
        return Err("A referrer field is fed either by a HubSpot property or by a fixed value.");
    }
    if inbound.iter().any(|row| {
        row.fixed
            .as_ref()
            .is_some_and(|fixed| fixed.len() > LONGEST_FIXED_VALUE)
    }) {
        return Err("A fixed value has at most 200 characters.");
    }
    if outbound.len() > MAX_MAPPINGS || inbound.len() > MAX_MAPPINGS {
        return Err("A sync has at most 20 mappings each way.");
    }
    Ok(())
}

/// The names of mapped properties are in the URL of every page that is read: 20 in each direction,
/// of at most 100 characters, stay under 4,096 characters, which any proxy carries.
pub const MAX_MAPPINGS: usize = 20;

/// The longest fixed value, in characters. Names and addresses are shorter.
pub const LONGEST_FIXED_VALUE: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CampaignId;

    #[test]
    fn goodwords_own_mappings_are_valid_and_differ_by_campaign() {
        let first = own_outbound(CampaignId(1));
        assert_eq!(check(&first, &usual_inbound()), Ok(()));
        assert_eq!(
            first.first().unwrap().property.as_str(),
            "goodword_referral_link"
        );
        let second = own_outbound(CampaignId(2));
        assert!(
            second
                .iter()
                .all(|row| first.iter().all(|other| other.property != row.property))
        );
        assert!(
            second
                .iter()
                .all(|row| PropertyName::parse(row.property.as_str()).is_ok())
        );
    }

    #[test]
    fn the_referral_link_must_be_written_somewhere() {
        let mut rows = own_outbound(CampaignId(1));
        for row in &mut rows {
            row.mode = WriteMode::Never;
        }
        assert!(check(&rows, &[]).is_err());
        assert!(check(&rows.split_off(1), &[]).is_err());
        assert!(check(&[], &[]).is_err());
    }

    #[test]
    fn one_property_takes_one_field() {
        let mut rows = own_outbound(CampaignId(1));
        let link = rows[0].property.clone();
        rows[1].property = link;
        assert!(check(&rows, &[]).is_err());
    }
}
