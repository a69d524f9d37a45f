//! Values that people type, contacts that HubSpot does not let anybody write, and the rules for writes that need
//! HubSpot's true values.

use portal::EffectResult;
use sandbox::Refusal;

use super::World;
use crate::judge::{Rule, demand};
use crate::ops::{Ailment, Kind};
use crate::wire::Written;

/// The age at which a value that a person typed must be known to the portal: the ten seconds for which it trusts a
/// reading, the half minute that the reading may take, and a little more.
const KNOWN_AFTER_MS: i64 = 41_000;

/// The shortest waits that HubSpot's refusals ask for: the window of its quota, and the `Retry-After` of the sandbox.
const QUOTA_MS: i64 = 10_000;
const MIGRATION_MS: i64 = 30_000;

impl World {
    /// Lets a user type a value into a property.
    pub(super) fn type_value(&mut self, place: usize, contact: &str, property: &str) {
        let (hub, now) = (self.tenants[place].hub, self.now);
        let value = "https://elsewhere.example.com";
        self.crm.write(hub, contact, property, value, now);
        let key = (contact.to_owned(), property.to_owned());
        self.tenants[place].typed.insert(key, now);
    }

    /// Makes HubSpot take no write of a contact any more.
    pub(super) fn afflict(&mut self, place: usize, contact: &str, ailment: Ailment) {
        let how = match ailment {
            Ailment::ServerError => Refusal::ServerError,
            Ailment::Locked => Refusal::Locked,
            Ailment::Forbidden => Refusal::Forbidden,
            Ailment::ReadOnly => Refusal::ReadOnly,
        };
        self.met(format!("{ailment:?}"));
        self.crm.poison(self.tenants[place].hub, contact, how);
    }

    /// Judges that a batch overwrites no value under "only if empty" that the portal could have seen.
    pub(super) fn judge_modes(&mut self, place: usize, batch: &[Written]) {
        let tenant = &self.tenants[place];
        let mut judgement = Ok(());
        for written in batch {
            let Ok(sync) = tenant.writes.sync_of(written) else {
                continue;
            };
            for (property, value) in &written.properties {
                let mut rows = sync.rows.iter();
                let conditional =
                    rows.any(|row| row.property == *property && row.mode == "ifEmpty");
                if !conditional {
                    continue;
                }
                let held = self.crm.value(tenant.hub, &written.contact, property);
                let held = held.unwrap_or_default();
                let key = (written.contact.clone(), property.clone());
                // A merged contact's old id answers with the values of another contact.
                let exists = self.crm.contact_ids(tenant.hub).contains(&written.contact);
                let typed = tenant.typed.get(&key).copied().filter(|_| exists);
                let is_old = typed.is_some_and(|typed| typed + KNOWN_AFTER_MS <= self.now);
                let allowed = held.is_empty() || held == *value || !is_old;
                judgement = judgement.and_then(|()| {
                    demand(allowed, Rule::OnlyMapped, || {
                        let contact = &written.contact;
                        format!("{property} of {contact} holds {held} and is written only if empty")
                    })
                });
            }
        }
        self.judge(judgement);
    }

    /// Judges that no call is decided while HubSpot has asked the whole portal to wait.
    pub(super) fn judge_wait(&mut self, place: usize, kind: Kind) {
        let until = self.tenants[place].waits_until;
        let waits = kind != Kind::Refresh && self.now < until;
        self.judge(demand(!waits, Rule::Quota, || {
            format!("{kind:?} is called for before {until}, when HubSpot's wait ends")
        }));
    }

    /// Records that a portal has heard HubSpot ask it to wait for this long.
    pub(super) fn heard_wait(&mut self, place: usize, ms: i64) {
        self.met("a wait for the whole portal".into());
        let waits_until = &mut self.tenants[place].waits_until;
        *waits_until = (*waits_until).max(self.now + ms);
    }
}

/// Returns for how long HubSpot asks the whole portal to wait.
pub(super) fn wait_of(kind: Kind, outcome: &EffectResult) -> Option<i64> {
    let EffectResult::HubSpot(Ok(reply)) = outcome else {
        return None;
    };
    if matches!(kind, Kind::Refresh | Kind::Farewell) {
        return None;
    }
    let is_search = String::from_utf8_lossy(&reply.body).contains(" secondly ");
    match reply.status {
        429 if !is_search => Some(QUOTA_MS),
        477 => Some(MIGRATION_MS),
        _ => None,
    }
}
