//! Decides which mapped properties of a contact have to be written, and with which values.
//!
//! A property is written only when its value differs from what HubSpot holds, and only as the mapping's
//! write mode allows.

use crate::campaign::LinkStatus;
use crate::mapping::{OutboundMapping, PropertyName, ReferralField, ValueKind, WriteMode};

/// The values of one referrer that can be written to HubSpot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferrerValues {
    /// The full referral link.
    pub link: String,
    /// The code in it.
    pub code: String,
    /// People referred.
    pub people_referred: u32,
    /// Successful referrals.
    pub successful_referrals: u32,
    /// Clicks by people.
    pub clicks: u32,
    /// Whether the link works.
    pub link_status: LinkStatus,
    /// The campaign's name.
    pub campaign_name: String,
    /// The day of the last referral, as YYYY-MM-DD in UTC.
    pub last_referral_date: Option<String>,
    /// The address of the link's QR code.
    pub qr_code_url: String,
}

impl ReferrerValues {
    /// Returns a field's value as HubSpot takes it; empty for none.
    #[must_use]
    pub fn value(&self, field: ReferralField) -> String {
        match field {
            ReferralField::ReferralLink => self.link.clone(),
            ReferralField::ReferralCode => self.code.clone(),
            ReferralField::PeopleReferred => self.people_referred.to_string(),
            ReferralField::SuccessfulReferrals => self.successful_referrals.to_string(),
            ReferralField::Clicks => self.clicks.to_string(),
            ReferralField::LinkStatus => self.link_status.as_str().to_owned(),
            ReferralField::CampaignName => self.campaign_name.clone(),
            ReferralField::LastReferralDate => self.last_referral_date.clone().unwrap_or_default(),
            ReferralField::QrCodeUrl => self.qr_code_url.clone(),
        }
    }
}

/// Returns the mappings whose property has to be written. `present` gives the value that HubSpot
/// holds; null and "" are both empty.
pub fn due<'m, 'p>(
    mappings: &'m [OutboundMapping],
    values: &ReferrerValues,
    present: impl Fn(&str) -> Option<&'p str>,
) -> Vec<&'m OutboundMapping> {
    mappings
        .iter()
        .filter(|row| is_row_due(row, values, present(row.property.as_str())))
        .collect()
}

/// Returns the mappings of properties that were due when a write was planned, as far as they may still be written: a
/// person may have removed a mapping since, or set it to "never".
#[must_use]
pub fn still_mapped<'m>(
    mappings: &'m [OutboundMapping],
    planned: &[PropertyName],
) -> Vec<&'m OutboundMapping> {
    let is_written =
        |row: &&OutboundMapping| row.mode != WriteMode::Never && planned.contains(&row.property);
    mappings.iter().filter(is_written).collect()
}

/// Tells whether a mapping's property has to be written if HubSpot holds the value `present`.
#[must_use]
pub fn is_row_due(row: &OutboundMapping, values: &ReferrerValues, present: Option<&str>) -> bool {
    is_due(
        row.mode,
        row.field.kind(),
        present,
        &values.value(row.field),
    )
}

/// Tells whether a property has to be written in this mode to hold the value `wanted`.
pub(crate) fn is_due(
    mode: WriteMode,
    kind: ValueKind,
    present: Option<&str>,
    wanted: &str,
) -> bool {
    let present = present.unwrap_or_default();
    match mode {
        WriteMode::Never => false,
        WriteMode::IfEmpty => present.is_empty() && !wanted.is_empty(),
        WriteMode::Always => !is_same(kind, present, wanted),
    }
}

/// Returns the properties that may be written. Some of them only if HubSpot holds no value.
#[must_use]
pub fn written(mappings: &[OutboundMapping]) -> Vec<PropertyName> {
    let rows = mappings.iter().filter(|row| row.mode != WriteMode::Never);
    rows.map(|row| row.property.clone()).collect()
}

