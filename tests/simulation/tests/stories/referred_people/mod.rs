//! People who were referred, in HubSpot: stories of single ones, and worlds in which much goes wrong.

mod stories;
mod world;
mod worlds;
