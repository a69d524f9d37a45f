//! The main job, done from outside by a client without a browser: connect the account, create a campaign, sync every
//! contact, and then check that each has a working link of its own.

mod connection;
mod links;
mod session;
mod sync;
mod verdict;

pub(crate) use links::link_paths;
pub(crate) use verdict::play;
