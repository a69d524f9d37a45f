//! Decides whether a person or a machine visited a referral link.
//!
//! A visit is judged twice. The signs in its request ([`machine`]) are known at the edge, before
//! anything is stored. The earlier visits ([`Seen`]) are known where visits are counted. [`judge`]
//! joins the two. Only [`Verdict::Human`] counts; the others are shown separately, with their
//! reason.
//!
//! Invariants: the verdict depends on nothing but the arguments. A machine's visit has one reason,
//! that of the first rule that catches it. The rules are data, in [`rules`].
//!
//! Left to others: reading the headers, telling visitors and networks apart (by keyed hashes; no
//! address enters here), and remembering earlier visits.

mod rules;

#[cfg(test)]
mod examples;
#[cfg(test)]
mod public_lists;
#[cfg(test)]
mod visitors;

use serde::{Deserialize, Serialize};

/// The signs that a request gives of its sender.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The request's method.
    pub method: &'a str,
    /// `User-Agent`.
    pub user_agent: Option<&'a str>,
    /// The values of `Sec-Purpose`, `Purpose`, `X-Purpose` and `X-Moz`, as far as they were sent.
    pub purposes: &'a [&'a str],
    /// The values of `Via` and `X-Forwarded-Host`, as far as they were sent: the machines that the
    /// request passed.
    pub through: &'a [&'a str],
    /// `Referer`.
    pub referrer: Option<&'a str>,
    /// The number of the autonomous system from which the request comes.
    pub network: Option<u32>,
    /// The name of that system's owner.
    pub network_name: Option<&'a str>,
}

impl Visit<'_> {
    /// A visit of which only the method is known.
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

/// The visits that came before this one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whether the same visitor was at the same link within the same hour.
    pub this_hour: bool,
    /// Visits of the same link from the same network within the last minute, without this one.
    pub of_link_from_network: u32,
    /// Other links of the portal that the same visitor followed within the same hour.
    pub other_links: u32,
}

/// The most visits of one link from one network in a minute. When a link goes to a whole company,
/// its people open it over minutes, and mobile carriers put hundreds of telephones behind one
/// address: 20 visits in a minute are still people's.
pub const MAX_OF_LINK_IN_A_MINUTE: u32 = 20;

/// The most other links that a person follows in an hour. Nobody follows the links of more than ten
/// people; a program that reads a list of links does.
pub const MAX_OTHER_LINKS_IN_AN_HOUR: u32 = 10;

/// Why a visit is taken for a machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum MachineReason {
    /// The method is not GET. A person's browser follows a link by GET.
    Method,
    /// There is no user agent. Browsers send one.
    NoUserAgent,
    /// Fetched in advance, before anybody asked to see it.
    Prefetch,
    /// Fetched to draw a picture of the link in a message or post.
    Preview,
    /// Fetched by a program that protects a mailbox or looks for malware.
    Scanner,
    /// Fetched by a browser without a screen, driven by a program.
    Headless,
    /// Fetched by a search engine or another robot.
    Crawler,
    /// Fetched by a program that is no browser.
    Program,
    /// Comes from a network of servers, where no people are.
    DataCentre,
    /// One of too many visits of a link from one network in a minute.
    Burst,
    /// By a visitor who follows too many links.
    ManyLinks,
}

/// Whether a visit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Human,
    /// It does not.
    Machine(MachineReason),
    /// A visit by a person who was already counted for this link in this hour.
    Duplicate,
}

/// Returns the reason why the request alone shows a machine, if it does.
#[must_use]
pub fn machine(visit: &Visit) -> Option<MachineReason> {
    rules::all()
        .find(|rule| rule.sign.is_on(visit))
        .map(|rule| rule.reason)
}

impl Verdict {
    /// Returns the verdict on a visit from the request's reason (`told`) and the earlier visits.
    #[must_use]
    pub fn after(told: Option<MachineReason>, seen: Seen) -> Self {
        if let Some(reason) = told {
            Self::Machine(reason)
        } else if seen.of_link_from_network >= MAX_OF_LINK_IN_A_MINUTE {
            Self::Machine(MachineReason::Burst)
        } else if seen.other_links > MAX_OTHER_LINKS_IN_AN_HOUR {
            Self::Machine(MachineReason::ManyLinks)
        } else if seen.this_hour {
            Self::Duplicate
        } else {
            Self::Human
        }
    }
}

/// Returns the verdict on a visit.
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
