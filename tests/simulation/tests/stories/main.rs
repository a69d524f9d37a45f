//! Worlds and what must be true of them. One program holds all of them, so that no core waits for another
//! program's longest test.

mod cores;
mod crash_points;
mod encounters;
mod experiments;
mod hosts;
mod loop_faults;
mod referred_people;
mod regressions;
mod seeds;
