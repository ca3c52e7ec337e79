//! Logs: to standard error, so that standard output stays for what commands print.

use crate::config::Log;
use anyhow::Context;
use tracing_subscriber::EnvFilter;

/// Starts logging.
///
/// # Errors
/// When the filter cannot be read.
pub fn start(settings: &Log) -> anyhow::Result<()> {
    let filter: EnvFilter = settings
        .filter
        .parse()
        .with_context(|| format!("log.filter is `{}`: use a level such as info", settings.filter))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if settings.json {
        log.json().init();
    } else {
        log.with_target(false).init();
    }
    Ok(())
}