/// Compares two values. HubSpot may return a number in another notation, and a day as its first
/// moment.
fn is_same(kind: ValueKind, present: &str, wanted: &str) -> bool {
    if present == wanted {
        return true;
    }
    if kind == ValueKind::Date {
        return !wanted.is_empty() && present.get(..wanted.len()) == Some(wanted);
    }
    let number = |text: &str| text.trim().parse::<f64>().ok();
    kind == ValueKind::Number
        && number(present)
            .zip(number(wanted))
            .is_some_and(|(present, wanted)| (present - wanted).abs() < f64::EPSILON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CampaignId;
    use crate::mapping::own_outbound;

    fn due_fields(present: &[Option<&str>; 4], modes: [WriteMode; 4]) -> Vec<ReferralField> {
        let values = ReferrerValues {
            link: "https://g.example/r/A".into(),
            code: "A".into(),
            people_referred: 3,
            successful_referrals: 0,
            clicks: 0,
            link_status: LinkStatus::Live,
            campaign_name: "Spring".into(),
            last_referral_date: None,
            qr_code_url: "https://g.example/qr/A.svg".into(),
        };
        let mut rows = own_outbound(CampaignId(1));
        for (row, mode) in rows.iter_mut().zip(modes) {
            row.mode = mode;
        }
        let held = |name: &str| {
            let at = rows.iter().position(|row| row.property.as_str() == name)?;
            present[at]
        };
        due(&rows, &values, held)
            .iter()
            .map(|row| row.field)
            .collect()
    }

    #[test]
    fn a_write_is_judged_by_the_mapping_and_the_values_of_its_moment() {
        use WriteMode::{Always, IfEmpty, Never};
        let values = ReferrerValues {
            link: "https://g.example/r/A".into(),
            code: "A".into(),
            people_referred: 3,
            successful_referrals: 0,
            clicks: 0,
            link_status: LinkStatus::Live,
            campaign_name: "Spring".into(),
            last_referral_date: None,
            qr_code_url: "https://g.example/qr/A.svg".into(),
        };
        let rows = own_outbound(CampaignId(1));
        let link = [rows[0].property.clone()];
        for (mode, present, due) in [
            (Always, None, true),
            (Always, Some("typed by a person"), true),
            (Always, Some("https://g.example/r/A"), false),
            (IfEmpty, None, true),
            (IfEmpty, Some(""), true),
            (IfEmpty, Some("typed by a person"), false),
            (Never, None, false),
        ] {
            let mut rows = rows.clone();
            rows[0].mode = mode;
            let mapped = still_mapped(&rows, &link);
            assert_eq!(mapped.len(), usize::from(mode != Never), "{mode:?}");
            assert_eq!(
                is_row_due(&rows[0], &values, present),
                due,
                "{mode:?} {present:?}"
            );
        }
        let unmapped = still_mapped(&rows[1..], &link);
        assert!(unmapped.is_empty(), "a row that was removed is not written");
    }

    #[test]
    fn only_differing_values_are_written_and_only_as_the_mode_allows() {
        use ReferralField::{PeopleReferred, ReferralCode, ReferralLink, SuccessfulReferrals};
        use WriteMode::{Always, IfEmpty, Never};
        let all = ReferralField::USUAL.to_vec();
        let right = [
            Some("https://g.example/r/A"),
            Some("A"),
            Some("3"),
            Some("0"),
        ];
        for (present, modes, expected) in [
            ([None; 4], [Always; 4], all.clone()),
            ([Some(""); 4], [Always; 4], all.clone()),
            ([None; 4], [IfEmpty; 4], all),
            ([None; 4], [Never; 4], vec![]),
            (right, [Always; 4], vec![]),
            (right, [IfEmpty; 4], vec![]),
            (
                [right[0], right[1], Some("3.0"), Some("0.00")],
                [Always; 4],
                vec![],
            ),
            (
                [Some("x"), right[1], Some("2"), right[3]],
                [Always; 4],
                vec![ReferralLink, PeopleReferred],
            ),
            ([Some("x"); 4], [IfEmpty; 4], vec![]),
            (
                [Some("x"), None, Some("1"), Some("")],
                [IfEmpty; 4],
                vec![ReferralCode, SuccessfulReferrals],
            ),
            (
                [right[0], right[1], Some("three"), right[3]],
                [Always; 4],
                vec![PeopleReferred],
            ),
        ] {
            assert_eq!(
                due_fields(&present, modes),
                expected,
                "{present:?} {modes:?}"
            );
        }
    }
}
