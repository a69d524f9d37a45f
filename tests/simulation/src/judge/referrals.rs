//! Referred people: who was created in HubSpot, whose referrals count, and whose success is seen.
//!
//! The judges know the claims that the portal accepted, the calls that look people up and create them, the contacts in
//! HubSpot, and the portal's list of referrals.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Judgement, Rule, demand};

/// A referral, as the portal lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Referral {
    pub id: u64,
    pub campaign: u64,
    pub referrer: String,
    /// The person's address.
    pub email: String,
    /// The person's contact, once it is known.
    pub contact: Option<String>,
    pub status: String,
    pub by_hand: bool,
    /// The state of the person in HubSpot.
    pub hubspot: String,
    /// The reason why HubSpot refused the person.
    pub problem: String,
}

impl Referral {
    /// Reads a line of the portal's list.
    pub(crate) fn read(view: &Value) -> Self {
        let text = |name: &str| view[name].as_str().unwrap_or_default().to_owned();
        Self {
            id: view["id"].as_u64().expect("an id"),
            campaign: view["campaignId"].as_u64().expect("an id"),
            referrer: text("referrerId"),
            email: text("email").to_lowercase(),
            contact: view["contactId"].as_str().map(str::to_owned),
            status: text("status"),
            by_hand: view["byHand"] == true,
            hubspot: text("hubspot"),
            problem: text("hubspotProblem"),
        }
    }

    /// Returns true if the person counts as referred.
    pub(crate) fn counts(&self) -> bool {
        self.status == "pending" || self.is_successful()
    }

    pub(crate) fn is_successful(&self) -> bool {
        self.status == "qualified"
    }

    /// Returns true if rules decide about the referral.
    pub(crate) fn is_open(&self) -> bool {
        self.counts() && !self.by_hand
    }
}

/// The numbers of a referrer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// The people who count as referred.
    pub people: u64,
    /// The people whose referral is successful.
    pub successes: u64,
}

/// Counts the referrals of each referrer, by campaign and contact.
pub(crate) fn numbers(referrals: &[Referral]) -> BTreeMap<(u64, String), Numbers> {
    let mut numbers: BTreeMap<(u64, String), Numbers> = BTreeMap::new();
    for referral in referrals.iter().filter(|referral| referral.counts()) {
        let owner = (referral.campaign, referral.referrer.clone());
        let own = numbers.entry(owner).or_default();
        own.people += 1;
        own.successes += u64::from(referral.is_successful());
    }
    numbers
}

/// The referred people of one portal.
#[derive(Debug, Default)]
pub(crate) struct Referred {
    /// The referrals with which the portal answered claims, and when.
    claimed: BTreeMap<u64, i64>,
    /// The contacts that HubSpot's users merged, and what each became.
    survivors: BTreeMap<String, String>,
    /// The contacts that HubSpot's users deleted.
    deleted: BTreeSet<String>,
    /// The addresses that these contacts had.
    deleted_addresses: BTreeSet<String>,
    /// The addresses that HubSpot did not have when the portal asked last, and that the portal has not tried to create
    /// since.
    missing: BTreeSet<String>,
    /// The addresses that are being created.
    creating: BTreeSet<String>,
    /// The contacts that HubSpot created, by address.
    created: BTreeMap<String, Vec<String>>,
}

impl Referred {
    /// Records the referral with which the portal answered a claim. Returns true if it is new.
    pub(crate) fn claimed(&mut self, referral: u64, now: i64) -> bool {
        let is_new = !self.claimed.contains_key(&referral);
        self.claimed.entry(referral).or_insert(now);
        is_new
    }

    /// Returns when the person of a referral claimed.
    pub(crate) fn claimed_at(&self, referral: u64) -> Option<i64> {
        self.claimed.get(&referral).copied()
    }

    /// Returns true if the portal has any referrals.
    pub(crate) fn any(&self) -> bool {
        !self.claimed.is_empty()
    }

    /// Records that HubSpot's users merged two contacts.
    pub(crate) fn merged(&mut self, contacts: [&str; 2], survivor: &str) {
        for contact in contacts {
            self.survivors
                .insert(contact.to_owned(), survivor.to_owned());
        }
    }

    /// Records that HubSpot's users deleted a contact that had these addresses.
    pub(crate) fn deleted(&mut self, contact: &str, addresses: BTreeSet<String>) {
        self.deleted.insert(contact.to_owned());
        self.deleted_addresses.extend(addresses);
    }

    /// Returns the contact that a contact has become.
    pub(crate) fn now<'a>(&'a self, contact: &'a str) -> &'a str {
        let mut contact = contact;
        while let Some(next) = self.survivors.get(contact) {
            contact = next;
        }
        contact
    }

