//! Asking HubSpot what people want to know: one call of an inquiry at a time, after what runs need.

use hubspot::{Failure, NoReply, Reply};
use jiff::Timestamp;

use crate::Portal;
use crate::engine::back_off::Subject;
use crate::engine::in_flight::Task;
use crate::engine::planning::Planning;
use crate::queries::{RunningQuery, Step, Tables};
use crate::storage::error::PortalError;
use crate::tables::queries;

impl Portal {
    pub(in crate::engine) fn plan_inquiries(
        &mut self,
        planning: &mut Planning,
    ) -> Result<(), PortalError> {
        let open = queries::open(&self.database)?;
        self.memory
            .inquiries
            .retain(|id, _| open.iter().any(|asked| asked.id == *id));
        for asked in open {
            let task = Task::Inquire { question: asked.id };
            if !self.is_free(&task, planning) || !self.has_room(planning) {
                continue;
            }
            let inquiry = self
                .memory
                .inquiries
                .entry(asked.id)
                .or_insert_with(|| RunningQuery::begin(&asked.query));
            let call = inquiry.call();
            self.begin_call(task, call, planning)?;
        }
        Ok(())
    }

    pub(in crate::engine) fn inquired(
        &mut self,
        question: u32,
        grant_version: u32,
        outcome: Result<Reply, NoReply>,
        now: Timestamp,
    ) -> Result<(), PortalError> {
        let Some(inquiry) = self.memory.inquiries.get_mut(&question) else {
            return Ok(());
        };
        let tables = Tables {
            database: &self.database,
            settings: &self.settings,
            now,
        };
        let taken = inquiry.take(hubspot::accept(outcome), &tables)?;
        let subject = Subject::Question(question);
        let failure = match taken {
            Ok(step) => {
                self.memory.patience.forget(subject);
                return self.inquiry_stepped(question, &step);
            }
            Err(failure) => failure,
        };
        if let Failure::MissingScopes { message, .. } = &failure {
            let problem = format!("HubSpot asks for a further permission: {message}");
            return self.inquiry_stepped(question, &Step::Failed(problem));
        }
        match self.heed(subject, None, grant_version, failure, now)? {
            Some(rejection) => self.inquiry_stepped(question, &Step::Failed(rejection.message)),
            None => Ok(()),
        }
    }

    fn inquiry_stepped(&mut self, question: u32, step: &Step) -> Result<(), PortalError> {
        let problem = match step {
            Step::Further => return Ok(()),
            Step::Done => None,
            Step::Failed(why) => Some(why.as_str()),
        };
        if let Some(inquiry) = self.memory.inquiries.remove(&question) {
            queries::set_result(&self.database, question, &inquiry.shown(), problem)?;
        }
        Ok(())
    }
}
