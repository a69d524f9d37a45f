//! The public doors: `/join/CODE`, the hosted page with its form, and `/referrals`, where the script of a customer's
//! site says who signed up.
//!
//! A code is looked up in the link index; then one portal is asked, which alone knows the page and decides about what
//! is sent. No cookie is set or read. The page works without scripts, and has none.

mod drawing;
mod hosted;
mod moment;
mod script;

use domain::ReferralCode;
use jiff::Timestamp;

pub(crate) use drawing::{PagePreview, reply};
pub(crate) use hosted::{LARGEST_FORM, PREFIX, respond};
pub(crate) use script::{PATH as SCRIPT_PATH, respond as respond_to_script};

use crate::edge::headers::CLIENT_ADDRESS;
use crate::edge::incoming::Incoming;
use crate::edge::signing::SigningKey;

/// Stands for a visitor until the day is over, as for visits of links.
fn visitor(incoming: &Incoming, key: &SigningKey, now: Timestamp) -> String {
    let header = |name| incoming.header(name).unwrap_or_default();
    key.pseudonym(now, &[header(CLIENT_ADDRESS), header("user-agent")])
}

/// The code behind a prefix of the raw path, with or without a slash at its end.
fn code(path: &str, prefix: &str) -> Option<ReferralCode> {
    let text = path.strip_prefix(prefix)?;
    ReferralCode::parse(text.strip_suffix('/').unwrap_or(text)).ok()
}
