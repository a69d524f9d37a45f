//! The admin checks the portal from time to time, and repairs the things that only a person can repair.

use portal::{PortalRequest, RunAction};

use super::World;

/// The interval between two checks of the admin.
pub(crate) const LOOKS_EVERY_MS: i64 = 90_000;

impl World {
    /// Authorises Goodword in HubSpot, and connects the portal.
    pub(crate) fn connect(&mut self, place: usize) {
        self.authorise(place, true);
    }

    /// Authorises Goodword in HubSpot, with or without permission to read lists, and connects the portal.
    pub(crate) fn authorise(&mut self, place: usize, lists: bool) {
        let grant = self.crm.consent(self.tenants[place].hub, lists, self.now);
        let refresh_token = grant.refresh_token.clone();
        if self.ask(place, PortalRequest::Connect(grant)).is_ok() {
            self.tenants[place].calls.given(refresh_token);
            if lists {
                self.without_lists.remove(&place);
            } else {
                self.without_lists.insert(place);
            }
        }
    }

    /// Checks the portal, and repairs it where a person must.
    pub(crate) fn admin_looks(&mut self, place: usize) {
        if !self.is_connected(place) {
            self.tenants[place].troubled_at = self.now;
            self.connect(place);
        }
        for run in self.runs(place) {
            let mends = match run.waiting_for.as_deref() {
                Some("properties") => true,
                Some("permission") => {
                    self.met("a permission was lacking".into());
                    self.connect(place);
                    false
                }
                Some("lists") => {
                    self.met("a list was gone".into());
                    self.crm.restore_lists(self.tenants[place].hub, self.now);
                    true
                }
                Some("leavers") => {
                    self.answer_question(place, &run);
                    false
                }
                Some("person") => self.is_closing,
                _ => false,
            };
            if !mends {
                continue;
            }
            self.mend_properties(place);
            self.crm.make_property(self.tenants[place].hub, self.now);
            let id = domain::RunId(u32::try_from(run.id).expect("a small number"));
            let action = RunAction::Resume;
            let _ = self.ask(place, PortalRequest::ControlRun { run: id, action });
        }
    }

    /// Returns true if the portal reports that it is connected.
    pub(crate) fn is_connected(&mut self, place: usize) -> bool {
        let view = self.observe(place, PortalRequest::Connection);
        view.is_ok_and(|view| view["connection"] != "disconnected")
    }
}
