//! `/join/CODE`, the hosted page with its form, and `/referrals`, where the script of a customer's site reports sign-ups.
//!
//! A code is looked up in LINKS. Then one portal is asked: only the portal knows the page and decides about the form. No
//! cookie is set or read. The page works without scripts, and has none.

mod drawing;
mod hosted;
mod moment;
mod script;

use jiff::Timestamp;

pub(crate) use drawing::{PagePreview, reply};
pub(crate) use hosted::{LARGEST_FORM, PREFIX, respond};
pub(crate) use script::{PATH as SCRIPT_PATH, respond as respond_to_script};

use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::incoming::Incoming;
use crate::edge::signing::SigningKey;

/// Returns a hash of the visitor that changes each day, as for clicks.
fn visitor(incoming: &Incoming, key: &SigningKey, now: Timestamp) -> String {
    let header = |name| incoming.header(name).unwrap_or_default();
    key.pseudonym(now, &[header(CLIENT_ADDRESS), header("user-agent")])
}
