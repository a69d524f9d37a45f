//! Numbered steps that bring a database to the present schema. A step that was released is never edited.

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::ports::Sql;

/// The steps of a portal's database.
pub(crate) const PORTAL: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("steps/leavers.sql"),
    include_str!("steps/runs_and_holds.sql"),
    include_str!("steps/deal_credits.sql"),
    include_str!("steps/refused_answers.sql"),
    include_str!("steps/enrolments.sql"),
    include_str!("steps/search_in_all_scripts.sql"),
    include_str!("steps/strangers.sql"),
    include_str!("steps/proven_hosts.sql"),
    include_str!("steps/feed_windows.sql"),
    include_str!("steps/account_details.sql"),
    include_str!("steps/writes.sql"),
    include_str!("steps/seen_people.sql"),
    include_str!("steps/one_rewrite.sql"),
    include_str!("steps/denials.sql"),
    include_str!("steps/first_writes.sql"),
];

/// The steps of the Directory's database.
pub(crate) const DIRECTORY: &[&str] = &[
    include_str!("directory.sql"),
    include_str!("steps/host_quarantine.sql"),
];

/// Returns whether a database has run any step. Writes nothing.
pub(crate) fn any_ran(sql: &dyn Sql) -> Result<bool, PortalError> {
    let statement = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'";
    Ok(!sql.run(statement, &[])?.rows.is_empty())
}

/// Runs the steps that this database has not run yet, each in its own transaction.
pub(crate) fn migrate(database: &Database, steps: &[&str]) -> Result<(), PortalError> {
    database.change(
        "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) WITHOUT ROWID",
        &[],
    )?;
    let done = database.number("SELECT COALESCE(MAX(version), 0) FROM schema_version", &[])?;
    for (version, step) in (1..).zip(steps) {
        if version <= done {
            continue;
        }
        database.atomically(|| {
            for statement in statements(step) {
                database.change(statement, &[])?;
            }
            database.change(
                "INSERT INTO schema_version (version) VALUES (?1)",
                &[version.into()],
            )
        })?;
    }
    Ok(())
}

/// Returns the statements of a step. In our SQL a semicolon at the end of a line always ends a statement.
fn statements(step: &str) -> impl Iterator<Item = &str> {
    step.split(";\n").map(str::trim).filter(|statement| {
        statement
            .lines()
            .any(|line| !line.trim().is_empty() && !line.trim_start().starts_with("--"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::native::NativeSql;

    #[test]
    fn entries_of_the_search_indexes_survive_the_change_of_their_tables() {
        let database = Database::new(Box::new(NativeSql::in_memory().unwrap()));
        migrate(&database, &PORTAL[..1]).unwrap();
        for entry in [
            "INSERT INTO referrer_index (rowid, words, marks, campaign_id, contact_id) \
             VALUES (-7, 'सुनीता शर्मा', 'campaign1 live', 1, '51')",
            "INSERT INTO referral_index (rowid, words, marks, referrer) VALUES (3, 'สมชาย', 'pending', 'Ann')",
        ] {
            database.change(entry, &[]).unwrap();
        }
        migrate(&database, PORTAL).unwrap();
        let found = |statement: &str| database.exists(statement, &[]).unwrap();
        assert!(found(
            "SELECT 1 FROM referrer_index WHERE referrer_index MATCH 'words : \"सुनी\" * AND marks : \"campaign1\"' \
             AND rowid = -7 AND campaign_id = 1 AND contact_id = '51'"
        ));
        assert!(found(
            "SELECT 1 FROM referral_index WHERE referral_index MATCH 'words : \"สมชาย\"' AND rowid = 3 AND referrer = 'Ann'"
        ));
        assert!(!found("SELECT 1 FROM sqlite_master WHERE name = 'moved'"));
    }

    #[test]
    fn a_pass_over_all_addresses_goes_on_as_rewrites_of_the_campaigns() {
        let database = Database::new(Box::new(NativeSql::in_memory().unwrap()));
        migrate(&database, &PORTAL[..13]).unwrap();
        for entry in [
            "INSERT INTO campaign (id, name, destination, window_days, status, created_at, share_message) \
             VALUES (1, 'Spring', '', 90, 'live', 0, ''), (2, 'May', '', 90, 'live', 0, '')",
            "INSERT INTO address_rewrite (id, campaign_id, contact_id) VALUES (1, 1, '51')",
            "INSERT INTO campaign_rewrite (campaign_id, fields, after) VALUES (2, '[\"linkStatus\"]', '51')",
        ] {
            database.change(entry, &[]).unwrap();
        }
        migrate(&database, PORTAL).unwrap();
        let found = |statement: &str| database.exists(statement, &[]).unwrap();
        for (campaign, fields) in [(1, 2), (2, 3)] {
            assert!(found(&format!(
                "SELECT 1 FROM campaign_rewrite WHERE campaign_id = {campaign} AND after = '' \
                 AND json_array_length(fields) = {fields}"
            )));
        }
    }
}
