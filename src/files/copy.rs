//! The bytes of a database's files beside its backup, and back. Blocks; made for tools.
//!
//! Owns what counts as there: of the size and the SHA-256 that the database says. Never changes what it copies from. A
//! copy stands under its name only once it is whole; what is there already is not copied again, since a file never
//! changes.

use super::Folder;
use crate::store::KeptFile;
use sha2::{Digest as _, Sha256};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

/// Read at once.
const PIECE: usize = 128 * 1_024;

impl Folder {
    /// Copies the bytes of a file to another folder. `false`: they are not here, or not what they should be.
    ///
    /// # Errors
    /// What the other folder says.
    pub fn copy(&self, kept: &KeptFile, to: &Self) -> io::Result<bool> {
        let (from, place) = (self.place(kept.file.id), to.place(kept.file.id));
        if place.metadata().is_ok_and(|found| found.len() == kept.file.bytes) {
            return Ok(true);
        }
        if self.fault(kept).is_some() {
            return Ok(false);
        }
        private(to.path())?;
        if let Some(folder) = place.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let part = place.with_extension("part");
        match std::fs::copy(from, &part) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
            copied => copied?,
        };
        std::fs::File::open(&part)?.sync_all()?;
        std::fs::rename(&part, &place)?;
        Ok(true)
    }

    /// What is wrong with the bytes of a file; `None` where they are here to the last.
    #[must_use]
    pub fn fault(&self, kept: &KeptFile) -> Option<String> {
        let (id, path) = (kept.file.id, self.place(kept.file.id));
        match hash(&path) {
            Ok(found) if found == kept.hash => None,
            Ok(_) => Some(format!("the bytes of file {id} are not those that arrived: {}", path.display())),
            Err(error) => Some(format!("the bytes of file {id} cannot be read: {}: {error}", path.display())),
        }
    }
}

/// Makes a folder for this user alone.
fn private(folder: &Path) -> io::Result<()> {
    let mut folders = std::fs::DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folders, 0o700);
    folders.create(folder)
}

fn hash(path: &Path) -> io::Result<[u8; 32]> {
    let (mut file, mut hash, mut piece) = (std::fs::File::open(path)?, Sha256::new(), vec![0; PIECE]);
    loop {
        match file.read(&mut piece)? {
            0 => return Ok(hash.finalize().into()),
            read => hash.update(&piece[..read]),
        }
    }
}
