//! The fixtures that the tests of several modules share: a database, a portal, referrers.

use domain::{CampaignId, ContactId, HubId};
use hubspot::Secret;
use jiff::{SignedDuration, Timestamp};

use crate::programme::membership::{self, Newcomer};
use crate::storage::database::Database;
use crate::storage::key_signer::KeySigner;
use crate::storage::migrations;
use crate::storage::native::NativeSql;
use crate::storage::ports::Entropy;
use crate::storage::settings::Settings;
use crate::tables::account;
use crate::tables::referrers::Person;
use crate::{Portal, Sql};

/// An entropy that consists of sevens, for tests in which no two codes share a slot.
pub(crate) struct Sevens;

impl Entropy for Sevens {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// Returns an empty database with a portal's schema.
pub(crate) fn database() -> Database {
    let database = Database::new(Box::new(NativeSql::in_memory().unwrap()));
    migrations::migrate(&database, migrations::PORTAL).unwrap();
    database
}

/// Adds a live campaign directly, without the checks of `programme`.
pub(crate) fn add_campaign(database: &Database, id: CampaignId) {
    let statement = "INSERT INTO campaign (id, name, destination, window_days, status, created_at, share_message) \
        VALUES (?1, 'Spring', 'https://a.example/', 90, 'live', 0, '')";
    database.change(statement, &[id.into()]).unwrap();
}

/// Opens a portal on a storage.
pub(crate) fn open(
    sql: impl Sql + 'static,
    entropy: impl Entropy + 'static,
    now: Timestamp,
) -> Portal {
    Portal::open(Box::new(sql), Box::new(entropy), settings(), now).unwrap()
}

/// Returns the signer of API keys.
pub(crate) fn key_signer() -> KeySigner {
    KeySigner::new([3; 32])
}

/// Returns the settings of a portal.
pub(crate) fn settings() -> Settings {
    Settings {
        client: hubspot::oauth::Client {
            id: "client".into(),
            secret: Secret::from("secret"),
        },
        sealing_keys: format!("a:{}=", "A".repeat(43)).parse().unwrap(),
        key_signer: key_signer(),
        public_origin: "https://goodword.example".into(),
        app_origin: "https://app.hubspot.example".into(),
        sweep_interval: SignedDuration::from_hours(1),
        feed_interval: SignedDuration::from_hours(1),
        write_back_delay: SignedDuration::from_secs(30),
    }
}

/// Opens a portal that belongs to an account and is not connected.
pub(crate) fn portal(
    hub: u64,
    sql: impl Sql + 'static,
    entropy: impl Entropy + 'static,
    now: Timestamp,
) -> Portal {
    let portal = open(sql, entropy, now);
    account::introduce(&portal.database, &HubId::from(hub), None, None).unwrap();
    portal
}

/// Returns a contact's id.
pub(crate) fn contact(number: u32) -> ContactId {
    number.to_string().parse().unwrap()
}

/// Enrols contacts as a run does.
pub(crate) fn enrol(
    database: &Database,
    entropy: &dyn Entropy,
    campaign: CampaignId,
    people: &[(ContactId, Person)],
    now: Timestamp,
) {
    let newcomers: Vec<_> = people
        .iter()
        .map(|(contact, person)| Newcomer {
            contact,
            person: person.clone(),
        })
        .collect();
    membership::enrol(database, entropy, campaign, &newcomers, true, now).unwrap();
}
