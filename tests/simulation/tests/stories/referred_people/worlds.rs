//! Worlds in which calls get lost, arrive late or act twice, and the portal dies in between. They are judged at
//! rest, by the values in HubSpot and by the portal's responses.

use std::collections::{BTreeMap, BTreeSet};

use domain::{CampaignId, ReferralEvent};
use portal::Claim;
use sandbox::{BatchFailure, MergedInBatch};
use serde_json::{Value, json};

use crate::cores::spread;

use super::floods;
use super::world::{CODE, SILENT, TELLING, World, few, id, referred};

/// The past of a world, as far as the judge uses it.
#[derive(Default)]
struct Past {
    /// The email addresses with which a referral counted or was in review at some time. At most one contact for each
    /// may have been created.
    counted: BTreeSet<String>,
    /// The email addresses that contacts in HubSpot had from the beginning.
    known: BTreeSet<String>,
}

/// Returns whether HubSpot is to have the person.
fn is_lead(referral: &Value) -> bool {
    counts(referral) || referral["status"] == "inReview"
}

fn counts(referral: &Value) -> bool {
    matches!(referral["status"].as_str(), Some("pending" | "qualified"))
}

impl Past {
    fn saw(&mut self, referral: &Value) {
        if let (true, Some(email)) = (is_lead(referral), referral["email"].as_str()) {
            self.counted.insert(email.to_lowercase());
        }
    }
}

/// Returns a claim for a known or a new person, who is named by an email address, by the contact, or by both.
fn somebody(world: &mut World, known: &[(String, String)]) -> Claim {
    let campaign = if world.chance(70) { TELLING } else { SILENT };
    let at = world.below(u32::try_from(world.referrers.len()).expect("few"));
    let referrer = world.referrers[usize::try_from(at).expect("few")].clone();
    let claim = referred(campaign, &referrer);
    let person = world.below(6);
    let email = match world.below(6) {
        0 => format!("new{person}@example.com"),
        1 => format!("New{person}+shop@example.com"),
        2 => format!("new{person}@mailinator.com"),
        3 => format!("known{person}@work.example"),
        _ => format!("known{person}@example.com"),
    };
    let named = world.chance(25);
    let contact = match world.below(8) {
        0 => Some(referrer),
        1 => Some("987654321".to_owned()),
        _ => known
            .get(usize::try_from(person).expect("few"))
            .map(|(id, _)| id.clone()),
    };
    let contact = contact.filter(|_| named).map(|contact| id(&contact));
    let email = Some(email).filter(|_| contact.is_none() || world.chance(30));
    Claim {
        contact,
        email,
        ..claim
    }
}

fn play(seed: u64) {
    let settings = sandbox::Settings {
        batch_failure: if seed.is_multiple_of(2) {
            BatchFailure::Whole
        } else {
            BatchFailure::PartialWhenTraced
        },
        merged_in_batch: if seed.is_multiple_of(3) {
            MergedInBatch::LeftOut
        } else {
            MergedInBatch::NotFound
        },
        ..few()
    };
    let mut world = World::new(seed, settings);
    let mut past = Past::default();
    let mut known = Vec::new();
    for at in 0..4 {
        let (first, further) = (
            format!("known{at}@example.com"),
            format!("known{at}@work.example"),
        );
        let stage = if at == 3 { "customer" } else { "lead" };
        let contact = world.make(&json!({
            "email": first, "hs_additional_emails": further, "lifecyclestage": stage,
        }));
        known.push((contact, first));
    }
    past.known = world.contacts("email").into_values().collect();
    world.trouble = 20;
    for _ in 0..=world.below(30) {
        match world.below(11) {
            0..=5 => {
                let claim = somebody(&mut world, &known);
                let made = world.claim(claim);
                past.saw(&made);
            }
            6 => {
                let id = 1 + world.below(40);
                let event = [
                    ReferralEvent::Approve,
                    ReferralEvent::Reject,
                    ReferralEvent::Reopen,
                    ReferralEvent::Reverse,
                    ReferralEvent::Admit,
                ];
                let event = event[usize::try_from(world.below(5)).expect("few")];
                if let Some(decided) = world.decide(id, event) {
                    past.saw(&decided);
                }
            }
            7 if world.chance(40) => {
                for sent in floods::flood(&mut world, "new") {
                    past.saw(&sent);
                }
            }
            _ => {
                world.round();
            }
        }
    }
    for _ in 0..world.below(60) {
        world.round();
    }
    world.trouble = 0;
    world.rest();
    judge(&mut world, &past, seed);
    let calls = world.calls;
    world.rest();
    assert_eq!(world.calls, calls, "seed {seed}: it rests, and calls");
}

