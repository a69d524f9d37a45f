//! Runs, the connection and the definitions of properties: stories of one portal with the sandbox in HubSpot's place,
//! under virtual time.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a story that cannot go on has failed"
)]

mod connection;
mod definitions;
mod holds;
mod publishing;
mod reading;
mod storage;
mod world;
