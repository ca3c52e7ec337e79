//! `attune backup`: a checked copy of the database, made beside a running server or without one.
//! Owns the order (copy, check, rename) and the words; the copying is the store's.

use super::files;
use super::progress::Progress;
use super::verify::{accepted, counts};
use crate::config::Settings;
use crate::files::Folder;
use crate::store::StoreError;
use crate::store::sqlite::{Part, Walk, copy};
use anyhow::{anyhow, ensure};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `attune backup`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// File to write
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// Configuration file; its store.path is backed up
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Replace the file if it is there, once the new one is complete and checked
    #[arg(long)]
    force: bool,
    /// Keep the copy although it breaks invariants (`attune verify` names them)
    #[arg(long)]
    accept_violations: bool,
}

/// Makes a backup.
///
/// # Errors
/// What failed; a file that was there is as it was.
pub fn run(settings: &Settings, options: &Options) -> anyhow::Result<ExitCode> {
    let (database, to) = (&settings.store.path, &options.to);
    may_write(database, options)?;
    let part = Part::begin(to).map_err(clear)?;
    let mut progress = Progress::of("Copying");
    copy(database, part.path(), &mut |done, all| progress.tell(done, all)).map_err(clear)?;
    progress.clear();
    let found = check(part.path(), options.accept_violations)?;
    // Somebody may have made it meanwhile.
    may_write(database, options)?;
    // Before the copy counts: a backup without its files is half a one.
    let files = files::copy(part.path(), &Folder::beside(database), &Folder::beside(to))?;
    part.place().map_err(clear)?;
    super::say(&format!("Backed up {} to {}: {found}{}.", database.display(), to.display(), files.words()));
    Ok(ExitCode::SUCCESS)
}

/// A database of an older version is backed up too, before its upgrade: of that only the file is checked.
fn check(copy: &Path, accept: bool) -> anyhow::Result<String> {
    let walk = Walk::open(copy)?;
    if walk.is_current() {
        return Ok(counts(accepted(copy, accept)?));
    }
    match walk.damage()?.first() {
        Some(finding) => Err(walk.refusal(finding).into()),
        None => Ok("the file is sound; its logs are of an older version and were not walked".to_owned()),
    }
}

fn may_write(database: &Path, options: &Options) -> anyhow::Result<()> {
    let to = &options.to;
    let shown = to.display();
    ensure!(!to.is_dir(), "{shown} is a folder: name a file in it");
    let own = ["", "-wal", "-shm", ".lock"].map(|ending| PathBuf::from(format!("{}{ending}", database.display())));
    ensure!(!own.iter().any(|own| same(own, to)), "{shown} is the database itself: name another file");
    ensure!(options.force || !to.exists(), "{shown} is there already: name another file, or --force to replace it");
    Ok(())
}

/// Whether two paths lead to one file, by links too.
pub fn same(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    if let (Ok(one), Ok(other)) = (one.metadata(), other.metadata()) {
        use std::os::unix::fs::MetadataExt;
        return (one.dev(), one.ino()) == (other.dev(), other.ino());
    }
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path)).ok();
    whole(one).is_some_and(|one| Some(one) == whole(other))
}

/// The store's words, for somebody at a terminal.
pub fn clear(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::DiskFull { path } => {
            anyhow!("the disk is full: free space for {path} and run this again. Nothing was changed")
        }
        other => other.into(),
    }
}
