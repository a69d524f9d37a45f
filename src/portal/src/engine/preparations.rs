//! The preparation of runs: how far each run's properties are looked at and created.

use domain::RunId;
use hubspot::properties::Making;
use jiff::SignedDuration;
use vecmap::VecMap;

/// The pauses between looks at properties that HubSpot does not show: a minute together. HubSpot's own pages show new
/// definitions at once; its API may need a while.
const PAUSES: [SignedDuration; 4] = [
    SignedDuration::from_secs(2),
    SignedDuration::from_secs(8),
    SignedDuration::from_secs(20),
    SignedDuration::from_secs(30),
];

/// Returns the pause before the next look, after so many looks in vain; `None` if a person has to help.
pub(super) fn pause_after(looks: u32) -> Option<SignedDuration> {
    let place = usize::try_from(looks).unwrap_or(usize::MAX);
    PAUSES.get(place).copied()
}

/// How far the properties of one run are. A new run begins with a look.
#[derive(Debug, Clone, Default)]
pub(crate) struct Preparation {
    /// The creation of missing properties that is under way; otherwise the next step is a look.
    pub(super) making: Option<Making>,
    /// The creation before the present look.
    pub(super) made: Option<Making>,
    /// How often a look has not found everything since Goodword began to wait for it.
    pub(super) looks: u32,
    /// Whether to read all definitions, because HubSpot refused to read them by their names.
    pub(super) reads_all: bool,
    /// The pause before the next step.
    pub(super) pause: Option<SignedDuration>,
}

/// The progress of each run's preparation. After a crash it begins again with a look.
pub(crate) type Preparations = VecMap<RunId, Preparation>;
