//! Operations of the connection and of definitions: keys that are taken out of the settings and put back, grants that
//! end, and the repairs that only an account's administrator can make.

use super::World;

impl World {
    /// Takes the present sealing keys out of the settings. New settings come with a new process.
    pub(crate) fn lose_sealing_key(&mut self, place: usize) {
        self.met("a sealing key was gone".into());
        let tenant = &mut self.tenants[place];
        let next = tenant.newest_key + 1;
        tenant.newest_key = next;
        tenant.keys = vec![next];
        self.crash(place);
    }

    /// Puts all earlier sealing keys back into the settings.
    pub(crate) fn return_sealing_keys(&mut self, place: usize) {
        let tenant = &mut self.tenants[place];
        tenant.keys = (0..=tenant.newest_key).rev().collect();
        self.crash(place);
    }

    /// Ends the grant in HubSpot, and the access tokens with it. HubSpot refuses the next refresh in its own words.
    pub(crate) fn end_grant(&mut self, place: usize) {
        self.met("a grant ended".into());
        self.crm.uninstall(self.tenants[place].hub);
        self.crm.expire_tokens(self.now);
    }

    /// Lets an administrator of the HubSpot account mend what stands in the way of the syncs' properties.
    pub(crate) fn mend_properties(&mut self, place: usize) {
        let tenant = &self.tenants[place];
        let rows = tenant.writes.syncs.iter().flat_map(|sync| &sync.rows);
        let names: Vec<String> = rows.map(|row| row.property.clone()).collect();
        let hub = tenant.hub;
        self.crm.mend_properties(hub, &names);
    }
}

/// Returns the setting with these sealing keys.
pub(super) fn sealing_keys(keys: &[u32]) -> String {
    let key = |number: &u32| format!("k{number}:{}=", "A".repeat(43));
    keys.iter().map(key).collect::<Vec<_>>().join(",")
}
