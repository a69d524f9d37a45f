//! Plays seeds. For each seed that breaks a rule it prints the rule, the seed, and the operations that the failure
//! needs.

use std::process::ExitCode;

use clap::Parser;
use simulation::{Case, Experiment, Verdict, World};

/// Plays the whole system under seeded faults and virtual time
#[derive(Parser)]
struct Options {
    /// The number of seeds
    #[arg(long, default_value_t = 500)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Play this seed alone, and print its whole trace
    #[arg(long)]
    seed: Option<u64>,
    /// Print every seed's case before it is played
    #[arg(long)]
    verbose: bool,
    /// The number of trace lines to print for a failure
    #[arg(long, default_value_t = 60)]
    lines: usize,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let (from, seeds) = match options.seed {
        Some(seed) => (seed, 1),
        None => (options.from, options.seeds),
    };
    let mut failed = Vec::new();
    for seed in from..from.saturating_add(seeds) {
        let case = Case::of_seed(seed);
        if options.verbose || options.seed.is_some() {
            println!("{case}");
        }
        let experiment = Experiment {
            lines: if options.seed.is_some() {
                options.lines
            } else {
                0
            },
            ..Experiment::default()
        };
        let verdict = World::play(&case, experiment);
        if verdict.violation.is_some() {
            failed.push(seed);
            tell(&case, &options);
        } else if options.verbose || options.seed.is_some() {
            tell_end(&verdict);
        }
    }
    println!(
        "{seeds} seeds from {from}: {} passed, {} failed",
        seeds - failed.len() as u64,
        failed.len()
    );
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        println!("failed seeds: {failed:?}");
        ExitCode::FAILURE
    }
}

fn tell_end(verdict: &Verdict) {
    for line in &verdict.lines {
        println!("{line}");
    }
    println!(
        "seed passed: {} minutes, hash {:016x}, {:?}",
        verdict.lasted_ms / 60_000,
        verdict.hash,
        verdict.met
    );
}

/// Prints a failure with the shortest list of operations that still causes it.
fn tell(case: &Case, options: &Options) {
    let short = case.cut_down();
    let experiment = Experiment {
        lines: options.lines,
        ..Experiment::default()
    };
    let verdict = World::play(&short, experiment);
    for line in &verdict.lines {
        println!("{line}");
    }
    println!("{short}");
    if let Some(violation) = &verdict.violation {
        println!("seed {} fails. {violation}\n", case.seed);
    }
}
