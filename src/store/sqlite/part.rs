//! A file that is not yet what it will be: written under a name of its own, flushed, then renamed into its place.
//!
//! Owns the promise that the place holds all of the old file or all of the new one, whatever happens in between. A part
//! that is not put into its place is removed; one that a killed process left is taken over by the next.

use super::copy::{failed, flush};
use super::open::private;
use crate::store::StoreError;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A file on its way.
#[derive(Debug)]
pub struct Part {
    path: PathBuf,
    target: PathBuf,
    /// Held while it is written, so that two writers do not mix.
    lock: File,
    is_placed: bool,
}

impl Part {
    /// Begins an empty file beside `target`, readable by this user only.
    ///
    /// # Errors
    /// `Unusable` when it cannot be made, `Unavailable` when another process is making it.
    pub fn begin(target: &Path) -> Result<Self, StoreError> {
        let path = beside(target, ".part");
        let lock = private(&path).map_err(|error| failed("write", &path, &error))?;
        // The second look finds a part that its maker has renamed or removed between our opening and our lock.
        if lock.try_lock().is_err() || !path.exists() {
            let why = format!("another process is writing {}: wait until it has ended", target.display());
            return Err(StoreError::Unavailable(why));
        }
        let part = Self { path, target: target.to_owned(), lock, is_placed: false };
        part.lock.set_len(0).map_err(|error| failed("write", &part.path, &error))?;
        Ok(part)
    }

    /// Where it is for now.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Flushes it and renames it into its place, over whatever is there.
    ///
    /// # Errors
    /// When that fails; the place is as it was.
    pub fn place(mut self) -> Result<(), StoreError> {
        flush(&self.path)?;
        std::fs::rename(&self.path, &self.target).map_err(|error| failed("write", &self.target, &error))?;
        self.is_placed = true;
        flush_folder(&self.target)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_placed {
            for path in [beside(&self.path, "-journal"), beside(&self.path, "-wal"), beside(&self.path, "-shm")] {
                let _ = std::fs::remove_file(path);
            }
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Waits until the names in a file's folder are on the disk.
pub(super) fn flush_folder(file: &Path) -> Result<(), StoreError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Windows has no such thing, and no need of it.
    if !cfg!(unix) {
        return Ok(());
    }
    let flushed = File::open(folder).and_then(|folder| folder.sync_all());
    flushed.map_err(|error| failed("flush the folder", folder, &error))
}

/// A file's path with something at the end of its name.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

#[cfg(test)]
#[path = "part_test.rs"]
mod tests;
