//! The failures of a call, each by what the caller can do about it.

use crate::call::{NoReply, Reply};
use crate::error_body::ErrorBody;
use crate::rejection::Rejection;

/// Why a call did not succeed, by what the caller can do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Try the same call again, later.
    #[error("HubSpot asks to wait: {0}")]
    Wait(Wait),
    /// 401: the access token is no longer valid. Refresh it and try again.
    #[error("HubSpot no longer accepts the access token")]
    Reauthorise,
    /// 402, 403: Goodword may not make this call in the account, whatever is in it. The customer must grant more
    /// scopes, or the user who installed the app lacks a permission, or the account is closed.
    #[error("HubSpot asks for more scopes: {message}")]
    MissingScopes {
        /// The scopes that HubSpot names, if it names any.
        scopes: Vec<String>,
        /// HubSpot's message, safe to show and to store.
        message: String,
        /// Whether HubSpot says that a permission is missing. If not, something between here and HubSpot may have
        /// answered, and only a second such answer is good evidence.
        is_certain: bool,
    },
    /// This call will never be accepted as it stands.
    #[error(transparent)]
    Rejected(Rejection),
}

/// How long to wait, and for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The reason for the wait.
    pub reason: WaitReason,
    /// The least time to wait, from `Retry-After` or from HubSpot's policy. `None` leaves it to the
    /// caller's back-off.
    pub at_least_ms: Option<u64>,
    /// Whether all calls of the portal must wait, not just this one.
    pub whole_portal: bool,
}

/// The reason for a [`Wait`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WaitReason {
    /// The account's rolling window is spent.
    #[error("the quota of calls is spent")]
    Quota,
    /// The search endpoints' limit is spent.
    #[error("the quota of searches is spent")]
    SearchQuota,
    /// The day's quota of calls is spent.
    #[error("the day's quota of calls is spent")]
    DailyQuota,
    /// 423: HubSpot has locked the records of the call.
    #[error("HubSpot has locked the records")]
    Locked,
    /// 477: HubSpot is moving the account between data centres.
    #[error("HubSpot is moving the account")]
    Migrating,
    /// 5xx. HubSpot may have acted.
    #[error("HubSpot has a problem of its own")]
    ServerError,
    /// No answer. HubSpot may have acted.
    #[error("HubSpot did not answer")]
    NoReply,
    /// A 2xx that cannot be read. HubSpot has probably acted.
    #[error("HubSpot's answer could not be read")]
    Unreadable,
}

impl Wait {
    /// Tells whether the records of the call may be the cause: the same call without one of them might be accepted.
    #[must_use]
    pub fn may_be_of_the_records(&self) -> bool {
        matches!(
            self.reason,
            WaitReason::Locked
                | WaitReason::ServerError
                | WaitReason::NoReply
                | WaitReason::Unreadable
        )
    }
}

impl core::fmt::Display for Wait {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.reason.fmt(formatter)
    }
}

/// Passes on a 2xx (207 included), and classifies everything else.
///
/// # Errors
/// The [`Failure`] says what the caller can do.
pub fn accept(outcome: Result<Reply, NoReply>) -> Result<Reply, Failure> {
    let reply = match outcome {
        Ok(reply) if (200..300).contains(&reply.status) => return Ok(reply),
        Ok(reply) => reply,
        // The next answer would be as large.
        Err(NoReply::TooLarge) => return Err(Failure::Rejected(Rejection::too_large())),
        Err(NoReply::TimedOut | NoReply::Unreachable) => {
            return Err(wait(WaitReason::NoReply, None, false));
        }
    };
    let body = ErrorBody::parse(&reply.body);
    Err(match reply.status {
        401 => Failure::Reauthorise,
        402 | 403 if body.wants_scopes() || !body.names_anything() => Failure::MissingScopes {
            scopes: body.missing_scopes(),
            message: not_empty(body.message(), reply.status),
            is_certain: body.wants_scopes() || body.speaks_of_permission(),
        },
        429 => quota(&reply, &body),
        423 => wait(
            WaitReason::Locked,
            Some(retry_after_ms(&reply).unwrap_or(LOCK_MS)),
            // The lock is of the call's records. The others of the portal can be written.
            false,
        ),
        477 => wait(WaitReason::Migrating, retry_after_ms(&reply), true),
        408 => wait(WaitReason::NoReply, retry_after_ms(&reply), false),
        500.. => wait(WaitReason::ServerError, retry_after_ms(&reply), false),
        status => Failure::Rejected(Rejection::from_body(status, &body)),
    })
}

/// Returns the wait of an answer after which no call of the portal may be made, whatever the answer was about.
#[must_use]
pub fn portal_wait(reply: &Reply) -> Option<Wait> {
    if !matches!(reply.status, 429 | 477) {
        return None;
    }
    match accept(Ok(reply.clone())) {
        Err(Failure::Wait(wait)) => Some(wait).filter(|wait| wait.whole_portal),
        _ => None,
    }
}

