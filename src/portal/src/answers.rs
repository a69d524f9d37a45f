//! What a portal answers to its requests.

use std::rc::Rc;

use domain::{CampaignId, ContactId, RunEvent};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::account::{self, Account, ConnectionStatus, Tokens};
use crate::campaigns::{self, Campaign};
use crate::error::PortalError;
use crate::referrers;
use crate::requests::{Connect, PortalRequest};
use crate::runs;
use crate::syncs::{self, Sync};
use crate::views::{
    Answer, CampaignView, Connection, ConnectionView, List, Standing, SyncView, View,
};
use hubspot::Secret;

/// Runs that are listed.
const RUNS_LISTED: u32 = 50;

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
        database.atomically(|| self.respond(request, now))
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
                let all = campaigns::all(&self.database)?
                    .into_iter()
                    .map(campaign_view);
                Ok(shown(View::Campaigns(List::whole(all.collect()))))
            }
            PortalRequest::Campaign { campaign } => {
                let campaign = campaigns::get(&self.database, campaign)?;
                Ok(shown(View::Campaign(campaign_view(campaign))))
            }
            PortalRequest::CreateCampaign(wanted) => {
                let campaign = campaigns::create(&self.database, &wanted, now)?;
                Ok(made(View::Campaign(campaign_view(campaign))))
            }
            PortalRequest::ChangeCampaign { campaign, change } => {
                let campaign = campaigns::change(&self.database, campaign, &change, now)?;
                Ok(working(View::Campaign(campaign_view(campaign))))
            }
            PortalRequest::Referrers(query) => self.list_referrers(&query).map(shown),
            PortalRequest::Referrer { campaign, contact } => {
                self.show_referrer(campaign, &contact).map(shown)
            }
            PortalRequest::ChangeReferrer {
                campaign,
                contact,
                change,
            } => {
                campaigns::get(&self.database, campaign)?;
                let referrer = referrers::get(&self.database, campaign, &contact)?
                    .ok_or(PortalError::NotFound("referrer"))?;
                referrers::decide_link_status(&self.database, &referrer, change.link_status)?;
                self.show_referrer(campaign, &contact).map(working)
            }
            PortalRequest::Syncs => {
                let all = syncs::all(&self.database)?
                    .into_iter()
                    .map(sync_view)
                    .collect();
                Ok(shown(View::Syncs(List::whole(all))))
            }
            PortalRequest::Sync { sync } => Ok(shown(View::Sync(sync_view(syncs::get(
                &self.database,
                sync,
            )?)))),
            PortalRequest::CreateSync(wanted) => {
                let sync = syncs::create(&self.database, &wanted, now)?;
                Ok(made(View::Sync(sync_view(sync))))
            }
            PortalRequest::ChangeSync { sync, change } => {
                let sync = syncs::change(&self.database, sync, change, now)?;
                Ok(working(View::Sync(sync_view(sync))))
            }
            PortalRequest::EndSync { sync } => {
                syncs::end(&self.database, sync, now)?;
                Ok(working(View::Done {}))
            }
            PortalRequest::StartRun { sync } => self.start_run(sync, now),
            PortalRequest::RetryRun { run } => self.retry_run(run, now),
            PortalRequest::Run { run } => self.show_run(run, now).map(shown),
            PortalRequest::Runs { sync } => {
                if let Some(sync) = sync {
                    syncs::get(&self.database, sync)?;
                }
                let runs = runs::newest(&self.database, sync, RUNS_LISTED)?;
                let views = runs
                    .into_iter()
                    .map(|run| self.run_view(run, now))
                    .collect();
                Ok(shown(View::Runs(List::whole(views))))
            }
            PortalRequest::ControlRun { run, action } => {
                self.control_run(run, action, now)?;
                self.show_run(run, now).map(working)
            }
            PortalRequest::Outcomes { run, kind, after } => {
                self.show_outcomes(run, kind, after.as_ref()).map(shown)
            }
            PortalRequest::Ask(question) => self.take_question(&question, now),
            PortalRequest::Question { id } => self.show_question(id).map(shown),
            PortalRequest::WithdrawQuestion { id } => self.withdraw_question(id),
            PortalRequest::Catalogue => self.show_catalogue().map(shown),
            PortalRequest::Card { contact } => self.show_card(contact).map(shown),
            PortalRequest::Enrol { contact, campaign } => self.enrol(contact, campaign, now),
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
            account::end_farewell(&self.database)?;
            for run in runs::under_way(&self.database)? {
                runs::apply(&self.database, &run, RunEvent::Reauthorised, None)?;
            }
            Ok(())
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

    fn show_referrer(
        &self,
        campaign: CampaignId,
        contact: &ContactId,
    ) -> Result<View, PortalError> {
        let campaign = campaigns::get(&self.database, campaign)?;
        let referrer = referrers::get(&self.database, campaign.id, contact)?
            .ok_or(PortalError::NotFound("referrer"))?;
        self.referrer_view(referrer, &campaign).map(View::Referrer)
    }
}

pub(crate) fn shown(view: View) -> Answer {
    Answer {
        view,
        standing: Standing::Shown,
        work: false,
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

fn made(view: View) -> Answer {
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
        id: account.hub_id,
        domain: account.domain,
        ui_domain: account.ui_domain,
        connection,
    }
}

fn campaign_view(campaign: Campaign) -> CampaignView {
    CampaignView {
        id: campaign.id,
        name: campaign.name,
        destination: campaign.destination,
        attribution_window_days: campaign.window_days,
        status: campaign.status,
        referrers: campaign.referrers,
        created_at: campaign.created_at,
    }
}

fn sync_view(sync: Sync) -> SyncView {
    SyncView {
        id: sync.id,
        campaign_id: sync.campaign,
        ongoing: sync.ongoing,
        audience: sync.audience,
        on_leaving: sync.on_leaving,
        outbound: sync.outbound,
        inbound: sync.inbound,
        next_run_at: sync.next_run_at,
        created_at: sync.created_at,
    }
}
