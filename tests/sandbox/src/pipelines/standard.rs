//! The pipelines of a new portal: HubSpot's own, and one that the company's users made.

use super::{DEFAULT, Pipeline, Stage};

/// Id, label, and the probability of a sale in hundredths.
type Row = (&'static str, &'static str, u32);

const SALES: &[Row] = &[
    ("appointmentscheduled", "Appointment Scheduled", 20),
    ("qualifiedtobuy", "Qualified To Buy", 40),
    ("presentationscheduled", "Presentation Scheduled", 60),
    ("decisionmakerboughtin", "Decision Maker Bought-In", 80),
    ("contractsent", "Contract Sent", 90),
    ("closedwon", "Closed Won", 100),
    ("closedlost", "Closed Lost", 0),
];

/// The ids of objects that users make are numbers without a meaning.
const PARTNERS: &str = "75618342";
const PARTNER_STAGES: &[Row] = &[
    ("143275101", "Introduced", 10),
    ("143275102", "Terms agreed", 75),
    ("143275103", "Signed", 100),
    ("143275104", "Declined", 0),
];

/// Returns the pipelines. The pipeline of the partners comes first and has its stages in reverse
/// order, although it is displayed last: HubSpot promises no order except `displayOrder`.
pub(super) fn pipelines() -> Vec<Pipeline> {
    let mut partners = pipeline(PARTNERS, "Partner Pipeline", 1, PARTNER_STAGES);
    partners.stages.reverse();
    vec![partners, pipeline(DEFAULT, "Sales Pipeline", 0, SALES)]
}

fn pipeline(id: &str, label: &str, display_order: i64, stages: &[Row]) -> Pipeline {
    let stage = |((id, label, percent), display_order): (&Row, i64)| Stage {
        id: (*id).to_owned(),
        label: (*label).to_owned(),
        display_order,
        percent: *percent,
    };
    Pipeline {
        id: id.to_owned(),
        label: label.to_owned(),
        display_order,
        stages: stages.iter().zip(0..).map(stage).collect(),
    }
}
