//! Answers to batches: the records that were read or written, those that were refused, and why.
//!
//! HubSpot names the record of an error in several ways: by the trace id of the write, by a list of
//! ids, or by one id. The name is in the error's context, or in the context of an error within it.

use core::str::FromStr;

use vecmap::{VecMap, VecSet};

use domain::ContactId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::Reply;
use crate::error_body::ErrorBody;
use crate::failure::{self, Failure, WaitReason};
use crate::rejection::Rejection;
use crate::wire;

/// The result of a batch. A contact that HubSpot's answer does not mention is in none of the lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchAnswer {
    /// The contacts that were written, by the ids that the batch named.
    pub updated: Vec<ContactId>,
    /// The contacts that were refused.
    pub refused: Vec<(ContactId, Rejection)>,
    /// Refusals that name no contact of the batch.
    pub unattributed: Vec<Rejection>,
}

/// Returns the results of a batch that reads. A record that is missing from them does not exist, or
/// has nothing associated with it. Any other error fails the whole batch.
pub(crate) fn whole<T: DeserializeOwned>(reply: &Reply) -> Result<Vec<T>, Failure> {
    let (results, errors) = parts(reply)?;
    refuse(reply.status, errors)?;
    Ok(results)
}

/// Returns the record of a batch that reads one.
///
/// # Errors
/// What HubSpot says of the record instead; [`Failure::Wait`] if it says nothing.
pub(crate) fn only<T: DeserializeOwned>(reply: &Reply) -> Result<T, Failure> {
    let (mut results, errors) = parts(reply)?;
    if let Some(record) = results.pop() {
        return Ok(record);
    }
    let error = errors.into_iter().next().ok_or_else(wire::unreadable)?;
    let rejection = Rejection::from_body(reply.status, &ErrorBody::from_value(error));
    Err(if rejection.may_pass() {
        failure::wait(WaitReason::ServerError, None, false)
    } else {
        Failure::Rejected(rejection)
    })
}

/// The answer to a batch that reads, as far as HubSpot could read it.
#[derive(Debug)]
pub(crate) struct Partial<T, I> {
    pub(crate) results: Vec<T>,
    /// The records that do not exist, or have nothing associated with them.
    pub(crate) absent: Vec<I>,
    /// The records of which HubSpot says that it could not, or would not, read them.
    pub(crate) unread: Vec<I>,
    /// The failure of records that HubSpot does not name.
    pub(crate) unnamed: Option<Failure>,
}

/// Returns the answer to a batch that reads, as far as HubSpot could read it.
pub(crate) fn partial<T: DeserializeOwned, I: FromStr>(
    reply: &Reply,
) -> Result<Partial<T, I>, Failure> {
    let (results, errors) = parts(reply)?;
    let (mut absent, mut unread, mut unnamed) = (Vec::new(), Vec::new(), None);
    for error in errors {
        let body = ErrorBody::from_value(error.clone());
        let rejection = Rejection::from_body(reply.status, &body);
        let named: Vec<I> = body.records();
        if rejection.says_record_is_gone() || rejection.says_nothing_is_associated() {
            absent.extend(named);
        } else if named.is_empty() {
            unnamed = refuse(reply.status, vec![error]).err();
        } else {
            unread.extend(named);
        }
    }
    Ok(Partial {
        results,
        absent,
        unread,
        unnamed,
    })
}

fn parts<T: DeserializeOwned>(reply: &Reply) -> Result<(Vec<T>, Vec<Value>), Failure> {
    #[derive(Deserialize)]
    struct Answer<T> {
        results: Vec<T>,
        #[serde(default, deserialize_with = "wire::or_default")]
        errors: Vec<Value>,
    }
    let answer: Answer<T> = wire::read(reply)?;
    Ok((answer.results, answer.errors))
}

fn refuse(status: u16, errors: Vec<Value>) -> Result<(), Failure> {
    for error in errors {
        let rejection = Rejection::from_body(status, &ErrorBody::from_value(error));
        if rejection.says_record_is_gone() || rejection.says_nothing_is_associated() {
            continue;
        }
        return Err(if rejection.may_pass() {
            failure::wait(WaitReason::ServerError, None, false)
        } else {
            Failure::Rejected(rejection)
        });
    }
    Ok(())
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default, deserialize_with = "wire::or_default")]
    results: Vec<Written>,
    #[serde(default, deserialize_with = "wire::or_default")]
    errors: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    #[serde(deserialize_with = "wire::id")]
    id: ContactId,
    #[serde(default, deserialize_with = "wire::optional_text")]
    object_write_trace_id: Option<String>,
}

