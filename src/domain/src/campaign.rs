//! A campaign's attributes, and the states that a campaign and a link can be in.

use serde::{Deserialize, Serialize};

/// Whether a campaign's links work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CampaignStatus {
    /// Links lead to the destination.
    Live,
    /// Links answer 410 until the campaign goes on.
    Paused,
    /// The campaign has ended: links answer 410, and nobody is enrolled any more.
    Archived,
}

/// Whether one referrer's link works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LinkStatus {
    /// It leads to the campaign's destination.
    Live,
    /// It answers 410 for now.
    Paused,
    /// It answers 410. Goodword writes this status to the contact, and nothing more afterwards.
    Revoked,
}

impl LinkStatus {
    /// Returns the name that people and HubSpot read.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Paused => "paused",
            Self::Revoked => "revoked",
        }
    }

    /// Returns the status that the link has in a campaign of this status.
    #[must_use]
    pub const fn within(self, campaign: CampaignStatus) -> Self {
        match (campaign, self) {
            (CampaignStatus::Archived, _) => Self::Revoked,
            (CampaignStatus::Paused, Self::Live) => Self::Paused,
            (_, own) => own,
        }
    }
}

/// The most characters of a message: with a link in it, it still fits into a text message of
/// several parts.
pub const LONGEST_MESSAGE: usize = 500;

/// The message with which a referrer shares their link. In it, `{link}` stands for the link and
/// `{firstName}` for the referrer's given name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ShareMessage(String);

impl ShareMessage {
    /// Returns the message of a campaign that has none of its own.
    #[must_use]
    pub fn usual() -> Self {
        Self("I think you will like this: {link}".to_owned())
    }

    /// Reads a message as typed.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the message.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let message = text.trim();
        if text.chars().count() > LONGEST_MESSAGE {
            return Err("A message has at most 500 characters.");
        }
        if !message.contains("{link}") {
            return Err("The message must contain {link}, which stands for the referral link.");
        }
        if message
            .chars()
            .any(|letter| letter.is_control() && letter != '\n')
        {
            return Err("A message is plain text.");
        }
        Ok(Self(message.to_owned()))
    }

    /// Takes back a text that was checked before it was stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The most characters of a campaign's name, which is shown in the card's narrow column.
pub const LONGEST_NAME: usize = 100;

/// A campaign's name: 1 to 100 characters, no control characters, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CampaignName(String);

impl CampaignName {
    /// Reads a name as typed.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the name.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let name = text.trim();
        if name.is_empty() {
            return Err("A campaign needs a name.");
        }
        if text.chars().count() > LONGEST_NAME {
            return Err("A campaign's name has at most 100 characters.");
        }
        if name.chars().any(char::is_control) {
            return Err("A campaign's name is one line of plain text.");
        }
        Ok(Self(name.to_owned()))
    }

    /// Takes back a text that was checked before it was stored.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The days during which a click still counts for its link, 1 to 365.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct AttributionWindow(u16);

impl AttributionWindow {
    /// The windows that a campaign can have, in days.
    pub const RANGE: core::ops::RangeInclusive<u16> = 1..=365;

    /// The window that most programmes use: long enough for a considered purchase.
    pub const USUAL: Self = Self(90);

    /// Makes a window of this many days.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the number.
    pub fn days(days: u16) -> Result<Self, &'static str> {
        if Self::RANGE.contains(&days) {
            Ok(Self(days))
        } else {
            Err("The attribution window is 1 to 365 days.")
        }
    }

    /// Returns the number of days.
    #[must_use]
    pub fn as_days(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_trimmed_line_of_plain_text() {
        assert_eq!(
            CampaignName::parse("  Spring \u{2014} 2027 ")
                .unwrap()
                .as_str(),
            "Spring \u{2014} 2027"
        );
        let hundred = "\u{fc}".repeat(100);
        assert_eq!(CampaignName::parse(&hundred).unwrap().as_str(), hundred);
        for bad in ["", "  ", "a\nb", "a\0b", &"x".repeat(101)] {
            assert!(CampaignName::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_window_is_at_least_a_day_and_at_most_a_year() {
        assert!(AttributionWindow::days(0).is_err());
        assert_eq!(AttributionWindow::days(1).unwrap().as_days(), 1);
        assert_eq!(AttributionWindow::days(365).unwrap().as_days(), 365);
        assert!(AttributionWindow::days(366).is_err());
    }
}
