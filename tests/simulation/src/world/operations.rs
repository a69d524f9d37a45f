//! Operations: the actions of people, and the faults of the platform.

use std::collections::BTreeSet;

use domain::link_block::Resolution;
use domain::{Audience, CampaignStatus, LinkStatus};
use portal::{
    CardRequest, ChangeCampaign, ChangeReferrer, CreateCampaign, CreateSync, PortalRequest,
    RunAction,
};
use sandbox::Refusal;
use serde_json::json;

use super::World;
use super::views::{campaign_id, contact_id};
use crate::case::Mapping;
use crate::crm::FOREIGN_PROPERTY;
use crate::judge::{Rule, demand, key_of, visit};
use crate::link_index::STALE_FOR_MS;
use crate::ops::Op;

impl World {
    /// Connects the account, makes a campaign with a sync, and runs it.
    pub(crate) fn first_steps(&mut self, place: usize) {
        self.connect(place);
        let shape = self.case.shape;
        let audience = self.crm.audience(self.tenants[place].hub, shape.covers);
        self.add_campaign(place, shape.mapping, audience);
    }

    pub(crate) fn add_campaign(&mut self, place: usize, mapping: Mapping, audience: Audience) {
        if let Some(campaign) = self.make_campaign(place) {
            self.add_sync(place, campaign, rows(mapping), audience);
        }
    }

    /// Makes a campaign without a sync.
    pub(crate) fn make_campaign(&mut self, place: usize) -> Option<u64> {
        let number = self.tenants[place].campaigns.len() + 1;
        let wanted = CreateCampaign {
            name: format!("Campaign {number}"),
            destination: format!("https://shop-{number}.example.com/offer"),
            attribution_window_days: None,
            share_message: None,
            terms: self.terms(),
            page: None,
            slug: None,
        };
        let campaign = self
            .ask(place, PortalRequest::CreateCampaign(wanted))
            .ok()?;
        self.learn(place);
        campaign["id"].as_u64()
    }

    /// Adds a sync to a campaign, and runs it.
    pub(crate) fn add_sync(
        &mut self,
        place: usize,
        campaign: u64,
        outbound: Option<Vec<domain::OutboundMapping>>,
        audience: Audience,
    ) {
        let wanted = CreateSync {
            campaign_id: campaign_id(campaign),
            ongoing: true,
            audience,
            on_leaving: self.case.shape.on_leaving,
            outbound,
            inbound: None,
        };
        if let Ok(sync) = self.ask(place, PortalRequest::CreateSync(wanted)) {
            self.learn(place);
            self.start_run(place, sync["id"].as_u64().expect("an id"));
        }
    }

    pub(crate) fn start_run(&mut self, place: usize, sync: u64) {
        let sync = domain::SyncId(u32::try_from(sync).expect("a small number"));
        // The portal refuses this while the account is not connected. The person tries again another day.
        let _ = self.ask(place, PortalRequest::StartRun { sync });
    }

    fn start_run_at(&mut self, place: usize, at: u8) {
        let syncs = &self.tenants[place].writes.syncs;
        let at = usize::from(at).checked_rem(syncs.len());
        if let Some(sync) = at.map(|at| syncs[at].id) {
            self.start_run(place, sync);
        }
    }

