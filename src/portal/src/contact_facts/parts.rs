//! Records that are asked for in batches, so that one that HubSpot does not answer keeps no other one waiting.
//!
//! A batch that fails repeatedly is halved until the record that makes it fail is alone. A record that HubSpot's answer
//! leaves out goes into a second batch, and then into one of its own. A record that fails alone is given up, with the
//! reason. If HubSpot answers nothing at all meanwhile, the trouble is not the record's: then nothing is given up, and
//! the records wait for HubSpot.
//!
//! Left to others: whether HubSpot answers other calls. A failure in an outage is not told to the queue of batches.

use std::collections::VecDeque;

use hubspot::{Failure, WaitReason};

/// The number of failures after which a batch is halved. HubSpot's passing trouble is mostly over at the second try.
const FAILURES_OF_A_BATCH: u32 = 2;

/// The number of failures after which a single record is given up, if HubSpot has answered for others meanwhile.
const FAILURES_ALONE: u32 = 3;

/// The number of failures after which the last record is given up, with no other one beside it that could show whether
/// HubSpot answers this call at all. With pauses that grow to a minute, they take about five minutes.
const FAILURES_OF_THE_LAST: u32 = 10;

/// The number of refused batches after which halving ends, if HubSpot has answered nothing yet: it then refuses the
/// account, and not some of the records. Four of the quarters, or their parts, were refused at the seventh.
const REFUSALS_OF_ALL: u32 = 7;

/// The records that are still to be asked for.
#[derive(Debug)]
pub(crate) struct Parts<T> {
    left: VecDeque<Part<T>>,
    most: usize,
    failures: u32,
    refusals: u32,
    /// The number of batches that HubSpot has answered.
    answers: u32,
}

/// The records of one call.
#[derive(Debug)]
pub(crate) struct Part<T> {
    pub(crate) items: Vec<T>,
    /// How often HubSpot's answer has left them out.
    tries: u8,
    /// The number of answered batches when a call for these records failed first.
    failed_at: Option<u32>,
}

impl<T> Part<T> {
    /// Returns the record that is to be asked for alone, because batches did not tell about it.
    pub(crate) fn alone(&self) -> Option<&T> {
        match self.items.as_slice() {
            [only] if self.tries > 0 => Some(only),
            _ => None,
        }
    }
}

impl<T: Clone> Parts<T> {
    /// Creates an empty queue of batches with at most so many records.
    pub(crate) fn of_at_most(most: usize) -> Self {
        Self {
            left: VecDeque::new(),
            most,
            failures: 0,
            refusals: 0,
            answers: 0,
        }
    }

    /// Adds records.
    pub(crate) fn add(&mut self, items: &[T]) {
        self.push(items, 0, None);
    }

    fn push(&mut self, items: &[T], tries: u8, failed_at: Option<u32>) {
        for some in items.chunks(self.most) {
            self.left.push_back(Part {
                items: some.to_vec(),
                tries,
                failed_at,
            });
        }
    }

    /// Returns the next batch; none if all records are answered or given up.
    pub(crate) fn next(&self) -> Option<&Part<T>> {
        self.left.front()
    }

    /// Takes the batch that HubSpot has answered. `unread` are its records that the answer leaves out. Returns those
    /// that are given up.
    pub(crate) fn answered(&mut self, unread: Vec<T>) -> Vec<T> {
        self.answers = self.answers.saturating_add(1);
        self.failures = 0;
        let Some(part) = self.left.pop_front() else {
            return Vec::new();
        };
        if part.alone().is_some() {
            return unread;
        }
        if part.tries == 0 {
            self.push(&unread, 1, part.failed_at);
        } else {
            for one in unread {
                self.push(&[one], 2, part.failed_at);
            }
        }
        Vec::new()
    }

    /// Returns whether HubSpot has answered any batch.
    pub(crate) fn is_heard(&self) -> bool {
        self.answers > 0
    }

    /// Counts the answer to another call that needs the same permission.
    pub(crate) fn hear(&mut self) {
        self.answers = self.answers.saturating_add(1);
    }

    /// Takes a failure of the batch. Returns the record that is given up, and why; none if the next call is to be made
    /// at once.
    ///
    /// # Errors
    /// The failure, after which the next call is to be made later.
    pub(crate) fn failed(&mut self, failure: Failure) -> Result<Option<(T, String)>, Failure> {
        let Some(part) = self.left.front_mut() else {
            return Err(failure);
        };
        let failed_at = *part.failed_at.get_or_insert(self.answers);
        let alone = part.items.len() <= 1;
        match failure {
            Failure::Wait(wait) if is_about_the_call(wait.reason) => {
                self.failures += 1;
                let heard = self.answers > failed_at || self.failures >= FAILURES_OF_THE_LAST;
                if alone && heard && self.failures >= FAILURES_ALONE {
                    return Ok(self.give_up(wait.reason.to_string()));
                }
                if alone && self.failures >= FAILURES_ALONE && self.left.len() > 1 {
                    self.failures = 0;
                    self.left.rotate_left(1);
                } else if !alone && self.failures >= FAILURES_OF_A_BATCH {
                    self.halve();
                }
                Err(Failure::Wait(wait))
            }
            Failure::Rejected(rejection) if alone => Ok(self.give_up(rejection.message)),
            // HubSpot has answered for others under the same grant.
            Failure::MissingScopes { message, .. } if alone && self.answers > 0 => {
                Ok(self.give_up(message))
            }
            Failure::Rejected(_) if self.answers > 0 || self.refusals < REFUSALS_OF_ALL => {
                self.refusals += 1;
                self.halve();
                Ok(None)
            }
            // A refusal without a scope may be about one of the records.
            Failure::MissingScopes { scopes, .. }
                if !alone
                    && scopes.is_empty()
                    && (self.answers > 0 || self.refusals < REFUSALS_OF_ALL) =>
            {
                self.refusals += 1;
                self.halve();
                Ok(None)
            }
            failure => {
                // The others may show whether HubSpot denies the record or the account.
                if alone {
                    self.left.rotate_left(1);
                }
                Err(failure)
            }
        }
    }

