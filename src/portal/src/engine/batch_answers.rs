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
    /// HubSpot did not mention the contacts, or could not take the values at that moment.
    pub(super) silent: Vec<ContactId>,
}

impl Fates {
    pub(super) fn of(sent: &[ContactId], answer: BatchAnswer) -> Self {
        let updated: VecSet<ContactId> = answer.updated.into_iter().collect();
        let mut refused = answer.refused;
        // A refusal that may pass is sent again, as if HubSpot had not mentioned the contact.
        refused.retain(|(_, rejection)| !rejection.may_pass());
        let is_known = |contact: &ContactId| {
            updated.contains(contact) || refused.iter().any(|(own, _)| own == contact)
        };
        let silent = sent.iter().filter(|contact| !is_known(contact));
        let mut silent: Vec<ContactId> = silent.cloned().collect();
        // A refusal that names no contact can only concern the one that is left.
        let mut unattributed = answer.unattributed.into_iter();
        let lasting = unattributed.find(|rejection| !rejection.may_pass());
        if let ([_], Some(rejection)) = (silent.as_slice(), lasting) {
            refused.extend(silent.drain(..).map(|only| (only, rejection.clone())));
        }
        Self {
            updated,
            refused,
            silent,
        }
    }
}
