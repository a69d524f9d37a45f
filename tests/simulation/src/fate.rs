//! The fate of an effect under way: how long it takes, and how HubSpot responds.

use hubspot::{Body, Call};
use sandbox::{Then, TokenEnd, WrongPage};
use serde_json::{Value, json};

use crate::case::Pace;
use crate::chance::Chance;
use crate::ops::{Fault, Kind};

/// The time that the shell gives a call. It is a copy of `TIMEOUT_MS` of the Worker's `hubspot_transport.rs`. The
/// judge states its own figure on purpose, so that a change of the product's figure shows here.
pub(crate) const TIME_LIMIT_MS: i64 = 30_000;

/// The longest time for which the network keeps an effect after the shell has given up or died. It is a copy of the
/// portal's `LATE_BY_MS` (`engine/memory.rs`). The judge states its own figure on purpose, so that a change of the
/// product's figure shows here.
pub(crate) const LATE_BY_MS: i64 = 5000;

/// The times at which an effect arrives and at which its result returns, counted from its beginning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) arrives: Option<i64>,
    pub(crate) ends: i64,
}

/// Returns the times of an effect.
pub(crate) fn times(kind: Kind, fault: Option<Fault>, pace: Pace, chance: &mut Chance) -> Times {
    let at_home = matches!(
        kind,
        Kind::Publish | Kind::TakeBlocks | Kind::Report | Kind::Host | Kind::LookAtHost
    );
    let (travel, answer) = match (pace, at_home) {
        (Pace::Brisk, _) => (chance.between(1, 10), chance.between(1, 20)),
        (Pace::Usual, true) => (chance.between(1, 20), chance.between(2, 60)),
        (Pace::Usual, false) => (chance.between(5, 120), chance.between(20, 200)),
        (Pace::Sluggish, _) => (chance.between(50, 1500), chance.between(100, 3000)),
        (Pace::Crawling, _) => (chance.between(1000, 4000), chance.between(9000, 20_000)),
    };
    let ends = travel + answer;
    match fault {
        Some(Fault::NotSent) => Times {
            arrives: None,
            ends,
        },
        Some(Fault::TimedOut) => Times {
            arrives: None,
            ends: TIME_LIMIT_MS,
        },
        Some(Fault::TimedOutActed) => Times {
            arrives: Some(travel),
            ends: TIME_LIMIT_MS,
        },
        Some(Fault::ActedLate) => Times {
            arrives: Some(ends + chance.between(1, LATE_BY_MS)),
            ends,
        },
        Some(Fault::Slow) => Times {
            arrives: Some(travel),
            ends: chance.between(ends, TIME_LIMIT_MS),
        },
        _ => Times {
            arrives: Some(travel),
            ends,
        },
    }
}

/// Returns true if a response gets lost on its way back.
pub(crate) fn loses_answer(fault: Option<Fault>) -> bool {
    matches!(
        fault,
        Some(
            Fault::NotSent
                | Fault::AnswerLost
                | Fault::ActedLate
                | Fault::TimedOut
                | Fault::TimedOutActed
        )
    )
}

/// Returns true if one of Goodword's own services does not act upon an effect. These services know fewer faults
/// than HubSpot.
pub(crate) fn refuses_at_home(fault: Option<Fault>) -> bool {
    matches!(fault, Some(Fault::Status(_, false) | Fault::Partial(_)))
}

/// Returns the fault for a call in the sandbox's terms.
pub(crate) fn then(call: &Call, kind: Kind, fault: Option<Fault>) -> Option<Then> {
    let answer = |status, acted, body| {
        Some(Then::Answer {
            status,
            acted,
            body,
            retry_after: None,
        })
    };
    // HubSpot leaves something out of a batch read only if it does not exist.
    let whole = is_batch_read(kind);
    match fault? {
        Fault::Partial(_) | Fault::PartialThen502(_) if whole => None,
        Fault::EmptyPage if is_paged(call, kind) => Some(Then::Page {
            page: WrongPage::Empty,
        }),
        Fault::FirstPage if is_paged(call, kind) => Some(Then::Page {
            page: WrongPage::First,
        }),
        Fault::Status(status, acted) => answer(status, acted, None),
        Fault::Partial(percent) => Some(Then::Partial {
            partial: part_of(inputs(call)?, percent),
            status: None,
        }),
        Fault::PartialThen502(percent) => Some(Then::Partial {
            partial: part_of(inputs(call)?, percent),
            status: Some(502),
        }),
        Fault::TokenEnded if kind != Kind::Refresh => Some(Then::Token {
            token: TokenEnd::Expired,
        }),
        Fault::CursorGone if kind == Kind::Read && call.target.contains("&after=") => {
            let body = json!({
                "status": "error", "category": "VALIDATION_ERROR",
                "message": "Invalid paging cursor",
            });
            answer(400, false, Some(body))
        }
        Fault::BadSecret if kind == Kind::Refresh => {
            let body = json!({
                "status": "BAD_CLIENT_SECRET", "error": "invalid_client",
                "message": "missing or invalid client secret",
            });
            answer(400, false, Some(body))
        }
        _ => None,
    }
}

/// Returns the call that HubSpot acts upon, if it differs: the batch without its last contacts.
pub(crate) fn taken(call: &Call, kind: Kind, fault: Option<Fault>) -> Option<Call> {
    let (Some(Fault::HalfDone(percent)), true) = (fault, !is_batch_read(kind)) else {
        return None;
    };
    let keep = part_of(inputs(call)?, percent).max(1);
    let mut body: Value = serde_json::from_str(call.body.text()?).ok()?;
    body["inputs"].as_array_mut()?.truncate(keep);
    Some(Call {
        body: Body::Json(body.to_string()),
        ..call.clone()
    })
}

/// Returns the body of a response as it arrives at Goodword.
pub(crate) fn received(body: Vec<u8>, kind: Kind, status: u16, fault: Option<Fault>) -> Vec<u8> {
    match fault {
        Some(Fault::Garbled) => {
            let half = body.len() / 2;
            body[..half].to_vec()
        }
        Some(Fault::HalfSpoken(percent))
            if (200..300).contains(&status) && !is_batch_read(kind) =>
        {
            speak_of(&body, percent).unwrap_or(body)
        }
        _ => body,
    }
}

/// Returns true if the call asks for a page of a list's members, or of all contacts.
fn is_paged(call: &Call, kind: Kind) -> bool {
    kind == Kind::Members || (kind == Kind::Read && call.target.contains("/contacts?"))
}

fn is_batch_read(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ReadBatch | Kind::Look | Kind::Memberships | Kind::People | Kind::Deals
    )
}

fn speak_of(body: &[u8], percent: u8) -> Option<Vec<u8>> {
    let mut body: Value = serde_json::from_slice(body).ok()?;
    body.get("completedAt")?;
    let results = body["results"].as_array_mut()?;
    let keep = part_of(results.len(), percent);
    results.truncate(keep);
    Some(body.to_string().into_bytes())
}

fn inputs(call: &Call) -> Option<usize> {
    let body: Value = serde_json::from_str(call.body.text()?).ok()?;
    Some(body.get("inputs")?.as_array()?.len())
}

fn part_of(number: usize, percent: u8) -> usize {
    number * usize::from(percent) / 100
}
