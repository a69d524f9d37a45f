//! What a salesperson does with deals, in HubSpot. Outside of the API, its limits and faults, but
//! webhooks tell of it like of any change.

use serde_json::{Map, Value};

use crate::{
    Sandbox,
    objects::ObjectType::{Contacts, Deals},
    people::{RecordId, Refused, invalid, judged, live},
};

impl Sandbox {
    /// Makes a deal for some contacts.
    ///
    /// # Errors
    /// If the portal or a contact does not exist, or the values are not taken.
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
            let values = judged(portal, Deals, None, properties)?;
            let id = portal
                .create(Deals, &values, user, now_ms)
                .map_err(|problem| invalid(&problem.into_entry()))?;
            portal.associate_new(Deals, id, &contacts, user, now_ms);
            Ok(id.to_string())
        })
    }

    /// Changes a deal, for instance its stage.
    ///
    /// # Errors
    /// If it does not exist, or does not take the values.
    pub fn user_updates_deal(
        &mut self,
        portal: u64,
        deal: &str,
        properties: &Map<String, Value>,
        now_ms: i64,
    ) -> Result<(), Refused> {
        self.by_user(portal, |portal, user| {
            let id = live(portal, Deals, deal)?;
            let values = judged(portal, Deals, Some(id), properties)?;
            let written = portal.write(Deals, id, &values, user, now_ms);
            written
                .map(|_| ())
                .map_err(|problem| invalid(&problem.into_entry()))
        })
    }

    /// Puts a deal into the recycle bin.
    ///
    /// # Errors
    /// If it does not exist.
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

    /// Makes a contact one of a deal's, or no longer one.
    ///
    /// # Errors
    /// If either does not exist.
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

    /// The ids of a portal's live deals, in order.
    #[must_use]
    pub fn deal_ids(&self, portal: u64) -> Vec<RecordId> {
        let deals = self.portals.get(&portal).map(|portal| &portal.deals);
        let deals = deals.into_iter().flat_map(|deals| deals.from(0));
        deals.map(|deal| deal.id.to_string()).collect()
    }

    /// A property's value of a deal as it stands.
    #[must_use]
    pub fn deal_value(&self, portal: u64, deal: &str, property: &str) -> Option<String> {
        let deals = &self.portals.get(&portal)?.deals;
        let deal = deals.live(deal.parse().ok()?)?;
        deal.value(property).map(std::borrow::Cow::into_owned)
    }

    /// The contacts of a deal, by id.
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
