//! What a portal answers about questions: taking them, showing how far they are, and the catalogue.

use domain::qualification::{Rule, check_rules};
use domain::{EmailAddress, RuleId};
use jiff::Timestamp;

use crate::Portal;
use crate::api::{begun, shown};
use crate::api_types::views::{Answer, QuestionState, QuestionView, View};
use crate::queries::{Inquiry, show_catalogue};
use crate::storage::database::raw;
use crate::storage::error::PortalError;
use crate::tables::account::Account;
use crate::tables::queries::{self, Asked, Question};

impl Portal {
    /// Takes a question; its answer comes later.
    pub(crate) fn take_question(
        &mut self,
        question: &Question,
        now: Timestamp,
    ) -> Result<Answer, PortalError> {
        self.check_question(question)?;
        if !Account::load(&self.database)?.is_connected() {
            return Err(PortalError::Disconnected);
        }
        let id = queries::ask(&self.database, question, now)?;
        if question.is_about_catalogue() {
            return self.show_catalogue().map(begun);
        }
        self.show_question(id, now).map(begun)
    }

    fn check_question(&self, question: &Question) -> Result<(), PortalError> {
        match question {
            Question::Count { audience } | Question::Preview { audience, .. } => audience
                .check()
                .map_err(|why| PortalError::invalid("audience", why)),
            Question::DryRun(wanted) => wanted.check(&self.database),
            Question::MakeProperties { campaign, fields } => {
                crate::tables::campaigns::get(&self.database, *campaign)?;
                some(fields)
            }
            Question::TryRule(trial) => {
                let email = trial.email.as_deref().unwrap_or_default();
                let named = trial.contact.is_some() || EmailAddress::parse(email).is_ok();
                let why = "Name a contact: by its id, or by its e-mail address.";
                named
                    .then_some(())
                    .ok_or(PortalError::invalid("email", why))?;
                let rule = Rule {
                    id: RuleId(1),
                    cause: trial.cause.clone(),
                    hold_days: trial.hold_days,
                };
                check_rules(&[rule]).map_err(|why| PortalError::invalid("cause", why))
            }
            Question::MakeReferredByProperties { fields } => some(fields),
            Question::Catalogue => Ok(()),
        }
    }

    /// A question, and what is known of its answer.
    pub(crate) fn show_question(&self, id: u32, now: Timestamp) -> Result<View, PortalError> {
        let asked = queries::get(&self.database, id)?.ok_or(PortalError::NotFound("question"))?;
        let so_far = || match self.memory.inquiry(id) {
            Some(inquiry) => text(&inquiry.shown()),
            None => text(&Inquiry::begin(&asked.question).shown()),
        };
        let found = asked.answer.clone().map_or_else(so_far, Ok)?;
        let waiting_for = self.memory.question_waits_for(id, now);
        Ok(View::Question(QuestionView {
            id,
            state: state(&asked),
            waiting_for: waiting_for.filter(|_| asked.is_open()),
            found: raw(&found)?,
            problem: asked.problem,
        }))
    }

    pub(crate) fn withdraw_question(&mut self, id: u32) -> Result<Answer, PortalError> {
        queries::withdraw(&self.database, id)?;
        self.memory.forget_inquiry(id);
        Ok(shown(View::Done {}))
    }

    /// The properties and lists, as of when they were last fetched.
    pub(crate) fn show_catalogue(&self) -> Result<View, PortalError> {
        let asked = queries::of_catalogue(&self.database)?;
        let refreshing = asked.as_ref().is_some_and(Asked::is_open);
        let mut view = show_catalogue(&self.database, refreshing)?;
        view.problem = asked.and_then(|asked| asked.problem);
        Ok(View::Catalogue(view))
    }
}

fn some<T>(fields: &[T]) -> Result<(), PortalError> {
    if fields.is_empty() {
        return Err(PortalError::invalid("fields", "Name at least one field."));
    }
    Ok(())
}

/// How far a question is, in the words of its kind.
fn state(asked: &Asked) -> QuestionState {
    if asked.problem.is_some() {
        return QuestionState::Failed;
    }
    match (&asked.question, asked.answer.is_some()) {
        (Question::Count { .. }, false) => QuestionState::Counting,
        (Question::Count { .. }, true) => QuestionState::Counted,
        (Question::DryRun(_), true) => QuestionState::Finished,
        (_, false) => QuestionState::Reading,
        (_, true) => QuestionState::Ready,
    }
}

fn text(found: &impl serde::Serialize) -> Result<String, PortalError> {
    serde_json::to_string(found).map_err(|_| PortalError::Unreadable("an answer"))
}
