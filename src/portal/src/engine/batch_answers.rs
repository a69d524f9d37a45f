//! The meaning of HubSpot's answer to a batch of writes, for each of its contacts.

use vecmap::VecSet;

use domain::ContactId;
use hubspot::Rejection;
use hubspot::contacts::BatchAnswer;

/// The contacts of a batch, by what HubSpot did with them.
pub(super) struct Fates {
    /// HubSpot took the values.
    pub(super) updated: VecSet<ContactId>,
    /// HubSpot refuses the values, and will refuse them again.
    pub(super) refused: Vec<(ContactId, Rejection)>,
    /// HubSpot had a problem of its own with these contacts, and may take the values later.
    pub(super) troubled: Vec<(ContactId, Rejection)>,
    /// HubSpot did not mention the contacts.
    pub(super) silent: Vec<ContactId>,
}

impl Fates {
    pub(super) fn of(sent: &[ContactId], answer: BatchAnswer) -> Self {
        let updated: VecSet<ContactId> = answer.updated.into_iter().collect();
        let named = answer.refused.into_iter();
        let (mut troubled, mut refused): (Vec<_>, Vec<_>) =
            named.partition(|(_, rejection)| rejection.may_pass());
        // A refusal that names nobody refuses nobody, unless nobody else was asked for.
        if let ([only], None) = (sent, updated.first())
            && refused.is_empty()
            && troubled.is_empty()
            && let Some(rejection) = answer.unattributed.into_iter().next()
        {
            let of_the_kind = if rejection.may_pass() {
                &mut troubled
            } else {
                &mut refused
            };
            of_the_kind.push((only.clone(), rejection));
        }
        let is_known = |contact: &ContactId| {
            let mut named = refused.iter().chain(&troubled);
            updated.contains(contact) || named.any(|(own, _)| own == contact)
        };
        let silent = sent.iter().filter(|contact| !is_known(contact));
        Self {
            silent: silent.cloned().collect(),
            updated,
            refused,
            troubled,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(number: u32) -> ContactId {
        number.to_string().parse().unwrap()
    }

    fn refusal(category: &str) -> Rejection {
        Rejection {
            status: 207,
            category: category.to_owned(),
            ..Rejection::default()
        }
    }

    #[test]
    fn a_refusal_that_names_nobody_refuses_nobody_but_a_contact_that_was_sent_alone() {
        let answer = BatchAnswer {
            updated: vec![contact(1)],
            refused: vec![],
            unattributed: vec![refusal("VALIDATION_ERROR")],
        };
        let both = [contact(1), contact(2)];
        let fates = Fates::of(&both, answer);
        assert!(fates.refused.is_empty());
        assert_eq!(fates.silent, [contact(2)]);

        let alone = |category| BatchAnswer {
            updated: vec![],
            refused: vec![],
            unattributed: vec![refusal(category)],
        };
        let fates = Fates::of(&both[1..], alone("VALIDATION_ERROR"));
        assert_eq!(fates.refused.len(), 1);
        let fates = Fates::of(&both[1..], alone("INTERNAL_ERROR"));
        assert!(fates.refused.is_empty() && fates.troubled.len() == 1);
    }

    #[test]
    fn a_207_parts_a_batch_by_what_hubspot_says_of_each_contact() {
        let answer = BatchAnswer {
            updated: vec![contact(1)],
            refused: vec![
                (contact(2), refusal("VALIDATION_ERROR")),
                (contact(3), refusal("INTERNAL_ERROR")),
                (contact(5), refusal("FORBIDDEN")),
            ],
            unattributed: vec![],
        };
        let sent: Vec<_> = (1..=5).map(contact).collect();
        let fates = Fates::of(&sent, answer);
        let named = |of: &[(ContactId, Rejection)]| -> Vec<String> {
            of.iter().map(|(own, _)| own.to_string()).collect()
        };
        assert_eq!(named(&fates.refused), ["2", "5"]);
        assert_eq!(named(&fates.troubled), ["3"]);
        assert_eq!(fates.silent, [contact(4)]);
    }
}
