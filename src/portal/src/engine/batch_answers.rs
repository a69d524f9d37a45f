//! What HubSpot's answer to a batch of writes means for each of its contacts.

use vecmap::VecSet;

use domain::ContactId;
use hubspot::Rejection;
use hubspot::contacts::BatchAnswer;

/// What became of the contacts of a batch.
pub(super) struct Fates {
    /// They hold what was written.
    pub(super) updated: VecSet<ContactId>,
    /// HubSpot does not take it, and will not.
    pub(super) refused: Vec<(ContactId, Rejection)>,
    /// HubSpot did not speak of them, or could not just now.
    pub(super) silent: Vec<ContactId>,
}

impl Fates {
    pub(super) fn of(sent: &[ContactId], answer: BatchAnswer) -> Self {
        let updated: VecSet<ContactId> = answer.updated.into_iter().collect();
        let mut refused = answer.refused;
        // What HubSpot itself could not do just now is sent again, as if it had not been mentioned.
        refused.retain(|(_, rejection)| !rejection.may_pass());
        let is_known = |contact: &ContactId| {
            updated.contains(contact) || refused.iter().any(|(own, _)| own == contact)
        };
        let silent = sent.iter().filter(|contact| !is_known(contact));
        let mut silent: Vec<ContactId> = silent.cloned().collect();
        // A refusal that names nobody can only be meant for the one that is left.
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