    fn give_up(&mut self, why: String) -> Option<(T, String)> {
        self.failures = 0;
        let part = self.left.pop_front()?;
        part.items.into_iter().next().map(|item| (item, why))
    }

    fn halve(&mut self) {
        self.failures = 0;
        if let Some(part) = self.left.pop_front() {
            let (one, other) = part.items.split_at(part.items.len().div_ceil(2));
            self.push(one, part.tries.max(1), part.failed_at);
            self.push(other, part.tries.max(1), part.failed_at);
        }
    }

    /// Takes the next batch out, to ask for its records in another way.
    pub(crate) fn take(&mut self) -> Vec<T> {
        self.left
            .pop_front()
            .map_or_else(Vec::new, |part| part.items)
    }

    /// Forgets all records.
    pub(crate) fn clear(&mut self) {
        self.left.clear();
    }
}

/// Returns whether the failure may be caused by a record of the call.
const fn is_about_the_call(reason: WaitReason) -> bool {
    matches!(
        reason,
        WaitReason::ServerError | WaitReason::NoReply | WaitReason::Unreadable | WaitReason::Locked
    )
}

#[cfg(test)]
mod tests {
    use hubspot::{NoReply, Reply};

    use super::*;

    /// Asks for numbers until none is left. Returns those that were given up, and the number of calls. `answer` says
    /// which of a batch's numbers HubSpot leaves out, or why it answers nothing.
    fn ask(
        numbers: u32,
        answer: impl Fn(&[u32], u32) -> Result<Vec<u32>, Failure>,
    ) -> (Vec<u32>, u32) {
        let mut parts = Parts::of_at_most(100);
        parts.add(&(1..=numbers).collect::<Vec<_>>());
        let mut given_up = Vec::new();
        let mut call = 0;
        while let Some(part) = parts.next() {
            match answer(&part.items, call) {
                Ok(unread) => given_up.extend(parts.answered(unread)),
                Err(failure) => {
                    given_up.extend(parts.failed(failure).ok().flatten().map(|(one, _)| one));
                }
            }
            call += 1;
            assert!(call < 1_000, "it never ends");
        }
        given_up.sort_unstable();
        (given_up, call)
    }

    fn trouble() -> Failure {
        hubspot::accept(Err(NoReply::TimedOut)).unwrap_err()
    }

    fn refusal() -> Failure {
        let reply = Reply {
            status: 403,
            headers: Vec::new(),
            body: br#"{"status":"error","message":"no"}"#.to_vec(),
        };
        hubspot::accept(Ok(reply)).unwrap_err()
    }

    #[test]
    fn one_record_that_always_fails_is_given_up_and_no_other_one() {
        let bad = |failure: fn() -> Failure| {
            ask(100, move |batch, _| {
                if batch.contains(&7) {
                    Err(failure())
                } else {
                    Ok(Vec::new())
                }
            })
        };
        assert_eq!(bad(trouble), (vec![7], 21));
        assert_eq!(bad(refusal), (vec![7], 13));
    }

    #[test]
    fn a_record_that_answers_leave_out_is_asked_for_alone() {
        let silent = ask(100, |batch, _| {
            let alone = batch.len() == 1;
            Ok(batch
                .iter()
                .copied()
                .filter(|one| [7, 8].contains(one) && !alone)
                .collect())
        });
        assert_eq!(silent, (vec![], 4));
        let hidden = ask(100, |batch, _| {
            Ok(batch
                .iter()
                .copied()
                .filter(|one| [7, 8].contains(one))
                .collect())
        });
        assert_eq!(hidden, (vec![7, 8], 4));
    }

    #[test]
    fn nobody_is_given_up_while_hubspot_answers_nothing() {
        let after_an_outage = ask(100, |_, call| {
            if (1..600).contains(&call) {
                Err(trouble())
            } else {
                Ok(Vec::new())
            }
        });
        assert_eq!(after_an_outage.0, Vec::<u32>::new());
    }

    #[test]
    fn an_account_that_is_refused_is_not_halved_to_the_end() {
        let mut parts = Parts::of_at_most(100);
        parts.add(&(1..=100).collect::<Vec<_>>());
        let handed_back = (0..50).filter(|_| parts.failed(refusal()).is_err()).count();
        assert_eq!(handed_back, 50 - 7);
    }

    #[test]
    fn the_last_record_is_given_up_in_the_end() {
        assert_eq!(ask(1, |_, _| Err(trouble())), (vec![1], 10));
    }
}
