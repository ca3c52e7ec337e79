//! The parts of a JPEG: which of them draw it.

use super::super::orientation::{PREFIX, alone, big, orientation};
use super::{Broken, Parts, Step};

/// The head of JFIF: version, density, and the size of a thumbnail.
const JFIF: usize = 14;
/// What a colour profile and Adobe's note on colours begin with.
const PROFILE: &[u8] = b"ICC_PROFILE\0";
const ADOBE: &[u8] = b"Adobe";

#[derive(Debug, Default, Clone, Copy)]
enum Await {
    #[default]
    Begin,
    Start,
    /// The first byte of a marker. Readers pass over whatever stands before one; here it is taken out.
    Fill,
    Marker,
    Length(u8),
    /// What a part begins with: the part goes on where it is known.
    Beginning(u8, u16),
    Exif,
    /// Coded data follows the head of a scan.
    Scan,
}

#[derive(Debug, Default)]
pub(super) struct Jpeg {
    awaited: Await,
    is_turned: bool,
}

impl Parts for Jpeg {
    fn next(&mut self, gathered: &[u8], out: &mut Vec<u8>) -> Result<Step, Broken> {
        let (awaited, step) = match self.awaited {
            Await::Begin => (Await::Start, Step::Gather(2)),
            Await::Start => {
                out.extend_from_slice(gathered);
                (Await::Fill, Step::Gather(1))
            }
            Await::Fill if gathered == [0xFF] => (Await::Marker, Step::Gather(1)),
            Await::Fill => (Await::Fill, Step::Gather(1)),
            Await::Marker => marked(gathered.first().copied().unwrap_or_default(), out),
            Await::Length(marker) => {
                let length = u16::try_from(big(gathered)).map_err(|_| Broken)?;
                begun(marker, length.checked_sub(2).ok_or(Broken)?, out)
            }
            Await::Beginning(marker, rest) => stays(marker, rest, gathered, out),
            Await::Exif => {
                self.turn(gathered, out);
                (Await::Fill, Step::Gather(1))
            }
            Await::Scan => match gathered.get(1) {
                None => (Await::Scan, Step::Scan),
                Some(marker) => marked(*marker, out),
            },
        };
        self.awaited = awaited;
        Ok(step)
    }
}

impl Jpeg {
    /// Of Exif only how the picture is turned goes on, and only once.
    fn turn(&mut self, exif: &[u8], out: &mut Vec<u8>) {
        let turned = exif.strip_prefix(PREFIX).and_then(orientation).filter(|orientation| *orientation > 1);
        let Some(orientation) = turned.filter(|_| !self.is_turned) else { return };
        self.is_turned = true;
        let exif = alone(orientation);
        put(0xE1, PREFIX.len() + exif.len(), out);
        out.extend_from_slice(PREFIX);
        out.extend_from_slice(&exif);
    }
}

fn marked(marker: u8, out: &mut Vec<u8>) -> (Await, Step) {
    match marker {
        0xFF => (Await::Marker, Step::Gather(1)),
        // Not markers, or ones that stand alone and mean nothing here.
        0x00 | 0x01 | 0xD0..=0xD8 => (Await::Fill, Step::Gather(1)),
        0xD9 => {
            out.extend_from_slice(&[0xFF, 0xD9]);
            (Await::Fill, Step::Over)
        }
        _ => (Await::Length(marker), Step::Gather(2)),
    }
}

fn begun(marker: u8, rest: u16, out: &mut Vec<u8>) -> (Await, Step) {
    let beginning = |length: usize| {
        let seen = rest.min(u16::try_from(length).unwrap_or(u16::MAX));
        (Await::Beginning(marker, rest - seen), Step::Gather(u64::from(seen)))
    };
    match marker {
        0xDA => {
            put(marker, usize::from(rest), out);
            (Await::Scan, Step::Keep(u64::from(rest)))
        }
        // Frames, tables, and how long and how often.
        0xC0..=0xCF | 0xDB..=0xDF => {
            put(marker, usize::from(rest), out);
            (Await::Fill, Step::Keep(u64::from(rest)))
        }
        0xE0 => beginning(JFIF),
        0xE2 => beginning(PROFILE.len()),
        0xEE => beginning(ADOBE.len()),
        0xE1 => (Await::Exif, Step::Gather(u64::from(rest))),
        // Comments, IPTC, and notes of other programs.
        _ => (Await::Fill, Step::Drop(u64::from(rest))),
    }
}

/// A part whose beginning is known goes on; of JFIF without its thumbnail.
fn stays(marker: u8, rest: u16, beginning: &[u8], out: &mut Vec<u8>) -> (Await, Step) {
    if marker == 0xE0 {
        if beginning.starts_with(b"JFIF\0") && beginning.len() == JFIF {
            put(marker, JFIF, out);
            out.extend_from_slice(&beginning[..JFIF - 2]);
            out.extend_from_slice(&[0, 0]);
        }
        return (Await::Fill, Step::Drop(u64::from(rest)));
    }
    let known = if marker == 0xE2 { PROFILE } else { ADOBE };
    if beginning != known {
        return (Await::Fill, Step::Drop(u64::from(rest)));
    }
    put(marker, beginning.len() + usize::from(rest), out);
    out.extend_from_slice(beginning);
    (Await::Fill, Step::Keep(u64::from(rest)))
}

/// The head of a part with so many bytes.
fn put(marker: u8, bytes: usize, out: &mut Vec<u8>) {
    let length = u16::try_from(bytes + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&length.to_be_bytes());
}
