//! `/join/CODE`, the hosted page with its form, and `/referrals`, where the script of a customer's site reports sign-ups.
//!
//! A code is looked up in LINKS. Then one portal is asked: only the portal knows the page and decides about the form. No
//! cookie is set or read. The page works without scripts, and has none.

mod drawing;
mod hosted;
mod moment;
mod script;

use domain::ReferralCode;

pub(crate) use drawing::{PagePreview, reply};
pub(crate) use hosted::{LARGEST_FORM, PREFIX, respond};
pub(crate) use script::{PATH as SCRIPT_PATH, respond as respond_to_script};

/// Returns the code after a prefix of the raw path, with or without a slash at its end.
fn code(path: &str, prefix: &str) -> Option<ReferralCode> {
    let text = path.strip_prefix(prefix)?;
    ReferralCode::parse(text.strip_suffix('/').unwrap_or(text)).ok()
}
