//! The command line: what people type. Owns flags, exit codes and the words printed at the terminal.
//! Holds no logic of the features it starts.

mod backup;
mod challenger;
mod demo;
mod doctor;
mod eval;
mod files;
mod flows;
mod knowledge;
mod lines;
mod log;
mod normalise;
mod progress;
mod quiet;
mod replay;
mod restore;
mod score;
mod script;
mod serve;
mod verify;

use crate::app;
use crate::config::{self, Engine, Settings};
use crate::triage::Policy;
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
    /// Score messages: JSON lines on standard input, one scored line each on standard output
    Score(ModelOptions),
    /// Print messages as the model reads them: JSON lines `{"text"}` in, one each out (training reads through it)
    Normalise(ModelOptions),
    /// Measure the model on labelled rows and hand-written cases: one Markdown table; 1 when a floor is missed
    Eval(eval::Options),
    /// Replay conversations: what the live server would have done with them, one JSON line each
    Replay(ReplayOptions),
    /// Compare the model whose scores count with one that reads beside it (see triage.challenger in the settings)
    Challenger {
        #[command(subcommand)]
        command: challenger::Command,
    },
    /// The knowledge base without a server: check files, ask, time the search, fit what judges
    Knowledge {
        #[command(subcommand)]
        command: knowledge::Command,
    },
    /// The bot's flows without a server: check a file
    Flows {
        #[command(subcommand)]
        command: flows::Command,
    },
    /// Copy the database into one checked file; the server may be running
    Backup(backup::Options),
    /// Put a backup in the place of the database, which is kept aside; the server must be stopped
    Restore(restore::Options),
    /// Check that the stored logs are whole: one line for each violation, 1 when there is one
    Verify(verify::Options),
    /// Find the engine, model, database, address and knowledge base, and say what to do
    Doctor {
        /// Configuration file
        #[arg(long, value_name = "FILE")]
        config: Option<PathBuf>,
    },
    /// Print every setting with its meaning and default
    Config,
}

/// Which model to read with.
#[derive(Debug, clap::Args)]
struct ModelOptions {
    /// Configuration file; its [triage] section counts
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder with another model
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,
    /// Engine: auto, ort or rten
    #[arg(long, value_enum)]
    engine: Option<Engine>,
}

/// Which model to read with, and which numbers to decide by.
#[derive(Debug, clap::Args)]
struct ReplayOptions {
    #[command(flatten)]
    model: ModelOptions,
    /// Trajectory policy file; the configured or built-in one otherwise
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Add to each turn what the decision was made of: evidence, behaviour, averages and risks; and the waits that counted
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    log: replay::LogOptions,
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(code) = quiet::ensure() {
        return code;
    }
    let outcome = match Cli::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Serve { config } => settings(config.as_deref()).and_then(|settings| serve::run(&settings)),
        Command::Score(options) => score(&options),
        Command::Normalise(options) => normalise(&options),
        Command::Eval(options) => eval(&options),
        Command::Replay(options) => replay(&options),
        Command::Challenger { command: challenger::Command::Report(options) } => challenger(&options),
        Command::Knowledge { command } => knowledge(&command),
        Command::Flows { command } => flows::run(&command, std::io::stdout().lock()),
        Command::Backup(options) => quietly(options.config.as_deref(), |settings| backup::run(settings, &options)),
        Command::Restore(options) => quietly(options.config.as_deref(), |settings| restore::run(settings, &options)),
        Command::Verify(options) => quietly(options.config.as_deref(), |settings| {
            verify::run(settings, &options, std::io::BufWriter::new(std::io::stdout().lock()))
        }),
        Command::Doctor { config } => settings(config.as_deref()).map(|settings| doctor::run(&settings)),
        Command::Config => {
            std::io::stdout().write_all(config::example().as_bytes()).map(|()| ExitCode::SUCCESS).map_err(Into::into)
        }
    };
    outcome.unwrap_or_else(|error| {
        let _ = writeln!(std::io::stderr(), "attune: {error:#}");
        ExitCode::FAILURE
    })
}

/// Runs a command on the configured database with warnings only.
fn quietly(config: Option<&Path>, run: impl FnOnce(&Settings) -> anyhow::Result<ExitCode>) -> anyhow::Result<ExitCode> {
    let settings = settings(config)?;
    log::start_quietly(&settings.log)?;
    run(&settings)
}

fn score(options: &ModelOptions) -> anyhow::Result<ExitCode> {
    let settings = model_settings(options)?;
    log::start_quietly(&settings.log)?;
    let reading = app::triage_settings(&settings, &Policy::shipped());
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    score::run(&reading, std::io::stdin().lock(), output, std::io::stderr())
}

fn normalise(options: &ModelOptions) -> anyhow::Result<ExitCode> {
    let settings = model_settings(options)?;
    log::start_quietly(&settings.log)?;
    let reading = app::triage_settings(&settings, &Policy::shipped());
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    normalise::run(&reading, std::io::stdin().lock(), output, std::io::stderr())
}

fn eval(options: &eval::Options) -> anyhow::Result<ExitCode> {
    let settings = model_settings(&options.model)?;
    log::start_quietly(&settings.log)?;
    let reading = app::triage_settings(&settings, &Policy::shipped());
    eval::run(&reading, options, std::io::stdout().lock(), std::io::stderr())
}

fn replay(options: &ReplayOptions) -> anyhow::Result<ExitCode> {
    let settings = model_settings(&options.model)?;
    log::start_quietly(&settings.log)?;
    let policy = app::policy(options.policy.as_deref().unwrap_or(&settings.triage.policy))?;
    let reading = app::triage_settings(&settings, &policy);
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    if let Some(database) = &options.log.log {
        let rules = replay::Deciding { given: options.policy.is_some(), policy };
        return replay::run_log(database, &options.log, rules, output, std::io::stderr());
    }
    let asked = replay::Asked { policy: &policy, explain: options.explain };
    replay::run(&reading, asked, std::io::stdin().lock(), output, std::io::stderr())
}

fn challenger(options: &challenger::Options) -> anyhow::Result<ExitCode> {
    let settings = settings(options.config.as_deref())?;
    log::start_quietly(&settings.log)?;
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    challenger::run(&settings, options, output, std::io::stderr())
}

fn knowledge(command: &knowledge::Command) -> anyhow::Result<ExitCode> {
    let settings = match command {
        knowledge::Command::Check { .. } => Settings::default(),
        knowledge::Command::Ask(knowledge::Ask { model, .. })
        | knowledge::Command::Fit(knowledge::Fit { model, .. })
        | knowledge::Command::Time(knowledge::TimeOptions { model, .. }) => model_settings(model)?,
    };
    log::start_quietly(&settings.log)?;
    let reading = app::triage_settings(&settings, &Policy::shipped());
    knowledge::run(command, &reading, std::io::stdout().lock())
}

fn model_settings(options: &ModelOptions) -> anyhow::Result<Settings> {
    let mut settings = settings(options.config.as_deref())?;
    if let Some(models) = &options.models {
        settings.triage.models.clone_from(models);
    }
    if let Some(engine) = options.engine {
        settings.triage.engine = engine;
    }
    Ok(settings)
}

fn settings(file: Option<&Path>) -> anyhow::Result<Settings> {
    Ok(config::load(file)?)
}

/// Prints one line for people. A closed terminal is no reason to stop serving.
fn say(line: &str) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}
