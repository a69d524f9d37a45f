//! The responses to exports and imports of tables.

use serde::Serialize;

/// A table for spreadsheets, or a part of one. It is not JSON.
#[derive(Debug)]
pub struct TableView {
    /// The name of the file.
    pub name: &'static str,
    /// The lines. The first part begins with the names of the columns.
    pub text: String,
    /// The beginning of the next part; none on the last part.
    pub next: Option<String>,
}

/// The results of an import.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportResult))]
pub struct ImportView {
    /// The result of each line, in the order of the lines.
    pub outcomes: Vec<LineView>,
}

/// The result of one line.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportedLine))]
pub struct LineView {
    /// The line's number, as the request gave it.
    pub line: u32,
    /// The outcome.
    pub outcome: LineOutcome,
    /// The reason why the line was refused, or does not count.
    pub why: Option<String>,
}

/// The outcome of an imported line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LineOutcome {
    /// The line was added.
    Added,
    /// HubSpot is being asked whether the contact exists. It is then enrolled, or the line is refused: the same line,
    /// sent again, says which.
    Checking,
    /// The line's subject existed before and is unchanged.
    Known,
    /// The line was added and does not count.
    NotCounted,
    /// The line was refused, and nothing of it was stored.
    Refused,
}
