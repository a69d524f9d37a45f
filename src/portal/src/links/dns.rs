//! Reads the answers of DNS over HTTPS in their JSON form.
//!
//! Source: developers.cloudflare.com/1.1.1.1, "Using JSON", which follows Google Public DNS.

use domain::host_proof::Record;
use serde::Deserialize;

/// RFC 1035, 3.2.2.
const TXT: u16 = 16;
/// RFC 1035, 4.1.1: no error, and "name error": the name does not exist.
const NO_ERROR: u16 = 0;
const NO_SUCH_NAME: u16 = 3;

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Status")]
    status: u16,
    /// Absent if there is no record. A name that is an alias has its CNAME records here too.
    #[serde(rename = "Answer", default)]
    records: Vec<Rr>,
}

#[derive(Deserialize)]
struct Rr {
    #[serde(rename = "type")]
    kind: u16,
    data: String,
}

/// Returns what a resolver says about a TXT record that should have this value; `None`: the resolver itself failed, and
/// said nothing about the record.
pub(crate) fn record(status: u16, body: &[u8], value: &str) -> Option<Record> {
    if status != 200 {
        return None;
    }
    let answer: Answer = serde_json::from_slice(body).ok()?;
    let texts = answer.records.iter().filter(|record| record.kind == TXT);
    let texts: Vec<String> = texts.map(|record| text(&record.data)).collect();
    Some(match (answer.status, texts.is_empty()) {
        (NO_ERROR, false) if texts.iter().any(|text| text == value) => Record::Right,
        (NO_ERROR, false) => Record::Wrong,
        (NO_ERROR, true) | (NO_SUCH_NAME, _) => Record::Missing,
        _ => Record::Unknown,
    })
}

/// Returns the text of a TXT record. It consists of strings of at most 255 bytes in quotation marks; some resolvers
/// leave the marks out.
fn text(data: &str) -> String {
    let data = data.trim();
    if !data.starts_with('"') {
        return data.to_owned();
    }
    data.split('"').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_right_only_with_the_whole_value() {
        let answers = |records: &str| format!(r#"{{"Status":0,"Answer":[{records}]}}"#);
        for (body, record) in [
            (answers(r#"{"type":16,"data":"\"a=1\""}"#), Record::Right),
            (answers(r#"{"type":16,"data":"a=1"}"#), Record::Right),
            (
                answers(r#"{"type":16,"data":"\"a\" \"=1\""}"#),
                Record::Right,
            ),
            (
                answers(
                    r#"{"type":5,"data":"b.example."},{"type":16,"data":"\"x\""},{"type":16,"data":"\"a=1\""}"#,
                ),
                Record::Right,
            ),
            (answers(r#"{"type":16,"data":"\"a=12\""}"#), Record::Wrong),
            (answers(r#"{"type":16,"data":"\"a=1 \""}"#), Record::Wrong),
            (answers(r#"{"type":5,"data":"a=1"}"#), Record::Missing),
            (answers(""), Record::Missing),
            (r#"{"Status":0}"#.to_owned(), Record::Missing),
            (r#"{"Status":3}"#.to_owned(), Record::Missing),
            (r#"{"Status":2}"#.to_owned(), Record::Unknown),
            (r#"{"Status":5}"#.to_owned(), Record::Unknown),
        ] {
            assert_eq!(
                super::record(200, body.as_bytes(), "a=1"),
                Some(record),
                "{body}"
            );
        }
    }

    #[test]
    fn a_resolver_that_fails_says_nothing_about_the_record() {
        let found = br#"{"Status":0,"Answer":[{"type":16,"data":"a=1"}]}"#;
        assert_eq!(record(502, found, "a=1"), None);
        assert_eq!(record(429, b"", "a=1"), None);
        assert_eq!(record(200, b"<html>", "a=1"), None);
    }
}
