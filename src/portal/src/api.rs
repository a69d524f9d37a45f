//! What a portal answers to its requests.

pub(crate) mod api_keys;
pub(crate) mod card;
pub(crate) mod csv;
pub(crate) mod hosted_page;
pub(crate) mod links;
pub(crate) mod outcomes_csv;
pub(crate) mod queries;
pub(crate) mod referral_list;
pub(crate) mod referrer_list;
pub(crate) mod runs;
pub(crate) mod transfer;

use std::rc::Rc;

use domain::{CampaignId, ContactId, RunEvent};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::api_types::requests::{Connect, PortalRequest};
use crate::api_types::views::{
    Answer, CampaignView, Connection, ConnectionView, HistoryView, List, Standing, SyncView, View,
};
use crate::links::addresses::Addresses;
use crate::referrals::people;
use crate::storage::error::PortalError;
use crate::tables;
use crate::tables::account::{self, Account, ConnectionStatus, Tokens};
use crate::tables::campaigns::{self, Campaign};
use crate::tables::change_feeds;
use crate::tables::clicks;
use crate::tables::daily_stats;
use crate::tables::event_log::{self, Happening};
use crate::tables::idempotency;
use crate::tables::referrers;
use crate::tables::syncs::{self, Sync};
use hubspot::Secret;

impl Portal {
    /// Answers one request, in one transaction.
    ///
    /// # Errors
    /// What is wrong with the request, or that the storage failed; then nothing was changed.
    pub fn answer(
        &mut self,
        request: PortalRequest,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        let database = Rc::clone(&self.database);
        let before = database.rows_read();
        let mut answer = database.atomically(|| self.respond(request, now))?;
        answer.rows_read = database.rows_read() - before;
        Ok(answer)
    }

    /// Answers a request that may come twice: under a key that was used before, the first answer is given again.
    /// `fingerprint` tells the request from others.
    ///
    /// # Errors
    /// As [`Self::answer`], or that the key was used for another request. A refusal is not remembered.
    pub fn answer_once(
        &mut self,
        key: &str,
        fingerprint: &str,
        request: PortalRequest,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        // What is shown once is not kept to be shown again.
        if matches!(request, PortalRequest::ApiKeys(_)) {
            return self.answer(request, now);
        }
        let database = Rc::clone(&self.database);
        database.atomically(|| {
            if let Some(earlier) = idempotency::earlier(&database, key, fingerprint, now)? {
                return Ok(earlier);
            }
            let answer = self.respond(request, now)?;
            idempotency::remember(&database, key, fingerprint, &answer, now)?;
            Ok(answer)
        })
    }

