//! Contacts leave audiences, and HubSpot's lists are not always what they seem.

mod bad_contacts;
mod evidence;
mod questions;
mod several_syncs;
mod world;
