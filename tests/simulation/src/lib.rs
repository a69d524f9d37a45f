//! The whole system under seeded faults and virtual time.
//!
//! Real domain, wire and portal code with the real SQL on rusqlite, against the sandbox HubSpot as a
//! library, a link index and a Directory, under one scheduler. A [`Case`] is a seed, the shape of a world,
//! and a list of operations; [`World::play`] plays it, and the same case plays the same, always.
//!
//! Faults: calls that fail, time out, come late or twice, before or after the other side acted;
//! 429 and 5xx; batches done or answered in part; contacts that a rule of the portal's refuses; tokens that
//! end, grants that are revoked, secrets that are refused; a process that dies between any two effects, with
//! calls under way that may still act; a storage that refuses a statement; a link index that refuses a second
//! write within a second and shows readers what it held a while ago; alarms that are lost, ring
//! twice or ring beside a running slice; slices of the loop that the platform abandons, for a while or for good; a
//! storage that fails between planning and beginning; messages that come late or twice; and people in HubSpot and in Goodword who go on working meanwhile: contacts
//! come to lists and leave them, lists are deleted, syncs change and end, and questions are asked.
//!
//! When all has come to rest, people leave the audiences and come back to them, and ask what a sync would do: the
//! answers are compared with the values in HubSpot, and with the next run.
//!
//! A world fails by a [`Rule`]. Each rule is judged by the calls that crossed the boundary, in a record of the
//! simulation's own.
//!
//! A world does not fail by: a call that HubSpot refuses because a fault says so; a person's request that
//! is refused because the account is not connected, or because the storage failed; an older value that the
//! network kept back and delivered after a newer one (the next sweep corrects it); a contact that came of a merge
//! after a run had read its lists, and is taken for one of all contacts.

mod agenda;
mod case;
mod chance;
mod crm;
mod cutting;
mod fate;
mod generate;
mod judge;
mod link_index;
mod lists;
mod ops;
mod storage;
mod tenant;
mod trace;
mod wire;
mod world;

pub use case::{Case, Covers, Mapping, Pace, Shape};
pub use domain::OnLeaving;
pub use judge::{Rule, Violation};
pub use ops::{Asked, Fault, Kind, Moment, Op, Timed};
pub use sandbox::{BatchFailure, MergedInBatch, Rotation};
pub use world::{Experiment, Verdict, World};
