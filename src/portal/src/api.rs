//! The requests of people, HubSpot and cron, and the portal's responses. Each family of requests has one file.
//!
//! Invariant: a request is one transaction; its response comes from the tables and never waits for HubSpot.

pub(crate) mod api_keys;
pub(crate) mod campaigns;
pub(crate) mod card;
pub(crate) mod connection;
pub(crate) mod csv;
pub(crate) mod hosted_page;
pub(crate) mod links;
pub(crate) mod outcomes_csv;
pub(crate) mod queries;
pub(crate) mod referral_list;
pub(crate) mod referrals;
pub(crate) mod referrers;
pub(crate) mod runs;
pub(crate) mod syncs;
pub(crate) mod transfer;

use std::rc::Rc;

use jiff::Timestamp;

use crate::api_types::requests::PortalRequest;
use crate::api_types::views::{Response, ResponseStatus, View};
use crate::storage::error::PortalError;
use crate::tables::idempotency;
use crate::{Portal, programme};

impl Portal {
    /// Answers one request, in one transaction.
    ///
    /// # Errors
    /// When the request is rejected or the storage fails; then nothing was changed.
    pub fn answer(
        &mut self,
        request: PortalRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        let database = Rc::clone(&self.database);
        let before = database.rows_read();
        let mut answer = database.atomically(|| self.respond(request, now))?;
        answer.rows_read = database.rows_read() - before;
        Ok(answer)
    }

    /// Answers a request that may be repeated: a key that was used before gets the first response again. `fingerprint`
    /// distinguishes the request from others.
    ///
    /// # Errors
    /// As [`Self::answer`], or when the key was used for another request. A rejection is not stored.
    pub fn answer_once(
        &mut self,
        key: &str,
        fingerprint: &str,
        request: PortalRequest,
        now: Timestamp,
    ) -> Result<Response, PortalError> {
        // A new API key is shown once, so its response is not stored.
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

    fn respond(&mut self, request: PortalRequest, now: Timestamp) -> Result<Response, PortalError> {
        match request {
            PortalRequest::Connect(grant) => self.connect(grant, now),
            PortalRequest::Disconnect => self.disconnect(),
            PortalRequest::SignOutEverywhere => self.sign_out_everywhere().map(shown),
            PortalRequest::Wake => {
                self.start_due_runs(now)?;
                Ok(working(View::Done {}))
            }
            PortalRequest::Connection => self.show_connection().map(shown),
            PortalRequest::Campaigns => self.list_campaigns().map(shown),
            PortalRequest::Campaign { campaign } => self.show_campaign(campaign).map(shown),
            PortalRequest::CreateCampaign(wanted) => {
                let campaign = programme::campaigns::create(&self.database, &wanted, now)?;
                Ok(made(self.one_campaign(campaign)?))
            }
            PortalRequest::ChangeCampaign { campaign, change } => {
                let campaign =
                    programme::campaigns::change(&self.database, campaign, &change, now)?;
                Ok(working(self.one_campaign(campaign)?))
            }
            PortalRequest::Visits(reports) => {
                let work = programme::clicks::record_all(&self.database, &reports, now)?;
                Ok(Response {
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
            PortalRequest::Syncs => self.list_syncs(now).map(shown),
            PortalRequest::Sync { sync } => self.show_sync(sync, now).map(shown),
            PortalRequest::CreateSync(wanted) => {
                let sync = programme::syncs::create(&self.database, &wanted, now)?;
                Ok(made(View::Sync(self.sync_view(sync, now)?)))
            }
            PortalRequest::ChangeSync { sync, change } => {
                let sync = programme::syncs::change(&self.database, sync, change, now)?;
                Ok(working(View::Sync(self.sync_view(sync, now)?)))
            }
            PortalRequest::EndSync { sync } => {
                programme::syncs::end(&self.database, sync, now)?;
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
            PortalRequest::StartQuery(query) => self.start_query(&query, now),
            PortalRequest::Query { id } => self.show_query(id, now).map(shown),
            PortalRequest::CancelQuery { id } => self.cancel_query(id),
            PortalRequest::Catalogue => self.show_catalogue().map(shown),
            PortalRequest::Card(asked) => self.answer_of_card(asked, now),
        }
    }
}

pub(crate) fn shown(view: View) -> Response {
    Response {
        view,
        status: ResponseStatus::Shown,
        work: false,
        rows_read: 0,
    }
}

/// Returns the response to a request that began work which ends later.
pub(crate) fn begun(view: View) -> Response {
    Response {
        status: ResponseStatus::Begun,
        ..working(view)
    }
}

pub(crate) fn working(view: View) -> Response {
    Response {
        work: true,
        ..shown(view)
    }
}

pub(crate) fn made(view: View) -> Response {
    Response {
        status: ResponseStatus::Made,
        ..working(view)
    }
}
