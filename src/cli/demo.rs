//! `attune demo`: everything on loopback with a seeded workspace.

use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `attune demo`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Port on loopback
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Folder of the demo's database
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    pub data: PathBuf,
}

/// Runs the demo.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    anyhow::bail!("not wired yet; would use {} on port {}", options.data.display(), options.port)
}
