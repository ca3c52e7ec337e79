//! Client-made message ids: each stands in the log once, for good (invariant C4).
//! Owns the memory of what was said under which id; keeps a hash of the words, not the words.

use crate::domain::{AttachedFile, MessageId, MessageText, Party, Refusal, Seq, Timestamp};
use crate::invariant;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// First half of a SHA-256 over who said or noted what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyHash([u8; 16]);

impl BodyHash {
    /// Of words said to the visitor or by them, with the files beside them.
    #[must_use]
    pub fn said(by: &Party, text: &MessageText, files: &[AttachedFile]) -> Self {
        Self::of("said", by, text, files)
    }

    /// Of a note among staff.
    #[must_use]
    pub fn noted(by: &Party, text: &MessageText) -> Self {
        Self::of("note", by, text, &[])
    }

    fn of(kind: &str, by: &Party, text: &MessageText, files: &[AttachedFile]) -> Self {
        let mut hash = Sha256::new();
        hash.update(kind);
        match by {
            Party::Visitor => hash.update(b"v"),
            Party::Bot => hash.update(b"b"),
            Party::System => hash.update(b"s"),
            // A display name may change between sending and resending.
            Party::Staff { id, .. } => hash.update(id.0.as_bytes()),
        }
        hash.update(text.as_str());
        // No text holds this byte.
        for file in files {
            hash.update([0]);
            hash.update(file.id.0.as_bytes());
        }
        let mut half = [0; 16];
        half.copy_from_slice(&hash.finalize()[..16]);
        Self(half)
    }
}

/// Where the words under an id stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// In the log.
    pub seq: Seq,
    /// In the visitor's numbering.
    pub public: Option<Seq>,
    /// When.
    pub at: Timestamp,
}

/// Every id logged so far, with its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MessageIds(HashMap<MessageId, (Place, BodyHash)>);

impl MessageIds {
    /// Refuses an id that stands in the log: as a duplicate when the words are the same, else as reused.
    ///
    /// # Errors
    /// `Duplicate` with the first place, or `IdReused`.
    pub fn check(&self, id: MessageId, body: BodyHash) -> Result<(), Refusal> {
        match self.0.get(&id) {
            None => Ok(()),
            Some((place, logged)) if *logged == body => Err(Refusal::Duplicate(place.seq)),
            Some(_) => Err(Refusal::IdReused),
        }
    }

    /// Remembers an id.
    pub fn insert(&mut self, id: MessageId, place: Place, body: BodyHash) {
        self.0.insert(id, (place, body));
    }

    /// These and those that came since.
    pub(super) fn with(mut self, since: Self) -> Self {
        for (id, said) in since.0 {
            let before = self.0.insert(id, said);
            invariant!(C4, before.is_none(), "message id {id} logged twice");
        }
        self
    }

    /// Where the words under this id stand.
    #[must_use]
    pub fn place(&self, id: MessageId) -> Option<Place> {
        self.0.get(&id).map(|(place, _)| *place)
    }
}
