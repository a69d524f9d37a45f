//! One portal: its tables and its use-cases, over ports.
//!
//! A [`Portal`] owns everything of one HubSpot account and is its only writer. It is driven from outside:
//! [`Portal::answer`] takes what people, HubSpot and cron ask; [`Portal::plan`] and [`Portal::settle`] are
//! the loop that does the work. Whatever reaches beyond the portal's own tables is an [`Effect`], performed
//! by someone else; so the same code runs in a Durable Object and, under virtual time and seeded faults, in
//! the simulation.
//!
//! Invariants: one code per campaign and contact, for ever; whatever was decided is in the tables before
//! anyone outside can see it; an effect may be performed twice without harm.

mod account;
mod activity;
mod addresses;
mod answers;
mod api_keys;
mod blocks;
mod campaigns;
mod card;
mod database;
pub mod directory;
mod effects;
mod engine;
mod enrolling;
mod entries;
mod error;
mod facts;
mod form_answers;
mod histories;
mod hosted_page;
mod inquiries;
mod labels;
mod link_answers;
mod link_hosts;
mod migrations;
#[cfg(feature = "rusqlite")]
pub mod native;
mod outbox;
mod outcome_table;
mod outcomes;
mod ports;
mod property_owners;
mod question_answers;
mod questions;
mod referral_index;
mod referral_list;
mod referrals;
mod referrer_index;
mod referrer_list;
mod referrers;
mod repeated;
mod requests;
mod rolls;
mod run_answers;
mod runs;
mod sealing;
mod settings;
mod slugs;
mod submissions;
mod syncs;
mod table;
mod transfer;
pub mod views;
mod visits;
mod watches;
mod write_backs;

use std::rc::Rc;

use jiff::Timestamp;

use account::Account;
use database::Database;
use engine::Memory;

pub use api_keys::{ApiKey, InvalidApiKey};
pub use effects::{Effect, Outcome, Plan, Ticket, Unavailable};
pub use error::PortalError;
pub use histories::Happening;
pub use outcomes::Reason;
pub use ports::{Entropy, RolledBack, Rows, Sql, SqlError, SqlValue};
pub use questions::{Question, RuleTrial};
pub use requests::{
    ApiKeyRequest, CardRequest, ChangeCampaign, ChangeLinkDomain, ChangeReferrer, ChangeSync,
    Claim, ClaimedBy, Connect, CreateCampaign, CreateSync, DecideReferral, Decider, LinksRequest,
    NewApiKey, NewReferral, OutcomeKind, PagePreview, PageRequest, PageVisit, PortalRequest,
    ReferralClaim, ReferralImport, ReferralOnCard, ReferralQuery, ReferralRequest, ReferralRow,
    ReferrerImport, ReferrerOrder, ReferrerQuery, ReferrerRow, RunAction, ScriptClaim, SentForm,
    TransferRequest, VisitReport,
};
pub use sealing::{InvalidSealingKeys, SealingKeys};
pub use settings::Settings;
pub use views::{Answer, Standing, View};

/// One HubSpot account's part of Goodword.
pub struct Portal {
    database: Rc<Database>,
    entropy: Box<dyn Entropy>,
    settings: Settings,
    memory: Memory,
}

impl Portal {
    /// Opens a portal's storage, bringing its schema up to date.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn open(
        sql: Box<dyn Sql>,
        entropy: Box<dyn Entropy>,
        settings: Settings,
        now: Timestamp,
    ) -> Result<Self, PortalError> {
        let database = Rc::new(Database::new(sql));
        migrations::migrate(&database, migrations::PORTAL)?;
        let unpublished = entries::any_behind(&database)? || link_hosts::are_unsettled(&database)?;
        let memory = Memory::new(&Account::load(&database)?, unpublished, now);
        Ok(Self {
            database,
            entropy,
            settings,
            memory,
        })
    }
}
