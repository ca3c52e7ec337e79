//! The command line: what people type. Owns flags, exit codes and the words printed at the terminal.
//! Holds no logic of the features it starts.

mod demo;
mod log;
mod serve;

use crate::config::{self, Settings};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Realtime chat support with sentiment triage.
#[derive(Debug, Parser)]
#[command(name = "attune", version, about, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start everything on loopback with a seeded shop, agents and a supervisor
    Demo(demo::Options),
    /// Start the server
    Serve {
        /// Configuration file (see `attune config`); none is a working server on loopback
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print every setting with its meaning and default
    Config,
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Serve { config } => settings(config.as_deref()).and_then(|settings| serve::run(&settings)),
        Command::Config => {
            std::io::stdout().write_all(config::example().as_bytes()).map(|()| ExitCode::SUCCESS).map_err(Into::into)
        }
    };
    outcome.unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "attune: {error:#}");
        ExitCode::FAILURE
    })
}

fn settings(file: Option<&Path>) -> anyhow::Result<Settings> {
    Ok(config::load(file)?)
}

/// Prints one line for people. A closed terminal is no reason to stop serving.
fn say(line: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
