//! What a picture tells of where, when, with what and by whom it was made, taken out on its way in: Exif, XMP, IPTC,
//! comments, thumbnails, and whatever follows its end. How it is turned stays, and so do its colours. Nothing is decoded: a
//! picture is a row of parts that say their kind and length, and only known kinds that draw the picture go on.
//!
//! Owns the way through the bytes, in pieces of any length and never more than `HELD` of them in memory. What the parts of
//! each kind mean stands in `jpeg`, `png` and `webp`. GIF and PDF pass as they are.
//! Kept: what comes out is longer than what came in by 32 bytes at most (Exif that hardly was any), is the same however that
//! was cut into pieces, and has nothing left to be taken out.

mod jpeg;
mod png;
mod webp;

use crate::domain::FileKind;

/// A part that must be seen whole is no longer.
const HELD: u64 = 64 * 1_024 + 16;
/// So many bytes at once are made of nothing.
const BLANK: [u8; 1_024] = [0; 1_024];

/// The parts make no sense: no reader could show this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken;

/// What is done with the bytes that come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// So many are gathered, at most `HELD`, and then looked at.
    Gather(u64),
    /// So many go on.
    Keep(u64),
    /// So many are taken out.
    Drop(u64),
    /// Zeros go on in the place of so many.
    Blank(u64),
    /// All go on up to the next marker of a JPEG, which is looked at.
    Scan,
    /// What follows the picture is taken out.
    Over,
}

/// What the parts of a kind mean.
trait Parts: Send {
    /// What is done next. `gathered` holds what the last step gathered, or the marker that a scan ended with; what is put
    /// into `out` goes on first.
    fn next(&mut self, gathered: &[u8], out: &mut Vec<u8>) -> Result<Step, Broken>;
}

/// Takes out of one file what is none of its picture.
pub(super) struct Cleaner {
    /// None for kinds that pass as they are.
    parts: Option<Box<dyn Parts>>,
    step: Step,
    held: Vec<u8>,
    /// A scan has seen the first byte of what may be a marker.
    is_marked: bool,
}

impl Cleaner {
    /// For a file of this kind, from its first byte on.
    pub(super) fn new(kind: FileKind) -> Self {
        let parts: Option<Box<dyn Parts>> = match kind {
            FileKind::Jpeg => Some(Box::new(jpeg::Jpeg::default())),
            FileKind::Png => Some(Box::new(png::Png::default())),
            FileKind::Webp => Some(Box::new(webp::Webp::default())),
            FileKind::Gif | FileKind::Pdf => None,
        };
        Self { parts, step: Step::Gather(0), held: Vec::new(), is_marked: false }
    }

    /// What stays of the next piece. Of a file that is cut off, what came of its last part stays where it would have.
    pub(super) fn take(&mut self, mut piece: &[u8]) -> Result<Vec<u8>, Broken> {
        let Some(mut parts) = self.parts.take() else { return Ok(piece.to_vec()) };
        let mut out = Vec::with_capacity(piece.len());
        let mut outcome = Ok(());
        while outcome.is_ok() && self.is_done(&mut piece, &mut out) {
            let held = std::mem::take(&mut self.held);
            let next = parts.next(&held, &mut out);
            // Nothing comes after what makes no sense.
            self.step = next.unwrap_or(Step::Over);
            outcome = next.map(drop);
        }
        self.parts = Some(parts);
        outcome.map(|()| out)
    }

    /// Does the step at hand as far as the piece reaches.
    fn is_done(&mut self, piece: &mut &[u8], out: &mut Vec<u8>) -> bool {
        match &mut self.step {
            Step::Over => false,
            Step::Scan => scan(piece, &mut self.is_marked, &mut self.held, out),
            Step::Gather(left) => {
                self.held.extend_from_slice(cut(piece, left));
                *left == 0
            }
            Step::Keep(left) => {
                out.extend_from_slice(cut(piece, left));
                *left == 0
            }
            Step::Drop(left) => {
                cut(piece, left);
                *left == 0
            }
            Step::Blank(left) => {
                for some in cut(piece, left).chunks(BLANK.len()) {
                    out.extend_from_slice(&BLANK[..some.len()]);
                }
                *left == 0
            }
        }
    }
}

/// As much of the piece as is left of a step, taken from both.
fn cut<'a>(piece: &mut &'a [u8], left: &mut u64) -> &'a [u8] {
    let length = usize::try_from(*left).unwrap_or(usize::MAX).min(piece.len());
    let (now, later) = piece.split_at(length);
    *piece = later;
    *left -= length as u64;
    now
}

/// Lets coded picture data through, up to a marker, which is held back whole. Inside of the data 0xFF stands before zero, or
/// before the number of a restart.
fn scan(piece: &mut &[u8], is_marked: &mut bool, held: &mut Vec<u8>, out: &mut Vec<u8>) -> bool {
    while let Some((&byte, rest)) = piece.split_first() {
        *piece = rest;
        match (*is_marked, byte) {
            (_, 0xFF) => *is_marked = true,
            (false, _) => out.push(byte),
            (true, 0x00 | 0xD0..=0xD7) => {
                out.extend_from_slice(&[0xFF, byte]);
                *is_marked = false;
            }
            (true, _) => {
                held.extend_from_slice(&[0xFF, byte]);
                *is_marked = false;
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
#[path = "clean_test.rs"]
mod tests;
