//! `attune flows`: the bot's flows without a server. Owns the words printed; the rules are `routing::flows`'.

use crate::routing::flows::{example, from_path};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do with them.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Read a file and say everything that is wrong with it; 1 when something is
    Check {
        /// The file; the bundled example otherwise
        file: Option<PathBuf>,
    },
}

/// Runs one of them.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn run(command: &Command, mut out: impl Write) -> anyhow::Result<ExitCode> {
    let Command::Check { file } = command;
    let (flows, steps) = file.as_deref().map_or_else(example, from_path)?.size();
    writeln!(out, "{flows} flows, {steps} steps")?;
    Ok(ExitCode::SUCCESS)
}
