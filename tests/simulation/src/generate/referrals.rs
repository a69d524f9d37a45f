//! People who claim that somebody referred them, HubSpot users who move those people on, and the faults of the calls
//! that this needs.

use sandbox::{ConflictWords, DealEntries, FurtherEmails};

use super::{FIRST_SYNC_MS, LAST_OP_MS, MOMENTS, any};
use crate::case::{People, Shape, Success};
use crate::chance::Chance;
use crate::ops::{Fault, Kind, Op, Timed};

/// The number of people in a world who may claim.
const PEOPLE: u8 = 10;

/// The pause after which a form is sent twice.
const SENT_AGAIN_MS: i64 = 400;

/// Draws how a referral succeeds, and HubSpot's manners with people.
pub(super) fn people(seed: u64) -> People {
    let mut chance = Chance::new(seed, "people");
    let success = *chance.weighted(&[
        (3, Success::ByHand),
        (4, Success::Stage),
        (2, Success::Deal),
    ]);
    let (further_emails, conflict) = *chance.pick(&[
        (FurtherEmails::Shown, ConflictWords::Short),
        (FurtherEmails::Shown, ConflictWords::Long),
        (FurtherEmails::Shown, ConflictWords::WithoutId),
        (FurtherEmails::Hidden, ConflictWords::Short),
    ]);
    let deal_entries = *chance.pick(&[
        DealEntries::PerStage,
        DealEntries::Present,
        DealEntries::Hidden,
    ]);
    People {
        success,
        further_emails,
        conflict,
        deal_entries,
    }
}

/// Returns the person of a claim that another stream draws for this contact.
pub(super) fn person(contact: u16) -> u8 {
    u8::try_from(contact % u16::from(PEOPLE)).expect("a small number")
}

/// Draws from a stream of its own, which keeps the rest of every seed as it is.
pub(super) fn ops(seed: u64, shape: &Shape) -> Vec<Timed> {
    let mut chance = Chance::new(seed, "referrals");
    let most = match shape.people.success {
        Success::ByHand => 2,
        Success::Stage | Success::Deal => 14,
    };
    let count = chance.between(0, most);
    let mut ops: Vec<Timed> = (0..count)
        .map(|_| {
            let portal = chance.place(shape.portals);
            // There are no links to claim with before the first contacts have some.
            let at = if chance.percent(40) {
                chance.between(1500, FIRST_SYNC_MS)
            } else {
                chance.between(FIRST_SYNC_MS, LAST_OP_MS)
            };
            (at, portal, op(&mut chance))
        })
        .collect();
    let mut chance = Chance::new(seed, "forms that are sent twice");
    let claims = ops.iter().filter(|(.., op)| matches!(op, Op::Claim(..)));
    let twice: Vec<Timed> = claims
        .filter(|_| chance.percent(20))
        .map(|(at, portal, op)| (at + SENT_AGAIN_MS, *portal, *op))
        .collect();
    ops.extend(twice);
    ops
}

fn op(chance: &mut Chance) -> Op {
    let one = any(chance);
    let campaign = u8::from(chance.percent(20));
    let person = u8::try_from(chance.between(0, i64::from(PEOPLE) - 1)).expect("a small number");
    let moment = *chance.pick(&MOMENTS);
    let kind = *chance.pick(&[Kind::People, Kind::Create, Kind::Changes, Kind::Deals]);
    let part = u8::try_from(chance.between(0, 100)).expect("a small number");
    let fault = *chance.weighted(&[
        (3, Fault::AnswerLost),
        (2, Fault::ActedLate),
        (1, Fault::NotSent),
        (1, Fault::TimedOutActed),
        (1, Fault::Slow),
        (1, Fault::Garbled),
        (1, Fault::TokenEnded),
        (2, Fault::Twice),
        (1, Fault::Status(429, false)),
        (2, Fault::Status(502, true)),
        (1, Fault::Status(503, false)),
        (1, Fault::HalfSpoken(part)),
        (3, Fault::Crash(moment)),
        (1, Fault::Abandon(moment, 25)),
    ]);
    *chance.weighted(&[
        (8, Op::Claim(one, campaign, person)),
        (6, Op::MoveOn(person)),
        (2, Op::MoveBack(person)),
        (5, Op::Strike(kind, fault)),
        (1, Op::MergePerson(person, one)),
    ])
}
