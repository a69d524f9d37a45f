//! The batch endpoints of objects.
//!
//! A batch write is validated as a whole before any input is performed: each input becomes a
//! [`Plan`]. [`execute`] decides what an invalid plan means for the other inputs.

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

use plan::{KeyedBatch, KeyedInput, Plan, Planned, ResponseOptions, execute};
