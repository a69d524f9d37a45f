//! What a call does with the contacts of a batch.

use domain::{ContactId, PropertyName};

/// Why a contact of a batch is not in its call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aside {
    /// HubSpot has the values, or the mapping does not let Goodword write them.
    Right,
    /// The link was revoked.
    Revoked,
    /// The contact is gone.
    Gone,
    /// The contact was merged into this one.
    Merged(ContactId),
}

/// The contacts of a batch, as a call treats them.
#[derive(Debug)]
pub(super) struct Sent {
    /// The contacts in the call, each with the properties that HubSpot has if it takes the call.
    pub(super) contacts: Vec<(ContactId, Vec<PropertyName>)>,
    /// The contacts that are not in the call, and why.
    pub(super) aside: Vec<(ContactId, Aside)>,
}

impl Sent {
    pub(super) fn ids(&self) -> Vec<ContactId> {
        let contacts = self.contacts.iter();
        contacts.map(|(contact, _)| contact.clone()).collect()
    }
}