/// Returns the message, or words for the status where HubSpot gives none.
fn not_empty(message: String, status: u16) -> String {
    if message.is_empty() {
        format!("HubSpot answered {status} and gave no reason")
    } else {
        message
    }
}

/// The wait after a 423. HubSpot says that its locks last two seconds.
const LOCK_MS: u64 = 2000;

/// The window of `TEN_SECONDLY_ROLLING`, the longest one besides the day.
const TEN_SECONDS_MS: u64 = 10_000;

/// The window of the searches, `SECONDLY`.
const SECOND_MS: u64 = 1000;

/// The wait after the day's quota is spent. The quota returns at midnight in the account's time
/// zone, which is not known here; but in all time zones the day begins at a multiple of a quarter
/// of an hour.
const QUARTER_HOUR_MS: u64 = 15 * 60 * 1000;

/// The longest `Retry-After` that is followed. HubSpot's longest is that of an account being moved;
/// a longer one is a mistake.
const LONGEST_RETRY_AFTER_S: u64 = 24 * 60 * 60;

/// Returns the wait that HubSpot names. HubSpot documents `Retry-After`, in seconds, for 477 only;
/// it is followed in other answers too.
fn retry_after_ms(reply: &Reply) -> Option<u64> {
    let seconds: u64 = reply.header("retry-after")?.trim().parse().ok()?;
    Some(seconds.min(LONGEST_RETRY_AFTER_S).saturating_mul(1000))
}

/// Classifies a spent quota by `policyName`, or by the limit's name in the message if that is
/// missing.
fn quota(reply: &Reply, body: &ErrorBody) -> Failure {
    let policy = body.code("policyName").to_ascii_uppercase();
    let named = |name: &str| {
        policy.contains(name) || (policy.is_empty() && body.mentions(&name.to_ascii_lowercase()))
    };
    let (reason, window_ms) = if named("DAILY") {
        (WaitReason::DailyQuota, QUARTER_HOUR_MS)
    } else if named("TEN_SECONDLY") {
        (WaitReason::Quota, TEN_SECONDS_MS)
    } else if named("SECONDLY") {
        (WaitReason::SearchQuota, SECOND_MS)
    } else {
        (WaitReason::Quota, TEN_SECONDS_MS)
    };
    let at_least_ms = retry_after_ms(reply).unwrap_or(window_ms);
    wait(reason, Some(at_least_ms), reason != WaitReason::SearchQuota)
}

