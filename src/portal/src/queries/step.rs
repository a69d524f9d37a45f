//! A step of a query, and the sources that it reads.

use hubspot::Failure;
use jiff::Timestamp;

use crate::storage::database::Database;
use crate::storage::error::PortalError;
use crate::storage::settings::Settings;

/// The sources that a query reads besides HubSpot.
pub(crate) struct Tables<'a> {
    pub(crate) database: &'a Database,
    pub(crate) settings: &'a Settings,
    pub(crate) now: Timestamp,
}

/// The progress of a query after a reply of HubSpot.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// There are more calls to make.
    Further,
    /// The result is complete.
    Done,
    /// There will be no result, for this reason.
    Failed(String),
}

/// A step or HubSpot's failure, or else a failure of the storage.
pub(crate) type Taken = Result<Result<Step, Failure>, PortalError>;
