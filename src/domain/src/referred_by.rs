//! "Referred by": the values about the referrer that are written to a referred person's contact.
//!
//! A campaign maps up to four values to properties of the customer's choice, or to Goodword's own.
//! All campaigns share Goodword's own, because a person is mostly referred once. The answers from
//! the form's fields are written too, where HubSpot has no value yet.
//!
//! Invariant: nothing is written without a mapping.
//!
//! Left to others: whether HubSpot has the properties and takes text there, and which properties a
//! sync writes.

use serde::{Deserialize, Serialize};

use crate::mapping::{PropertyName, ValueKind, WriteMode};
use crate::write_back::is_due;

/// A value that can be written about the referrer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReferredByField {
    /// The code of the referrer's link.
    Code,
    /// The referrer's name.
    Name,
    /// The referrer's link.
    Link,
    /// The campaign's name.
    Campaign,
}

impl ReferredByField {
    /// All fields, in the order in which people see them.
    pub const ALL: [Self; 4] = [Self::Code, Self::Name, Self::Link, Self::Campaign];

    /// Returns Goodword's own property for the field.
    #[must_use]
    pub fn own_property(self) -> PropertyName {
        PropertyName::own(match self {
            Self::Code => "referred_by_code",
            Self::Name => "referred_by_name",
            Self::Link => "referred_by_link",
            Self::Campaign => "referred_by_campaign",
        })
    }

    /// Returns the label of Goodword's own property.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Code => "Referred by (code)",
            Self::Name => "Referred by (name)",
            Self::Link => "Referred by (link)",
            Self::Campaign => "Referred in (campaign)",
        }
    }

    /// Returns the description that HubSpot's users read under the label.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Code => "The code of the link that brought this contact. Written by Goodword.",
            Self::Name => "The name of the contact who referred this one. Written by Goodword.",
            Self::Link => "The link that brought this contact. Written by Goodword.",
            Self::Campaign => {
                "The referral campaign in which this contact was referred. Written by Goodword."
            }
        }
    }
}

/// The mapping of one value to a property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReferredByMapping {
    /// The field that is written.
    pub field: ReferredByField,
    /// The property that it is written to.
    pub property: PropertyName,
    /// When it is written.
    pub mode: WriteMode,
}

/// Checks that a campaign can have these mappings.
///
/// # Errors
/// A sentence that says what to change.
pub fn check(mappings: &[ReferredByMapping]) -> Result<(), &'static str> {
    for (at, row) in mappings.iter().enumerate() {
        let others = mappings.get(..at).unwrap_or_default();
        if others.iter().any(|other| other.property == row.property) {
            return Err(
                "A HubSpot property can be the target of only one \u{201c}referred by\u{201d} field.",
            );
        }
        if others.iter().any(|other| other.field == row.field) {
            return Err("A \u{201c}referred by\u{201d} field has one HubSpot property.");
        }
    }
    Ok(())
}

/// The values of one referral. Holds personal data: never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct ReferredBy {
    /// The code of the referrer's link.
    pub code: String,
    /// The referrer's name; empty if none is known.
    pub name: String,
    /// The referrer's link.
    pub link: String,
    /// The campaign's name.
    pub campaign: String,
}

impl ReferredBy {
    /// Returns a field's value as HubSpot takes it; empty for none.
    #[must_use]
    pub fn value(&self, field: ReferredByField) -> &str {
        match field {
            ReferredByField::Code => &self.code,
            ReferredByField::Name => &self.name,
            ReferredByField::Link => &self.link,
            ReferredByField::Campaign => &self.campaign,
        }
    }

