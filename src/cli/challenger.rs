//! `attune challenger report`: champion and challenger on the same messages, from the records beside the database and
//! what it says of them.
//! Reads files that a running server may be writing; changes nothing.

use crate::app::{data_folder, policy};
use crate::config::Settings;
use crate::evaluation::paired::{Labels, compare, labels, markdown};
use crate::store::pairs::read_pairs;
use crate::store::sqlite::SqliteLog;
use crate::triage::Policy;
use anyhow::anyhow;
use std::io::Write;
use std::path::PathBuf;
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
    /// Configuration file; names the database beside which the records lie, and the policy where the database
    /// knows none
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
    let kept = read_pairs(&data)?;
    if kept.unreadable > 0 {
        writeln!(faults, "{} lines could not be read and were left out", kept.unreadable)?;
    }
    let database = data.join(settings.store.path.file_name().unwrap_or_default());
    let (labels, applied) = match SqliteLog::open(&database) {
        Ok(log) => (labels(&kept.pairs, |conv| log.judgements(conv))?, applied(&log)),
        Err(error) => {
            writeln!(faults, "without judgements, and with the configured policy: {error}")?;
            (Labels::new(), None)
        }
    };
    let policy = applied.map_or_else(|| policy(&settings.triage.policy), Ok)?;
    let report = compare(&kept.pairs, &policy, &labels);
    if options.json {
        writeln!(output, "{}", serde_json::to_string(&report)?)?;
    } else {
        write!(output, "{}", markdown(&report))?;
    }
    output.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The policy that came into force last.
fn applied(log: &SqliteLog) -> Option<Policy> {
    Policy::parse(&log.policies().ok()?.last()?.toml).ok()
}
