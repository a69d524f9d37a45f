//! The Durable Objects: shells around the code that decides.

pub(crate) mod directory_object;
pub(crate) mod object_requests;
