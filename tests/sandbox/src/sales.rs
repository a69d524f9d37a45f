//! The actions of a salesperson on deals. They are outside of the API, its limits and its faults,
//! but webhooks report them like any other change.

use serde_json::{Map, Value};

use crate::{
    Sandbox,
    objects::ObjectType::{Contacts, Deals},
    people::{RecordId, Refused, invalid, live, validated},
};

impl Sandbox {
    /// Creates a deal for some contacts.
    ///
    /// # Errors
    /// The portal or a contact does not exist, or a value is invalid.
    pub fn user_creates_deal(
        &mut self,
        portal: u64,
        properties: &Map<String, Value>,
        contacts: &[RecordId],
        now_ms: i64,
    ) -> Result<RecordId, Refused> {
        self.by_user(portal, |portal, user| {
            let contacts = contacts
                .iter()
                .map(|contact| live(portal, Contacts, contact))
                .collect::<Result<Vec<_>, _>>()?;
            let values = validated(portal, Deals, None, properties)?;
            let id = portal
                .create(Deals, &values, user, now_ms)
                .map_err(|problem| invalid(&problem.into_entry()))?;
            portal.associate_new(Deals, id, &contacts, user, now_ms);
            Ok(id.to_string())
        })
    }

    /// Changes a deal, for example its stage.
    ///
    /// # Errors
    /// The deal does not exist, or a value is invalid.
    pub fn user_updates_deal(
        &mut self,
        portal: u64,
        deal: &str,
        properties: &Map<String, Value>,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, Deals, deal)?;
            let values = validated(portal, Deals, Some(id), properties)?;
            let written = portal.write(Deals, id, &values, user, now_ms);
            written
                .map(|_| ())
                .map_err(|problem| invalid(&problem.into_entry()))
        })
    }

    /// Moves a deal to the recycle bin.
    ///
    /// # Errors
    /// The deal does not exist.
    pub fn user_deletes_deal(
        &mut self,
        portal: u64,
        deal: &str,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, Deals, deal)?;
            portal.archive(Deals, id, user, now_ms);
            Ok(())
        })
    }

    /// Associates a contact with a deal, or removes the association.
    ///
    /// # Errors
    /// The contact or the deal does not exist.
    pub fn user_associates(
        &mut self,
        portal: u64,
        deal: &str,
        contact: &str,
        associated: bool,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let (deal, contact) = (live(portal, Deals, deal)?, live(portal, Contacts, contact)?);
            if associated {
                portal.associate(contact, deal, user, now_ms);
            } else {
                portal.dissociate(contact, deal, user, now_ms);
            }
            Ok(())
        })
    }

    /// Returns the ids of a portal's live deals, in order.
    #[must_use]
    pub fn deal_ids(&self, portal: u64) -> Vec<RecordId> {
        let deals = self.portals.get(&portal).map(|portal| &portal.deals);
        let deals = deals.into_iter().flat_map(|deals| deals.from(0));
        deals.map(|deal| deal.id.to_string()).collect()
    }

    /// Returns the current value of a deal's property.
    #[must_use]
    pub fn deal_value(&self, portal: u64, deal: &str, property: &str) -> Option<String> {
        let deals = &self.portals.get(&portal)?.deals;
        let deal = deals.live(deal.parse().ok()?)?;
        deal.value(property).map(std::borrow::Cow::into_owned)
    }

    /// Returns the contacts of a deal, in order of ids.
    #[must_use]
    pub fn deal_contacts(&self, portal: u64, deal: &str) -> Vec<RecordId> {
        let id = deal.parse().unwrap_or(0);
        let contacts = self
            .portals
            .get(&portal)
            .map(|portal| portal.associated(Deals, id));
        let contacts = contacts.into_iter().flatten();
        contacts.map(|id| id.to_string()).collect()
    }
}
