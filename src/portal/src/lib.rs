//! One portal: its tables and its use-cases, over ports.
//!
//! A [`Portal`] owns all data of one HubSpot account and is its only writer. It is driven from outside:
//! [`Portal::answer`] takes the requests of people, HubSpot and cron; [`Portal::plan`] and [`Portal::settle`] are the
//! loop that does the work. Anything that reaches beyond the portal's own tables is an [`Effect`], which the shell
//! performs. So the same code runs in a Durable Object and, under virtual time and seeded faults, in the simulation.
//!
//! Invariants: a contact has one code per campaign, for ever; every decision is in the tables before anyone outside can
//! see it; an effect may be performed twice without harm.

mod api;
mod api_types;
mod contact_facts;
pub mod directory;
mod engine;
mod links;
mod programme;
mod queries;
mod referrals;
pub mod slice;
mod storage;
mod tables;
#[cfg(test)]
mod testing;
mod write_back;

use std::rc::Rc;

use jiff::Timestamp;

use engine::Memory;
use links::index_records;
use storage::database::Database;
use storage::migrations;
use tables::account::Account;
use tables::{link_hosts, outbox};

pub use api::api_keys::{ApiKey, InvalidApiKey, LONGEST_NAME as LONGEST_API_KEY_NAME};
pub use api::referrers::LONGEST_SEARCH;
pub use api::transfer::MAX_LINES as MAX_IMPORTED_LINES;
pub use api_types::requests::{
    ApiKeyRequest, CardRequest, ChangeCampaign, ChangeLinkDomain, ChangeReferrer, ChangeSync,
    Claim, ClaimedBy, Connect, CreateCampaign, CreateSync, DecideLeavers, DecideNetwork,
    DecideReferral, Decider, LeaverDecision, LinkDomainTakenBack, LinksRequest, NetworkDecision,
    NewApiKey, NewReferral, OutcomeKind, PagePreview, PageRequest, PageVisit, PortalRequest, Query,
    QueryKind, ReferralClaim, ReferralImport, ReferralOnCard, ReferralQuery, ReferralRequest,
    ReferralRow, ReferrerImport, ReferrerOrder, ReferrerQuery, ReferrerRow, RuleTrial, RunAction,
    ScriptClaim, SentForm, TransferRequest, VisitReport,
};
pub use api_types::views;
pub use engine::effects::{Effect, EffectResult, HostSeen, Plan, Ticket, Unavailable};
pub use referrals::claiming::LONGEST_NAME as LONGEST_PERSON_NAME;
pub use storage::error::PortalError;
pub use storage::key_signer::KeySigner;
#[cfg(feature = "rusqlite")]
pub use storage::native;
pub use storage::ports::{Entropy, RolledBack, Rows, Sql, SqlError, SqlValue};
pub use storage::sealing::{InvalidSealingKeys, SealingKeys};
pub use storage::settings::{Settings, record};
pub use views::{Happening, Reason, Response, ResponseStatus, View};

/// The part of Goodword that belongs to one HubSpot account.
pub struct Portal {
    database: Rc<Database>,
    entropy: Box<dyn Entropy>,
    settings: Settings,
    memory: Memory,
}

impl Portal {
    /// Opens the storage of a portal that was connected before. `None` if it never was: then nothing is written, so that
    /// whoever asks for an unknown account leaves no trace.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn open_existing(
        sql: Box<dyn Sql>,
        entropy: Box<dyn Entropy>,
        settings: Settings,
        now: Timestamp,
    ) -> Result<Option<Self>, PortalError> {
        if !migrations::any_ran(&*sql)? {
            return Ok(None);
        }
        Self::open(sql, entropy, settings, now).map(Some)
    }

    /// Opens a portal's storage and brings its schema up to date. Storage that was never used becomes a portal's; only
    /// a connection is a reason for that.
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
        outbox::forget_all_values(&database)?;
        let unpublished =
            index_records::any_behind(&database)? || link_hosts::are_unsettled(&database)?;
        let memory = Memory::new(&Account::load(&database)?, unpublished, now);
        Ok(Self {
            database,
            entropy,
            settings,
            memory,
        })
    }
}
