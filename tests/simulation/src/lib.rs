//! The whole system under seeded faults and virtual time.
//!
//! The real domain, HubSpot and portal code runs with the real SQL on rusqlite. Around it are the sandbox HubSpot
//! as a library, a link index and a Directory, under one scheduler. A [`Case`] is a seed, the shape of a world, and
//! a list of operations. [`World::play`] plays it. A case plays the same way every time.
//!
//! The faults are:
//!
//! - Calls fail, time out, arrive late or arrive twice, before or after the other side acted.
//! - HubSpot responds with 429 or 5xx, does a batch or reports it in part, and refuses contacts because of a
//!   portal's rule.
//! - HubSpot takes no write of a contact, in four ways, and denies calls in six wordings.
//! - A search shows old values or stops short because other apps search; a record fails in a batch of reads for a while;
//!   HubSpot takes the cursors of associations in one of three forms.
//! - Tokens end, grants are revoked, and secrets are refused.
//! - A process dies between any two effects, and calls under way may still act.
//! - The storage refuses a statement, or fails between planning and beginning.
//! - The link index refuses a second write within a second, and shows readers an older value.
//! - Alarms are lost, ring twice, or ring beside a running slice.
//! - The platform abandons slices of the loop, for a while or for good.
//! - Messages arrive late or twice.
//!
//! Meanwhile people in HubSpot and in Goodword go on working. Contacts enter and leave lists, lists are deleted,
//! syncs change and end, and people start queries. Referred people claim, and become customers in HubSpot or win deals.
//!
//! When everything is at rest, contacts leave the audiences and return to them, and people start queries and dry
//! runs. The judges compare the answers with the values in HubSpot and with the next run.
//!
//! A world fails when it breaks a [`Rule`]. Each rule is judged by the calls that crossed the boundary, in a record
//! that belongs to the simulation.
//!
//! The following are not failures:
//!
//! - HubSpot refuses a call because a fault says so.
//! - A person's request is refused because the account is not connected, or because the storage failed.
//! - The network delivers an older value after a newer one. The next sweep corrects it.
//! - A run that read its lists before a merge treats the merged contact as one outside of every list.

mod agenda;
mod case;
mod chance;
mod crm;
mod cutting;
mod deals;
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

pub use case::{Case, Covers, Mapping, Pace, People, Reads, Shape, Success, Variations};
pub use domain::OnLeaving;
pub use judge::{Rule, Violation};
pub use ops::{Ailment, Fault, Kind, Moment, Op, QueryKind, Timed};
pub use sandbox::{
    ArchivedProperty, BatchFailure, ConflictWords, DefinitionLag, Denial, FurtherEmails,
    MergedInBatch, PropertyBatch, PropertySettings, QuotaRefusal, RefreshRefusal, Rotation,
};
pub use world::{Experiment, Verdict, World};
