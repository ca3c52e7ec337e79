//! How a picture is turned, as Exif says it: read from whatever a camera wrote, and written anew with nothing else. Pure.

/// Exif that says one thing: how the picture is turned. Its last byte but seven is the orientation.
const ALONE: [u8; 26] = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0";
/// Where the orientation stands in it.
const PLACE: usize = 19;

/// What stands before Exif in a JPEG.
pub(super) const PREFIX: &[u8] = b"Exif\0\0";

/// The orientation (1 to 8) in this Exif, which may have its prefix or not; `None` where it says none that there is.
pub(super) fn orientation(exif: &[u8]) -> Option<u8> {
    let tiff = exif.strip_prefix(PREFIX).unwrap_or(exif);
    let number: fn(&[u8]) -> u32 = match tiff.get(..4)? {
        b"II*\0" => little,
        b"MM\0*" => big,
        _ => return None,
    };
    let first = usize::try_from(number(tiff.get(4..8)?)).ok()?;
    let entries = tiff.get(first..)?;
    let count = usize::try_from(number(entries.get(..2)?)).ok()?;
    let mut tags = entries.get(2..)?.chunks_exact(12).take(count);
    let tag = tags.find(|tag| number(&tag[..2]) == 0x0112)?;
    u8::try_from(number(&tag[8..10])).ok().filter(|orientation| (1..=8).contains(orientation))
}

/// Exif, without its prefix, that says this orientation and nothing else.
pub(super) fn alone(orientation: u8) -> [u8; ALONE.len()] {
    let mut exif = ALONE;
    exif[PLACE] = orientation;
    exif
}

pub(super) fn big(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

pub(super) fn little(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}
