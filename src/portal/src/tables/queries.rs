//! The table of questions: what people asked that HubSpot had to be asked for, and the answers.
//!
//! Of each kind the newest question alone is kept; a newer one replaces it, whether it was answered or not.

use domain::qualification::Cause;
use domain::{Audience, CampaignId, ContactId, InboundMapping, ReferralField, ReferredByField};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::api_types::requests::CreateSync;
use crate::storage::database::{Database, Row, json};
use crate::storage::error::PortalError;

/// What is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Question {
    /// How many contacts an audience has.
    Count {
        /// Who takes part.
        audience: Audience,
    },
    /// How a few of its contacts would look as referrers.
    Preview {
        /// Who takes part.
        audience: Audience,
        /// HubSpot property -> referrer field.
        inbound: Vec<InboundMapping>,
    },
    /// What a sync would do.
    DryRun(CreateSync),
    /// Which properties and lists there are.
    Catalogue,
    /// Make Goodword's own properties for these fields, then see which there are.
    MakeProperties {
        /// Whose properties.
        campaign: CampaignId,
        /// Which.
        fields: Vec<ReferralField>,
    },
    /// Make Goodword's own properties for these fields of people who were referred, then see which there are.
    MakeReferredByProperties {
        /// Which.
        fields: Vec<ReferredByField>,
    },
    /// What a qualification rule says of a contact.
    TryRule(RuleTrial),
}

/// A qualification rule that is tried on a contact. Nothing is changed by it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = NewRuleTrial))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleTrial {
    /// What must happen.
    pub cause: Cause,
    /// For how many days it must last.
    #[serde(default)]
    pub hold_days: u16,
    /// The contact. It or its e-mail address must be given.
    #[serde(rename = "contactId")]
    pub contact: Option<ContactId>,
    /// An e-mail address of the contact's.
    pub email: Option<String>,
}

impl Question {
    /// Whether its answer is what properties and lists there are.
    pub(crate) fn is_about_catalogue(&self) -> bool {
        self.kind() == CATALOGUE
    }

    /// Questions of one kind replace each other.
    fn kind(&self) -> &'static str {
        match self {
            Self::Count { .. } => "count",
            Self::Preview { .. } => "preview",
            Self::DryRun(_) => "dryRun",
            Self::Catalogue
            | Self::MakeProperties { .. }
            | Self::MakeReferredByProperties { .. } => CATALOGUE,
            Self::TryRule(_) => "trial",
        }
    }
}

/// The kind of those that end with a look at what there is.
const CATALOGUE: &str = "catalogue";

/// A question's row.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) id: u32,
    pub(crate) question: Question,
    /// What was found, as it is shown; `None` while it is not answered.
    pub(crate) answer: Option<String>,
    /// Why it could not be answered.
    pub(crate) problem: Option<String>,
}

impl Asked {
    pub(crate) fn is_open(&self) -> bool {
        self.answer.is_none() && self.problem.is_none()
    }
}

const COLUMNS: &str = "id, question, answer, problem";

fn read(row: &Row) -> Result<Asked, PortalError> {
    Ok(Asked {
        id: row.count(0)?,
        question: row.json(1)?,
        answer: row.optional_text(2)?.map(str::to_owned),
        problem: row.optional_text(3)?.map(str::to_owned),
    })
}

/// Asks a question in the place of the last one of its kind.
pub(crate) fn ask(
    database: &Database,
    question: &Question,
    now: Timestamp,
) -> Result<u32, PortalError> {
    let last = database
        .first("SELECT COALESCE(MAX(id), 0) FROM question", &[])?
        .map_or(Ok(0), |row| row.count(0))?;
    database.change(
        "DELETE FROM question WHERE kind = ?1",
        &[question.kind().into()],
    )?;
    let id = last + 1;
    database.change(
        "INSERT INTO question (id, kind, question, asked_at) VALUES (?1, ?2, ?3, ?4)",
        &[
            id.into(),
            question.kind().into(),
            json(question)?,
            now.into(),
        ],
    )?;
    Ok(id)
}

/// One question.
pub(crate) fn get(database: &Database, id: u32) -> Result<Option<Asked>, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM question WHERE id = ?1");
    let row = database.first(&statement, &[id.into()])?;
    row.as_ref().map(read).transpose()
}

/// The last question about properties and lists.
pub(crate) fn of_catalogue(database: &Database) -> Result<Option<Asked>, PortalError> {
    let statement = format!("SELECT {COLUMNS} FROM question WHERE kind = 'catalogue'");
    let row = database.first(&statement, &[])?;
    row.as_ref().map(read).transpose()
}

/// The questions that are not answered.
pub(crate) fn open(database: &Database) -> Result<Vec<Asked>, PortalError> {
    let statement = format!(
        "SELECT {COLUMNS} FROM question WHERE answer IS NULL AND problem IS NULL ORDER BY id"
    );
    database.all(&statement, &[])?.iter().map(read).collect()
}

/// Keeps an answer.
pub(crate) fn answer(
    database: &Database,
    id: u32,
    answer: &impl Serialize,
    problem: Option<&str>,
) -> Result<(), PortalError> {
    database.change(
        "UPDATE question SET answer = ?2, problem = ?3 WHERE id = ?1",
        &[id.into(), json(answer)?, problem.into()],
    )
}

/// Takes a question back.
pub(crate) fn withdraw(database: &Database, id: u32) -> Result<(), PortalError> {
    database.change("DELETE FROM question WHERE id = ?1", &[id.into()])
}
