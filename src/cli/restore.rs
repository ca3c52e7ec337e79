//! `attune restore`: a backup in the place of the database. Owns the order (keep servers out, check, copy, put aside,
//! replace) and the words; the files are the store's.

use super::backup::{clear, same};
use super::files;
use super::progress::Progress;
use super::verify::{accepted, counts};
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;
use crate::domain::date;
use crate::files::Folder;
use crate::store::StoreError;
use crate::store::sqlite::{Place, Walk};
use anyhow::{anyhow, ensure};
use std::path::PathBuf;
use std::process::ExitCode;

/// Flags of `attune restore`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Backup to restore; it stays as it is
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Configuration file; its store.path is replaced, and kept beside it
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Restore the backup although it breaks invariants (`attune verify` names them)
    #[arg(long)]
    accept_violations: bool,
}

/// Restores a backup.
///
/// # Errors
/// What failed; the database is as it was.
pub fn run(settings: &Settings, options: &Options) -> anyhow::Result<ExitCode> {
    let (database, from) = (&settings.store.path, &options.from);
    ensure!(!same(database, from), "{} is the database itself: name a backup", from.display());
    let backup = Walk::open(from)?;
    if let Some(finding) = backup.damage()?.first() {
        return Err(backup.refusal(finding).into());
    }
    let place = Place::hold(database).map_err(in_use)?;
    let now = SystemClock.now();
    let mut progress = Progress::of("Copying");
    let part = place.prepare(from, now, &mut |done, all| progress.tell(done, all)).map_err(clear)?;
    progress.clear();
    let walked = accepted(part.path(), options.accept_violations)?;
    // All of them are here before anything is replaced; those that were sent since stay with the old database.
    let (old, new) = (Folder::beside(place.path()), Folder::beside(part.path()));
    files::anew(&new)?;
    let copied = files::copy(part.path(), &Folder::beside(from), &new)?;
    let copied = copied.words();
    let aside = place.put(part, &format!(".before-restore-{}", date::compact(now))).map_err(clear)?;
    files::swap(&old, &new, aside.as_deref())?;
    super::say(&format!("Restored {} to {}: {}{copied}.", from.display(), place.path().display(), counts(walked)));
    if let Some(aside) = aside {
        super::say(&format!("The database that stood there is kept as {}.", aside.display()));
    }
    super::say("Start the server again. Staff log in anew; whatever was said after the backup is not in it.");
    Ok(ExitCode::SUCCESS)
}

fn in_use(error: StoreError) -> anyhow::Error {
    match error {
        StoreError::Unavailable(why) => anyhow!(
            "{why}. Stop it first: Ctrl-C where it runs, `systemctl stop` for a service, or `kill` with that number; \
             then run this again. Nothing was changed"
        ),
        other => clear(other),
    }
}
