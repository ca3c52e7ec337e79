//! What a file is, by its first bytes alone. Pure. Whatever its sender calls it decides nothing.

use crate::domain::FileKind;

/// So many bytes tell every kind.
pub(super) const HEAD: usize = 16;

/// The kind that begins like this.
#[must_use]
pub(super) fn kind_of(head: &[u8]) -> Option<FileKind> {
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(FileKind::Png),
        [0xFF, 0xD8, 0xFF, ..] => Some(FileKind::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(FileKind::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(FileKind::Webp),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(FileKind::Pdf),
        _ => None,
    }
}

#[cfg(test)]
#[path = "kind_test.rs"]
mod tests;
