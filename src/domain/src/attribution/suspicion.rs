//! Why a referral is in review.

use super::{MAX_OF_LINK_IN_AN_HOUR, MAX_OF_NETWORK_IN_AN_HOUR};

/// Why a referral is in review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// Its network had sent too many people over the same link.
    FloodOfLink,
    /// Its network had sent too many people over all links.
    FloodOfNetwork,
}

impl Suspicion {
    /// Returns the reason in words.
    #[must_use]
    pub fn sentence(self) -> String {
        let (most, link) = match self {
            Self::FloodOfLink => (MAX_OF_LINK_IN_AN_HOUR, "this link"),
            Self::FloodOfNetwork => (MAX_OF_NETWORK_IN_AN_HOUR, "links of this account"),
        };
        format!(
            "More than {most} people came over {link} from one network within an hour. Admit the \
             referral if the person is real."
        )
    }
}
