//! Worlds and the rules that they must keep. One program holds all of them, so that no core waits for another
//! program's longest test.

mod cores;
mod crash_points;
mod experiments;
mod hosts;
mod leaving;
mod loop_faults;
mod rare_cases;
mod referred_people;
mod regressions;
mod runs;
mod seeds;
