//! Claims: a form, a script, a property, a call or a user reports that a person was referred. [`domain::attribution`]
//! decides whether the referral counts.

use domain::attribution::{self, Circumstances, Earlier, FromNetwork, Person, Ruling};
use domain::{
    CampaignId, ContactId, EmailAddress, NormalisedEmail, NotCounted, ReferralCode, ReferralId,
    ReferralState,
};
use jiff::{SignedDuration, Timestamp};

use super::{counting, rechecks};
use crate::api_types::requests::{Claim, ClaimedBy};
use crate::api_types::views::{Happening, HubspotState};
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::campaigns::{self, Campaign};
use crate::tables::referrals::{self, Referral};
use crate::tables::referrers::{self, Referrer};
use crate::tables::{event_log, link_blocks};

/// The longest name, in characters. Names on forms are shorter.
pub const LONGEST_NAME: usize = 100;

/// Accepts a claim about a referrer's link. The person was referred `at` this time.
pub(crate) fn claim(
    database: &Database,
    claim: &Claim,
    referrer: &Referrer,
    at: Timestamp,
    now: Timestamp,
) -> Result<Claimed, PortalError> {
    let campaign = campaigns::get(database, referrer.campaign)?;
    let claimant = Claimant::read(claim)?;
    let known = claimant.referrals(database, referrer.campaign)?;
    let earlier = earlier(&known, referrer);
    let ruling = rule(
        database, claim, &claimant, referrer, &campaign, earlier, now,
    )?;
    // What HubSpot said of the person before, it would say again.
    let stays_uncounted = |row: &Referral| match row.not_counted {
        Some(NotCounted::SelfReferral) => true,
        Some(NotCounted::ExistingCustomer) => !campaign.terms.existing_customers_count,
        _ => false,
    };
    let is_same = |row: &&Referral| {
        row.referrer == referrer.contact
            && match ruling {
                Ruling::NotCounted(reason) => row.not_counted == Some(reason),
                // A flood that was rejected is not reviewed again.
                Ruling::InReview(_) => {
                    row.is_in_review()
                        || row.not_counted == Some(NotCounted::Burst)
                        || stays_uncounted(row)
                }
                Ruling::Counted => stays_uncounted(row),
                Ruling::Repeated => false,
            }
    };
    if let Some(same) = known.iter().find(is_same) {
        return Ok(Claimed::Known(same.clone()));
    }
    let mut new = draft(claimant, claim, referrer, at);
    let happening = match ruling {
        Ruling::Counted => Happening::Referred,
        Ruling::NotCounted(reason) => {
            new.state = ReferralState::NOT_COUNTED;
            new.not_counted = Some(reason);
            Happening::NotCounted
        }
        Ruling::InReview(suspicion) => {
            new.state = ReferralState::IN_REVIEW;
            new.why = Some(suspicion.sentence());
            Happening::Doubted
        }
        Ruling::Repeated => {
            let stands = earlier.ok_or(PortalError::Unreadable("an earlier referral"))?;
            return Ok(Claimed::Known(stands.clone()));
        }
    };
    let new = referrals::insert(database, &new)?;
    rechecks::recheck_soon(database, new.id)?;
    counting::count(database, None, &new, now)?;
    let words = new.not_counted.map(NotCounted::sentence);
    let words = words.or(new.why.as_deref());
    event_log::record_referral(database, &new, happening, words, at)?;
    Ok(Claimed::New(new))
}

fn rule(
    database: &Database,
    claim: &Claim,
    claimant: &Claimant,
    referrer: &Referrer,
    campaign: &Campaign,
    earlier: Option<&Referral>,
    now: Timestamp,
) -> Result<Ruling, PortalError> {
    let person = Person::new(claim.contact.clone(), claimant.email.clone());
    let from_network = from_network(database, claim, referrer, now)?;
    let claim = attribution::Claim {
        person: &person,
        email: claimant.email.as_ref(),
        attribution: claim.attribution,
        clicked_at: claim.clicked_at,
        at: now,
    };
    let own_address = referrer.person.email.as_deref();
    let own = Person::of_contact(referrer.contact.clone(), own_address, None);
    let circumstances = Circumstances {
        referrer: &own,
        campaign: campaign.status,
        link: referrer.link_status,
        window: campaign.window,
        earlier: match earlier {
            None => Earlier::None,
            Some(row) if row.referrer == referrer.contact => Earlier::BySame,
            Some(_) => Earlier::ByAnother,
        },
        // Only HubSpot knows this; the engine asks it later.
        is_customer: false,
        customers_count: campaign.terms.existing_customers_count,
        from_network,
    };
    Ok(attribution::decide(&claim, &circumstances))
}

