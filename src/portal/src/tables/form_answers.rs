//! The table of form answers: the answers of referred people on forms, with the text of the questions.
//!
//! It also holds answers for which there is no HubSpot property, and consents.

use domain::ReferralId;

use crate::api_types::views::FormAnswer;
use crate::storage::columns::to_json;
use crate::storage::database::Database;
use crate::storage::error::PortalError;

/// Stores the answers of a new referral's form, as pairs of question and answer.
pub(crate) fn insert(
    database: &Database,
    id: ReferralId,
    answers: &[(&str, &str)],
) -> Result<(), PortalError> {
    database.change(
        "INSERT INTO form_answers (referral_id, answers) VALUES (?1, ?2)",
        &[id.into(), to_json(&answers)?],
    )
}

/// Returns the answers of a referral's form.
pub(crate) fn of(database: &Database, id: ReferralId) -> Result<Vec<FormAnswer>, PortalError> {
    let pairs: Option<Vec<(String, String)>> = database.first(
        "SELECT answers FROM form_answers WHERE referral_id = ?1",
        &[id.into()],
    )?;
    let answers = pairs.unwrap_or_default().into_iter();
    Ok(answers
        .map(|(asked, answer)| FormAnswer { asked, answer })
        .collect())
}
