//! HubSpot's answers about contacts that may have left, and people's decisions about their links.

use domain::{ContactId, RunId};
use portal::{DecideLeavers, LeaverDecision, PortalRequest};

use super::World;
use crate::judge::{Rule, Run, demand};
use crate::wire;

impl World {
    /// Records that HubSpot answers about contacts, and which of them no sync covers at this moment.
    pub(crate) fn memberships_told(&mut self, place: usize, call: &hubspot::Call, status: u16) {
        if !matches!(status, 200 | 207) {
            return;
        }
        self.note_audiences(place);
        let syncs = self.tenants[place].writes.syncs.clone();
        for contact in wire::contacts_asked(call) {
            for campaign in self.tenants[place].campaigns.clone() {
                let tenant = &mut self.tenants[place];
                let covered = syncs
                    .iter()
                    .filter(|sync| sync.campaign == campaign.id)
                    .filter_map(|sync| tenant.audiences.now(sync.id))
                    .any(|members| members.contains(&contact));
                if !covered {
                    tenant.evidence.left(campaign.id, &contact);
                }
            }
        }
    }

    /// Lets a person answer the question of a run, after a look at everybody whom it is about.
    pub(crate) fn answer_question(&mut self, place: usize, run: &Run) {
        let id = RunId(u32::try_from(run.id).expect("a small number"));
        let Ok(view) = self.observe(place, PortalRequest::Run { run: id }) else {
            return;
        };
        let number = |name: &str| view["question"][name].as_u64();
        let (Some(question), Some(leaving), Some(took_part)) =
            (number("id"), number("leaving"), number("tookPart"))
        else {
            return;
        };
        self.judge(demand(
            leaving > 20 && leaving * 10 > took_part,
            Rule::Evidence,
            || format!("a run asks about {leaving} of {took_part} links"),
        ));
        let leavers = self.leavers_of(place, id);
        let listed = u64::try_from(leavers.len()).expect("a small number");
        self.judge(demand(listed == leaving, Rule::Evidence, || {
            format!("a run asks about {leaving} contacts and lists {listed}")
        }));
        let decision = if self.tenants[place].chance.percent(70) {
            LeaverDecision::End
        } else {
            LeaverDecision::Keep
        };
        let sync = self.tenants[place].writes.syncs.iter();
        let campaign = sync.clone().find(|sync| sync.id == run.sync);
        let campaign = campaign.map_or(0, |sync| sync.campaign);
        let request = PortalRequest::DecideLeavers {
            run: id,
            decision: DecideLeavers {
                question: u32::try_from(question).expect("a small number"),
                decision,
            },
        };
        if self.ask(place, request).is_ok() {
            self.met(format!("a person decided to {decision:?} many links"));
            if decision == LeaverDecision::Keep {
                for contact in leavers {
                    self.tenants[place].evidence.keep(campaign, &contact);
                }
            }
        }
    }

    fn leavers_of(&mut self, place: usize, run: RunId) -> Vec<String> {
        let mut all = Vec::new();
        let mut after: Option<ContactId> = None;
        loop {
            let request = PortalRequest::Leavers {
                run,
                after: after.clone(),
            };
            let Ok(view) = self.observe(place, request) else {
                return all;
            };
            for leaver in view["items"].as_array().into_iter().flatten() {
                all.push(leaver["contactId"].as_str().expect("an id").to_owned());
            }
            match view["next"].as_str() {
                Some(next) => after = Some(next.parse().expect("an id")),
                None => return all,
            }
        }
    }

    /// Judges that no link ended without evidence.
    pub(crate) fn judge_evidence(
        &mut self,
        place: usize,
        campaign: u64,
        contact: &str,
        status: &str,
    ) {
        let owner = (campaign, contact.to_owned());
        let tenant = &self.tenants[place];
        if tenant.audiences.by_hand.contains(&owner) {
            return;
        }
        let judgement = tenant.evidence.judge(campaign, contact, status);
        self.judge(judgement);
    }
}
