//! Whether a visit of a referral link was a person's.
//!
//! A visit is judged twice. What its request tells ([`machine`]) is known at the edge, before anything is
//! stored; what was seen before it ([`Seen`]) is known where visits are counted. [`judge`] joins the two.
//! Only [`Verdict::Human`] counts; the others are shown apart, with their reason.
//!
//! Invariants: the verdict depends on nothing but the arguments; a visit has one reason, that of the
//! first rule that catches it. The rules are data, in [`rules`].
//!
//! Left to others: reading the headers, telling visitors and networks apart (by keyed hashes; no address
//! enters here), remembering what was seen.

mod rules;

#[cfg(test)]
mod examples;
#[cfg(test)]
mod visitors;

use serde::{Deserialize, Serialize};

/// What a request tells of its sender.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The request's method.
    pub method: &'a str,
    /// `User-Agent`.
    pub user_agent: Option<&'a str>,
    /// What of `Sec-Purpose`, `Purpose`, `X-Purpose` and `X-Moz` was sent.
    pub purposes: &'a [&'a str],
    /// What of `Via` and `X-Forwarded-Host` was sent: the machines that the request passed.
    pub through: &'a [&'a str],
    /// `Referer`.
    pub referrer: Option<&'a str>,
    /// The number of the autonomous system that the request comes from.
    pub network: Option<u32>,
    /// The name of that system's owner.
    pub network_name: Option<&'a str>,
}

impl Visit<'_> {
    /// A visit that tells nothing about itself but its method.
    pub const BARE: Self = Self {
        method: "GET",
        user_agent: None,
        purposes: &[],
        through: &[],
        referrer: None,
        network: None,
        network_name: None,
    };
}

/// What was seen before a visit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// The same visitor was at the same link within the same hour.
    pub this_hour: bool,
    /// Visits of the same link from the same network within the last minute, this one not among them.
    pub of_link_from_network: u32,
    /// Other links of the portal at which the same visitor was within the same hour.
    pub other_links: u32,
}

/// A link that goes to a whole company is opened by its people over minutes, and carriers put hundreds of
/// telephones behind one address: 20 visits of one link in one minute from one network are still theirs.
pub const MOST_OF_LINK_IN_A_MINUTE: u32 = 20;

/// Nobody follows the links of more than ten people in an hour; what reads a list of links does.
pub const MOST_OTHER_LINKS_IN_AN_HOUR: u32 = 10;

/// Why a visit is taken for a machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MachineReason {
    /// A person's browser follows a link by GET.
    Method,
    /// Browsers say what they are.
    NoUserAgent,
    /// Fetched ahead, before anybody asked to see it.
    Prefetch,
    /// Fetched to draw a picture of the link in a message or post.
    Preview,
    /// Fetched by what guards a mailbox or looks for malware.
    Scanner,
    /// Fetched by a browser without a screen, driven by a program.
    Headless,
    /// Fetched by a search engine or another robot.
    Crawler,
    /// Fetched by a program that is no browser.
    Program,
    /// Comes from a network of servers, where no people live.
    DataCentre,
    /// One of too many visits of a link from one network in a minute.
    Burst,
    /// By a visitor who is at too many links.
    ManyLinks,
}

/// Whether a visit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Human,
    /// It does not.
    Machine(MachineReason),
    /// A person's, who was counted for this link in this hour.
    Duplicate,
}

/// What the request alone tells: why it is a machine's, if it is.
#[must_use]
pub fn machine(visit: &Visit) -> Option<MachineReason> {
    rules::all()
        .find(|rule| rule.sign.is_on(visit))
        .map(|rule| rule.reason)
}

impl Verdict {
    /// The verdict on a visit of which the request said this, after that was seen.
    #[must_use]
    pub fn after(told: Option<MachineReason>, seen: Seen) -> Self {
        if let Some(reason) = told {
            Self::Machine(reason)
        } else if seen.of_link_from_network >= MOST_OF_LINK_IN_A_MINUTE {
            Self::Machine(MachineReason::Burst)
        } else if seen.other_links > MOST_OTHER_LINKS_IN_AN_HOUR {
            Self::Machine(MachineReason::ManyLinks)
        } else if seen.this_hour {
            Self::Duplicate
        } else {
            Self::Human
        }
    }
}

/// The verdict on a visit.
#[must_use]
pub fn judge(visit: &Visit, seen: Seen) -> Verdict {
    Verdict::after(machine(visit), seen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_counts_once_an_hour_and_a_burst_not_at_all() {
        let person = Visit {
            user_agent: Some(visitors::CHROME),
            ..Visit::BARE
        };
        let seen = |this_hour, of_link_from_network, other_links| Seen {
            this_hour,
            of_link_from_network,
            other_links,
        };
        let burst = Verdict::Machine(MachineReason::Burst);
        let many = Verdict::Machine(MachineReason::ManyLinks);
        for (seen, verdict) in [
            (seen(false, 0, 0), Verdict::Human),
            (seen(true, 0, 0), Verdict::Duplicate),
            (seen(true, 19, 10), Verdict::Duplicate),
            (seen(false, 19, 10), Verdict::Human),
            (seen(false, 20, 0), burst),
            (seen(true, 20, 0), burst),
            (seen(false, 0, 11), many),
        ] {
            assert_eq!(judge(&person, seen), verdict, "{seen:?}");
        }
        let head = Visit {
            method: "HEAD",
            ..person
        };
        assert_eq!(
            judge(&head, seen(true, 99, 99)),
            Verdict::Machine(MachineReason::Method)
        );
    }
}
