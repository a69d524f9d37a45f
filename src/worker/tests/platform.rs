//! Tests that need wasm: the binding of `transactionSync`, values on their way to JavaScript and back,
//! and randomness.
#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "a failing test may panic")]

use goodword::platform::durable_sql::DurableSql;
use goodword::platform::entropy;
use js_sys::{Boolean, Uint8Array};
use portal::{RolledBack, Sql, SqlValue};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use worker::State;
use worker::worker_sys::DurableObjectState;

#[wasm_bindgen(module = "/tests/storage_double.js")]
extern "C" {
    #[wasm_bindgen(js_name = stateDouble)]
    fn state_double() -> JsValue;

    #[wasm_bindgen(js_name = putForeign)]
    fn put_foreign(state: &JsValue, value: &JsValue);
}

/// 2^53 - 1, the largest integer that a double tells from its neighbours.
const LARGEST: i64 = 9_007_199_254_740_991;

struct Double {
    state: JsValue,
    sql: DurableSql,
}

fn double() -> Double {
    let state = state_double();
    let object: DurableObjectState = state.clone().unchecked_into();
    let sql = DurableSql::new(&State::from(object).storage());
    Double { state, sql }
}

fn put(sql: &DurableSql, value: SqlValue) -> Result<(), RolledBack> {
    sql.run("put", &[value]).map(|_| ()).map_err(|_| RolledBack)
}

fn all(sql: &DurableSql) -> Vec<SqlValue> {
    sql.run("all", &[]).unwrap().rows.concat()
}

#[wasm_bindgen_test]
fn a_transaction_that_succeeds_is_kept_whole() {
    let Double { sql, .. } = double();
    let done = sql.atomically(&mut || {
        put(&sql, SqlValue::Integer(1))?;
        put(&sql, SqlValue::Integer(2))
    });
    assert!(done.is_ok());
    assert_eq!(all(&sql), [SqlValue::Integer(1), SqlValue::Integer(2)]);
}

#[wasm_bindgen_test]
fn a_transaction_that_fails_leaves_nothing() {
    let Double { sql, .. } = double();
    put(&sql, SqlValue::Integer(0)).unwrap();
    let done = sql.atomically(&mut || {
        put(&sql, SqlValue::Integer(1))?;
        Err(RolledBack)
    });
    assert!(done.is_err());
    assert_eq!(all(&sql), [SqlValue::Integer(0)]);
}

#[wasm_bindgen_test]
fn a_statement_that_is_refused_is_an_error_and_not_a_throw() {
    let Double { sql, .. } = double();
    let error = sql.run("nonsense", &[]).unwrap_err();
    assert!(error.to_string().contains("syntax error"), "{error}");
    let done = sql.atomically(&mut || {
        put(&sql, SqlValue::Integer(1))?;
        sql.run("nonsense", &[]).map(|_| ()).map_err(|_| RolledBack)
    });
    assert!(done.is_err());
    assert_eq!(all(&sql), []);
}

#[wasm_bindgen_test]
fn the_work_of_a_transaction_can_hand_its_result_out() {
    let Double { sql, .. } = double();
    let mut written = 0;
    let done = sql.atomically(&mut || {
        let rows = sql
            .run("put", &[SqlValue::Text("a".to_owned())])
            .map_err(|_| RolledBack)?;
        written += rows.written;
        Ok(())
    });
    assert!(done.is_ok());
    assert_eq!(written, 1);
}

#[wasm_bindgen_test]
fn a_stored_value_comes_back_unchanged() {
    let values = [
        SqlValue::Null,
        SqlValue::Integer(0),
        SqlValue::Integer(-1),
        SqlValue::Integer(LARGEST),
        SqlValue::Integer(-LARGEST),
        SqlValue::Text(String::new()),
        SqlValue::Text("9007199254740993".to_owned()),
        SqlValue::Text("Zoë \u{0} 🦀".to_owned()),
    ];
    let Double { sql, .. } = double();
    for value in &values {
        put(&sql, value.clone()).unwrap();
    }
    assert_eq!(all(&sql), values);
}

#[wasm_bindgen_test]
fn an_integer_that_a_double_cannot_hold_is_refused_both_ways() {
    for beyond in [LARGEST + 1, -LARGEST - 1, i64::MAX, i64::MIN] {
        let Double { sql, .. } = double();
        assert!(put(&sql, SqlValue::Integer(beyond)).is_err(), "{beyond}");
        assert_eq!(all(&sql), [], "{beyond} was stored");
    }
    let Double { state, sql } = double();
    put_foreign(&state, &JsValue::from_f64(9_007_199_254_740_992.0));
    assert!(sql.run("all", &[]).is_err());
}

#[wasm_bindgen_test]
fn a_value_that_no_column_holds_is_refused() {
    for foreign in [
        JsValue::from_f64(0.5),
        Boolean::from(true).into(),
        Uint8Array::from([1, 2].as_slice()).into(),
    ] {
        let Double { state, sql } = double();
        put_foreign(&state, &foreign);
        assert!(sql.run("all", &[]).is_err(), "{foreign:?}");
    }
}

#[wasm_bindgen_test]
fn randomness_fills_every_byte_and_differs_each_time() {
    let draws: Vec<[u8; 32]> = (0..64).map(|_| entropy::bytes()).collect();
    for (at, draw) in draws.iter().enumerate() {
        assert!(!draws.iter().skip(at + 1).any(|other| other == draw));
    }
    // Each of 32 bytes is zero in all of 64 draws with a chance of 2^-512.
    for byte in 0..32 {
        assert!(
            draws
                .iter()
                .any(|draw| draw.get(byte).is_some_and(|value| *value != 0))
        );
    }
    entropy::fill(&mut []);
}
