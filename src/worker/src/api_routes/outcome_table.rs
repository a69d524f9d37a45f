//! A run's outcomes as a table for spreadsheets (CSV, RFC 4180): who failed or was left out, why, and where the
//! contact's record is.

use http::StatusCode;
use serde::Deserialize;

use crate::problem::{Kind, Problem};
use crate::reply::Reply;

/// The first line.
const HEAD: &str = "contact_id,outcome,reason,detail,record\r\n";

#[derive(Deserialize)]
struct Listed {
    items: Vec<Outcome>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    contact_id: String,
    kind: String,
    reason: String,
    detail: String,
}

/// Puts the portal's list into a table. `record` is what the address of a contact's record begins with.
pub(super) fn table(answered: Reply, record: &str) -> Result<Reply, Problem> {
    if answered.status() != StatusCode::OK {
        return Ok(answered);
    }
    let listed: Listed = serde_json::from_slice(answered.body())
        .map_err(|_| Problem::new(Kind::Internal, "The outcomes cannot be read."))?;
    let mut text = HEAD.to_owned();
    for outcome in listed.items {
        let id = &outcome.contact_id;
        let address = format!("{record}{id}");
        let cells = [
            id,
            &outcome.kind,
            &outcome.reason,
            &outcome.detail,
            &address,
        ];
        text.push_str(&cells.map(|cell| quoted(cell)).join(","));
        text.push_str("\r\n");
    }
    Ok(Reply::csv(text, "goodword-outcomes.csv"))
}

/// A cell. What a spreadsheet would take for a formula is made text by an apostrophe: HubSpot's words may quote what
/// strangers typed.
fn quoted(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_whatever_stands_in_them() {
        let body = r#"{"items":[{"contactId":"51","kind":"failed","reason":"refused",
            "detail":"=cmd(\"x\"), a\nline"}],"next":null}"#;
        let answered = Reply::json_bytes(StatusCode::OK, body.as_bytes().to_vec());
        let reply = table(answered, "https://app.example/contacts/1/record/0-1/").unwrap();
        let text = core::str::from_utf8(reply.body()).unwrap();
        assert_eq!(
            text,
            "contact_id,outcome,reason,detail,record\r\n\"51\",\"failed\",\"refused\",\
             \"'=cmd(\"\"x\"\"), a\nline\",\"https://app.example/contacts/1/record/0-1/51\"\r\n"
        );
        assert_eq!(
            reply.header("content-type"),
            Some("text/csv; charset=utf-8")
        );
    }

    #[test]
    fn a_refusal_is_passed_on() {
        let refused = Reply::json_bytes(StatusCode::NOT_FOUND, b"{}".to_vec());
        assert_eq!(table(refused, "").unwrap().status(), StatusCode::NOT_FOUND);
    }
}
