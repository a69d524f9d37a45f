//! Referred people: their claims, what HubSpot's users do with their contacts, and the judges at rest.

use std::collections::{BTreeMap, BTreeSet};

use domain::{Attribution, ReferralCode, ReferralId};
use hubspot::Call;
use portal::{Claim, ClaimedBy, PortalRequest, ReferralQuery, ReferralRequest};
use sandbox::{AssociationCursor, MergedIds};

use super::World;
use super::views::items;
use crate::case::Success;
use crate::judge::{
    CUSTOMER, Judgement, LEAD, Numbers, Referral, Referrer, Rule, Violation, demand, numbers,
};
use crate::ops::Kind;
use crate::wire;

/// The time within which Goodword has seen every change, if nothing keeps it from reading.
const SEEN_WITHIN_MS: i64 = 60 * 60_000;

/// The longest time for which HubSpot's search may lag behind in a world whose search has a long tail, and the pause
/// after which Goodword asks once more for changes that were so late.
const TAIL_MS: i64 = 72 * 60_000;

/// The interval between two checks whether every change is seen.
const LOOK_MS: i64 = 5000;

/// The rule of every campaign in a world with [`Success::Stage`].
const BY_STAGE: &str = r#"{"rules":[{"id":1,"cause":{"contactProperty":
    {"property":"lifecyclestage","test":{"equals":"customer"}}}}]}"#;

/// The rule of every campaign in a world with [`Success::Deal`].
const BY_DEAL: &str = r#"{"rules":[{"id":1,"cause":{"dealStage":
    {"pipeline":"default","stages":["closedwon"]}}}]}"#;

/// The first number of a person who has a contact from the beginning, and of the referrer.
const KNOWN: u8 = 7;
const REFERRER: u8 = 9;

impl World {
    /// Returns the terms of a new campaign.
    pub(super) fn terms(&self) -> Option<domain::ReferralTerms> {
        match self.case.shape.people.success {
            Success::ByHand => None,
            Success::Stage => Some(serde_json::from_str(BY_STAGE).expect("terms")),
            Success::Deal => Some(serde_json::from_str(BY_DEAL).expect("terms")),
        }
    }

    /// Lets a person claim with the code of a contact's link.
    pub(super) fn claim(&mut self, place: usize, contact: u16, at: u8, person: u8) {
        let campaign = self.campaign(place, at).map(|campaign| campaign.id);
        let (Some(contact), Some(campaign)) = (self.contact(place, contact), campaign) else {
            return;
        };
        let Some(code) = self.codes.of(place, campaign, &contact) else {
            return;
        };
        let code = ReferralCode::parse(code).expect("a code");
        let Some(email) = self.address_of(place, &contact, person) else {
            return;
        };
        let claim = Claim {
            by: ClaimedBy::Code(code),
            contact: None,
            email: Some(email),
            first_name: Some("Noa".to_owned()),
            last_name: None,
            attribution: Attribution::Form,
            clicked_at: None,
            answers: Vec::new(),
            network: None,
        };
        let request = PortalRequest::Referral(ReferralRequest::Claim(claim));
        let Ok(view) = self.ask(place, request) else {
            return;
        };
        let (id, now) = (view["id"].as_u64().expect("an id"), self.now);
        let is_new = self.tenants[place].referred.claimed(id, now);
        let status = view["status"].as_str().unwrap_or_default();
        self.met(match (is_new, status) {
            (true, "pending") => "a person claimed".into(),
            (true, _) => "a person claimed, and does not count".into(),
            (false, _) => "a person claimed again".into(),
        });
    }

    /// Returns the address with which a person claims: a new one, that of a contact, or the referrer's own.
    fn address_of(&mut self, place: usize, referrer: &str, person: u8) -> Option<String> {
        let hub = self.tenants[place].hub;
        let ids = self.crm.contact_ids(hub);
        let contact = match person {
            REFERRER.. => Some(referrer),
            KNOWN.. => ids.get(usize::from(person)).map(String::as_str),
            _ if self.now % 2 == 0 => return Some(format!("new.{person}@example.com")),
            _ => return Some(format!("New.{person}@Example.com")),
        };
        let email = self.crm.value(hub, contact?, "email")?;
        Some(email).filter(|email| !email.is_empty())
    }

    /// Lets a referred person become a customer or win a deal, or takes that back.
    pub(super) fn move_person(&mut self, place: usize, at: u8, on: bool) {
        let Some(contact) = self.person_at(place, at) else {
            return;
        };
        self.met(
            if on {
                "a person moved on"
            } else {
                "a person moved back"
            }
            .into(),
        );
        self.set_success(place, &contact, on);
    }

    fn set_success(&mut self, place: usize, contact: &str, on: bool) {
        let (hub, now) = (self.tenants[place].hub, self.now);
        self.tenants[place].troubled_at = now;
        if self.case.shape.people.success == Success::Deal {
            return self.crm.win_deal(hub, contact, on, now);
        }
        let stage = if on { CUSTOMER } else { LEAD };
        self.crm.write(hub, contact, "lifecyclestage", stage, now);
    }

