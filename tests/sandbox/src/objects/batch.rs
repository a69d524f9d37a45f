//! The batch endpoints of objects.
//!
//! A batch write is judged whole before any of it is done: every input becomes a [`Plan`], and
//! [`carry_out`] decides what a plan that cannot be done means for the others.

mod archive;
mod create;
mod plan;
mod read;
mod update;
mod upsert;

pub(crate) use archive::batch_archive;
pub(crate) use create::batch_create;
pub(crate) use read::batch_read;
pub(crate) use update::batch_update;
pub(crate) use upsert::batch_upsert;

use plan::{Manner, Plan, Planned, carry_out, unique_ids};
