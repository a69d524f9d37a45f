//! What is answered when tables are given out and taken in.

use serde::Serialize;

/// A table for spreadsheets, or a part of one. It is no JSON.
#[derive(Debug)]
pub struct TableView {
    /// What a file of it is called.
    pub name: &'static str,
    /// The lines; those of a first part begin with the names of the columns.
    pub text: String,
    /// Where the next part begins; none on the last.
    pub next: Option<String>,
}

/// What came of each line of an import.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportResult))]
pub struct ImportView {
    /// In the order of the lines.
    pub outcomes: Vec<LineView>,
}

/// What came of one line.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ImportedLine))]
pub struct LineView {
    /// The line's number, as the request gave it.
    pub line: u32,
    /// What came of it.
    pub outcome: LineOutcome,
    /// Why it was refused, or does not count.
    pub why: Option<String>,
}

/// What can come of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum LineOutcome {
    /// It is there now.
    Added,
    /// It was there before, and stays as it was.
    Known,
    /// It is there now, and does not count.
    NotCounted,
    /// Nothing of it was kept.
    Refused,
}
