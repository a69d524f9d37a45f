//! The properties of deals in a new portal: those of HubSpot's own that the tests need.

use super::{
    Definition, Kind, Ownership,
    groups::Group,
    standard::{Row, define},
};
use crate::pipelines::{ENTERED_PRESENT, Pipelines, entered};

/// HubSpot's main group.
const INFORMATION: &str = "dealinformation";

/// The properties that anyone may write.
const WRITABLE: &[Row] = &[
    ("dealname", "Deal Name", Kind::String, "text"),
    ("amount", "Amount", Kind::Number, "number"),
    ("closedate", "Close Date", Kind::Datetime, "date"),
    ("description", "Deal Description", Kind::String, "textarea"),
    ("dealtype", "Deal Type", Kind::String, "text"),
    ("hubspot_owner_id", "Deal owner", Kind::String, "text"),
];

/// The properties that only HubSpot writes.
const READ_ONLY: &[Row] = &[
    ("createdate", "Create Date", Kind::Datetime, "date"),
    ("hs_object_id", "Record ID", Kind::Number, "number"),
    (
        "hs_lastmodifieddate",
        "Last Modified Date",
        Kind::Datetime,
        "date",
    ),
    (
        "hs_object_source",
        "Record creation source",
        Kind::String,
        "text",
    ),
    (
        "hs_is_closed",
        "Is Deal Closed?",
        Kind::Bool,
        "booleancheckbox",
    ),
    (
        "hs_is_closed_won",
        "Is Closed Won",
        Kind::Bool,
        "booleancheckbox",
    ),
    (
        "hs_is_closed_lost",
        "Is Closed Lost",
        Kind::Bool,
        "booleancheckbox",
    ),
    (
        "hs_deal_stage_probability",
        "Deal probability",
        Kind::Number,
        "number",
    ),
];

/// Returns the properties of a new portal.
pub(super) fn properties(created_at: i64, pipelines: &Pipelines) -> Vec<Definition> {
    let define = |row: &Row| define(row, INFORMATION, created_at);
    let own = |row: &Row| Definition {
        ownership: Ownership::ReadOnly,
        ..define(row)
    };
    let chosen = [
        (
            ("pipeline", "Pipeline", Kind::Enumeration, "select"),
            pipelines.choices(),
        ),
        (
            ("dealstage", "Deal Stage", Kind::Enumeration, "radio"),
            pipelines.stage_choices(),
        ),
    ];
    let chosen = chosen.map(|(row, choices)| Definition {
        choices,
        ..define(&row)
    });
    let entered = pipelines.stage_ids().map(entered);
    let entered = entered.chain([ENTERED_PRESENT.to_owned()]).map(|name| {
        let row = (
            "",
            "Date entered stage",
            Kind::Datetime,
            "calculation_read_time",
        );
        Definition {
            name: name.as_str().into(),
            ownership: Ownership::ReadOnly,
            ..define(&row)
        }
    });
    let written = WRITABLE.iter().map(define).chain(READ_ONLY.iter().map(own));
    written.chain(chosen).chain(entered).collect()
}

/// Returns the groups of a new portal.
pub(super) fn groups() -> Vec<Group> {
    vec![Group {
        name: INFORMATION.to_owned(),
        label: "Deal information".to_owned(),
        display_order: 0,
        archived: false,
        created_at: 0,
    }]
}