    fn respond(&mut self, request: PortalRequest, now: Timestamp) -> Result<Answer, PortalError> {
        match request {
            PortalRequest::Connect(grant) => self.connect(grant, now),
            PortalRequest::Disconnect => self.disconnect(),
            PortalRequest::Wake => {
                self.start_due_runs(now)?;
                Ok(working(View::Done {}))
            }
            PortalRequest::Connection => {
                let account = Account::load(&self.database)?;
                Ok(shown(View::Connection(connection_view(account))))
            }
            PortalRequest::Campaigns => {
                let addresses = self.addresses()?;
                let all = campaigns::all(&self.database)?.into_iter();
                let views = all.map(|campaign| self.campaign_view(campaign, &addresses));
                let views = views.collect::<Result<_, _>>()?;
                Ok(shown(View::Campaigns(List::whole(views))))
            }
            PortalRequest::Campaign { campaign } => self.show_campaign(campaign).map(shown),
            PortalRequest::CreateCampaign(wanted) => {
                let campaign = campaigns::create(&self.database, &wanted, now)?;
                Ok(made(self.one_campaign(campaign)?))
            }
            PortalRequest::ChangeCampaign { campaign, change } => {
                let campaign = campaigns::change(&self.database, campaign, &change, now)?;
                Ok(working(self.one_campaign(campaign)?))
            }
            PortalRequest::Visits(reports) => {
                let work = clicks::record_all(&self.database, &reports, now)?;
                Ok(Answer {
                    work,
                    ..shown(View::Done {})
                })
            }
            PortalRequest::Referrers(query) => self.list_referrers(&query).map(shown),
            PortalRequest::Referrer { campaign, contact } => {
                self.show_referrer(campaign, &contact).map(shown)
            }
            PortalRequest::ChangeReferrer {
                campaign,
                contact,
                change,
            } => self.change_referrer(campaign, &contact, &change, now),
            PortalRequest::ApiKeys(asked) => self.answer_of_keys(asked, now),
            PortalRequest::Page(asked) => self.answer_of_page(asked, now),
            PortalRequest::Links(asked) => self.answer_of_links(asked, now),
            PortalRequest::Referral(asked) => self.answer_of_referrals(asked, now),
            PortalRequest::Transfer(asked) => self.answer_of_transfer(asked, now),
            PortalRequest::Activity {
                campaign,
                contact,
                days,
            } => self
                .show_activity(campaign, contact.as_ref(), days, now)
                .map(shown),
            PortalRequest::Syncs => {
                let all = syncs::all(&self.database)?.into_iter();
                let views = all.map(|sync| self.sync_view(sync, now));
                Ok(shown(View::Syncs(List::whole(
                    views.collect::<Result<_, _>>()?,
                ))))
            }
            PortalRequest::Sync { sync } => {
                let sync = syncs::get_present(&self.database, sync)?;
                Ok(shown(View::Sync(self.sync_view(sync, now)?)))
            }
            PortalRequest::CreateSync(wanted) => {
                let sync = syncs::create(&self.database, &wanted, now)?;
                Ok(made(View::Sync(self.sync_view(sync, now)?)))
            }
            PortalRequest::ChangeSync { sync, change } => {
                let sync = syncs::change(&self.database, sync, change, now)?;
                Ok(working(View::Sync(self.sync_view(sync, now)?)))
            }
            PortalRequest::EndSync { sync } => {
                syncs::end(&self.database, sync, now)?;
                Ok(working(View::Done {}))
            }
            PortalRequest::StartRun { sync } => self.start_run(sync, now),
            PortalRequest::RetryRun { run } => self.retry_run(run, now),
            PortalRequest::Run { run } => self.show_run(run, now).map(shown),
            PortalRequest::Runs { sync, after } => self.list_runs(sync, after, now).map(shown),
            PortalRequest::RunRate { run } => self.show_rate(run).map(shown),
            PortalRequest::OutcomeTable { run, kind } => self.outcome_table(run, kind).map(shown),
            PortalRequest::ControlRun { run, action } => {
                self.control_run(run, action, now)?;
                self.show_run(run, now).map(working)
            }
            PortalRequest::Outcomes { run, kind, after } => {
                self.show_outcomes(run, kind, after.as_ref()).map(shown)
            }
            PortalRequest::Ask(question) => self.take_question(&question, now),
            PortalRequest::Question { id } => self.show_question(id, now).map(shown),
            PortalRequest::WithdrawQuestion { id } => self.withdraw_question(id),
            PortalRequest::Catalogue => self.show_catalogue().map(shown),
            PortalRequest::Card(asked) => self.answer_of_card(asked, now),
        }
    }

    /// A grant has been given: whatever waited for it goes on.
    fn connect(&mut self, grant: Connect, now: Timestamp) -> Result<Answer, PortalError> {
        let account = Account::load(&self.database)?;
        if account
            .hub_id
            .as_ref()
            .is_some_and(|known| *known != grant.hub_id)
        {
            return Err(PortalError::Conflict(
                "This portal belongs to another account.".into(),
            ));
        }
        let tokens = Tokens {
            access: Secret::new(grant.access_token),
            refresh: Secret::new(grant.refresh_token),
        };
        self.database.atomically(|| {
            let (domain, ui_domain) = (grant.domain, grant.ui_domain);
            account::introduce(&self.database, &grant.hub_id, domain, ui_domain)?;
            account::store_grant(
                &self.database,
                &self.settings.sealing_keys,
                &*self.entropy,
                &grant.hub_id,
                &tokens,
                SignedDuration::from_secs(i64::from(grant.expires_in_seconds)),
                now,
            )?;
            account::store_scopes(&self.database, &grant.scopes)?;
            change_feeds::keep(&self.database, now)?;
            account::end_farewell(&self.database)?;
            for run in tables::runs::under_way(&self.database)? {
                tables::runs::apply(&self.database, &run, RunEvent::Reauthorised, None)?;
            }
            people::try_all_again(&self.database)
        })?;
        self.memory.start_afresh();
        self.start_due_runs(now)?;
        let account = Account::load(&self.database)?;
        Ok(Answer {
            standing: if account.grant_version == 1 {
                Standing::Made
            } else {
                Standing::Shown
            },
            ..working(View::Connection(connection_view(account)))
        })
    }