    pub(crate) fn do_op(&mut self, place: usize, op: Op) {
        self.say(format!("{place} op {op:?}"), b"");
        match op {
            Op::CreateContacts(_)
            | Op::RenameContact(_)
            | Op::DeleteContact(_)
            | Op::MergeContacts(..)
            | Op::OverwriteLink(_)
            | Op::ClearLink(_)
            | Op::ArchiveProperty(_)
            | Op::Poison(_)
            | Op::Afflict(..)
            | Op::Cure
            | Op::JoinList(..)
            | Op::LeaveList(..)
            | Op::SetPoints(..)
            | Op::DeleteList(_)
            | Op::RestoreLists => {
                self.in_hubspot(place, op);
                self.note_audiences(place);
            }
            Op::MoveBetweenLists(contact) => self.move_between_lists(place, contact),
            Op::SetManyPoints(points) => self.set_many_points(place, points),
            Op::PauseList(list) => {
                let hub = self.tenants[place].hub;
                self.crm.pause_list(hub, list.into(), true);
            }
            Op::ResumeLists => self.resume_lists(place),
            Op::AddSecondSync(at, covers) => self.add_second_sync(place, at, covers),
            Op::RetryRun => self.retry_run(place),
            Op::ChangeAudience(at, covers) => self.change_audience(place, at, covers),
            Op::ChangeLeaving(at, decision) => self.change_leaving(place, at, decision),
            Op::ChangeMapping(mapping) => self.change_mapping(place, mapping),
            Op::EndSync(at) => self.end_sync(place, at),
            Op::AddSync(at, covers) => self.give_sync(place, at, covers),
            Op::StartQuery(kind) => self.start_query(place, kind),
            Op::CancelQuery => self.cancel_query(place),
            Op::StartRun(at) => self.start_run_at(place, at),
            Op::PauseRuns => self.control_runs(place, RunAction::Pause, "moving"),
            Op::ResumeRuns => self.control_runs(place, RunAction::Resume, "paused"),
            Op::StopRuns => self.control_runs(place, RunAction::Stop, ""),
            Op::AddCampaign => self.add_campaign(place, Mapping::Own, Audience::default()),
            Op::PauseCampaign(at) => self.set_campaign(place, at, CampaignStatus::Paused),
            Op::ResumeCampaign(at) => self.set_campaign(place, at, CampaignStatus::Live),
            Op::ArchiveCampaign(at) => self.set_campaign(place, at, CampaignStatus::Archived),
            Op::MoveCampaign(at) => self.move_campaign(place, at),
            Op::Enrol(contact, at) => self.enrol(place, contact, at),
            Op::Revoke(contact, at) => self.set_link(place, contact, at, LinkStatus::Revoked),
            Op::PauseLink(contact, at) => self.set_link(place, contact, at, LinkStatus::Paused),
            Op::ReviveLink(contact, at) => self.set_link(place, contact, at, LinkStatus::Live),
            Op::Claim(contact, at, person) => self.claim(place, contact, at, person),
            Op::MoveOn(at) => self.move_person(place, at, true),
            Op::MoveBack(at) => self.move_person(place, at, false),
            Op::MergePerson(at, other) => {
                if let (Some(contact), Some(other)) =
                    (self.person_at(place, at), self.contact(place, other))
                {
                    self.merge(place, &contact, &other);
                }
            }
            Op::NameLink(contact, at, number) => self.name_link(place, contact, at, number),
            Op::NameCampaign(at, number) => self.name_campaign(place, at, number),
            Op::WantHost(number) => self.want_host(place, number, true),
            Op::WantHostUnproven(number) => self.want_host(place, number, false),
            Op::HostRecord(number, there) => self.set_host_record(place, number, there),
            Op::HostWay(number, here) => self.lead_host(place, number, here),
            Op::Resolver(works) => self.crm.resolver(works),
            Op::CheckHost => self.check_host(place),
            Op::TakeHostBack(number, days) => self.take_host_back(place, number, days),
            Op::Visit(contact) => self.visit(place, contact),
            Op::ExpireTokens => self.crm.expire_tokens(self.now),
            Op::Uninstall => self.crm.uninstall(self.tenants[place].hub),
            Op::ForbidLists => self.authorise(place, false),
            Op::Disconnect => {
                let _ = self.ask(place, PortalRequest::Disconnect);
            }
            Op::EndGrant => self.end_grant(place),
            Op::LoseSealingKey => self.lose_sealing_key(place),
            Op::ReturnSealingKeys => self.return_sealing_keys(place),
            Op::Crash => self.crash(place),
            Op::LoseAlarm => self.lose_alarm(place),
            Op::RingTwice => self.tenants[place].ring_twice = true,
            Op::RingNow => self.ring(place),
            Op::Abandon(seconds) => self.abandon_any(place, seconds),
            Op::BreakAfterPlan => self.tenants[place].break_after_plan = true,
            Op::Crawl(minutes) => {
                self.tenants[place].crawls_until = self.now + i64::from(minutes) * 60_000;
            }
            Op::Cron => self.cron(),
            Op::RepeatMessage => self.tenants[place].repeat_message = true,
            Op::DelayMessage(minutes) => {
                self.tenants[place].delay_message = Some(i64::from(minutes) * 60_000);
            }
            Op::BreakStorage(after) => self.tenants[place].storage.refuse_after(after.into()),
            Op::Strike(kind, fault) => self.tenants[place].strikes.push((kind, fault)),
        }
    }

    /// Returns the contact at this index among the portal's present contacts.
    pub(crate) fn contact(&mut self, place: usize, at: u16) -> Option<String> {
        let hub = self.tenants[place].hub;
        let contacts = self.crm.contacts(hub, &[], self.now);
        let at = usize::from(at).checked_rem(contacts.len())?;
        contacts.into_keys().nth(at)
    }