    /// Returns whether HubSpot says that a referral is successful. `None` if nothing follows from what HubSpot says.
    fn succeeded(&self, place: usize, referral: &Referral, contact: &str) -> Option<bool> {
        let hub = self.tenants[place].hub;
        match self.case.shape.people.success {
            Success::ByHand => None,
            Success::Stage => Some(self.crm.value(hub, contact, "lifecyclestage")? == CUSTOMER),
            Success::Deal => {
                // Where HubSpot repeats the first page of deals for ever, nobody can read the others.
                let cursor = self.case.shape.reads.association_cursor;
                if cursor == AssociationCursor::Ignored {
                    return None;
                }
                // A deal counts only if it is younger than the claim.
                let claimed_at = self.tenants[place].referred.claimed_at(referral.id)?;
                match self.crm.won_deal(hub, contact) {
                    None => Some(false),
                    Some(created_at) => (created_at >= claimed_at).then_some(true),
                }
            }
        }
    }

    /// Returns the present contact of the referral at this index.
    pub(super) fn person_at(&mut self, place: usize, at: u8) -> Option<String> {
        let referrals = self.referrals(place);
        let at = usize::from(at).checked_rem(referrals.len())?;
        let contact = referrals[at].contact.as_deref()?;
        let contact = self.tenants[place].referred.now(contact).to_owned();
        let hub = self.tenants[place].hub;
        self.crm
            .contact_ids(hub)
            .contains(&contact)
            .then_some(contact)
    }

    /// Records that a HubSpot user is about to delete a contact.
    pub(super) fn note_deletion(&mut self, place: usize, contact: &str) {
        let addresses = self.addresses(place).remove(contact).unwrap_or_default();
        self.tenants[place].referred.deleted(contact, addresses);
    }

    /// Returns the addresses of each contact, first and further ones.
    fn addresses(&mut self, place: usize) -> BTreeMap<String, BTreeSet<String>> {
        let names = ["email".to_owned(), "hs_additional_emails".to_owned()];
        let contacts = self.crm.contacts(self.tenants[place].hub, &names, self.now);
        let addresses = |values: BTreeMap<String, String>| {
            let texts = values.into_values();
            let each = texts.flat_map(|text| {
                let each: Vec<String> = text.split(';').map(str::to_lowercase).collect();
                each
            });
            each.filter(|address| !address.is_empty()).collect()
        };
        let contacts = contacts.into_iter();
        contacts
            .map(|(id, values)| (id, addresses(values)))
            .collect()
    }

    /// Returns the referrals that a portal lists.
    pub(crate) fn referrals(&mut self, place: usize) -> Vec<Referral> {
        let mut found = Vec::new();
        if !self.tenants[place].referred.any() {
            return found;
        }
        let mut query = ReferralQuery::default();
        loop {
            let list = ReferralRequest::List(query.clone());
            let Ok(page) = self.observe(place, PortalRequest::Referral(list)) else {
                return found;
            };
            found.extend(items(&page).map(Referral::read));
            let Some(next) = page["next"].as_str() else {
                return found;
            };
            query.after = Some(ReferralId(next.parse().expect("an id")));
        }
    }

    /// Returns the numbers of each referrer, by campaign and contact, counted by the portal's list of referrals.
    pub(crate) fn numbers(&mut self, place: usize) -> BTreeMap<(u64, String), Numbers> {
        numbers(&self.referrals(place))
    }

    /// Returns the contacts of a portal before a call that may create one.
    pub(super) fn contacts_before(&self, kind: Kind, place: usize) -> Option<BTreeSet<String>> {
        let hub = self.tenants[place].hub;
        (kind == Kind::Create).then(|| self.crm.contact_ids(hub).into_iter().collect())
    }

    /// Records the contact that HubSpot has created for a call, whatever its response says.
    pub(super) fn note_creations(&mut self, place: usize, call: &Call, known: &BTreeSet<String>) {
        let address = wire::address_created(call);
        for contact in self.crm.contact_ids(self.tenants[place].hub) {
            if !known.contains(&contact) {
                self.tenants[place].referred.created(&address, &contact);
            }
        }
        self.note_audiences(place);
    }

    /// Judges that a call about referred people is needed by a referral or by a rule.
    pub(super) fn judge_need_of_people(&self, place: usize, kind: Kind) -> Judgement {
        let needed = if kind == Kind::Changes {
            self.case.shape.people.success != Success::ByHand
        } else {
            self.tenants[place].referred.any()
        };
        demand(needed, Rule::Needless, || {
            format!("{kind:?} is called for, and nobody was referred")
        })
    }

