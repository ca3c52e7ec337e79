//! Meanings kept in a file, so that a restart need not read every article again. Owns its form and its checks.
//!
//! A meaning is found by its text's hash, and the file names the model: another model's file is as good as none. A
//! file that is damaged is as good as none too. It is replaced as a whole, never written in place.

use super::vectors::Vector;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

const MAGIC: &[u8; 16] = b"attune-meanings1";
/// Bytes of a model's name, padded with noughts.
const MODEL: usize = 16;
/// Bytes of a text's hash that are kept: among a million texts two are alike with a chance of one in 10^26.
const KEY: usize = 16;
const DIGEST: usize = 32;

/// A text's hash.
pub(super) type Key = [u8; KEY];

/// Meanings by the hashes of their texts.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Kept(pub(super) HashMap<Key, Vector>);

pub(super) fn key(text: &str) -> Key {
    let mut key = [0; KEY];
    key.copy_from_slice(&Sha256::digest(text.as_bytes())[..KEY]);
    key
}

impl Kept {
    /// What is kept for a model; nothing where the file is missing, damaged, or another model's.
    pub(super) fn read(path: &Path, model: &str) -> Self {
        let found = std::fs::read(path).ok().and_then(|bytes| decode(&bytes, model));
        Self(found.unwrap_or_default())
    }

    /// Replaces the file by these.
    pub(super) fn write(&self, path: &Path, model: &str) -> std::io::Result<()> {
        let part = path.with_extension("part");
        let mut file = std::fs::File::create(&part)?;
        file.write_all(&encode(&self.0, model))?;
        file.sync_all()?;
        std::fs::rename(part, path)
    }
}

fn named(model: &str) -> [u8; MODEL] {
    let mut name = [0; MODEL];
    for (slot, byte) in name.iter_mut().zip(model.bytes()) {
        *slot = byte;
    }
    name
}

fn encode(meanings: &HashMap<Key, Vector>, model: &str) -> Vec<u8> {
    let dimensions = meanings.values().next().map_or(0, |vector| vector.parts().0.len());
    let mut bytes = [MAGIC.as_slice(), &named(model)].concat();
    bytes.extend(u32::try_from(dimensions).unwrap_or(0).to_le_bytes());
    let mut keys: Vec<&Key> = meanings.keys().collect();
    keys.sort_unstable();
    for key in keys {
        let (parts, scale) = meanings[key].parts();
        if parts.len() == dimensions {
            bytes.extend(key);
            bytes.extend(scale.to_le_bytes());
            bytes.extend(parts.iter().map(|part| part.to_le_bytes()[0]));
        }
    }
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    bytes
}

fn decode(bytes: &[u8], model: &str) -> Option<HashMap<Key, Vector>> {
    let (body, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
    if Sha256::digest(body).as_slice() != digest {
        return None;
    }
    let rest = body.strip_prefix(MAGIC)?.strip_prefix(named(model).as_slice())?;
    let (dimensions, rest) = rest.split_first_chunk::<4>()?;
    let dimensions = u32::from_le_bytes(*dimensions) as usize;
    let mut found = HashMap::new();
    for row in rest.chunks_exact(KEY + 4 + dimensions) {
        let (key, row) = row.split_first_chunk::<KEY>()?;
        let (scale, parts) = row.split_first_chunk::<4>()?;
        let parts = parts.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        found.insert(*key, Vector::from_parts(parts, f32::from_le_bytes(*scale)));
    }
    Some(found)
}

#[cfg(test)]
#[path = "kept_test.rs"]
mod tests;
