//! The chunks of a WebP: which of them draw it. Its head says how long all of them are, and has gone on before the others
//! are known: what is none of the picture keeps its length, and loses what it says.

use super::super::orientation::{alone, little, orientation};
use super::{Broken, HELD, Parts, Step};

/// The picture, its head, its colours and its frames.
const DRAWN: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// A chunk that says nothing.
const NOTHING: &[u8; 4] = b"NONE";
/// In the first byte of `VP8X`: there is XMP.
const XMP: u8 = 0x04;

#[derive(Debug, Default, Clone, Copy)]
enum Await {
    #[default]
    Begin,
    Start,
    /// The end of a chunk, after which the next one is read.
    End,
    Chunk,
    /// The first byte of the picture's head, and how much of that follows.
    Flags(u64),
    Exif,
}

#[derive(Debug, Default)]
pub(super) struct Webp {
    awaited: Await,
    left: u64,
}

impl Parts for Webp {
    fn next(&mut self, gathered: &[u8], out: &mut Vec<u8>) -> Result<Step, Broken> {
        let (awaited, step) = match self.awaited {
            Await::Begin => (Await::Start, Step::Gather(12)),
            Await::Start => {
                let (_, length) = gathered.split_at_checked(4).ok_or(Broken)?;
                // What the head counts begins with the last four bytes that are read already.
                self.left = u64::from(little(&length[..4])).checked_sub(4).ok_or(Broken)?;
                out.extend_from_slice(gathered);
                self.upcoming()
            }
            Await::End => self.upcoming(),
            Await::Chunk => self.chunk(gathered, out)?,
            Await::Flags(rest) => {
                out.extend(gathered.iter().map(|flags| flags & !XMP));
                (Await::End, Step::Keep(rest))
            }
            Await::Exif => {
                let exif = alone(orientation(gathered).unwrap_or(1));
                out.extend_from_slice(&exif);
                out.resize(out.len() + gathered.len() - exif.len(), 0);
                self.upcoming()
            }
        };
        self.awaited = awaited;
        Ok(step)
    }
}

impl Webp {
    fn upcoming(&self) -> (Await, Step) {
        if self.left < 8 { (Await::End, Step::Over) } else { (Await::Chunk, Step::Gather(8)) }
    }

    fn chunk(&mut self, head: &[u8], out: &mut Vec<u8>) -> Result<(Await, Step), Broken> {
        let (name, length) = head.split_at_checked(4).ok_or(Broken)?;
        let room = self.left.saturating_sub(8);
        let length = u64::from(little(length));
        if length > room {
            return Err(Broken);
        }
        // A byte fills up an odd length; the last chunk may lack it.
        let whole = (length + (length & 1)).min(room);
        self.left = room - whole;
        let is_exif = name == b"EXIF" && whole <= HELD && whole >= alone(1).len() as u64;
        let is_drawn = DRAWN.iter().any(|drawn| drawn.as_slice() == name);
        out.extend_from_slice(if is_exif || is_drawn { name } else { NOTHING.as_slice() });
        out.extend_from_slice(&head[4..]);
        Ok(match name {
            _ if is_exif => (Await::Exif, Step::Gather(whole)),
            b"VP8X" if whole > 0 => (Await::Flags(whole - 1), Step::Gather(1)),
            _ if is_drawn => (Await::End, Step::Keep(whole)),
            _ => (Await::End, Step::Blank(whole)),
        })
    }
}
