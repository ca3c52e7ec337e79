//! Files that people send beside their words. Owns which kinds there are, what is known of one, and how its name is
//! cleaned; never its bytes, which stand outside of the log.

use super::FileId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Most files beside one message.
pub const FILES_PER_MESSAGE: usize = 5;
/// Longest name, in Unicode scalar values.
pub const FILE_NAME_MAX_CHARS: usize = 200;

/// A file beside a message. What it is was read from its bytes, whatever its sender said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AttachedFile {
    /// Names it in `GET /v1/files/{id}`.
    pub id: FileId,
    /// Its name, cleaned; its ending fits its type.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: FileKind,
    /// How large.
    #[cfg_attr(test, ts(type = "number"))]
    pub bytes: u64,
    /// Of images: how wide, in pixels, as they are shown.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub width: Option<u32>,
    /// And how high.
    #[cfg_attr(test, ts(optional))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub height: Option<u32>,
}

/// The kinds of files that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum FileKind {
    /// Portable Network Graphics.
    #[serde(rename = "image/png")]
    Png,
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// Graphics Interchange Format.
    #[serde(rename = "image/gif")]
    Gif,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
    /// Portable Document Format.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl FileKind {
    /// All there are.
    pub const ALL: [Self; 5] = [Self::Png, Self::Jpeg, Self::Gif, Self::Webp, Self::Pdf];

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }

    /// The kind of this media type.
    #[must_use]
    pub fn of(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.media_type() == media_type)
    }

    /// Whether it is a picture.
    #[must_use]
    pub const fn is_image(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// Endings of names that fit it; the first is the usual one.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Self::Gif => &["gif"],
            Self::Webp => &["webp"],
            Self::Pdf => &["pdf"],
        }
    }
}

/// A name that may be shown and stored anywhere: the last part of a path, without control characters, without marks that
/// turn the direction of writing (`exe.gpj`), without characters that some system forbids, and with an ending that fits
/// what the file is, so that nothing is ever saved as a program.
#[must_use]
pub fn clean_name(raw: &str, kind: FileKind) -> String {
    let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control() && !turns(*c)).map(harmless).collect();
    let plain = plain.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if fits(kind, ending) && !stem.is_empty() => (stem.trim_end(), ending),
        _ => (plain, kind.endings()[0]),
    };
    let room = FILE_NAME_MAX_CHARS - ending.len() - 1;
    let stem: String = stem.chars().take(room).collect();
    let stem = stem.trim_end();
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}.{ending}")
}

fn fits(kind: FileKind, ending: &str) -> bool {
    kind.endings().iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// Marks of direction, and what is not seen at all.
const fn turns(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

const fn harmless(c: char) -> char {
    if matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*') { '_' } else { c }
}

#[cfg(test)]
#[path = "file_test.rs"]
mod tests;
