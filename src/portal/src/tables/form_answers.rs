//! What people answered on forms, as they read the questions: also what no HubSpot property takes, and what they agreed
//! to.

use domain::ReferralId;
use domain::referral_page::{FieldUse, Form};

use crate::api_types::views::{Answer, FormAnswer, Standing, View};
use crate::storage::database::{Database, json};
use crate::storage::error::PortalError;

/// Keeps the answers of a form whose claim became a new referral. Runs inside the caller's transaction.
pub(crate) fn keep(database: &Database, taken: &Answer, form: &Form) -> Result<(), PortalError> {
    let View::Referral(referral) = &taken.view else {
        return Ok(());
    };
    let asked = form.fields().iter().filter(|field| {
        let own = !matches!(field.purpose, FieldUse::FirstName | FieldUse::Email);
        own && !field.value.is_empty()
    });
    let answers: Vec<(&str, &str)> = asked
        .map(|field| (field.label.as_str(), field.value.as_str()))
        .collect();
    if taken.standing != Standing::Made || answers.is_empty() {
        return Ok(());
    }
    database.change(
        "INSERT INTO form_answers (referral_id, answers) VALUES (?1, ?2)",
        &[referral.id.0.into(), json(&answers)?],
    )
}

/// What somebody answered.
pub(crate) fn of(database: &Database, id: ReferralId) -> Result<Vec<FormAnswer>, PortalError> {
    let row = database.first(
        "SELECT answers FROM form_answers WHERE referral_id = ?1",
        &[id.0.into()],
    )?;
    let pairs: Vec<(String, String)> = row.map_or(Ok(Vec::new()), |row| row.json(0))?;
    let answers = pairs.into_iter();
    Ok(answers
        .map(|(asked, answer)| FormAnswer { asked, answer })
        .collect())
}
