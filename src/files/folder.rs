//! The folder of files: where the bytes of each stand, and the order in which they become durable.
//!
//! Owns the paths: `incoming/ID` while a file arrives, then `ab/ID`, by the last two letters of its id. Never reads what
//! is in a file, never takes a name from a client. The folder is made when the first file comes.

use crate::domain::{FileId, FileKind};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Where a file is while it arrives.
const INCOMING: &str = "incoming";

/// The folder.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// The folder beside a database: `attune.db` has `attune.db.files`.
    #[must_use]
    pub fn beside(database: &Path) -> Self {
        let mut name = database.as_os_str().to_owned();
        name.push(".files");
        Self(name.into())
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the bytes of a file stand for good.
    #[must_use]
    pub fn place(&self, id: FileId) -> PathBuf {
        let name = id.to_string();
        // The first letters of an id are its time, the last ones are chance.
        self.0.join(&name[name.len() - 2..]).join(name)
    }

    fn arriving(&self, id: FileId) -> PathBuf {
        self.0.join(INCOMING).join(id.to_string())
    }

    /// An empty file for what arrives.
    pub(super) async fn begin(&self, id: FileId) -> io::Result<tokio::fs::File> {
        let path = self.arriving(id);
        make(&self.0.join(INCOMING)).await?;
        tokio::fs::File::options().write(true).create_new(true).open(path).await
    }

    /// Puts what has arrived (and is flushed) in its place; it stays there through a power cut. Answers with the size of
    /// a picture, where it can be told. Blocks.
    pub(super) fn settle(&self, id: FileId, kind: FileKind) -> io::Result<Option<(u32, u32)>> {
        let (from, to) = (self.arriving(id), self.place(id));
        let size = super::size::size_of(kind, &mut io::BufReader::new(std::fs::File::open(&from)?));
        let folder = to.parent().unwrap_or(&self.0);
        std::fs::create_dir_all(folder)?;
        std::fs::rename(from, &to)?;
        flush(folder)?;
        flush(&self.0)?;
        Ok(size)
    }

    /// Removes whatever there is of a file. Blocks.
    pub(super) fn remove(&self, id: FileId) -> io::Result<()> {
        for path in [self.arriving(id), self.place(id)] {
            match std::fs::remove_file(path) {
                Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                    return Err(error);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Makes a folder, and those above it, for this user alone.
async fn make(folder: &Path) -> io::Result<()> {
    let mut folders = tokio::fs::DirBuilder::new();
    folders.recursive(true);
    #[cfg(unix)]
    folders.mode(0o700);
    folders.create(folder).await
}

/// The names in a folder are on the disk.
fn flush(folder: &Path) -> io::Result<()> {
    // Windows has no such thing, and no need of it.
    if cfg!(unix) { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
}
