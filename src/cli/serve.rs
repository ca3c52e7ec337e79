//! `attune serve`: the server until it is told to stop.

use crate::config::Settings;
use std::process::ExitCode;

/// Runs the server.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not wired yet; would listen on {}", settings.server.listen)
}