/// Counts the claims of the hour before from a claim's network, and forgets the networks of the day before.
fn from_network(
    database: &Database,
    claim: &Claim,
    referrer: &Referrer,
    now: Timestamp,
) -> Result<FromNetwork, PortalError> {
    let Some(network) = &claim.network else {
        return Ok(FromNetwork::default());
    };
    let before = |hours| {
        let then = now.saturating_sub(SignedDuration::from_hours(hours));
        then.unwrap_or(now)
    };
    referrals::forget_networks(database, before(24))?;
    referrals::from_network(database, network, referrer.key(), before(1))
}

fn draft(claimant: Claimant, claim: &Claim, referrer: &Referrer, at: Timestamp) -> Referral {
    Referral {
        id: ReferralId(0),
        campaign: referrer.campaign,
        referrer: referrer.contact.clone(),
        person: referrers::Person {
            first_name: claimant.first_name,
            last_name: claimant.last_name,
            email: claimant.email.map(|email| email.as_str().to_owned()),
        },
        email_key: claimant.email_key,
        contact: claimant.contact,
        attribution: claim.attribution,
        state: ReferralState::PENDING,
        not_counted: None,
        clicked_at: claim.clicked_at,
        at,
        decided_at: None,
        why: None,
        met: Vec::new(),
        rechecked_at: None,
        findings: Vec::new(),
        answers: claim.answers.clone(),
        answers_refused: Vec::new(),
        hubspot: HubspotState::Waiting,
        hubspot_problem: None,
        network: claim.network.clone(),
    }
}

/// The result of a claim.
pub(crate) enum Claimed {
    /// The claim is known: this referral exists already.
    Known(Referral),
    /// The claim became this referral.
    New(Referral),
}

/// The person of a claim, parsed and validated.
pub(crate) struct Claimant {
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<EmailAddress>,
    email_key: Option<NormalisedEmail>,
    contact: Option<ContactId>,
}

impl Claimant {
    pub(super) fn read(claim: &Claim) -> Result<Self, PortalError> {
        let text = claim.email.as_deref().map(str::trim);
        let email = text
            .filter(|text| !text.is_empty())
            .map(EmailAddress::parse)
            .transpose()
            .map_err(|why| PortalError::invalid("email", why.to_string()))?;
        if email.is_none() && claim.contact.is_none() {
            let why = "Give the referred person's e-mail address or contact id.";
            return Err(PortalError::invalid("email", why));
        }
        Ok(Self {
            first_name: given_name("firstName", claim.first_name.as_deref())?,
            last_name: given_name("lastName", claim.last_name.as_deref())?,
            email_key: email.as_ref().map(EmailAddress::normalised),
            email,
            contact: claim.contact.clone(),
        })
    }

    /// Returns the person's referrals in a campaign.
    pub(super) fn referrals(
        &self,
        database: &Database,
        campaign: CampaignId,
    ) -> Result<Vec<Referral>, PortalError> {
        let key = self.email_key.as_ref();
        referrals::of_person(database, campaign, key, self.contact.as_ref().as_slice())
    }
}

/// Validates a name, and returns it as it is stored.
pub(crate) fn given_name(
    field: &'static str,
    text: Option<&str>,
) -> Result<Option<String>, PortalError> {
    let text = text.unwrap_or_default();
    let name = text.trim();
    if text.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        let why = "A name is one line of at most 100 characters.";
        return Err(PortalError::invalid(field, why));
    }
    Ok((!name.is_empty()).then(|| name.to_owned()))
}

pub(crate) fn referrer_of(database: &Database, by: &ClaimedBy) -> Result<Referrer, PortalError> {
    match by {
        ClaimedBy::Code(code) => by_code(database, *code)?.ok_or_else(|| {
            let why = "There is no link with this code in the account.";
            PortalError::invalid("code", why)
        }),
        ClaimedBy::Referrer { campaign, contact } => {
            campaigns::get(database, *campaign)?;
            referrers::get(database, *campaign, contact)?.ok_or(PortalError::NotFound("referrer"))
        }
    }
}

/// Returns the referrer whose link has this code.
pub(crate) fn by_code(
    database: &Database,
    code: ReferralCode,
) -> Result<Option<Referrer>, PortalError> {
    let Some((campaign, contact)) = link_blocks::holder(database, code)? else {
        return Ok(None);
    };
    let referrer = referrers::get(database, campaign, &contact)?;
    Ok(referrer.filter(|referrer| referrer.code == code))
}

/// Returns the person's referral that a new claim conflicts with: the one that counts, else one that counted or that a
/// user rejected. A referral that was not counted when it arrived prevents no other; if a user rejected it, it stays
/// rejected for its own referrer. A referral in review prevents none: otherwise a stranger could use up other people's
/// addresses.
fn earlier<'a>(known: &'a [Referral], referrer: &Referrer) -> Option<&'a Referral> {
    let own = |row: &Referral| row.referrer == referrer.contact;
    let stands = |row: &&Referral| {
        !row.is_in_review() && (row.not_counted.is_none() || (row.state.by_hand && own(row)))
    };
    let weight = |row: &&Referral| (row.counts(), own(row));
    known.iter().filter(stands).max_by_key(weight)
}