pub(crate) fn contacts(reply: &Reply) -> Result<BatchAnswer, Failure> {
    let answer: Answer = wire::read(reply)?;
    let mut refused: VecMap<ContactId, Rejection> = VecMap::new();
    let mut unattributed = Vec::new();
    for error in answer.errors {
        let error = ErrorBody::from_value(error);
        let rejection = Rejection::from_body(reply.status, &error);
        let ids: VecSet<ContactId> = error.records();
        if ids.is_empty() {
            unattributed.push(rejection);
            continue;
        }
        for id in ids {
            refused.entry(id).or_insert_with(|| rejection.clone());
        }
    }
    let updated = answer
        .results
        .into_iter()
        .map(|written| {
            let named = written.object_write_trace_id.and_then(|id| id.parse().ok());
            named.unwrap_or(written.id)
        })
        .filter(|id| !refused.contains_key(id))
        .collect();
    Ok(BatchAnswer {
        updated,
        refused: refused.into_iter().collect(),
        unattributed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> (Vec<String>, Vec<(String, String)>, usize) {
        let answer = contacts(&Reply::of(status, body)).unwrap();
        let updated = answer.updated.iter().map(ToString::to_string).collect();
        let refused = answer
            .refused
            .iter()
            .map(|(id, why)| (id.to_string(), why.category.clone()))
            .collect();
        (updated, refused, answer.unattributed.len())
    }

    #[test]
    fn a_whole_batch_names_every_contact_as_the_batch_did() {
        let body = r#"{"status":"COMPLETE","results":[
            {"id":"51","properties":{"goodword_code":"K7Q"},"updatedAt":"2026-01-01T00:00:00Z"},
            {"id":52,"warnings":[{"code":"PROPERTY_VALUE_NORMALIZED"}]},
            {"id":"900","objectWriteTraceId":"53"},
            {"id":"54","objectWriteTraceId":"not an id"}],
            "startedAt":"x","completedAt":"y"}"#;
        for status in [200, 201, 207] {
            let (updated, refused, rest) = answer(status, body);
            assert_eq!(updated, ["51", "52", "53", "54"]);
            assert!(refused.is_empty() && rest == 0);
        }
    }

    #[test]
    fn an_error_is_attributed_wherever_hubspot_put_the_id() {
        for error in [
            r#"{"category":"C","context":{"objectWriteTraceId":["52"]}}"#,
            r#"{"category":"C","context":{"objectWriteTraceId":"52"}}"#,
            r#"{"category":"C","context":{"ids":["52"]}}"#,
            r#"{"category":"C","context":{"ids":[52]}}"#,
            r#"{"category":"C","context":{"id":52}}"#,
            r#"{"category":"C","id":"52"}"#,
            r#"{"category":"C","objectWriteTraceId":"52"}"#,
            r#"{"category":"C","context":{"id":["52"],"objectWriteTraceId":["52"]}}"#,
            r#"{"category":"C","errors":[{"message":"m","context":{"ids":["52"]}}]}"#,
        ] {
            let body = format!(r#"{{"results":[{{"id":"51"}}],"numErrors":1,"errors":[{error}]}}"#);
            let (updated, refused, rest) = answer(207, &body);
            assert_eq!(updated, ["51"], "{error}");
            assert_eq!(refused, [("52".to_owned(), "C".to_owned())], "{error}");
            assert_eq!(rest, 0, "{error}");
        }
    }

    #[test]
    fn one_error_may_name_many_contacts_and_many_errors_one_contact() {
        let body = r#"{"results":[],"errors":[
            {"category":"OBJECT_NOT_FOUND","message":"Could not get some CONTACT objects",
                "context":{"ids":["51","53"]}},
            {"category":"VALIDATION_ERROR","context":{"objectWriteTraceId":["53"]}}]}"#;
        let (_, refused, _) = answer(207, body);
        let gone = "OBJECT_NOT_FOUND".to_owned();
        assert_eq!(
            refused,
            [("51".to_owned(), gone.clone()), ("53".to_owned(), gone)]
        );
    }

    #[test]
    fn an_error_without_a_contact_is_kept_and_a_contradiction_counts_as_refused() {
        let body = r#"{"results":[{"id":"51"},{"id":"52"}],"errors":[
            {"id":"1f0c7c3e-0000-4000-8000-000000000000","category":"A","message":"m"},
            {"category":"B","context":{"ids":["jo@example.com"]}},
            {"category":"C","context":{"ids":["52"]}}]}"#;
        let (updated, refused, rest) = answer(207, body);
        assert_eq!(updated, ["51"]);
        assert_eq!(refused, [("52".to_owned(), "C".to_owned())]);
        assert_eq!(rest, 2);
    }

    #[test]
    fn an_answer_without_contacts_leaves_every_contact_open() {
        for body in [
            "{}",
            r#"{"results":null,"errors":null}"#,
            r#"{"status":"PENDING","results":[]}"#,
        ] {
            assert_eq!(
                contacts(&Reply::of(200, body)).unwrap(),
                BatchAnswer::default()
            );
        }
        assert!(contacts(&Reply::of(200, "<html>")).is_err());
    }
}
