//! Tests of API keys: their validity, their storage as a hash, their limits.

use std::cell::Cell;

use jiff::Timestamp;

use super::*;
use crate::api_types::requests::{Connect, PortalRequest};
use crate::api_types::views::ResponseStatus;
use crate::storage::native::NativeSql;
use crate::testing;

struct Counting(Cell<u8>);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.set(self.0.get() + 1);
        bytes.fill(self.0.get());
    }
}

fn portal(account: u64) -> Portal {
    let sql = NativeSql::in_memory().unwrap();
    let entropy = Counting(Cell::new(0));
    let mut portal = testing::portal(account, sql, entropy, Timestamp::UNIX_EPOCH);
    connect(&mut portal, account);
    portal
}

fn connect(portal: &mut Portal, account: u64) {
    let grant = Connect {
        hub_id: account.into(),
        access_token: "access".into(),
        refresh_token: "refresh".into(),
        expires_in_seconds: 1800,
        scopes: Vec::new(),
        domain: None,
        ui_domain: None,
    };
    let request = PortalRequest::Connect(grant);
    portal.answer(request, Timestamp::UNIX_EPOCH).unwrap();
}

fn make(portal: &mut Portal, name: &str) -> Result<ApiKeyView, PortalError> {
    let wanted = ApiKeyRequest::Make(NewApiKey { name: name.into() });
    let request = PortalRequest::ApiKeys(wanted);
    // A key is shown once, even if the request is repeated.
    let answer = portal.answer_once("one-and-the-same", "", request, Timestamp::UNIX_EPOCH)?;
    assert_eq!(answer.status, ResponseStatus::Made);
    match answer.view {
        View::ApiKey(key) => Ok(key),
        other => panic!("{other:?}"),
    }
}

fn key(view: &ApiKeyView) -> ApiKey {
    view.key.as_ref().unwrap().parse().unwrap()
}

