//! A run's outcomes as a table for spreadsheets: the contacts that failed or were skipped, the reasons, and the
//! addresses of the contacts' records.

use domain::RunId;

use crate::api::csv::Table;
use crate::api_types::requests::OutcomeKind;
use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::tables::outcomes;

const COLUMNS: [&str; 5] = ["contact_id", "outcome", "reason", "detail", "record"];

/// The most outcomes in a table: some ten megabytes, which an object can hold at once.
const MOST: u32 = 100_000;

/// Returns the table of a run. `record` is the beginning of the address of a contact's record.
pub(crate) fn of_run(
    database: &Database,
    run: RunId,
    kind: Option<OutcomeKind>,
    record: &str,
) -> Result<String, PortalError> {
    let mut table = Table::with_head(&COLUMNS);
    for outcome in outcomes::page(database, run, kind, None, MOST)? {
        let id = outcome.contact_id.as_str();
        let address = format!("{record}{id}");
        let (kind, reason) = (outcome.kind.as_str(), outcome.reason.as_str());
        table.push(&[id, kind, reason, &outcome.detail, &address]);
    }
    Ok(table.into_text())
}

#[cfg(test)]
mod tests {
    use domain::ContactId;

    use super::*;
    use crate::api_types::views::Reason;
    use crate::tables::outcomes::Outcome;
    use crate::testing;

    #[test]
    fn a_line_has_the_contact_the_outcome_the_reason_and_the_record() {
        let database = testing::database();
        let outcome = Outcome {
            contact: ContactId::from(51),
            kind: OutcomeKind::Failed,
            reason: Reason::Refused,
            detail: "=cmd(\"x\"), a\nline".into(),
        };
        outcomes::record(&database, RunId(1), &outcome).unwrap();
        let skipped = Some(OutcomeKind::Skipped);
        let record = "https://app.example/contacts/1/record/0-1/";
        assert_eq!(
            of_run(&database, RunId(1), None, record).unwrap(),
            "contact_id,outcome,reason,detail,record\r\n\"51\",\"failed\",\"refused\",\
             \"'=cmd(\"\"x\"\"), a\nline\",\"https://app.example/contacts/1/record/0-1/51\"\r\n"
        );
        assert_eq!(
            of_run(&database, RunId(1), skipped, record).unwrap(),
            "contact_id,outcome,reason,detail,record\r\n"
        );
    }
}
