//! How HubSpot treats definitions where the public evidence leaves it open.

/// The settings of properties and their groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PropertySettings {
    /// The number of further properties in a new portal. Every tenth is a list of 300 countries.
    pub further: usize,
    /// The most properties that an account may make for contacts, by its plan. `None`: no limit.
    pub limit: Option<usize>,
    /// The response of `batch/create` when some of the properties cannot be made.
    pub batch: PropertyBatch,
    /// What becomes of the values and the name of an archived property.
    pub archived: ArchivedProperty,
    /// The time after which a new definition is known.
    pub lag: DefinitionLag,
}

/// The response of `batch/create` when some of the properties cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PropertyBatch {
    /// 207: each property succeeds or fails alone.
    #[default]
    PerInput,
    /// The first failure is the response, and no property is made.
    Whole,
}

/// What becomes of an archived property when one of its name is made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ArchivedProperty {
    /// The new one takes the name, and has no values.
    #[default]
    Forgotten,
    /// The new one takes the name, and has the former values.
    Kept,
    /// 409: the name is taken until a user restores the property.
    Conflict,
}

/// The time after which a new definition is known, in milliseconds. HubSpot's older documentation says that changes of
/// contact properties are processed in the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct DefinitionLag {
    /// Until a new property is shown.
    pub shown_ms: i64,
    /// Until a new group takes properties.
    pub group_ms: i64,
    /// Until a new property takes values.
    pub write_ms: i64,
}
