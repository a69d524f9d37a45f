//! The judges at rest check every contact, every link, and every count.

use std::collections::BTreeMap;

use super::World;
use crate::crm::Contacts;
use crate::judge::{Mapped, Referrer, Rule, Violation, demand, judge_contacts, judge_links};

/// The referrers, by campaign and contact.
type Known = BTreeMap<u64, BTreeMap<String, Referrer>>;

impl World {
    /// Lets all judges check all portals.
    pub(crate) fn go_round(&mut self) {
        for place in self.places() {
            if self.violation.is_none() {
                let known = self.known(place);
                self.judge_portal(place, &known);
            }
        }
    }

    /// Does the same, and compares the list of the referrers with the portal's response about each of them.
    pub(crate) fn go_round_closely(&mut self) {
        for place in self.places() {
            if self.violation.is_some() {
                return;
            }
            let mut known = self.known(place);
            for (campaign, referrers) in &mut known {
                for (contact, listed) in referrers {
                    self.compare(place, *campaign, contact, listed);
                }
            }
            self.judge_portal(place, &known);
        }
    }

    fn compare(&mut self, place: usize, campaign: u64, contact: &str, listed: &mut Referrer) {
        let Some(shown) = self.referrer(place, campaign, contact) else {
            let what = format!("{contact} is listed, and not shown");
            return self.judge(Err(Violation::of(Rule::OneCode, what)));
        };
        listed.sync_state.clone_from(&shown.sync_state);
        self.judge(demand(shown == *listed, Rule::OneCode, || {
            format!("{contact} is shown as {shown:?}, and listed as {listed:?}")
        }));
    }

    fn judge_portal(&mut self, place: usize, known: &Known) {
        let hub = self.tenants[place].hub;
        let runs = self.runs(place);
        for run in runs.iter().filter(|run| run.state == "finished") {
            let outcomes = self.outcomes(place, run.id);
            let count =
                |kind: &str| outcomes.values().filter(|(own, _)| own == kind).count() as u64;
            let (failed, skipped) = (count("failed"), count("skipped"));
            self.judge(demand(
                (failed, skipped) == (run.failed, run.skipped),
                Rule::Counts,
                || format!("{failed} failed and {skipped} skipped are listed of {run:?}"),
            ));
        }
        let syncs = self.tenants[place].writes.syncs.clone();
        let properties: Vec<String> = syncs
            .iter()
            .flat_map(|sync| sync.rows.iter().map(|row| row.property.clone()))
            .collect();
        let all = self.crm.contacts(hub, &properties, self.now);
        self.judge_audiences(place, &all, known);
        for sync in self.living_syncs(place) {
            let mut contacts = all.clone();
            if let Some(audience) = self.tenants[place].audiences.now(sync.id) {
                contacts.retain(|contact, _| audience.contains(contact));
            }
            let last = runs.iter().find(|run| run.sync == sync.id);
            let finished = last.is_some_and(|run| run.state == "finished");
            self.judge(demand(finished, Rule::EveryContact, || {
                format!("the last sweep of sync {} is {last:?}", sync.id)
            }));
            let outcomes = last.map_or_else(BTreeMap::new, |run| self.outcomes(place, run.id));
            for (kind, reason) in outcomes.values() {
                let what = match (kind.as_str(), reason.as_str()) {
                    ("failed", "refused") => "contacts refused",
                    ("skipped", "linkRevoked") => "links revoked",
                    _ => "other outcomes",
                };
                self.met(what.into());
            }
            let mapped = Mapped {
                contacts: &contacts,
                rows: &sync.rows,
                referrers: &known[&sync.campaign],
                outcomes: &outcomes,
            };
            let crm = &self.crm;
            let judgement = judge_contacts(&mapped, |contact| crm.is_poisoned(hub, contact));
            self.judge(judgement);
        }
        for sync in syncs {
            if self.tenants[place].writes.archived.contains(&sync.campaign) {
                self.judge_over(place, &sync, &all);
            }
        }
        self.judge_referrals(place, known);
        self.judge_links_of(place, known);
        self.judge_addresses(place);
        self.judge_due(place);
    }

