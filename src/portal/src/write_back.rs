//! The write-back: the values that HubSpot is to hold, and the owners of its properties.

pub(crate) mod addresses;
pub(crate) mod mappings;
pub(crate) mod numbers;
pub(crate) mod outbox;
pub(crate) mod own_properties;
pub(crate) mod property_owners;
pub(crate) mod rewrites;
pub(crate) mod values;
