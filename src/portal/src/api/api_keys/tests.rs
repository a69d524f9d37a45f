//! Tests of API keys: their validity, their storage as a hash, their limits.

use std::cell::Cell;

use jiff::Timestamp;

use super::*;
use crate::api_types::requests::PortalRequest;
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
    testing::portal(account, sql, entropy, Timestamp::UNIX_EPOCH)
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
        Ok(()) => true,
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
    assert!(key(&first).expose().starts_with("gwk_42_"));
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
    let secret = "A".repeat(SECRET_LETTERS);
    assert!(format!("gwk_42_{secret}").parse::<ApiKey>().is_ok());
    for bad in [
        String::new(),
        format!("gwk_{secret}"),
        format!("gwk_0_{secret}"),
        format!("gwk_x_{secret}"),
        format!("gwk_42_{secret}A"),
        format!("GWK_42_{secret}"),
        "gwk_42_".to_owned(),
    ] {
        assert!(bad.parse::<ApiKey>().is_err(), "{bad}");
    }
}