    /// Judges that HubSpot shows no link of an archived campaign as live.
    fn judge_over(&mut self, place: usize, sync: &crate::judge::Sync, all: &Contacts) {
        let hub = self.tenants[place].hub;
        let mut rows = sync.rows.iter();
        let Some(row) = rows.find(|row| row.field == "linkStatus") else {
            return;
        };
        let shown = |held: &BTreeMap<String, String>| held.get(&row.property).cloned();
        let live = all.iter().find(|(contact, held)| {
            shown(held).as_deref() == Some("live") && !self.crm.is_poisoned(hub, contact)
        });
        let judgement = demand(live.is_none(), Rule::EveryContact, || {
            format!(
                "HubSpot shows {live:?} as live, and campaign {} is over",
                sync.campaign
            )
        });
        self.met("links of a campaign that is over".into());
        self.judge(judgement);
    }

    /// Returns the referrers, by campaign.
    fn known(&mut self, place: usize) -> Known {
        let campaigns = self.tenants[place].campaigns.clone();
        campaigns
            .iter()
            .map(|campaign| (campaign.id, self.referrers(place, campaign.id)))
            .collect()
    }

    /// Judges that only covered or enrolled contacts have codes, and that the links of contacts that left follow
    /// the sync's decision.
    fn judge_audiences(&mut self, place: usize, all: &Contacts, known: &Known) {
        self.note_audiences(place);
        for campaign in self.tenants[place].campaigns.clone() {
            let audiences = &self.tenants[place].audiences;
            let mut judgement = Ok(());
            let mut left = 0;
            for (contact, referrer) in &known[&campaign.id] {
                judgement = judgement.and_then(|()| {
                    audiences.judge_code(campaign.id, contact)?;
                    let kept = self.tenants[place].evidence.is_kept(campaign.id, contact);
                    if campaign.status == "live" && !kept {
                        let (there, status) = (all.contains_key(contact), &referrer.link_status);
                        left += usize::from(audiences.judge_link(
                            campaign.id,
                            contact,
                            there,
                            status,
                        )?);
                    }
                    Ok(())
                });
            }
            self.judge(judgement);
            if campaign.status == "live" {
                for (contact, referrer) in &known[&campaign.id] {
                    self.judge_evidence(place, campaign.id, contact, &referrer.link_status);
                }
            }
            if left > 0 {
                self.met("contacts outside of the audience".into());
            }
        }
    }

    /// Judges that every code ever seen leads where the portal says, and that the link index holds no other code.
    fn judge_links_of(&mut self, place: usize, known: &Known) {
        for campaign in self.tenants[place].campaigns.clone() {
            let own = self.codes.of_portal(place);
            let contacts: Vec<String> = own
                .filter(|(owner, _)| owner.campaign == campaign.id)
                .map(|(owner, _)| owner.contact.clone())
                .collect();
            let referrers = &known[&campaign.id];
            let lost = contacts
                .iter()
                .find(|contact| !referrers.contains_key(*contact));
            self.judge(demand(lost.is_none(), Rule::OneCode, || {
                format!("the code of {lost:?} is no longer known to the portal")
            }));
            let read = |address: &str| self.link(place, address);
            let (index, hub) = (&self.links, self.tenants[place].hub);
            let destination = &campaign.destination;
            let judgement = judge_links((index, hub), referrers.values(), destination, read);
            self.judge(judgement);
        }
        let existing = self.tenants[place]
            .storage
            .count("SELECT COUNT(*) FROM referrer");
        let published = self.codes.published(place);
        self.judge(demand(
            usize::try_from(existing) == Ok(published),
            Rule::Links,
            || format!("{published} links are published, {existing} referrers exist"),
        ));
    }

    /// Judges that the Directory knows when a portal with an ongoing sync is next due.
    fn judge_due(&mut self, place: usize) {
        if self.living_syncs(place).is_empty() {
            return;
        }
        let known = self.directory_knows(place);
        self.judge(demand(known, Rule::Stuck, || {
            format!("the Directory does not know that portal {place} will be due")
        }));
    }
}
