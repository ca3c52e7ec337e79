//! `attune verify`: a database held against the named invariants. Owns what is printed; changes nothing.

use super::files;
use super::progress::Progress;
use crate::config::Settings;
use crate::conversation::verify::{Violation, Walked, verify};
use crate::files::Folder;
use crate::store::sqlite::Walk;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `attune verify`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Database or backup to check; the configured one otherwise. The server may be running
    #[arg(value_name = "FILE", conflicts_with = "config")]
    file: Option<PathBuf>,
    /// Configuration file
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print JSON lines: one for each violation, then one with the counts
    #[arg(long)]
    json: bool,
}

/// Checks a database; exit code 1 when something is found.
///
/// # Errors
/// When it cannot be read, or nothing can be printed.
pub fn run(settings: &Settings, options: &Options, mut output: impl Write) -> anyhow::Result<ExitCode> {
    let file = options.file.as_deref().unwrap_or(&settings.store.path);
    let mut written = Ok(());
    let json = options.json;
    let mut print = |violation: &Violation| {
        let line = if json { json_line(violation) } else { violation.to_string() };
        if written.is_ok() {
            written = writeln!(output, "{line}");
        }
    };
    let walk = Walk::open(file)?;
    let mut walked = checked(&walk, &mut print)?;
    walked.violations += files::check(&walk, &Folder::beside(file), &mut print)?;
    written?;
    writeln!(output, "{}", if json { json_line(&walked) } else { format!("{}: {}", file.display(), counts(walked)) })?;
    output.flush()?;
    Ok(if walked.violations == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Walks a database with progress on a terminal.
///
/// # Errors
/// When it cannot be read.
pub fn checked(walk: &Walk, found: &mut dyn FnMut(&Violation)) -> anyhow::Result<Walked> {
    let progress = std::cell::RefCell::new(Progress::of("Checking"));
    let mut report = |violation: &Violation| {
        progress.borrow_mut().clear();
        found(violation);
    };
    Ok(verify(walk, &mut report, &mut |done, all| progress.borrow_mut().tell(done, all))?)
}

/// Walks a copy that is to be kept or put into place, with what it breaks on standard error.
///
/// # Errors
/// When it is damaged, or breaks an invariant and that is not accepted.
pub fn accepted(copy: &Path, accept: bool) -> anyhow::Result<Walked> {
    let walk = Walk::open(copy)?;
    if let Some(finding) = walk.damage()?.first() {
        return Err(walk.refusal(finding).into());
    }
    let walked = checked(&walk, &mut |violation| {
        let _ = writeln!(std::io::stderr(), "{violation}");
    })?;
    anyhow::ensure!(
        accept || walked.violations == 0,
        "{} violations, named above: what is stored is not what was promised. Nothing was changed. With \
         --accept-violations it is taken as it is",
        walked.violations
    );
    Ok(walked)
}

/// The counts in words.
pub fn counts(walked: Walked) -> String {
    let Walked { conversations, events, violations } = walked;
    let found = if violations == 0 { "sound".to_owned() } else { format!("{violations} violations") };
    format!("{conversations} conversations, {events} events, {found}")
}

fn json_line(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("plain values with text keys")
}
