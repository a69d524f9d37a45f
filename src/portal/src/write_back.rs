//! The write-back: which values HubSpot is to hold, and which sync owns which property.

pub(crate) mod mappings;
pub(crate) mod numbers;
pub(crate) mod outbox;
pub(crate) mod own_properties;
pub(crate) mod property_owners;
pub(crate) mod values;