    /// Returns each property to write with its value and write mode, from the referral and from the
    /// person's answers.
    pub fn wanted<'a>(
        &'a self,
        mappings: &'a [ReferredByMapping],
        answers: &'a [(PropertyName, String)],
    ) -> impl Iterator<Item = (&'a PropertyName, WriteMode, &'a str)> {
        let told = mappings
            .iter()
            .map(|row| (&row.property, row.mode, self.value(row.field)));
        // A mapped property is written as the campaign says, not as the person answered.
        let unmapped = answers
            .iter()
            .filter(|(property, _)| mappings.iter().all(|row| row.property != *property))
            .map(|(property, answer)| (property, WriteMode::IfEmpty, answer.as_str()));
        told.chain(unmapped)
    }

    /// Returns the properties that have to be written. `present` gives the value that HubSpot
    /// holds.
    pub fn due<'p>(
        &self,
        mappings: &[ReferredByMapping],
        answers: &[(PropertyName, String)],
        present: impl Fn(&str) -> Option<&'p str>,
    ) -> Vec<(PropertyName, WriteMode, String)> {
        self.wanted(mappings, answers)
            .filter(|(property, mode, wanted)| {
                is_due(*mode, ValueKind::Text, present(property.as_str()), wanted)
            })
            .map(|(property, mode, wanted)| (property.clone(), mode, wanted.to_owned()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ReferredByField::{Campaign, Code, Link, Name};
    use WriteMode::{Always, IfEmpty, Never};

    fn row(field: ReferredByField, property: &str, mode: WriteMode) -> ReferredByMapping {
        ReferredByMapping {
            field,
            property: PropertyName::parse(property).unwrap(),
            mode,
        }
    }

    #[test]
    fn each_property_takes_one_field_and_each_field_one_property() {
        let own =
            ReferredByField::ALL.map(|field| row(field, field.own_property().as_str(), Always));
        assert_eq!(check(&own), Ok(()));
        assert_eq!(check(&[]), Ok(()));
        assert!(check(&[row(Code, "a", Always), row(Name, "a", Never)]).is_err());
        assert!(check(&[row(Code, "a", Always), row(Code, "b", Always)]).is_err());
    }

    #[test]
    fn the_scripts_hidden_field_fills_the_property_of_the_code() {
        assert_eq!(Code.own_property().as_str(), "goodword_referred_by_code");
    }

    #[test]
    fn mapped_values_are_written_as_the_mode_allows_and_nothing_else_is() {
        let told = ReferredBy {
            code: "K7Q".into(),
            name: String::new(),
            link: "https://g.example/r/K7Q".into(),
            campaign: "Spring".into(),
        };
        let answers = [
            (PropertyName::parse("city").unwrap(), "Rome".to_owned()),
            (PropertyName::parse("code").unwrap(), "forged".to_owned()),
            (PropertyName::parse("note").unwrap(), String::new()),
        ];
        for (mappings, held, expected) in [
            (vec![], vec![], vec![("city", "Rome"), ("code", "forged")]),
            (
                vec![row(Code, "code", Always), row(Campaign, "camp", IfEmpty)],
                vec![],
                vec![("code", "K7Q"), ("camp", "Spring"), ("city", "Rome")],
            ),
            (
                vec![row(Code, "code", Always), row(Campaign, "camp", IfEmpty)],
                vec![("code", "K7Q"), ("camp", "Autumn"), ("city", "Oslo")],
                vec![],
            ),
            (
                vec![row(Code, "code", Always), row(Link, "link", Never)],
                vec![("code", "other"), ("city", "Oslo")],
                vec![("code", "K7Q")],
            ),
            // The name is unknown: an empty property stays empty, and an old name is cleared.
            (
                vec![row(Name, "name", Always), row(Code, "code", Never)],
                vec![("city", "Oslo")],
                vec![],
            ),
            (
                vec![row(Name, "name", Always), row(Code, "code", Never)],
                vec![("city", "Oslo"), ("name", "Ann")],
                vec![("name", "")],
            ),
        ] {
            let present = |name: &str| {
                let found = held.iter().find(|(own, _)| *own == name);
                found.map(|(_, value)| *value)
            };
            let due = told.due(&mappings, &answers, present);
            let due: Vec<_> = due
                .iter()
                .map(|(property, _, value)| (property.as_str(), value.as_str()))
                .collect();
            assert_eq!(due, expected, "{mappings:?} {held:?}");
        }
    }
}
