//! The chunks of a PNG: which of them draw it.

use super::super::orientation::{alone, big, orientation};
use super::{Broken, HELD, Parts, Step};

/// The picture, its colours, its size on paper, and its frames.
const DRAWN: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];
/// A longer chunk is none.
const MOST: u32 = 0x7FFF_FFFF;
/// What follows the data of a chunk.
const SUM: u64 = 4;

#[derive(Debug, Default, Clone, Copy)]
enum Await {
    #[default]
    Begin,
    Start,
    /// The end of a chunk, after which the next one is read.
    End,
    Chunk,
    /// Exif, with the sum after it.
    Exif,
    Last,
}

#[derive(Debug, Default)]
pub(super) struct Png {
    awaited: Await,
    is_turned: bool,
}

impl Parts for Png {
    fn next(&mut self, gathered: &[u8], out: &mut Vec<u8>) -> Result<Step, Broken> {
        let (awaited, step) = match self.awaited {
            Await::Begin => (Await::Start, Step::Gather(8)),
            Await::Start => {
                out.extend_from_slice(gathered);
                (Await::Chunk, Step::Gather(8))
            }
            Await::End => (Await::Chunk, Step::Gather(8)),
            Await::Chunk => chunk(gathered, out)?,
            Await::Exif => {
                self.turn(gathered, out);
                (Await::Chunk, Step::Gather(8))
            }
            Await::Last => (Await::Last, Step::Over),
        };
        self.awaited = awaited;
        Ok(step)
    }
}

fn chunk(head: &[u8], out: &mut Vec<u8>) -> Result<(Await, Step), Broken> {
    let (length, name) = head.split_at_checked(4).ok_or(Broken)?;
    let length = big(length);
    if length > MOST || !name.iter().all(u8::is_ascii_alphabetic) {
        return Err(Broken);
    }
    let whole = u64::from(length) + SUM;
    if DRAWN.iter().any(|drawn| drawn.as_slice() == name) {
        out.extend_from_slice(head);
        return Ok((if name == b"IEND" { Await::Last } else { Await::End }, Step::Keep(whole)));
    }
    Ok(if name == b"eXIf" && whole <= HELD {
        (Await::Exif, Step::Gather(whole))
    } else {
        (Await::End, Step::Drop(whole))
    })
}

impl Png {
    /// Of Exif only how the picture is turned goes on, and only once.
    fn turn(&mut self, exif: &[u8], out: &mut Vec<u8>) {
        let turned = orientation(exif).filter(|orientation| *orientation > 1);
        let Some(orientation) = turned.filter(|_| !self.is_turned) else { return };
        self.is_turned = true;
        let begin = out.len() + 4;
        let exif = alone(orientation);
        out.extend_from_slice(&u32::try_from(exif.len()).unwrap_or_default().to_be_bytes());
        out.extend_from_slice(b"eXIf");
        out.extend_from_slice(&exif);
        let sum = sum(&out[begin..]);
        out.extend_from_slice(&sum.to_be_bytes());
    }
}

/// The checksum of a chunk (CRC-32), of its name and data.
fn sum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}