    /// Records that the portal has learnt which of these addresses HubSpot has.
    pub(crate) fn looked_up(&mut self, asked: &BTreeSet<String>, found: &BTreeSet<String>) {
        for address in asked {
            if found.contains(address) {
                self.missing.remove(address);
            } else {
                self.missing.insert(address.clone());
            }
        }
    }

    /// Judges that the portal may create a person: HubSpot did not have the address when the portal asked last, and
    /// nothing was sent for the address since.
    pub(crate) fn creation_begins(&mut self, address: &str) -> Judgement {
        let alone = self.creating.insert(address.to_owned());
        demand(alone, Rule::OnePerson, || {
            format!("{address} is created twice at a time")
        })?;
        demand(self.missing.remove(address), Rule::OnePerson, || {
            format!("{address} is created, and the portal has not asked HubSpot since the last try")
        })
    }

    /// Records that a creation has an answer or is given up.
    pub(crate) fn creation_ended(&mut self, address: &str) {
        self.creating.remove(address);
    }

    /// Records that HubSpot has created a contact.
    pub(crate) fn created(&mut self, address: &str, contact: &str) {
        let contacts = self.created.entry(address.to_owned()).or_default();
        contacts.push(contact.to_owned());
    }

    /// Records that the process died. Nothing waits for a response any more, and a new process knows of no look-up.
    pub(crate) fn all_lost(&mut self) {
        self.creating.clear();
        self.missing.clear();
    }

    /// Judges the portal's list at rest. `lives` tells the addresses of a contact, if HubSpot has it.
    pub(crate) fn judge(
        &self,
        referrals: &[Referral],
        addresses: impl Fn(&str) -> Option<BTreeSet<String>>,
    ) -> Judgement {
        let listed: BTreeSet<u64> = referrals.iter().map(|referral| referral.id).collect();
        let mut claimed = self.claimed.keys();
        let lost = claimed.find(|id| !listed.contains(id));
        demand(lost.is_none(), Rule::OnePerson, || {
            format!("the referral {lost:?} is not listed")
        })?;
        self.judge_creations(&addresses)?;
        let mut counted = BTreeSet::new();
        for referral in referrals.iter().filter(|referral| referral.counts()) {
            let own = referral.contact.as_deref() == Some(referral.referrer.as_str());
            demand(!own, Rule::OnePerson, || {
                format!("the referrer's own referral counts: {referral:?}")
            })?;
            let contact = referral.contact.iter().cloned();
            for key in contact.chain([referral.email.clone()]) {
                demand(
                    counted.insert((referral.campaign, key)),
                    Rule::OnePerson,
                    || format!("the person counts twice: {referral:?}"),
                )?;
            }
            self.judge_person(referral, &addresses)?;
        }
        Ok(())
    }

    /// Judges that HubSpot has the person of a referral that counts.
    fn judge_person(
        &self,
        referral: &Referral,
        addresses: impl Fn(&str) -> Option<BTreeSet<String>>,
    ) -> Judgement {
        if referral.hubspot == "refused" {
            let deleted = self.deleted_addresses.contains(&referral.email);
            let says_why = !referral.problem.is_empty();
            return demand(deleted && says_why, Rule::OnePerson, || {
                format!("the person is refused, and nothing says why: {referral:?}")
            });
        }
        demand(referral.hubspot == "written", Rule::OnePerson, || {
            format!("the person waits at rest: {referral:?}")
        })?;
        let contact = referral.contact.as_deref().unwrap_or_default();
        let contact = self.now(contact);
        let right = match addresses(contact) {
            Some(addresses) => addresses.contains(&referral.email),
            None => self.deleted.contains(contact),
        };
        demand(right, Rule::OnePerson, || {
            let held = addresses(contact);
            format!("HubSpot has {held:?} as contact {contact}, of {referral:?}")
        })
    }

    /// Judges that of the contacts that were created for an address, one lives, unless a user deleted it.
    fn judge_creations(&self, addresses: impl Fn(&str) -> Option<BTreeSet<String>>) -> Judgement {
        for (address, contacts) in &self.created {
            let now: BTreeSet<&str> = contacts.iter().map(|own| self.now(own)).collect();
            let live = now.iter().filter(|own| addresses(own).is_some()).count();
            let deleted = now.iter().any(|own| self.deleted.contains(*own));
            demand(live == 1 || (live == 0 && deleted), Rule::OnePerson, || {
                format!("{live} contacts were created for {address}: {contacts:?}")
            })?;
        }
        Ok(())
    }
}

/// The stage that the campaigns' rule asks for, and the stage of everybody who is not yet there.
pub(crate) const CUSTOMER: &str = "customer";
pub(crate) const LEAD: &str = "lead";
