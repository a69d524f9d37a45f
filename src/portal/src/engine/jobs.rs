//! The jobs of the loop.

pub(super) mod background_query;
pub(super) mod create_person;
pub(super) mod follow_changes;
pub(super) mod hosts;
pub(super) mod look_up_people;
pub(super) mod prepare_properties;
pub(super) mod publish_record;
pub(super) mod read_members;
pub(super) mod read_page;
pub(super) mod recheck;
pub(super) mod refresh_grant;
pub(super) mod report_due;
pub(super) mod write_batch;
pub(super) mod write_referred_by;
