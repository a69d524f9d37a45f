//! The properties of contacts in a new portal: those of HubSpot's own that the tests need, and a
//! few that the company's users made.

use super::{Choice, Definition, Kind, Ownership, groups::Group};

/// HubSpot's main group.
const INFORMATION: &str = "contactinformation";
/// The group that the company's users made.
const COMPANY: &str = "loyalty_programme";

pub(super) type Row = (&'static str, &'static str, Kind, &'static str);

/// The properties that anyone may write.
const WRITABLE: &[Row] = &[
    ("email", "Email", Kind::String, "text"),
    ("firstname", "First Name", Kind::String, "text"),
    ("lastname", "Last Name", Kind::String, "text"),
    ("phone", "Phone Number", Kind::String, "phonenumber"),
    (
        "mobilephone",
        "Mobile Phone Number",
        Kind::String,
        "phonenumber",
    ),
    (
        "hs_additional_emails",
        "Additional email addresses",
        Kind::String,
        "text",
    ),
    ("company", "Company Name", Kind::String, "text"),
    ("jobtitle", "Job Title", Kind::String, "text"),
    ("website", "Website URL", Kind::String, "text"),
    ("address", "Street Address", Kind::String, "text"),
    ("city", "City", Kind::String, "text"),
    ("zip", "Postal Code", Kind::String, "text"),
    ("country", "Country/Region", Kind::String, "text"),
    ("hs_language", "Preferred language", Kind::String, "text"),
    ("hubspot_owner_id", "Contact owner", Kind::String, "text"),
    ("date_of_birth", "Date of birth", Kind::String, "text"),
    ("closedate", "Close Date", Kind::Datetime, "date"),
    ("annualrevenue", "Annual Revenue", Kind::String, "text"),
];

/// The properties that only HubSpot writes.
const READ_ONLY: &[Row] = &[
    ("createdate", "Create Date", Kind::Datetime, "date"),
    (
        "lastmodifieddate",
        "Last Modified Date",
        Kind::Datetime,
        "date",
    ),
    ("hs_object_id", "Record ID", Kind::Number, "number"),
    (
        "hs_merged_object_ids",
        "Merged record IDs",
        Kind::String,
        "text",
    ),
    (
        "hs_calculated_merged_vids",
        "Merged record IDs with timestamps",
        Kind::String,
        "text",
    ),
    ("hs_email_domain", "Email Domain", Kind::String, "text"),
    (
        "hs_full_name_or_email",
        "Full name or email",
        Kind::String,
        "text",
    ),
    (
        "hs_object_source",
        "Record creation source",
        Kind::String,
        "text",
    ),
    (
        "num_associated_deals",
        "Number of Associated Deals",
        Kind::Number,
        "number",
    ),
    (
        "num_unique_conversion_events",
        "Number of Unique Forms Submitted",
        Kind::Number,
        "number",
    ),
];

/// The company's own properties.
const CUSTOM: &[Row] = &[
    ("customer_number", "Customer number", Kind::String, "text"),
    ("loyalty_points", "Loyalty points", Kind::Number, "number"),
    ("member_since", "Member since", Kind::Date, "date"),
    ("preferred_store", "Preferred store", Kind::String, "text"),
];

const STAGES: &[(&str, &str)] = &[
    ("subscriber", "Subscriber"),
    ("lead", "Lead"),
    ("marketingqualifiedlead", "Marketing Qualified Lead"),
    ("salesqualifiedlead", "Sales Qualified Lead"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
    ("evangelist", "Evangelist"),
    ("other", "Other"),
];
const LEAD_STATUS: &[(&str, &str)] = &[
    ("NEW", "New"),
    ("OPEN", "Open"),
    ("IN_PROGRESS", "In Progress"),
    ("CONNECTED", "Connected"),
    ("UNQUALIFIED", "Unqualified"),
];
const TOPICS: &[(&str, &str)] = &[
    ("offers", "Offers"),
    ("events", "Events"),
    ("recipes", "Recipes"),
    ("tips", "Tips"),
];
const YES_NO: &[(&str, &str)] = &[("true", "Yes"), ("false", "No")];

/// Returns the properties of a new portal.
pub(super) fn standard_properties(created_at: i64) -> Vec<Definition> {
    let mut all = Vec::new();
    all.extend(
        WRITABLE
            .iter()
            .map(|row| define(row, INFORMATION, created_at)),
    );
    all.extend(READ_ONLY.iter().map(|row| Definition {
        ownership: Ownership::ReadOnly,
        ..define(row, INFORMATION, created_at)
    }));
    for (row, choices) in [
        (
            (
                "lifecyclestage",
                "Lifecycle Stage",
                Kind::Enumeration,
                "radio",
            ),
            STAGES,
        ),
        (
            ("hs_lead_status", "Lead Status", Kind::Enumeration, "radio"),
            LEAD_STATUS,
        ),
    ] {
        let choices = choose(choices);
        all.push(Definition {
            choices,
            ..define(&row, INFORMATION, created_at)
        });
    }
    let custom = |row: &Row| Definition {
        ownership: Ownership::Custom,
        ..define(row, COMPANY, created_at)
    };
    all.extend(CUSTOM.iter().map(custom));
    for (row, choices) in [
        (
            (
                "newsletter_topics",
                "Newsletter topics",
                Kind::Enumeration,
                "checkbox",
            ),
            TOPICS,
        ),
        (("vip", "VIP", Kind::Bool, "booleancheckbox"), YES_NO),
    ] {
        all.push(Definition {
            choices: choose(choices),
            ..custom(&row)
        });
    }
    all
}

/// Returns further properties of a company: every tenth is a list of 300 countries.
pub(crate) fn further_properties(
    count: usize,
    created_at: i64,
) -> impl Iterator<Item = Definition> {
    (0..count).map(move |number| {
        let is_list = number % 10 == 0;
        let kind = if is_list {
            Kind::Enumeration
        } else {
            Kind::String
        };
        let control = if is_list { "select" } else { "text" };
        let country = |number: i64| Choice {
            label: format!("Country or territory number {number}"),
            value: format!("country_{number}"),
            description: String::new(),
            display_order: number,
            hidden: false,
        };
        Definition {
            name: format!("further_{number}").into(),
            label: format!("Further {number}"),
            ownership: Ownership::Custom,
            choices: (0..300).filter(|_| is_list).map(country).collect(),
            ..define(&("further", "Further", kind, control), COMPANY, created_at)
        }
    })
}

/// Returns the groups of a new portal.
pub(super) fn standard_groups() -> Vec<Group> {
    [
        (INFORMATION, "Contact information"),
        (COMPANY, "Loyalty programme"),
    ]
    .into_iter()
    .zip(0..)
    .map(|((name, label), display_order)| Group {
        name: name.to_owned(),
        label: label.to_owned(),
        display_order,
        archived: false,
        created_at: 0,
    })
    .collect()
}

pub(super) fn define(
    (name, label, kind, field_type): &Row,
    group: &str,
    created_at: i64,
) -> Definition {
    Definition {
        name: (*name).into(),
        label: (*label).to_owned(),
        group: group.to_owned(),
        kind: *kind,
        field_type: (*field_type).to_owned(),
        description: String::new(),
        choices: Vec::new(),
        display_order: -1,
        hidden: false,
        form_field: true,
        unique: false,
        ownership: Ownership::Standard,
        created_at,
        updated_at: created_at,
        archived_at: None,
    }
}

fn choose(choices: &[(&str, &str)]) -> Vec<Choice> {
    choices
        .iter()
        .zip(0..)
        .map(|((value, label), display_order)| Choice {
            label: (*label).to_owned(),
            value: (*value).to_owned(),
            description: String::new(),
            display_order,
            hidden: false,
        })
        .collect()
}
