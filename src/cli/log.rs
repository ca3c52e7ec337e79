//! Logs: to standard error, so that standard output stays for what commands print.

use crate::config::Log;
use anyhow::Context;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// ONNX Runtime tells every step of loading a network; only its warnings matter to us.
const LIBRARIES: &str = "ort=warn";

/// Starts logging for a server.
///
/// # Errors
/// When the filter cannot be read.
pub fn start(settings: &Log) -> anyhow::Result<()> {
    start_with(settings, &settings.filter)
}

/// Starts logging for a command that prints its result: warnings, unless a filter was set.
///
/// # Errors
/// When the filter cannot be read.
pub fn start_quietly(settings: &Log) -> anyhow::Result<()> {
    let is_default = settings.filter == Log::default().filter;
    start_with(settings, if is_default { "warn" } else { &settings.filter })
}

fn start_with(settings: &Log, filter: &str) -> anyhow::Result<()> {
    let parsed: EnvFilter = format!("{LIBRARIES},{filter}")
        .parse()
        .with_context(|| format!("log.filter is `{filter}`: use a level such as info"))?;
    let log = tracing_subscriber::fmt().with_env_filter(parsed).with_writer(std::io::stderr);
    if settings.json {
        log.json().init();
    } else {
        log.with_target(false).with_ansi(std::io::stderr().is_terminal()).init();
    }
    Ok(())
}
