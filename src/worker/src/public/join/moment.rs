//! The moment at which a form was opened, signed in a hidden field. A form without it, with the moment of another form, or
//! with one that is older than a day, has to be sent again.

use domain::ReferralCode;
use jiff::{SignedDuration, Timestamp};

use crate::edge::signing::{Purpose, SigningKey};

/// A visitor may leave a page open over night and send the form in the morning.
const LIFE: SignedDuration = SignedDuration::from_hours(24);

/// Signs a moment for the form of a code.
pub(super) fn sealed(key: &SigningKey, code: ReferralCode, opened_at: Timestamp) -> String {
    let value = (code.to_string(), opened_at.as_millisecond());
    let until = opened_at.checked_add(LIFE).ok();
    let text = until.and_then(|until| key.sign(Purpose::Form, &value, until));
    text.unwrap_or_default()
}

/// Returns the moment, if it was signed for the form of this code within the last day.
pub(super) fn opened(
    key: &SigningKey,
    code: ReferralCode,
    text: &str,
    now: Timestamp,
) -> Option<Timestamp> {
    let (own, at): (String, i64) = key.verify(Purpose::Form, text, now)?;
    let at = Timestamp::from_millisecond(at).ok()?;
    (own == code.to_string()).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::settings::Settings;

    #[test]
    fn a_moment_is_valid_for_its_form_and_for_a_day() {
        let key = Settings::for_tests().session_key;
        let (own, other) = (ReferralCode::new(1, 2, 3), ReferralCode::new(1, 2, 4));
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let text = sealed(&key, own, at);
        let later = |hours| at + SignedDuration::from_hours(hours);
        assert_eq!(opened(&key, own, &text, later(23)), Some(at));
        assert_eq!(opened(&key, own, &text, later(24)), None);
        assert_eq!(opened(&key, other, &text, at), None);
        for forged in ["", ".", "x.y", &text[1..], &format!("{text}A")] {
            assert_eq!(opened(&key, own, forged, at), None, "{forged}");
        }
    }
}
