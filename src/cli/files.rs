//! The files of a database at the terminal: copied with a backup, brought back with a restore, looked for by a check.
//! Owns the order and the words; the bytes are `files`', what should be there is the store's.

use crate::conversation::verify::{Rule, Violation};
use crate::domain::FileId;
use crate::files::Folder;
use crate::store::sqlite::Walk;
use crate::store::{KeptFile, StoreError};
use anyhow::Context as _;
use std::io::ErrorKind;
use std::path::Path;

/// Rows read at once.
const PAGE: u32 = 500;

/// What became of files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    /// That are there now.
    pub files: u64,
    /// That were not to be had.
    pub missing: u64,
}

impl Copied {
    /// In words; nothing where there are no files.
    pub fn words(self) -> String {
        match (self.files, self.missing) {
            (0, 0) => String::new(),
            (files, 0) => format!(", {files} files"),
            (files, missing) => format!(", {files} files, {missing} MISSING (`attune verify` names them)"),
        }
    }
}

/// Copies the bytes of every file that the database at `rows` knows from one folder to another.
///
/// # Errors
/// What failed; what was copied by then stays, and is not copied again.
pub fn copy(rows: &Path, from: &Folder, to: &Folder) -> anyhow::Result<Copied> {
    let mut copied = Copied::default();
    each(&Walk::open(rows)?, &mut |kept| {
        let done = from.copy(kept, to).with_context(|| format!("copying a file to {}", to.path().display()))?;
        *(if done { &mut copied.files } else { &mut copied.missing }) += 1;
        Ok(())
    })?;
    Ok(copied)
}

/// Holds the folder of a database against its rows. A file that is given up meanwhile is not missed.
///
/// # Errors
/// When the rows cannot be read.
pub fn check(walk: &Walk, folder: &Folder, found: &mut dyn FnMut(&Violation)) -> anyhow::Result<u64> {
    let mut count = 0;
    each(walk, &mut |kept| {
        let Some(detail) = folder.fault(kept) else { return Ok(()) };
        if walk.files(before(kept.file.id), 1)?.first().is_some_and(|now| now.file.id == kept.file.id) {
            count += 1;
            found(&Violation { conversation: Some(kept.conv), seq: kept.message, invariant: Rule::Reference, detail });
        }
        Ok(())
    })?;
    Ok(count)
}

fn each(walk: &Walk, take: &mut dyn FnMut(&KeptFile) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page: Vec<KeptFile> = read(walk, after)?;
        page.iter().try_for_each(&mut *take)?;
        match page.last() {
            Some(last) => after = Some(last.file.id),
            None => return Ok(()),
        }
    }
}

/// A database of before there were files has none.
fn read(walk: &Walk, after: Option<FileId>) -> Result<Vec<KeptFile>, StoreError> {
    if walk.is_current() { walk.files(after, PAGE) } else { Ok(Vec::new()) }
}

/// The id before this one: what follows it is this one, if it is there.
fn before(id: FileId) -> Option<FileId> {
    id.0.as_u128().checked_sub(1).map(|before| FileId(uuid::Uuid::from_u128(before)))
}

/// Begins an empty folder beside a database that is being put together; one that a killed process left goes.
///
/// # Errors
/// What the disk says.
pub fn anew(folder: &Folder) -> anyhow::Result<()> {
    match std::fs::remove_dir_all(folder.path()) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.path().display()))
        }
        _ => Ok(()),
    }
}

/// Puts a folder in the place of another, which goes with the database that was put aside.
///
/// # Errors
/// What the disk says; both folders are still there then.
pub fn swap(old: &Folder, new: &Folder, aside: Option<&Path>) -> anyhow::Result<()> {
    if let Some(aside) = aside.map(Folder::beside).filter(|_| old.path().exists()) {
        rename(old, &aside)?;
    }
    if new.path().exists() { rename(new, old) } else { Ok(()) }
}

fn rename(from: &Folder, to: &Folder) -> anyhow::Result<()> {
    let (from, to) = (from.path(), to.path());
    std::fs::rename(from, to).with_context(|| format!("renaming {} to {}", from.display(), to.display()))
}
