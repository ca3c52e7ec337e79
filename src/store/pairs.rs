//! The file of paired readings: what a challenger made of messages that the champion had scored. Two files of JSON
//! lines of bounded size; the older one goes when the newer one is full.
//!
//! Never on the live path: not in the database, whose one writer commits what people wait for. Nothing here is
//! flushed to the disk: a power cut costs a comparison its last lines and nobody anything else. Holds no text.

use crate::domain::Paired;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Beside the database.
const FOLDER: &str = "challenger";
const NEWER: &str = "pairs.jsonl";
const OLDER: &str = "pairs.old.jsonl";
/// Largest size of each of the two files, in bytes: about 20,000 readings.
pub const FILE_BYTES: u64 = 8 * 1024 * 1024;

/// The file, open for more.
#[derive(Debug)]
pub struct PairsFile {
    folder: PathBuf,
    out: File,
    length: u64,
    most: u64,
}

/// What was kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Oldest first.
    pub pairs: Vec<Paired>,
    /// Lines that could not be read, such as one that a crash cut off.
    pub unreadable: usize,
}

impl PairsFile {
    /// Opens the files in the folder of the database, or makes them.
    ///
    /// # Errors
    /// When the folder or file cannot be made or written; names it.
    pub fn open(data: &Path, most: u64) -> Result<Self> {
        let folder = data.join(FOLDER);
        std::fs::create_dir_all(&folder).map_err(|error| named(&folder, &error))?;
        let path = folder.join(NEWER);
        let (out, length) = last_line_ended(&path).map_err(|error| named(&path, &error))?;
        Ok(Self { folder, out, length, most })
    }

    /// Adds one.
    ///
    /// # Errors
    /// When it cannot be written; names the file.
    pub fn append(&mut self, pair: &Paired) -> Result<()> {
        let mut line = serde_json::to_vec(pair)?;
        line.push(b'\n');
        let path = self.folder.join(NEWER);
        let written = self.make_room(line.len() as u64, &path).and_then(|()| self.out.write_all(&line));
        written.map_err(|error| named(&path, &error))?;
        self.length += line.len() as u64;
        Ok(())
    }

    fn make_room(&mut self, more: u64, path: &Path) -> Result<()> {
        if self.length + more > self.most && self.length > 0 {
            std::fs::rename(path, self.folder.join(OLDER))?;
            (self.out, self.length) = last_line_ended(path)?;
        }
        Ok(())
    }
}

/// Everything that was kept in the folder of a database; nothing when there never was a challenger.
///
/// # Errors
/// When a file is there and cannot be read; names it.
pub fn read_pairs(data: &Path) -> Result<Kept> {
    let mut kept = Kept::default();
    for name in [OLDER, NEWER] {
        let path = data.join(FOLDER).join(name);
        match File::open(&path) {
            Ok(file) => take(file, &mut kept).map_err(|error| named(&path, &error))?,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(named(&path, &error)),
        }
    }
    Ok(kept)
}

fn take(file: File, kept: &mut Kept) -> Result<()> {
    // However large somebody made the file.
    for line in BufReader::new(file.take(2 * FILE_BYTES)).split(b'\n') {
        match serde_json::from_slice(&line?) {
            Ok(pair) => kept.pairs.push(pair),
            Err(_) => kept.unreadable += 1,
        }
    }
    Ok(())
}

/// A file for more lines, readable by this user only; a line that was cut off is ended, so that it costs no other.
fn last_line_ended(path: &Path) -> Result<(File, u64)> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let mut length = file.seek(SeekFrom::End(0))?;
    if length > 0 {
        let mut last = [0];
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
            length += 1;
        }
    }
    Ok((file, length))
}

fn named(path: &Path, error: &Error) -> Error {
    Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
#[path = "pairs_test.rs"]
mod tests;
