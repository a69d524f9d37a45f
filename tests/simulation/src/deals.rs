//! The deals of referred people, as salespeople see them.

use serde_json::{Map, Value, json};

use crate::crm::{BEGINNING_MS, Crm};

/// The open deals that a contact has besides the one that is won: more than HubSpot names in one answer.
const OPEN: usize = 3;

const OPEN_STAGE: &str = "appointmentscheduled";
const WON_STAGE: &str = "closedwon";

fn properties(name: &str, stage: &str) -> Map<String, Value> {
    let properties = json!({ "dealname": name, "pipeline": "default", "dealstage": stage });
    properties.as_object().expect("properties").clone()
}

impl Crm {
    /// Lets a salesperson win a deal of a contact, or open it again. The first time, the contact gets its deals.
    pub(crate) fn win_deal(&mut self, hub: u64, contact: &str, won: bool, now: i64) {
        let now = BEGINNING_MS + now;
        let stage = if won { WON_STAGE } else { OPEN_STAGE };
        if let Some(deal) = self.deals_of(hub, contact).pop() {
            let change = json!({ "dealstage": stage });
            let change = change.as_object().expect("properties");
            let changed = self.sandbox.user_updates_deal(hub, &deal, change, now);
            changed.expect("a deal");
        } else if won {
            let contacts = [contact.to_owned()];
            let open = (0..OPEN).map(|_| properties("Small", OPEN_STAGE));
            for deal in open.chain([properties("Big", WON_STAGE)]) {
                let created = self.sandbox.user_creates_deal(hub, &deal, &contacts, now);
                created.expect("a deal");
            }
        }
    }

    /// Returns when the won deal of a contact was created, in milliseconds since the beginning, if there is one.
    pub(crate) fn won_deal(&self, hub: u64, contact: &str) -> Option<i64> {
        let value = |deal: &str, name: &str| self.sandbox.deal_value(hub, deal, name);
        let mut deals = self.deals_of(hub, contact).into_iter();
        let won = deals.find(|deal| value(deal, "dealstage").as_deref() == Some(WON_STAGE))?;
        let created: jiff::Timestamp = value(&won, "createdate")?.parse().expect("a time");
        Some(created.as_millisecond() - BEGINNING_MS)
    }

    fn deals_of(&self, hub: u64, contact: &str) -> Vec<String> {
        let mut deals = self.sandbox.deal_ids(hub);
        deals.retain(|deal| {
            let contacts = self.sandbox.deal_contacts(hub, deal);
            contacts.iter().any(|own| own == contact)
        });
        deals
    }
}