    fn in_hubspot(&mut self, place: usize, op: Op) {
        let (hub, now) = (self.tenants[place].hub, self.now);
        let named = match op {
            Op::RenameContact(at)
            | Op::DeleteContact(at)
            | Op::MergeContacts(at, _)
            | Op::OverwriteLink(at)
            | Op::ClearLink(at)
            | Op::Poison(at)
            | Op::Afflict(at, _)
            | Op::JoinList(at, _)
            | Op::LeaveList(at, _)
            | Op::SetPoints(at, _) => self.contact(place, at),
            _ => None,
        };
        let rows = self.tenants[place]
            .writes
            .syncs
            .first()
            .map(|sync| sync.rows.clone());
        let property = |at: usize| {
            let rows = rows.as_ref()?;
            Some(rows[at % rows.len()].property.clone())
        };
        match (op, named) {
            (Op::CreateContacts(count), _) => {
                for _ in 0..count {
                    self.tenants[place].made_contacts += 1;
                    let number = self.tenants[place].made_contacts;
                    self.crm.create(hub, number, now);
                }
            }
            (Op::Cure, _) => self.crm.cure(hub),
            (Op::ArchiveProperty(at), _) => {
                if let Some(property) = property(at.into()) {
                    self.crm.archive_property(hub, &property, now);
                }
            }
            (Op::RenameContact(_), Some(contact)) => {
                self.crm.write(hub, &contact, "firstname", "Alex", now);
            }
            (Op::DeleteContact(_), Some(contact)) => {
                self.note_deletion(place, &contact);
                self.crm.delete(hub, &contact, now);
            }
            (Op::MergeContacts(_, other), Some(contact)) => {
                if let Some(other) = self.contact(place, other) {
                    self.merge(place, &contact, &other);
                }
            }
            (Op::OverwriteLink(_), Some(contact)) => {
                if let Some(property) = property(0) {
                    self.type_value(place, &contact, &property);
                }
            }
            (Op::ClearLink(_), Some(contact)) => {
                if let Some(property) = property(0) {
                    self.crm.write(hub, &contact, &property, "", now);
                }
            }
            (Op::Poison(_), Some(contact)) => {
                self.crm.poison(hub, &contact, Refusal::Validation);
            }
            (Op::Afflict(_, ailment), Some(contact)) => self.afflict(place, &contact, ailment),
            (Op::JoinList(_, list), Some(contact)) => {
                self.crm.change_list(hub, list.into(), &contact, true, now);
            }
            (Op::LeaveList(_, list), Some(contact)) => {
                self.crm.change_list(hub, list.into(), &contact, false, now);
            }
            (Op::SetPoints(_, points), Some(contact)) => {
                self.crm.set_points(hub, &contact, points, now);
            }
            (Op::DeleteList(list), _) => self.crm.delete_list(hub, list.into(), now),
            (Op::RestoreLists, _) => self.crm.restore_lists(hub, now),
            _ => {}
        }
    }

    /// Lets a HubSpot user merge another contact into a contact.
    fn merge(&mut self, place: usize, contact: &str, other: &str) {
        if contact == other {
            return;
        }
        let (hub, now) = (self.tenants[place].hub, self.now);
        let before: BTreeSet<String> = self.crm.contact_ids(hub).into_iter().collect();
        self.crm.merge(hub, contact, other, now);
        for survivor in self.crm.contact_ids(hub) {
            if !before.contains(&survivor) {
                let tenant = &mut self.tenants[place];
                tenant.audiences.merged(&survivor);
                tenant.referred.merged([contact, other], &survivor);
            }
        }
        self.note_audiences(place);
    }

    /// Does something to the runs with this state. An empty text means all runs that are not over.
    pub(crate) fn control_runs(&mut self, place: usize, action: RunAction, which: &str) {
        for run in self.runs(place) {
            let meant = match which {
                "moving" => run.is_moving(),
                "paused" => run.state == "paused",
                _ => !run.is_over(),
            };
            if meant {
                let id = domain::RunId(u32::try_from(run.id).expect("a small number"));
                let _ = self.ask(place, PortalRequest::ControlRun { run: id, action });
            }
        }
    }

    fn set_campaign(&mut self, place: usize, at: u8, status: CampaignStatus) {
        let change = ChangeCampaign {
            status: Some(status),
            ..ChangeCampaign::default()
        };
        self.change_campaign(place, at, change);
    }

