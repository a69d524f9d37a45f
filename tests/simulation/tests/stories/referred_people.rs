//! Referred people in HubSpot: stories of single people, and worlds with many faults.

mod bad_people;
mod changes_under_way;
mod floods;
mod stories;
mod world;
mod worlds;
