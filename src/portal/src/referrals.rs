//! Referrals: claims become referrals, and rules, calls and people decide about their status.
//!
//! Invariants: one referral of a person counts in a campaign; a claim that is not counted and is repeated for the same
//! reason adds nothing; every change of a status changes the numbers in the same transaction ([`counting`]).
//!
//! Left to others: the rules of attribution and of qualification (`domain`), the rows ([`crate::tables::referrals`]),
//! the calls to HubSpot (`engine`).

mod applying;
pub(crate) mod arriving;
pub(crate) mod claiming;
mod counting;
mod deal_credit;
pub(crate) mod deciding;
pub(crate) mod holding;
pub(crate) mod identifying;
pub(crate) mod importing;
pub(crate) mod people;
pub(crate) mod rechecking;
pub(crate) mod rechecks;
pub(crate) mod same_person;
#[cfg(test)]
mod tests;
