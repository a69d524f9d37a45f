//! The preparation of runs: how far each run's properties are looked at and created.

use domain::RunId;
use hubspot::properties::PropertyDraft;
use vecmap::VecMap;

/// The next step for a run's properties.
#[derive(Debug, Clone, Default)]
pub(crate) enum Step {
    /// See which properties HubSpot has.
    #[default]
    Look,
    /// Create the group, then these properties.
    MakeGroup(Vec<PropertyDraft>),
    /// Create these properties.
    Make(Vec<PropertyDraft>),
    /// See whether HubSpot has all of them now. These are its reasons for those that it refused.
    LookAgain(Vec<String>),
}

/// The progress of each run's preparation. After a crash it begins again with a look.
pub(crate) type Preparations = VecMap<RunId, Step>;