    fn move_campaign(&mut self, place: usize, at: u8) {
        let change = ChangeCampaign {
            destination: Some(format!("https://moved-{}.example.com/", self.now)),
            ..ChangeCampaign::default()
        };
        self.change_campaign(place, at, change);
    }

    fn change_campaign(&mut self, place: usize, at: u8, change: ChangeCampaign) {
        if let Some(campaign) = self.campaign(place, at) {
            let campaign = campaign_id(campaign.id);
            let _ = self.ask(place, PortalRequest::ChangeCampaign { campaign, change });
            self.learn(place);
        }
    }

    fn enrol(&mut self, place: usize, contact: u16, at: u8) {
        let (Some(contact), Some(campaign)) =
            (self.contact(place, contact), self.campaign(place, at))
        else {
            return;
        };
        let known = self.codes.of(place, campaign.id, &contact).is_some();
        let enrolled = CardRequest::Enrol(contact_id(&contact), campaign_id(campaign.id));
        let request = PortalRequest::Card(enrolled);
        let owner = (campaign.id, contact);
        self.tenants[place].writes.by_card.insert(owner.clone());
        self.tenants[place].audiences.enrolled.insert(owner.clone());
        // HubSpot's proxy repeats a request that it believes lost.
        for _ in 0..2 {
            let _ = self.ask(place, request.clone());
        }
        if known {
            self.tenants[place].writes.by_card.remove(&owner);
        }
    }

    fn set_link(&mut self, place: usize, contact: u16, at: u8, status: LinkStatus) {
        let (Some(contact), Some(campaign)) =
            (self.contact(place, contact), self.campaign(place, at))
        else {
            return;
        };
        let request = PortalRequest::ChangeReferrer {
            campaign: campaign_id(campaign.id),
            contact: contact_id(&contact),
            change: ChangeReferrer {
                link_status: Some(status),
                slug: None,
            },
        };
        if self.ask(place, request).is_err() {
            return;
        }
        let owner = (campaign.id, contact);
        self.tenants[place].audiences.by_hand.insert(owner.clone());
        let revoked = &mut self.tenants[place].writes.revoked;
        if status == LinkStatus::Revoked {
            revoked.insert(owner);
        } else {
            revoked.remove(&owner);
        }
    }

    /// Follows a link that HubSpot has shown. The visitor may see an older value of the link index.
    fn visit(&mut self, place: usize, contact: u16) {
        let Some(contact) = self.contact(place, contact) else {
            return;
        };
        let Some(code) = self.codes.of(place, 1, &contact).map(str::to_owned) else {
            return;
        };
        let behind = self.tenants[place].chance.between(0, STALE_FOR_MS);
        let key = key_of(&code);
        let led = visit(self.links.get_as_of(&key, self.now - behind), &code);
        self.say(format!("{place} visit {code}: {led:?}"), b"");
        if let Resolution::Live(to) = &led {
            let own = to.ends_with(&format!("?ref={code}")) && to.contains(".example.com/");
            self.judge(demand(own, Rule::Links, || {
                format!("a visitor of {code} is led to {to}")
            }));
        }
    }

    /// Loses the alarm if the Directory knows that the portal is due. Then cron wakes the portal.
    fn lose_alarm(&mut self, place: usize) {
        if self.directory_knows(place) {
            self.tenants[place].alarm = None;
        }
    }
}

pub(crate) fn rows(mapping: Mapping) -> Option<Vec<domain::OutboundMapping>> {
    let row = |field: &str, property: &str, mode: &str| json!({ "field": field, "property": property, "mode": mode });
    let rows = match mapping {
        Mapping::Own => return None,
        Mapping::Modest => json!([
            row("referralLink", "goodword_referral_link", "ifEmpty"),
            row("referralCode", "goodword_referral_code", "always"),
            row("peopleReferred", "goodword_people_referred", "never"),
        ]),
        Mapping::Foreign => json!([
            row("referralLink", FOREIGN_PROPERTY, "always"),
            row("peopleReferred", "goodword_people_referred", "always"),
        ]),
        Mapping::Status => json!([
            row("referralLink", "goodword_referral_link", "always"),
            row("peopleReferred", "goodword_people_referred", "always"),
            row("linkStatus", "goodword_link_status", "always"),
        ]),
    };
    Some(serde_json::from_value(rows).expect("a mapping"))
}
