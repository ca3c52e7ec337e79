//! How wide and how high a picture is, read from its head: for a face that keeps its place before it has come. Reads a
//! bounded part, believes nothing that makes no sense, and says nothing where it is not sure.

use super::orientation::{PREFIX, big, little, orientation};
use crate::domain::FileKind;
use std::io::{self, Read, Seek, SeekFrom};

/// Larger pictures are no pictures.
const MOST: u32 = 65_535;
/// A JPEG may have so many parts before its size.
const PARTS: usize = 256;

/// Width and height in pixels, as they are shown; `None` where they cannot be told.
pub(super) fn size_of(kind: FileKind, from: &mut (impl Read + Seek)) -> Option<(u32, u32)> {
    let found = match kind {
        FileKind::Png => head::<24>(from).and_then(|head| png(&head)),
        FileKind::Gif => head::<10>(from).map(|head| (little(&head[6..8]), little(&head[8..10]))),
        FileKind::Webp => head::<30>(from).and_then(|head| webp(&head)),
        FileKind::Jpeg => jpeg(from).ok().flatten(),
        FileKind::Pdf => None,
    };
    found.filter(|(width, height)| (1..=MOST).contains(width) && (1..=MOST).contains(height))
}

fn head<const N: usize>(from: &mut impl Read) -> Option<[u8; N]> {
    let mut head = [0; N];
    from.read_exact(&mut head).ok().map(|()| head)
}

fn png(head: &[u8; 24]) -> Option<(u32, u32)> {
    (&head[12..16] == b"IHDR").then(|| (big(&head[16..20]), big(&head[20..24])))
}

fn webp(head: &[u8; 30]) -> Option<(u32, u32)> {
    match &head[12..16] {
        b"VP8X" => Some((little(&head[24..27]) + 1, little(&head[27..30]) + 1)),
        b"VP8L" if head[20] == 0x2F => {
            let bits = little(&head[21..25]);
            Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        }
        b"VP8 " if head[23..26] == [0x9D, 0x01, 0x2A] => {
            Some((little(&head[26..28]) & 0x3FFF, little(&head[28..30]) & 0x3FFF))
        }
        _ => None,
    }
}

/// Goes from part to part, up to the one that holds the size; one before it may say that the picture lies on its side.
fn jpeg(from: &mut (impl Read + Seek)) -> io::Result<Option<(u32, u32)>> {
    from.seek(SeekFrom::Start(2))?;
    let mut is_turned = false;
    for _ in 0..PARTS {
        let marker = marker(from)?;
        let mut length = [0; 2];
        from.read_exact(&mut length)?;
        let length = u16::from_be_bytes(length);
        let Some(rest) = length.checked_sub(2) else { return Ok(None) };
        match marker {
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let mut frame = [0; 5];
                from.read_exact(&mut frame)?;
                let (height, width) = (big(&frame[1..3]), big(&frame[3..5]));
                return Ok(Some(if is_turned { (height, width) } else { (width, height) }));
            }
            0xE1 => {
                let mut exif = vec![0; usize::from(rest)];
                from.read_exact(&mut exif)?;
                is_turned |= turned(&exif).unwrap_or(false);
            }
            // The picture itself, or its end: there is no size.
            0xD9 | 0xDA => return Ok(None),
            _ => {
                from.seek_relative(i64::from(rest))?;
            }
        }
    }
    Ok(None)
}

/// The next marker, over what fills the space before it.
fn marker(from: &mut impl Read) -> io::Result<u8> {
    let mut byte = [0];
    from.read_exact(&mut byte)?;
    if byte[0] != 0xFF {
        return Err(io::ErrorKind::InvalidData.into());
    }
    for _ in 0..PARTS {
        from.read_exact(&mut byte)?;
        if byte[0] != 0xFF {
            return Ok(byte[0]);
        }
    }
    Err(io::ErrorKind::InvalidData.into())
}

/// Whether Exif says that the picture is shown with its sides swapped.
fn turned(exif: &[u8]) -> Option<bool> {
    exif.starts_with(PREFIX).then(|| orientation(exif))?.map(|orientation| orientation >= 5)
}

#[cfg(test)]
#[path = "size_test.rs"]
mod tests;
