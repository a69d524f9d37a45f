//! The programme: campaigns, syncs and referrers are created, changed and ended here.

pub(crate) mod enrolment;