    /// Judges the referred people of a portal at rest, and the numbers of their referrers.
    pub(super) fn judge_referrals(
        &mut self,
        place: usize,
        known: &BTreeMap<u64, BTreeMap<String, Referrer>>,
    ) {
        if !self.tenants[place].referred.any() {
            return;
        }
        let referrals = self.referrals(place);
        let addresses = self.addresses(place);
        let of = |contact: &str| addresses.get(contact).cloned();
        let judgement = self.tenants[place].referred.judge(&referrals, of);
        self.judge(judgement);
        let counted = numbers(&referrals);
        for (campaign, referrers) in known {
            for (contact, referrer) in referrers {
                let owner = (*campaign, contact.clone());
                let right = counted.get(&owner).copied().unwrap_or_default();
                self.judge(demand(referrer.numbers == right, Rule::NewestValue, || {
                    let shown = referrer.numbers;
                    format!("{contact} is shown with {shown:?}, and the referrals are {right:?}")
                }));
            }
        }
        for referral in &referrals {
            let kind = if referral.counts() {
                "counts"
            } else {
                "does not count"
            };
            self.met(format!("a referral {kind} at rest: {}", referral.status));
        }
    }

    /// Returns a referral whose person has changed in HubSpot without an effect so far.
    fn unseen(&mut self, place: usize) -> Option<(Referral, bool)> {
        let success = self.case.shape.people.success;
        if success == Success::ByHand {
            return None;
        }
        let merged_ids = self.case.shape.reads.merged_ids;
        let hub = self.tenants[place].hub;
        let archived = self.tenants[place].writes.archived.clone();
        let all = self.referrals(place);
        // One deal makes one success in a campaign.
        let beside = |one: &Referral| {
            let mut others = all.iter().filter(|other| other.id != one.id);
            others.any(|other| other.campaign == one.campaign && other.contact == one.contact)
        };
        let open = all.iter();
        open.filter(|referral| referral.is_open() && !archived.contains(&referral.campaign))
            .find_map(|referral| {
                let known = referral.contact.as_deref()?;
                let contact = self.tenants[place].referred.now(known);
                // Where HubSpot does not name all merges, the recheck after twelve hours finds them.
                // So it does where rules ask for deals alone.
                let is_told = matches!(merged_ids, MergedIds::All | MergedIds::Vids)
                    && success == Success::Stage;
                if contact != known && !is_told {
                    return None;
                }
                if success == Success::Deal && beside(referral) {
                    return None;
                }
                // A contact that was deleted undoes no success, and makes none.
                let lives = self.crm.contact_ids(hub).iter().any(|own| own == contact);
                let succeeded = self.succeeded(place, referral, contact);
                let succeeded = succeeded.filter(|_| lives)?;
                (referral.is_successful() != succeeded).then(|| (referral.clone(), succeeded))
            })
    }

    /// Waits until every change in HubSpot has its effect. That takes an hour at most.
    pub(super) fn see_every_change(&mut self, since: i64) {
        for place in self.places() {
            while self.violation.is_none() {
                let Some(unseen) = self.unseen(place) else {
                    break;
                };
                if self.now > since + SEEN_WITHIN_MS {
                    self.judge(Err(unseen_for_an_hour(&unseen)));
                }
                self.run_until(self.now + LOOK_MS);
            }
        }
    }

    /// Lets a referred person become a customer at rest, while an import changes all contacts. Judges that this is seen,
    /// and that HubSpot learns the referrer's numbers before the next sweep reads them.
    pub(super) fn some_move_on(&mut self) {
        let mut moved = false;
        for place in self.places() {
            let pending = self.referrals(place).into_iter();
            let pending = pending.filter(|referral| referral.status == "pending");
            let contacts: Vec<String> = pending.filter_map(|referral| referral.contact).collect();
            if let Some(contact) = contacts.last() {
                let contact = self.tenants[place].referred.now(contact).to_owned();
                self.rename_all(place);
                self.set_success(place, &contact, true);
                moved = true;
            }
        }
        if !moved || self.case.shape.people.success == Success::ByHand {
            return;
        }
        self.see_every_change(self.now);
        self.come_to_rest("after a person moved on", |_, _| true);
        self.go_round();
    }

    fn rename_all(&mut self, place: usize) {
        let (hub, now) = (self.tenants[place].hub, self.now);
        for contact in self.crm.contact_ids(hub) {
            self.crm.write(hub, &contact, "firstname", "Sam", now);
        }
    }

    /// Judges that every change is seen while nothing has troubled a portal for long enough.
    pub(super) fn judge_changes_in_calm(&mut self, place: usize) {
        let tail = if self.case.shape.reads.search_tail {
            TAIL_MS
        } else {
            0
        };
        let calm_since = self.tenants[place].troubled_at;
        if self.now <= calm_since + SEEN_WITHIN_MS + tail {
            return;
        }
        self.met("an hour of calm".into());
        if let Some(unseen) = self.unseen(place) {
            self.judge(Err(unseen_for_an_hour(&unseen)));
        }
    }
}

fn unseen_for_an_hour((referral, succeeded): &(Referral, bool)) -> Violation {
    let says = if *succeeded { "success" } else { "none" };
    let what = format!("HubSpot says {says} for an hour: {referral:?}");
    Violation::of(Rule::EveryChange, what)
}