fn is_known(portal: &Portal, key: &ApiKey) -> bool {
    match portal.admit(key, Timestamp::UNIX_EPOCH) {
        Ok(_) => true,
        Err(PortalError::UnknownKey) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_key_is_valid_in_its_account_until_it_is_revoked() {
    let (mut own, mut other) = (portal(42), portal(43));
    let (first, second) = (
        make(&mut own, "shop").unwrap(),
        make(&mut own, "crm").unwrap(),
    );
    let foreign = make(&mut other, "shop").unwrap();
    assert!(key(&first).expose().starts_with("gwk_42_1_"));
    assert!(key(&second).expose().starts_with("gwk_42_2_"));
    assert!(is_known(&own, &key(&first)) && is_known(&own, &key(&second)));
    assert!(!is_known(&own, &key(&foreign)) && !is_known(&other, &key(&first)));
    let gone = PortalRequest::ApiKeys(ApiKeyRequest::End(first.id));
    own.answer(gone.clone(), Timestamp::UNIX_EPOCH).unwrap();
    assert!(!is_known(&own, &key(&first)) && is_known(&own, &key(&second)));
    let again = own.answer(gone, Timestamp::UNIX_EPOCH);
    assert!(matches!(again, Err(PortalError::NotFound(_))));
}

#[test]
fn a_key_is_shown_once_and_stored_as_a_hash() {
    let mut own = portal(42);
    let made = make(&mut own, " shop ").unwrap();
    is_known(&own, &key(&made));
    let listed = api_keys::all(&own.database).unwrap();
    assert_eq!(listed[0].name, "shop");
    let listed: Vec<_> = listed.into_iter().map(view).collect();
    assert!(listed[0].key.is_none());
    assert_eq!(listed[0].last_used_on.as_deref(), Some("1970-01-01"));
    for (table, column) in [("api_key", "hash"), ("idempotency_key", "response")] {
        let statement = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%gwk%'");
        assert_eq!(own.database.number(&statement, &[]).unwrap(), 0, "{table}");
    }
    assert!(!format!("{made:?} {:?}", key(&made)).contains("gwk_42"));
}

#[test]
fn the_length_of_names_and_the_number_of_keys_are_limited() {
    let mut own = portal(42);
    for bad in ["", "  ", "a\nb", &"x".repeat(101)] {
        let refused = make(&mut own, bad);
        assert!(matches!(refused, Err(PortalError::Invalid { .. })));
    }
    for number in 0..MAX_KEYS {
        make(&mut own, &number.to_string()).unwrap();
    }
    assert!(matches!(
        make(&mut own, "more"),
        Err(PortalError::Conflict(_))
    ));
}

#[test]
fn a_text_that_is_not_a_key_is_rejected_when_it_is_parsed() {
    let secret = "A".repeat(SECRET_LETTERS + PROOF_LETTERS);
    assert!(format!("gwk_42_7_{secret}").parse::<ApiKey>().is_ok());
    for bad in [
        String::new(),
        format!("gwk_{secret}"),
        format!("gwk_42_{secret}"),
        format!("gwk_0_7_{secret}"),
        format!("gwk_x_7_{secret}"),
        format!("gwk_42_x_{secret}"),
        format!("gwk_42__{secret}"),
        format!("gwk_42_7_{secret}A"),
        format!("GWK_42_7_{secret}"),
        "gwk_42_7_".to_owned(),
    ] {
        assert!(bad.parse::<ApiKey>().is_err(), "{bad}");
    }
}

#[test]
fn a_key_that_was_not_given_out_is_recognised_without_the_portal() {
    let signer = testing::key_signer();
    let given_out = key(&make(&mut portal(42), "shop").unwrap());
    assert!(given_out.is_given_out(&signer));
    assert!(!given_out.is_given_out(&KeySigner::new([4; 32])));
    let text = given_out.expose();
    for at in "gwk_".len()..text.len() {
        let mut changed = text.to_owned().into_bytes();
        changed[at] = if changed[at] == b'4' { b'5' } else { b'4' };
        let changed = String::from_utf8(changed).unwrap();
        if let Ok(changed) = changed.parse::<ApiKey>() {
            assert!(!changed.is_given_out(&signer), "changed at {at}");
        }
    }
    let made_up = format!("gwk_42_1_{}", "A".repeat(SECRET_LETTERS + PROOF_LETTERS));
    assert!(!made_up.parse::<ApiKey>().unwrap().is_given_out(&signer));
}

#[test]
fn a_key_is_compared_to_its_last_letter() {
    let mut own = portal(42);
    let made = key(&make(&mut own, "shop").unwrap());
    let stored = api_keys::all(&own.database).unwrap()[0].hash.clone();
    assert_eq!(stored.len(), 43, "256 bits in base64");
    for at in 0..stored.len() {
        let mut changed = stored.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        let parameters = [changed.as_str().into()];
        let statement = "UPDATE api_key SET hash = ?1";
        own.database.change(statement, &parameters).unwrap();
        assert!(!is_known(&own, &made), "{at}");
        let parameters = [stored.as_str().into()];
        own.database.change(statement, &parameters).unwrap();
    }
    assert!(is_known(&own, &made));
}

#[test]
fn keys_end_when_the_account_disconnects_or_everybody_is_signed_out() {
    for end in [PortalRequest::Disconnect, PortalRequest::SignOutEverywhere] {
        let mut own = portal(42);
        let made = key(&make(&mut own, "shop").unwrap());
        own.answer(end.clone(), Timestamp::UNIX_EPOCH).unwrap();
        assert!(!is_known(&own, &made), "{end:?}");
        connect(&mut own, 42);
        assert!(!is_known(&own, &made), "{end:?}, and connected again");
    }
}

#[test]
fn a_key_ends_with_the_connection() {
    let mut own = portal(42);
    let made = key(&make(&mut own, "shop").unwrap());
    own.disconnected().unwrap();
    assert!(!is_known(&own, &made));
    assert!(matches!(
        make(&mut own, "crm"),
        Err(PortalError::Disconnected)
    ));
    connect(&mut own, 42);
    assert!(!is_known(&own, &made));
}

/// A way in which sessions end.
type End = fn(&mut Portal);

#[test]
fn a_session_ends_when_the_account_disconnects_or_everybody_is_signed_out() {
    let mut own = portal(42);
    let epoch = |own: &mut Portal| {
        let shown = own.answer(PortalRequest::Connection, Timestamp::UNIX_EPOCH);
        match shown.unwrap().view {
            View::Connection(shown) => shown.session_epoch,
            other => panic!("{other:?}"),
        }
    };
    let ends: [End; 3] = [
        |own| drop(own.answer(PortalRequest::Disconnect, Timestamp::UNIX_EPOCH)),
        |own| drop(own.answer(PortalRequest::SignOutEverywhere, Timestamp::UNIX_EPOCH)),
        |own| own.disconnected().unwrap(),
    ];
    for (at, end) in ends.iter().enumerate() {
        let began = epoch(&mut own);
        own.admit_session(began, Timestamp::UNIX_EPOCH).unwrap();
        end(&mut own);
        let refused = own.admit_session(began, Timestamp::UNIX_EPOCH);
        assert!(matches!(refused, Err(PortalError::SignedOut)), "{at}");
        connect(&mut own, 42);
        let refused = own.admit_session(began, Timestamp::UNIX_EPOCH);
        assert!(matches!(refused, Err(PortalError::SignedOut)), "{at}");
        let now = epoch(&mut own);
        assert!(
            own.admit_session(now, Timestamp::UNIX_EPOCH).is_ok(),
            "{at}"
        );
    }
}

#[test]
fn only_a_connection_makes_tables() {
    let sql = NativeSql::in_memory().unwrap();
    let open = || {
        let (sql, entropy) = (Box::new(sql.clone()), Box::new(Counting(Cell::new(0))));
        let now = Timestamp::UNIX_EPOCH;
        Portal::open_existing(sql, entropy, testing::settings(), now).unwrap()
    };
    let tables = || {
        let found = crate::Sql::run(&sql, "SELECT name FROM sqlite_master", &[]);
        found.unwrap().rows.len()
    };
    assert!(open().is_none());
    assert_eq!(tables(), 0, "nothing was written");
    let mut portal = testing::portal(
        42,
        sql.clone(),
        Counting(Cell::new(0)),
        Timestamp::UNIX_EPOCH,
    );
    connect(&mut portal, 42);
    assert!(open().is_some());
}