    fn disconnect(&mut self) -> Result<Answer, PortalError> {
        let account = Account::load(&self.database)?;
        if let (Some(hub_id), true) = (&account.hub_id, account.is_connected()) {
            let keys = &self.settings.sealing_keys;
            if let Some(tokens) = account::tokens(&self.database, keys, hub_id)? {
                let entropy = &*self.entropy;
                account::begin_farewell(&self.database, keys, entropy, hub_id, &tokens.access)?;
            }
            self.disconnected()?;
        }
        let account = Account::load(&self.database)?;
        Ok(working(View::Connection(connection_view(account))))
    }

    fn sync_view(&self, sync: Sync, now: Timestamp) -> Result<SyncView, PortalError> {
        let last = tables::runs::newest(&self.database, Some(sync.id), None, 1)?.pop();
        Ok(SyncView {
            id: sync.id,
            campaign_id: sync.campaign,
            last_run: last.map(|run| self.run_view(run, now)),
            ongoing: sync.ongoing,
            audience: sync.audience,
            on_leaving: sync.on_leaving,
            outbound: sync.outbound,
            inbound: sync.inbound,
            next_run_at: sync.next_run_at,
            created_at: sync.created_at,
        })
    }

    fn show_campaign(&self, campaign: CampaignId) -> Result<View, PortalError> {
        let campaign = campaigns::get(&self.database, campaign)?;
        self.one_campaign(campaign)
    }

    fn one_campaign(&self, campaign: Campaign) -> Result<View, PortalError> {
        let view = self.campaign_view(campaign, &self.addresses()?)?;
        Ok(View::Campaign(view))
    }

    fn campaign_view(
        &self,
        campaign: Campaign,
        addresses: &Addresses,
    ) -> Result<CampaignView, PortalError> {
        let slug = campaign.slug.as_deref();
        Ok(CampaignView {
            slug_link: slug.and_then(|slug| addresses.slug_link(slug)),
            slug: campaign.slug,
            machine_visits: clicks::machines(&self.database, campaign.id)?,
            id: campaign.id,
            name: campaign.name,
            destination: campaign.destination,
            attribution_window_days: campaign.window_days,
            share_message: campaign.share_message,
            terms: campaign.terms,
            next_rule: campaign.next_rule,
            page: campaign.page,
            status: campaign.status,
            referrers: campaign.referrers,
            clicks: campaign.clicks,
            people_referred: campaign.people_referred,
            successful_referrals: campaign.successful_referrals,
            created_at: campaign.created_at,
        })
    }

    fn show_activity(
        &self,
        campaign: CampaignId,
        contact: Option<&ContactId>,
        days: u16,
        now: Timestamp,
    ) -> Result<View, PortalError> {
        campaigns::get(&self.database, campaign)?;
        let days = daily_stats::of(&self.database, campaign, contact, days, now)?;
        Ok(View::Activity(List::whole(days)))
    }

    pub(crate) fn show_referrer(
        &self,
        campaign: CampaignId,
        contact: &ContactId,
    ) -> Result<View, PortalError> {
        let campaign = campaigns::get(&self.database, campaign)?;
        let referrer = referrers::get(&self.database, campaign.id, contact)?
            .ok_or(PortalError::NotFound("referrer"))?;
        let mut history = event_log::of(&self.database, campaign.id, contact)?;
        history.push(HistoryView {
            at: referrer.joined_at,
            kind: Happening::Joined,
            detail: None,
            referral_id: None,
            person: None,
        });
        let mut view = self.referrer_view(referrer, &campaign, &self.addresses()?)?;
        view.history = history;
        Ok(View::Referrer(view))
    }
}

pub(crate) fn shown(view: View) -> Answer {
    Answer {
        view,
        standing: Standing::Shown,
        work: false,
        rows_read: 0,
    }
}

/// Something was taken up whose end is not here yet.
pub(crate) fn begun(view: View) -> Answer {
    Answer {
        standing: Standing::Begun,
        ..working(view)
    }
}

pub(crate) fn working(view: View) -> Answer {
    Answer {
        work: true,
        ..shown(view)
    }
}

pub(crate) fn made(view: View) -> Answer {
    Answer {
        standing: Standing::Made,
        ..working(view)
    }
}

fn connection_view(account: Account) -> ConnectionView {
    let connection = match account.connection {
        ConnectionStatus::Connected if account.misconfigured => Connection::Misconfigured,
        ConnectionStatus::Connected => Connection::Connected,
        ConnectionStatus::None | ConnectionStatus::Disconnected => Connection::Disconnected,
    };
    ConnectionView {
        lists_granted: account.may_read_lists(),
        deals_granted: account.may_read_deals(),
        id: account.hub_id,
        domain: account.domain,
        ui_domain: account.ui_domain,
        connection,
    }
}
