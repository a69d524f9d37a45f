//! The main job, played from outside by a client without a browser: connect the account, make a
//! campaign, sync every contact, and then see for oneself that each has a working link of its own.

mod connection;
mod links;
mod session;
mod sync;
mod verdict;

pub(crate) use links::link_paths;
pub(crate) use verdict::play;
