//! What a portal answers to its requests.

use domain::{CampaignId, ContactId, Hold, RunEvent, RunId, RunState, Stage};
use jiff::{SignedDuration, Timestamp};

use crate::Portal;
use crate::account::{self, Account, ConnectionStatus, Tokens};
use crate::campaigns::{self, Campaign};
use crate::error::PortalError;
use crate::outcomes;
use crate::referrers;
use crate::requests::{Connect, OutcomeKind, PortalRequest, RunAction};
use crate::runs::{self, Run};
use crate::syncs::{self, Sync};
use crate::views::{
    Answer, CampaignView, Connection, ConnectionView, CountsView, List, RunStateView, RunView,
    SyncView, View, WaitingFor,
};
use hubspot::Secret;

/// Rows of a page of outcomes.
const OUTCOMES_PER_PAGE: u32 = 100;
/// Runs that are listed.
const RUNS_LISTED: u32 = 50;

impl Portal {
    /// Answers one request.
    ///
    /// # Errors
    /// What is wrong with the request, or that the storage failed; then nothing was changed.
    pub fn answer(
        &mut self,
        request: PortalRequest,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
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
                let campaign = campaigns::change(&self.database, campaign, &change)?;
                Ok(working(View::Campaign(campaign_view(campaign))))
            }
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
                referrers::set_link_status(&self.database, &referrer, change.link_status)?;
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
                let sync = syncs::create(&self.database, wanted, now)?;
                Ok(made(View::Sync(sync_view(sync))))
            }
            PortalRequest::ChangeSync { sync, change } => {
                let sync = syncs::set_ongoing(&self.database, sync, change.ongoing, now)?;
                Ok(working(View::Sync(sync_view(sync))))
            }
            PortalRequest::StartRun { sync } => self.start_run(sync, now),
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
            PortalRequest::Card { contact } => self.show_card(contact).map(shown),
            PortalRequest::Enrol { contact, campaign } => self.enrol(contact, campaign),
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
            created: account.grant_version == 1,
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

    /// Starts the ongoing syncs that are due. Without a connection they stay due.
    fn start_due_runs(&self, now: Timestamp) -> Result<(), PortalError> {
        if !Account::load(&self.database)?.is_connected() {
            return Ok(());
        }
        for sync in syncs::due(&self.database, now)? {
            self.database
                .atomically(|| runs::start(&self.database, sync, now).map(drop))?;
        }
        Ok(())
    }

    fn start_run(&self, sync: domain::SyncId, now: Timestamp) -> Result<Answer, PortalError> {
        let sync = syncs::get(&self.database, sync)?;
        if !Account::load(&self.database)?.is_connected() {
            return Err(PortalError::Disconnected);
        }
        let (run, created) = self
            .database
            .atomically(|| runs::start(&self.database, sync.id, now))?;
        Ok(Answer {
            created,
            ..working(View::Run(self.run_view(run, now)))
        })
    }

    fn control_run(
        &mut self,
        id: RunId,
        action: RunAction,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let run = runs::get(&self.database, id)?;
        if run.state.is_over() {
            return Err(PortalError::Conflict("The run has ended.".into()));
        }
        match action {
            RunAction::Pause => {
                runs::apply(&self.database, &run, RunEvent::Held(Hold::Person), None).map(drop)
            }
            RunAction::Resume if run.state.hold == Some(Hold::Connection) => {
                Err(PortalError::Disconnected)
            }
            RunAction::Resume => self.database.atomically(|| {
                if run.state.hold == Some(Hold::Properties) {
                    // A person wants Goodword's own properties back.
                    syncs::set_properties_made(&self.database, run.sync, false)?;
                }
                runs::apply(&self.database, &run, RunEvent::Resumed, None)?;
                // Whoever paused a run that had meanwhile lost its connection finds that out now.
                let run = runs::get(&self.database, id)?;
                if Account::load(&self.database)?.is_connected() {
                    return Ok(());
                }
                let held = RunEvent::Held(Hold::Connection);
                let problem = "The account is not connected to HubSpot. Connect it again.";
                runs::apply(&self.database, &run, held, Some(problem)).map(drop)
            }),
            RunAction::Stop => self.database.atomically(|| {
                let interval = self.settings.sweep_interval;
                let next = |_: &Sync| now.saturating_add(interval).ok();
                runs::end(&self.database, &run, RunEvent::Stopped, next, now)
            }),
        }
    }

    fn show_run(&self, id: RunId, now: Timestamp) -> Result<View, PortalError> {
        Ok(View::Run(
            self.run_view(runs::get(&self.database, id)?, now),
        ))
    }

    fn show_outcomes(
        &self,
        run: RunId,
        kind: Option<OutcomeKind>,
        after: Option<&ContactId>,
    ) -> Result<View, PortalError> {
        runs::get(&self.database, run)?;
        let items = outcomes::page(&self.database, run, kind, after, OUTCOMES_PER_PAGE)?;
        let full = u32::try_from(items.len()).is_ok_and(|length| length == OUTCOMES_PER_PAGE);
        let next = if full {
            items.last().map(|last| last.contact_id.to_string())
        } else {
            None
        };
        Ok(View::Outcomes(List { items, next }))
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

    fn run_view(&self, run: Run, now: Timestamp) -> RunView {
        RunView {
            id: run.id,
            sync_id: run.sync,
            state: run_state_view(run.state),
            waiting_for: self.waiting_for(&run, now),
            problem: run.problem,
            counts: CountsView {
                seen: run.counts.seen,
                linked: run.counts.linked,
                updated: run.counts.updated,
                unchanged: run.counts.unchanged,
                skipped: run.counts.skipped,
                failed: run.counts.failed,
            },
            started_at: run.started_at,
            finished_at: run.finished_at,
            hubspot_calls: run.costs.hubspot_calls,
            kv_writes: run.costs.kv_writes,
            rows_written: run.costs.rows_written,
        }
    }

    fn waiting_for(&self, run: &Run, now: Timestamp) -> Option<WaitingFor> {
        if run.state.is_over() {
            return None;
        }
        match run.state.hold {
            Some(Hold::Person) => Some(WaitingFor::Person),
            Some(Hold::Connection) => Some(WaitingFor::Connection),
            Some(Hold::Permission) => Some(WaitingFor::Permission),
            Some(Hold::Properties) => Some(WaitingFor::Properties),
            None if self.memory.waits_for_hubspot(run.id, now) => Some(WaitingFor::Hubspot),
            None if self.memory.waits_for_quota(now) => Some(WaitingFor::Quota),
            None => None,
        }
    }
}

fn shown(view: View) -> Answer {
    Answer {
        view,
        created: false,
        work: false,
    }
}

fn working(view: View) -> Answer {
    Answer {
        work: true,
        ..shown(view)
    }
}

fn made(view: View) -> Answer {
    Answer {
        created: true,
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
        outbound: sync.outbound,
        inbound: sync.inbound,
        next_run_at: sync.next_run_at,
        created_at: sync.created_at,
    }
}

fn run_state_view(state: RunState) -> RunStateView {
    match (state.stage, state.hold) {
        (Stage::Finished, _) => RunStateView::Finished,
        (Stage::Stopped, _) => RunStateView::Stopped,
        (_, Some(_)) => RunStateView::Paused,
        (Stage::Preparing, None) => RunStateView::Preparing,
        (Stage::Reading, None) => RunStateView::Reading,
        (Stage::Writing, None) => RunStateView::Writing,
    }
}
