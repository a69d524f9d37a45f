//! Decides whether a person who arrives with a code becomes a referral that counts.
//!
//! The first link wins: a person has one referral in a campaign. A later claim with another
//! code is not counted. (A browser that saw several links keeps the first code; the hosted page
//! and the script see to that.) The rules are tried in a fixed order, so that a refusal always has
//! the same reason.
//!
//! Invariants: the ruling depends on nothing but the arguments. Reports by staff or by the portal's
//! own systems are never taken for a flood, and a flood puts no claim of another network in review.
//!
//! Left to others: finding the code's referrer and the person's earlier referral, reading from
//! HubSpot who is a customer, and bots at the form, which never come here.

mod not_counted;
mod suspicion;

use jiff::{SignedDuration, Timestamp};

use crate::campaign::{AttributionWindow, CampaignStatus, LinkStatus};
use crate::email::{EmailAddress, NormalisedEmail};
use crate::identity::ContactId;
use crate::referral::Attribution;

pub use not_counted::NotCounted;
pub use suspicion::Suspicion;

/// The most people whom one network refers over one link in an hour without a doubt. The best of
/// referrers, with a tablet at a fair, has a person at the form every three minutes; a script has
/// one every second. Further people come in review.
pub const MAX_OF_LINK_IN_AN_HOUR: u32 = 20;

/// The most people whom one network refers over all links of an account in an hour without a doubt:
/// three such stands in one hall, behind one address.
pub const MAX_OF_NETWORK_IN_AN_HOUR: u32 = 60;

/// HubSpot's lifecycle stages of people who have already bought. Source: HubSpot's knowledge base,
/// "Use contact and company lifecycle stages" (internal names).
const CUSTOMER_STAGES: [&str; 2] = ["customer", "evangelist"];

/// A person, with everything that they are known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    contact: Option<ContactId>,
    emails: Vec<NormalisedEmail>,
}

impl Person {
    /// Makes a person who is known by a contact's id, by e-mail addresses, or by both.
    #[must_use]
    pub fn new(contact: Option<ContactId>, emails: impl IntoIterator<Item = EmailAddress>) -> Self {
        let emails = emails.into_iter();
        Self {
            contact,
            emails: emails.map(|email| email.normalised()).collect(),
        }
    }

    /// Makes a person of a contact with HubSpot's `email` and `hs_additional_emails`, whose
    /// addresses are separated by semicolons. Ignores text that is no address.
    #[must_use]
    pub fn of_contact(contact: ContactId, email: Option<&str>, additional: Option<&str>) -> Self {
        let secondary = additional.unwrap_or_default().split(';');
        let texts = email.into_iter().chain(secondary);
        let emails = texts.filter_map(|text| EmailAddress::parse(text).ok());
        Self::new(Some(contact), emails)
    }

    /// Tells whether the two are one person.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        let same_contact = self.contact.is_some() && self.contact == other.contact;
        same_contact || self.emails.iter().any(|own| other.emails.contains(own))
    }
}

/// A claim that a person was referred with a code.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// The referred person.
    pub person: &'a Person,
    /// The address that was given for them, if one was.
    pub email: Option<&'a EmailAddress>,
    /// How the claim reached Goodword.
    pub attribution: Attribution,
    /// When the person followed the link, if known.
    pub clicked_at: Option<Timestamp>,
    /// When the claim was made.
    pub at: Timestamp,
}

/// The referral that the campaign already has of the same person, whatever its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// There is none.
    None,
    /// By the same referrer.
    BySame,
    /// By somebody else.
    ByAnother,
}

/// The facts that the portal knows about a claim.
#[derive(Debug, Clone)]
pub struct Circumstances<'a> {
    /// The referrer whose code it is.
    pub referrer: &'a Person,
    /// The campaign's status.
    pub campaign: CampaignStatus,
    /// The status of the referrer's own link.
    pub link: LinkStatus,
    /// The campaign's attribution window.
    pub window: AttributionWindow,
    /// The person's referral in the campaign. A referral that was not counted does not appear here:
    /// it takes no chance from anybody.
    pub earlier: Earlier,
    /// Whether the person had bought before the claim.
    pub is_customer: bool,
    /// Whether the campaign counts people who had bought before.
    pub customers_count: bool,
    /// The claims that came from the same network in the hour before.
    pub from_network: FromNetwork,
}

/// The people who came from the network of a claim in the hour before, counted or not. All zero for
/// a claim that comes from no network of the public.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FromNetwork {
    /// Over the same link.
    pub over_link: u32,
    /// Over any link of the account.
    pub over_all: u32,
}

impl FromNetwork {
    /// Returns the limit that these claims have reached, if one is.
    #[must_use]
    pub const fn suspicion(self) -> Option<Suspicion> {
        if self.over_link >= MAX_OF_LINK_IN_AN_HOUR {
            Some(Suspicion::FloodOfLink)
        } else if self.over_all >= MAX_OF_NETWORK_IN_AN_HOUR {
            Some(Suspicion::FloodOfNetwork)
        } else {
            None
        }
    }
}

/// The decision on a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It becomes a referral that counts.
    Counted,
    /// The same claim was made before: there is nothing new to keep.
    Repeated,
    /// It becomes a referral that does not count, for this reason.
    NotCounted(NotCounted),
    /// It becomes a referral about which a person decides, for this reason.
    InReview(Suspicion),
}

/// Tells whether a contact in this lifecycle stage has already bought.
#[must_use]
pub fn is_customer_stage(lifecycle_stage: &str) -> bool {
    CUSTOMER_STAGES.contains(&lifecycle_stage)
}

/// Decides on a claim.
#[must_use]
pub fn decide(claim: &Claim, circumstances: &Circumstances) -> Ruling {
    let by_hand = claim.attribution == Attribution::ByHand;
    if claim.person.is(circumstances.referrer) {
        return Ruling::NotCounted(NotCounted::SelfReferral);
    }
    match circumstances.earlier {
        Earlier::None => {}
        Earlier::BySame => return Ruling::Repeated,
        Earlier::ByAnother => return Ruling::NotCounted(NotCounted::AlreadyReferred),
    }
    if circumstances.is_customer && !circumstances.customers_count {
        return Ruling::NotCounted(NotCounted::ExistingCustomer);
    }
    // Staff know the person, so the link and the address do not matter.
    if by_hand {
        return Ruling::Counted;
    }
    let live = circumstances.link.within(circumstances.campaign) == LinkStatus::Live;
    let outside = claim
        .clicked_at
        .is_some_and(|clicked| is_over(clicked, circumstances.window, claim.at));
    let disposable = claim.email.is_some_and(EmailAddress::is_disposable);
    let reasons = [
        (!live, NotCounted::LinkNotLive),
        (outside, NotCounted::OutsideWindow),
        (disposable, NotCounted::DisposableAddress),
    ];
    if let Some((_, reason)) = reasons.into_iter().find(|(applies, _)| *applies) {
        return Ruling::NotCounted(reason);
    }
    let suspicion = circumstances.from_network.suspicion();
    let suspicion = suspicion.filter(|_| claim.attribution.is_public());
    suspicion.map_or(Ruling::Counted, Ruling::InReview)
}

/// Tells whether the window is over. A click in the future comes from a wrong clock and is taken as
/// fresh.
fn is_over(clicked: Timestamp, window: AttributionWindow, now: Timestamp) -> bool {
    let allowed = SignedDuration::from_hours(24 * i64::from(window.as_days()));
    now.duration_since(clicked) > allowed
}

#[cfg(test)]
mod tests;
