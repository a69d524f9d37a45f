//! The project's commands: `cargo xtask` lists them.

mod artefacts;
mod bench;
mod commands;
mod http;
mod main_job;
mod parts;
mod processes;
mod progress;
mod report;
mod stack;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory, Parser, Subcommand};

use commands::{build, demo, dev, openapi, sandbox, simulate, test};

/// Goodword's commands. Each one installs by itself the tools that it lacks, under `target/`.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
struct Commands {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Start the whole product on this machine, with a sandbox in HubSpot's place
    Demo(demo::Options),
    /// Run every test there is
    Test {
        /// Only these parts: lints, native, simulation, wasm, npm, build, e2e
        parts: Vec<String>,
    },
    /// Start the sandbox HubSpot alone; arguments are the sandbox's (--port, --contacts, --seed, …)
    #[command(disable_help_flag = true)]
    Sandbox {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Start the Worker alone, against the HubSpot that the settings name; arguments are wrangler's
    #[command(disable_help_flag = true)]
    Dev {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Build the Worker and the dashboard, as a deployment takes them
    Build,
    /// Write the API's description, after a type or a route has changed
    Openapi,
    /// Run the whole system under seeded faults and virtual time; arguments are the simulation's
    /// (--seeds N, --from S, --seed S to see one, …)
    #[command(disable_help_flag = true)]
    Simulate {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure the figures that the product promises
    Bench(commands::bench::Options),
}

fn main() -> ExitCode {
    progress::start();
    match run(Commands::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Option<Command>) -> Result<()> {
    processes::end_all_on_interrupt()?;
    match command {
        None => Ok(Commands::command().print_help()?),
        Some(Command::Demo(options)) => demo::run(&options),
        Some(Command::Test { parts }) => test::run(&parts),
        Some(Command::Sandbox { arguments }) => sandbox::run(&arguments),
        Some(Command::Dev { arguments }) => dev::run(&arguments),
        Some(Command::Build) => build::run(),
        Some(Command::Openapi) => openapi::run(),
        Some(Command::Simulate { arguments }) => simulate::run(&arguments),
        Some(Command::Bench(options)) => commands::bench::run(&options),
    }
}
