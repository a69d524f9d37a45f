//! The write-back: which values HubSpot is to hold, and which sync owns which property.

pub(crate) mod property_owners;
