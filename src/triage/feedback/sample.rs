//! Which scored messages staff are asked about: a random sample with a known chance for each, so that what was missed
//! can be estimated. Pure: chance comes from a secret salt and the place of the message, so that the choice can be
//! checked afterwards and nobody who does not know the salt can steer it.

use crate::domain::{ConversationId, Seq};
use sha2::{Digest, Sha256};

/// The sampling design: the chance of a message to be chosen. Flagged and unflagged messages are drawn apart, since
/// among the many that were not flagged few are angry.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Sampling {
    /// Known to this site alone.
    pub salt: [u8; 16],
    /// Of a message after which the conversation stood at watch or higher, 0 to 1.
    pub flagged: f32,
    /// Of any other, 0 to 1.
    pub unflagged: f32,
}

impl Sampling {
    /// Nobody is asked about anything.
    pub const OFF: Self = Self { salt: [0; 16], flagged: 0.0, unflagged: 0.0 };

    /// The chance that this message had, if it was chosen.
    #[must_use]
    pub fn choose(&self, conv: ConversationId, message: Seq, is_flagged: bool) -> Option<f32> {
        let p = if is_flagged { self.flagged } else { self.unflagged };
        (p > 0.0 && self.draw(conv, message) < f64::from(p)).then(|| p.min(1.0))
    }

    /// A number from 0 to just under 1, the same for the same message.
    fn draw(&self, conv: ConversationId, message: Seq) -> f64 {
        let hash = Sha256::new().chain_update(self.salt).chain_update(conv.0).chain_update(message.0.to_le_bytes());
        let mut first = [0; 4];
        first.copy_from_slice(&hash.finalize()[..4]);
        f64::from(u32::from_le_bytes(first)) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
#[path = "sample_test.rs"]
mod tests;
