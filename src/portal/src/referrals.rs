//! Referrals: claims become referrals, and rules, calls and people decide how far these come.
//!
//! Invariants: of a person, one referral counts in a campaign; a claim that is not counted and comes again for the same
//! reason adds nothing. Whatever changes a status here changes the numbers in the same transaction ([`counting`]).
//!
//! Left to others: the rules of attribution and of qualification (`domain`), the rows ([`crate::tables::referrals`]), the
//! calls to HubSpot (`engine`).

pub(crate) mod arriving;
pub(crate) mod claiming;
mod counting;
pub(crate) mod deciding;
pub(crate) mod holding;
pub(crate) mod identifying;
pub(crate) mod importing;
pub(crate) mod people;
pub(crate) mod rechecking;
pub(crate) mod rechecks;
#[cfg(test)]
mod tests;
