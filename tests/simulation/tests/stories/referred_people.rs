//! Referred people in HubSpot: stories of single people, and worlds with many faults.

mod floods;
mod stories;
mod world;
mod worlds;