fn judge(world: &mut World, past: &Past, seed: u64) {
    let referrals = world.referrals();
    let mut of_contact: BTreeMap<(u64, String), u32> = BTreeMap::new();
    let mut referred_by: BTreeMap<(u64, String), u64> = BTreeMap::new();
    let mut told: BTreeMap<String, String> = BTreeMap::new();
    for reviewed in referrals.iter().filter(|own| own["status"] == "inReview") {
        assert_ne!(reviewed["hubspot"], "waiting", "seed {seed}: {reviewed}");
    }
    for referral in referrals.iter().filter(|referral| counts(referral)) {
        let campaign = referral["campaignId"].as_u64().expect("an id");
        let referrer = referral["referrerId"].as_str().expect("an id").to_owned();
        *referred_by.entry((campaign, referrer.clone())).or_default() += 1;
        if referral["hubspot"] == "refused" {
            assert_eq!(
                referral["contactId"], "987654321",
                "seed {seed}: {referral}"
            );
            continue;
        }
        assert_eq!(referral["hubspot"], "written", "seed {seed}: {referral}");
        let contact = referral["contactId"]
            .as_str()
            .expect("a contact")
            .to_owned();
        *of_contact.entry((campaign, contact.clone())).or_default() += 1;
        if campaign == u64::from(TELLING.0) {
            let code = world.referrer(TELLING, &referrer)["code"].clone();
            told.insert(contact, code.as_str().expect("a code").to_owned());
        }
    }
    for ((campaign, contact), times) in of_contact {
        assert_eq!(
            times, 1,
            "seed {seed}: {contact} counts twice in campaign {campaign}"
        );
    }
    // Each email address has one contact. An address that never counted has none.
    let mut addresses = BTreeSet::new();
    let contacts = world.contacts("email").into_iter();
    for (contact, email) in contacts.filter(|(_, email)| !email.is_empty()) {
        assert!(
            addresses.insert(email.clone()),
            "seed {seed}: {email} twice"
        );
        let allowed = past.known.contains(&email) || past.counted.contains(&email);
        assert!(allowed, "seed {seed}: {contact} was created as {email}");
    }
    // The written code belongs to a referral that counts, or that counted when the code was written.
    let codes: BTreeSet<String> = world
        .referrers
        .clone()
        .iter()
        .map(|contact| world.referrer(TELLING, contact)["code"].to_string())
        .collect();
    for (contact, code) in world.contacts(CODE) {
        match told.get(&contact) {
            Some(own) => assert_eq!(code, *own, "seed {seed}: {contact}"),
            None => assert!(
                code.is_empty() || codes.contains(&json!(code).to_string()),
                "seed {seed}: {contact} has {code}"
            ),
        }
    }
    for campaign in [TELLING, SILENT] {
        for contact in world.referrers.clone() {
            let key = (u64::from(campaign.0), contact.clone());
            let number = referred_by.get(&key).copied().unwrap_or(0);
            let kept = world.referrer(campaign, &contact)["peopleReferred"].clone();
            assert_eq!(kept, number, "seed {seed}: {contact} in {campaign:?}");
            let property = property_of(campaign);
            let shown = world.value(&contact, &property);
            assert_eq!(
                shown,
                number.to_string(),
                "seed {seed}: {property} of {contact}"
            );
        }
    }
}

fn property_of(campaign: CampaignId) -> String {
    let field = domain::ReferralField::PeopleReferred;
    field.own_property(campaign).to_string()
}

#[test]
fn nobody_is_created_twice_or_forgotten_in_any_world() {
    spread(0..300, play);
}
