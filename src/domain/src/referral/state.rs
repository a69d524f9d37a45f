//! The events that are allowed in each status of a referral, and who decides them.

use serde::{Deserialize, Serialize};

use super::ReferralStatus;

/// An event that happens to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ReferralEvent {
    /// A rule is met and its hold is over.
    Qualify,
    /// No rule is met any more.
    Undo,
    /// A person makes it a success.
    Approve,
    /// A person decides that it does not count.
    Reject,
    /// A person takes the success back.
    Reverse,
    /// A person leaves it to the rules again.
    Reopen,
}

/// Why an event cannot happen to a referral.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAllowed {
    /// A person has decided, so that rules no longer apply.
    #[error("A person has decided about this referral; reopen it to leave it to the rules again.")]
    DecidedByHand,
    /// It does not count, so no rule makes it a success.
    #[error("The referral is rejected; approve or reopen it first.")]
    Rejected,
    /// Only a success can be taken back.
    #[error("The referral is not successful, so it cannot be reversed.")]
    NotSuccessful,
    /// Only a pending referral can be rejected.
    #[error("The referral is successful; reverse it instead.")]
    Successful,
    /// Only a pending referral can be rejected.
    #[error("The referral is reversed already.")]
    Reversed,
}

/// The status of a referral, and whether a person decided it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReferralState {
    /// The status.
    pub status: ReferralStatus,
    /// Whether a person decided it.
    pub by_hand: bool,
}

impl ReferralState {
    /// The first state of a referral that counts.
    pub const PENDING: Self = Self::by_rule(ReferralStatus::Pending);
    /// The first state of a referral that is not counted.
    pub const NOT_COUNTED: Self = Self::by_rule(ReferralStatus::Rejected);

    const fn by_rule(status: ReferralStatus) -> Self {
        Self {
            status,
            by_hand: false,
        }
    }

    const fn by_hand(status: ReferralStatus) -> Self {
        Self {
            status,
            by_hand: true,
        }
    }

    /// Returns the state after an event. An equal state means that nothing changed.
    ///
    /// # Errors
    /// [`NotAllowed`] says why the event cannot happen. A rule's event that is refused simply has
    /// no effect.
    pub const fn after(self, event: ReferralEvent) -> Result<Self, NotAllowed> {
        use ReferralEvent::{Approve, Qualify, Reject, Reopen, Reverse, Undo};
        use ReferralStatus::{Pending, Qualified, Rejected, Reversed};
        match (event, self.status, self.by_hand) {
            (Qualify | Undo, Qualified | Reversed, true) => Err(NotAllowed::DecidedByHand),
            (Qualify, Rejected, _) => Err(NotAllowed::Rejected),
            (Qualify, Pending | Qualified | Reversed, _) => Ok(Self::by_rule(Qualified)),
            // The person still came, so they wait for their next success.
            (Undo, Qualified | Reversed, _) | (Reopen, Pending | Rejected | Reversed, _) => {
                Ok(Self::PENDING)
            }
            // The cause that is undone had no effect.
            (Undo, Pending | Rejected, _) => Ok(self),
            (Approve, _, _) => Ok(Self::by_hand(Qualified)),
            (Reject, Pending | Rejected, _) => Ok(Self::by_hand(Rejected)),
            (Reject | Reopen, Qualified, _) => Err(NotAllowed::Successful),
            (Reject, Reversed, _) => Err(NotAllowed::Reversed),
            (Reverse, Qualified | Reversed, _) => Ok(Self::by_hand(Reversed)),
            (Reverse, Pending | Rejected, _) => Err(NotAllowed::NotSuccessful),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NotAllowed::{DecidedByHand, NotSuccessful, Successful};
    use ReferralEvent::{Approve, Qualify, Reject, Reopen, Reverse, Undo};
    use ReferralStatus::{Pending, Qualified, Rejected, Reversed};

    const EVENTS: [ReferralEvent; 6] = [Qualify, Undo, Approve, Reject, Reverse, Reopen];

    #[test]
    fn every_event_has_an_effect_or_an_error_in_every_state() {
        let rule = |status| ReferralState::by_rule(status);
        let hand = |status| ReferralState::by_hand(status);
        let all = |state: ReferralState| EVENTS.map(|event| state.after(event));
        let (yes, no, back) = (hand(Qualified), hand(Rejected), hand(Reversed));
        let open = rule(Pending);
        let refused = Err(NotAllowed::Rejected);
        let over = Err(NotAllowed::Reversed);
        for (from, expected) in [
            (
                rule(Pending),
                [
                    Ok(rule(Qualified)),
                    Ok(open),
                    Ok(yes),
                    Ok(no),
                    Err(NotSuccessful),
                    Ok(open),
                ],
            ),
            (
                rule(Qualified),
                [
                    Ok(rule(Qualified)),
                    Ok(open),
                    Ok(yes),
                    Err(Successful),
                    Ok(back),
                    Err(Successful),
                ],
            ),
            (
                rule(Rejected),
                [
                    refused,
                    Ok(rule(Rejected)),
                    Ok(yes),
                    Ok(no),
                    Err(NotSuccessful),
                    Ok(open),
                ],
            ),
            (
                rule(Reversed),
                [
                    Ok(rule(Qualified)),
                    Ok(open),
                    Ok(yes),
                    over,
                    Ok(back),
                    Ok(open),
                ],
            ),
            (
                yes,
                [
                    Err(DecidedByHand),
                    Err(DecidedByHand),
                    Ok(yes),
                    Err(Successful),
                    Ok(back),
                    Err(Successful),
                ],
            ),
            (
                no,
                [
                    refused,
                    Ok(no),
                    Ok(yes),
                    Ok(no),
                    Err(NotSuccessful),
                    Ok(open),
                ],
            ),
            (
                back,
                [
                    Err(DecidedByHand),
                    Err(DecidedByHand),
                    Ok(yes),
                    over,
                    Ok(back),
                    Ok(open),
                ],
            ),
        ] {
            assert_eq!(all(from), expected, "{from:?}");
        }
    }

    #[test]
    fn a_repeated_event_changes_nothing() {
        for status in ReferralStatus::ALL {
            for by_hand in [false, true] {
                for event in EVENTS {
                    let Ok(once) = (ReferralState { status, by_hand }).after(event) else {
                        continue;
                    };
                    let twice = once.after(event);
                    let stands = twice == Ok(once) || twice.is_err();
                    assert!(stands, "{status:?} {event:?}");
                }
            }
        }
    }
}
