//! A trial of a rule: its state for one contact before the rule is saved. The contact is given by its id or by an
//! e-mail address, which is looked up first.

use domain::qualification::{Cause, Facts, Finding};
use hubspot::contacts;
use hubspot::{Call, Failure, Reply};

use super::step::{Step, Tables, Taken};
use crate::api_types::requests::RuleTrial;
use crate::api_types::views::TrialFound;
use crate::contact_facts::{HIDDEN_DEALS, Reading};
use crate::tables::account::Account;
use crate::tables::label_cache::Labels;

/// HubSpot's own properties that identify a contact.
const NAMES: [&str; 3] = ["firstname", "lastname", "email"];

/// A trial in progress.
#[derive(Debug)]
pub(crate) struct Trial {
    wanted: RuleTrial,
    reading: Option<Reading>,
    found: TrialFound,
}

impl Trial {
    pub(super) fn of(wanted: RuleTrial) -> Self {
        let found = TrialFound {
            hold_days: wanted.hold_days,
            ..TrialFound::default()
        };
        let reading = wanted
            .contact
            .clone()
            .map(|contact| reading(&wanted.cause, contact));
        Self {
            wanted,
            reading,
            found,
        }
    }

    pub(super) fn call(&self) -> Call {
        let next = self.reading.as_ref().and_then(Reading::call);
        let address = self.wanted.email.as_deref().unwrap_or_default();
        next.unwrap_or_else(|| contacts::read_by_email(&[address], &[]))
    }

    pub(super) fn take(&mut self, outcome: Result<Reply, Failure>, tables: &Tables<'_>) -> Taken {
        let Some(reading) = self.reading.as_mut() else {
            let address = self.wanted.email.as_deref().unwrap_or_default();
            let found = outcome.and_then(|reply| contacts::found_by_email(&reply, &[address]));
            return Ok(found.map(|mut found| match found.pop().flatten() {
                Some(record) => {
                    self.reading = Some(reading(&self.wanted.cause, record.id));
                    Step::Further
                }
                None => Step::Failed("HubSpot has no contact with this e-mail address.".to_owned()),
            }));
        };
        match reading.take(outcome) {
            Ok(()) => {}
            Err(failure) if reading.denies_deals(&failure) => reading.give_up_deals(),
            Err(failure) => return Ok(Err(failure)),
        }
        if self.wanted.cause.needs_deals() && !Account::load(tables.database)?.may_read_deals() {
            reading.give_up_deals();
        }
        if reading.call().is_some() {
            return Ok(Ok(Step::Further));
        }
        let labels = Labels::load(tables.database)?;
        Ok(Ok(self.conclude(&labels)))
    }

    fn conclude(&mut self, labels: &Labels) -> Step {
        let known = match self.reading.as_ref().and_then(Reading::only) {
            Some(Err(why)) => {
                return Step::Failed(format!("HubSpot did not show the contact: {why}"));
            }
            Some(Ok(known)) => Some(known),
            None => None,
        };
        let record = known.as_ref().and_then(|known| known.record);
        let (Some(known), Some(record)) = (&known, record) else {
            return Step::Failed("HubSpot has no contact with this id.".to_owned());
        };
        let facts = Facts {
            property: &|name| record.value(name),
            deals: known.deals.as_deref(),
            // The contact need not be a referred person.
            referred_at: None,
        };
        let cause = &self.wanted.cause;
        self.found.met = match cause.check(&facts, labels) {
            Finding::Met(_) => Some(true),
            Finding::NotMet(_) => Some(false),
            Finding::Unknown(_) if known.hides_deals => {
                return Step::Failed(HIDDEN_DEALS.to_owned());
            }
            Finding::Unknown(why) => return Step::Failed(why),
        };
        self.found.sentence = Some(cause.sentence(&facts, labels));
        let said = |name| record.value(name).filter(|value| !value.is_empty());
        let names: Vec<_> = NAMES.iter().take(2).copied().filter_map(said).collect();
        let name = Some(names.join(" ")).filter(|name| !name.is_empty());
        let otherwise = said("email").unwrap_or(record.id.as_str());
        self.found.contact_name = Some(name.unwrap_or_else(|| otherwise.to_owned()));
        Step::Done
    }

    pub(super) fn shown(&self) -> TrialFound {
        self.found.clone()
    }
}

fn reading(cause: &Cause, contact: domain::ContactId) -> Reading {
    let properties = NAMES
        .into_iter()
        .chain(cause.property().map(domain::PropertyName::as_str));
    let properties = properties.map(str::to_owned).collect();
    let of_deals = cause.needs_deals().then(|| vec![contact.clone()]);
    Reading::of(vec![contact], properties, of_deals)
}