pub(crate) fn wait(reason: WaitReason, at_least_ms: Option<u64>, whole_portal: bool) -> Failure {
    Failure::Wait(Wait {
        reason,
        at_least_ms,
        whole_portal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(reply: Reply) -> Failure {
        accept(Ok(reply)).unwrap_err()
    }

    #[test]
    fn every_2xx_passes() {
        for status in [200, 201, 202, 204, 207] {
            assert!(accept(Ok(Reply::of(status, ""))).is_ok(), "{status}");
        }
    }

    #[test]
    fn every_other_outcome_says_what_the_caller_can_do() {
        use WaitReason::{DailyQuota, Locked, Migrating, NoReply, Quota, SearchQuota, ServerError};
        let ten_secondly =
            r#"{"status":"error","errorType":"RATE_LIMIT","policyName":"TEN_SECONDLY_ROLLING"}"#;
        let ten_secondly_unnamed =
            r#"{"status":"error","message":"You have reached your ten_secondly_rolling limit."}"#;
        let secondly = r#"{"status":"error","message":"You have reached your secondly limit.",
            "errorType":"RATE_LIMIT"}"#;
        let daily = r#"{"status":"error","message":"You have reached your daily limit.",
            "policyName":"DAILY"}"#;
        let page = "<html><body>Bad gateway</body></html>";
        for (reply, reason, at_least_ms, whole_portal) in [
            (Reply::of(429, ten_secondly), Quota, Some(10_000), true),
            (
                Reply::of(429, ten_secondly_unnamed),
                Quota,
                Some(10_000),
                true,
            ),
            (Reply::of(429, page), Quota, Some(10_000), true),
            (
                Reply::of(429, ten_secondly).with("retry-after", "3"),
                Quota,
                Some(3000),
                true,
            ),
            (Reply::of(429, secondly), SearchQuota, Some(1000), false),
            (Reply::of(429, daily), DailyQuota, Some(900_000), true),
            (Reply::of(423, ""), Locked, Some(2000), false),
            (
                Reply::of(477, "").with("retry-after", "3600"),
                Migrating,
                Some(3_600_000),
                true,
            ),
            (
                Reply::of(477, "").with("retry-after", "999999999"),
                Migrating,
                Some(86_400_000),
                true,
            ),
            (Reply::of(477, ""), Migrating, None, true),
            (
                Reply::of(477, "").with("retry-after", "Wed, 21 Oct 2026"),
                Migrating,
                None,
                true,
            ),
            (Reply::of(408, ""), NoReply, None, false),
            (Reply::of(500, "{}"), ServerError, None, false),
            (Reply::of(502, page), ServerError, None, false),
            (
                Reply::of(503, page).with("retry-after", " 7 "),
                ServerError,
                Some(7000),
                false,
            ),
            (Reply::of(524, page), ServerError, None, false),
        ] {
            let named = format!("{reply:?}");
            let wait = Wait {
                reason,
                at_least_ms,
                whole_portal,
            };
            assert_eq!(refused(reply), Failure::Wait(wait), "{named}");
        }
        assert_eq!(refused(Reply::of(401, "{}")), Failure::Reauthorise);
        for status in [302, 400, 404, 405, 409, 413, 414, 415] {
            let failure = refused(Reply::of(status, page));
            assert!(
                matches!(failure, Failure::Rejected(own) if own.status == status),
                "{status}"
            );
        }
    }

    #[test]
    fn no_answer_is_a_wait_whatever_the_reason() {
        for (none, reason) in [
            (NoReply::TimedOut, WaitReason::NoReply),
            (NoReply::Unreachable, WaitReason::NoReply),
        ] {
            assert_eq!(accept(Err(none)).unwrap_err(), wait(reason, None, false));
        }
    }

    /// Bodies that connectors and agents have seen. Most have no category and name no scope in a context.
    #[test]
    fn a_call_that_goodword_may_not_make_is_recognised_in_each_of_hubspots_wordings() {
        let deals = r#"{"status":"error","message":"You do not have permissions to view_schema object type DEAL (requires one of [deals-read])","correlationId":"9a4f"}"#;
        let token = r#"{"status":"error","message":"This oauth-token (CKnA...) does not have proper permissions! (requires all of [contacts-write])"}"#;
        let external = r#"{"status":"error","message":"EXTERNAL auth request is missing required 'crm.objects.contacts.write' scope"}"#;
        let user = r#"{"status":"error","category":"FORBIDDEN","message":"User 7 doesn't have permission to edit contacts"}"#;
        for body in [deals, token, external, user] {
            let failure = refused(Reply::of(403, body));
            assert!(
                matches!(
                    failure,
                    Failure::MissingScopes {
                        is_certain: true,
                        ..
                    }
                ),
                "{body}: {failure:?}"
            );
        }
        let page = "<html><body>Forbidden</body></html>";
        for (status, body) in [
            (403, page),
            (403, "{}"),
            (402, page),
            (402, r#"{"message":"Payment required"}"#),
        ] {
            let failure = refused(Reply::of(status, body));
            assert!(
                matches!(
                    failure,
                    Failure::MissingScopes {
                        is_certain: false,
                        ..
                    }
                ),
                "{status} {body}: {failure:?}"
            );
        }
        let record = r#"{"category":"FORBIDDEN","message":"You cannot edit this record","context":{"ids":["51"]}}"#;
        let property = r#"{"message":"You do not have permission to edit the property","context":{"propertyName":["goodword_referral_link"]}}"#;
        for body in [record, property] {
            let failure = refused(Reply::of(403, body));
            assert!(
                matches!(failure, Failure::Rejected(_)),
                "{body}: {failure:?}"
            );
        }
    }

    #[test]
    fn an_answer_that_is_too_large_is_not_asked_for_again() {
        let failure = accept(Err(NoReply::TooLarge)).unwrap_err();
        assert!(matches!(failure, Failure::Rejected(own) if own.status == 413));
    }

    #[test]
    fn a_403_about_scopes_names_them_wherever_hubspot_put_them() {
        let granular = r#"{"status":"error","category":"MISSING_SCOPES",
            "message":"This app hasn't been granted all required scopes to make this call.",
            "errors":[{"message":"One or more of the following scopes are required.",
                "context":{"requiredGranularScopes":["crm.objects.contacts.write"]}}],
            "links":{"scopes":"https://developers.hubspot.com/scopes"}}"#;
        let top = r#"{"message":"no","context":{"requiredScopes":"crm.lists.read"}}"#;
        let bare = r#"{"category":"MISSING_SCOPES"}"#;
        for (body, expected) in [
            (granular, vec!["crm.objects.contacts.write"]),
            (top, vec!["crm.lists.read"]),
            (bare, vec![]),
        ] {
            match refused(Reply::of(403, body)) {
                Failure::MissingScopes { scopes, .. } => assert_eq!(scopes, expected),
                other => panic!("{other:?}"),
            }
        }
    }
}
