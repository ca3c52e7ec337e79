//! Random tokens: 256 bits, told once, kept as a hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng as _;
use sha2::{Digest, Sha256};
use std::fmt;

/// No token of ours is longer; anything longer is not looked at.
const LONGEST: usize = 64;

/// A secret to hand out. It prints itself as nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one, from the system's random numbers.
    #[must_use]
    pub fn fresh() -> Self {
        let mut bytes = [0_u8; 32];
        rand::rng().fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes))
    }

    /// A token that was handed in, if it can be one of ours.
    pub(super) fn given(text: &str) -> Option<Self> {
        let fits = (1..=LONGEST).contains(&text.len());
        fits.then(|| Self(text.to_owned()))
    }

    /// The text to hand out: 43 characters of A-Z, a-z, 0-9, - and _.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// SHA-256 of a token's text. A fast hash is right here: 256 random bits cannot be guessed.
#[must_use]
pub fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
