//! Identities, parsed once at the edge and trusted inside.
//!
//! HubSpot's ids are decimal numbers that may pass 2^53, which Durable Object SQL and JavaScript
//! cannot hold; they are kept as text. Goodword counts its own ids per portal, so that one portal's
//! id says nothing about another's.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is not an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIdentity {
    /// HubSpot's ids are decimal numbers.
    #[error("an id is a decimal number of 1 to 19 digits without leading zeros")]
    NotANumber,
}

/// The digits of `u64::MAX` are 20; HubSpot's ids are signed 64-bit, which gives 19.
const LONGEST_ID: usize = 19;

fn check(text: &str) -> Result<(), InvalidIdentity> {
    let digits = !text.is_empty()
        && text.len() <= LONGEST_ID
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && !text.starts_with('0');
    if digits {
        Ok(())
    } else {
        Err(InvalidIdentity::NotANumber)
    }
}

macro_rules! hubspot_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(
            feature = "openapi",
            derive(utoipa::ToSchema),
            schema(pattern = "^[1-9][0-9]{0,18}$")
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Returns the id in decimal, as HubSpot writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidIdentity;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                check(text).map(|()| Self(text.to_owned()))
            }
        }

        impl From<u64> for $name {
            fn from(number: u64) -> Self {
                Self(number.to_string())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hubspot_id! {
    /// A HubSpot account (portal): the tenant. Nothing crosses from one to another.
    HubId
}
hubspot_id! {
    /// A contact's record id in one portal. After a merge, the surviving contact has a new id.
    ContactId
}

hubspot_id! {
    /// A list of contacts in one portal.
    ListId
}

macro_rules! own_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}", self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_u32(self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                u32::deserialize(deserializer).map(Self)
            }
        }
    };
}

own_id! {
    /// A campaign of one portal, counted from 1.
    CampaignId
}
own_id! {
    /// A referral of one portal, counted from 1.
    ReferralId
}
own_id! {
    /// A sync of one portal, counted from 1.
    SyncId
}
own_id! {
    /// A qualification rule of one campaign, counted from 1.
    RuleId
}
own_id! {
    /// A run of one portal's syncs, counted from 1.
    RunId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimal_numbers_are_ids() {
        for good in ["1", "51", "9007199254740993", "9223372036854775807"] {
            assert_eq!(good.parse::<ContactId>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "0",
            "007",
            "-1",
            "1.5",
            "1e3",
            " 1",
            "1 ",
            "½",
            "99999999999999999999",
            "x",
        ] {
            assert!(bad.parse::<ContactId>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn ids_beyond_two_to_the_fifty_third_survive_json() {
        let id: HubId = serde_json::from_str("\"9007199254740993\"").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"9007199254740993\"");
    }
}
