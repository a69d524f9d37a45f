//! The Durable Objects: shells around the code that decides.

pub(crate) mod directory_object;
pub(crate) mod object_requests;
mod object_state;
pub(crate) mod performer;
pub(crate) mod portal_loop;
pub(crate) mod portal_object;
