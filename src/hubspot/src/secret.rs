//! Secrets that no log can show and that are wiped from memory after use.

use core::fmt;

use zeroize::Zeroizing;

/// A secret text: a client secret, a token, an authorisation code. Overwritten when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over the text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Returns the text itself. The name makes each use easy to find.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_secret_shows_nothing_of_itself() {
        let printed = format!("{:?}", Secret::from("pat-na1-abc"));
        assert_eq!(printed, "Secret(…)");
    }
}
