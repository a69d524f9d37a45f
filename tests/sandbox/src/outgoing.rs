//! Requests that leave the sandbox: turns changes into webhook posts, and validates cards' requests.

use crate::{
    Delivery, Sandbox, Sent, WebhookSettings,
    cards::CardCall,
    webhooks::{Origin, describe},
};

impl Sandbox {
    /// Returns the webhook posts that are due, signed. Each is in flight until its result is passed
    /// to [`Self::webhook_sent`]. A post may take five seconds.
    pub fn due_webhooks(&mut self, now_ms: i64) -> Vec<Delivery> {
        self.webhooks.due(&self.app.client_secret, now_ms)
    }

    /// Records the result of a post. Anything but 2xx is tried again, ten times within a day.
    pub fn webhook_sent(&mut self, id: u64, sent: Sent, now_ms: i64) {
        match self.webhooks.settle(id, sent, now_ms) {
            Some(events) => {
                self.stats.webhooks_delivered += 1;
                self.stats.webhook_events_delivered += events as u64;
            }
            None => self.stats.webhooks_failed += 1,
        }
    }

    /// Returns when the next webhook is due, if nothing else happens.
    #[must_use]
    pub fn next_webhook_ms(&self) -> Option<i64> {
        self.webhooks.next_due()
    }

    /// Returns the number of events that are neither delivered nor given up.
    #[must_use]
    pub fn pending_webhook_events(&self) -> usize {
        self.webhooks.pending()
    }

    /// Changes the settings of webhooks.
    ///
    /// # Errors
    /// A message that says which subscription is invalid.
    pub fn set_webhooks(&mut self, settings: WebhookSettings) -> Result<(), String> {
        if let Some(fault) = settings.fault() {
            return Err(fault);
        }
        self.webhooks.settings = settings;
        Ok(())
    }

    /// Validates and completes a card's `hubspot.fetch`, given as the JSON of `POST
    /// /_sandbox/hubspot-fetch`.
    ///
    /// # Errors
    /// `{status, body}` for the card, if HubSpot would refuse the request.
    pub fn card_call(&self, asked: &serde_json::Value) -> Result<CardCall, serde_json::Value> {
        CardCall::parse(asked, &self.app, &self.settings.permitted_fetch)
    }

    /// Creates the events of all changes in portals that the app is connected to.
    pub(crate) fn create_events(&mut self) {
        let app = self.app.id;
        for portal in self.portals.values_mut() {
            let changes = portal.take_changes();
            if changes.is_empty() || !self.grants.connected(portal.id, app) {
                continue;
            }
            let reads_deals = self.grants.grants(portal.id, app, "crm.objects.deals.read");
            for (at, change) in changes {
                let origin = Origin {
                    portal: portal.id,
                    app,
                    at,
                    reads_deals,
                };
                let subscriptions = &self.webhooks.settings.subscriptions;
                for event in describe(&change, origin, subscriptions) {
                    self.webhooks.push(portal.id, event, at);
                }
            }
        }
    }
}
