//! `attune challenger report`: champion and challenger on the same messages, from the records beside the database.
//! Reads files that a running server may be writing; changes nothing.

use crate::app::{data_folder, policy};
use crate::config::Settings;
use crate::evaluation::paired::{compare, markdown};
use crate::store::pairs::read_pairs;
use crate::store::sqlite::SqliteLog;
use crate::triage::Policy;
use anyhow::anyhow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to do with the challenger's records.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Print how champion and challenger compare, as Markdown
    Report(Options),
}

/// Which records.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Configuration file; names the database beside which the records lie, and the policy
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of the database; the configured one otherwise
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print one JSON object instead
    #[arg(long)]
    pub json: bool,
}

/// Prints the report on `output`; lines that could not be read are counted on `faults`.
///
/// # Errors
/// When the folder is not there, a file cannot be read, or the output cannot be written.
pub fn run(
    settings: &Settings,
    options: &Options,
    mut output: impl Write,
    mut faults: impl Write,
) -> anyhow::Result<ExitCode> {
    let data = options.data.clone().unwrap_or_else(|| data_folder(settings));
    if !data.is_dir() {
        return Err(anyhow!("{}: no such folder; --data names the folder of the database", data.display()));
    }
    let database = data.join(settings.store.path.file_name().unwrap_or_default());
    let policy = match applied(&database) {
        Some(applied) => applied,
        None => policy(&settings.triage.policy)?,
    };
    let kept = read_pairs(&data)?;
    if kept.unreadable > 0 {
        writeln!(faults, "{} lines could not be read and were left out", kept.unreadable)?;
    }
    let report = compare(&kept.pairs, &policy, |_, _| None);
    if options.json {
        writeln!(output, "{}", serde_json::to_string(&report)?)?;
    } else {
        write!(output, "{}", markdown(&report))?;
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The policy that came into force last, if the database is there and says so.
fn applied(database: &Path) -> Option<Policy> {
    let terms = SqliteLog::open(database).and_then(|log| log.policies()).ok()?;
    Policy::parse(&terms.last()?.toml).ok()
}
