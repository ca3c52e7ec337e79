//! Whether two texts say the same: as sets of words, and of pairs of neighbours in Han writing, which has no blanks.
//! Owns the memory of one text: hashes of its tokens, so many at most.

use crate::triage::language::is_han;
use std::sync::Arc;

/// Most tokens remembered of one text; what follows says the same or is a document.
const TOKENS: usize = 128;

/// A text as a set of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    /// Sorted, each once. Shared: the memory of a conversation is copied for every command that it decides.
    hashes: Arc<[u64]>,
    length: usize,
}

impl Words {
    /// Case and punctuation count nothing, unless there is nothing else: "???" is the same as "???".
    pub(super) fn of(text: &str) -> Self {
        let mut hashes = tokens(text);
        let length = hashes.len();
        if hashes.is_empty() {
            hashes.push(text.trim().chars().fold(START, add));
        }
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes: hashes.into(), length }
    }

    /// Tokens in the text, at most `TOKENS`.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// Shared tokens are at least four fifths of all (the Jaccard index of the two sets).
    pub(super) fn same(&self, other: &Self) -> bool {
        let shared = self.hashes.iter().filter(|hash| other.hashes.binary_search(hash).is_ok()).count();
        let all = self.hashes.len() + other.hashes.len() - shared;
        shared * 5 >= all * 4
    }
}

/// Start of the FNV-1a hash: the same on every machine, which the standard hasher does not promise.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn add(hash: u64, letter: char) -> u64 {
    (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
}

fn tokens(text: &str) -> Vec<u64> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        let first = rest.chars().next().is_some_and(is_han);
        let end = rest.find(|c: char| !c.is_alphanumeric() || is_han(c) != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if first {
            pairs(run, &mut found);
        } else {
            found.push(run.chars().flat_map(char::to_lowercase).fold(START, add));
        }
        if found.len() >= TOKENS {
            found.truncate(TOKENS);
            break;
        }
        rest = after;
    }
    found
}

/// Neighbours in a run of Han characters; one that stands alone is its own token.
fn pairs(run: &str, found: &mut Vec<u64>) {
    let letters = run.chars();
    let before = found.len();
    found.extend(letters.clone().zip(letters.skip(1)).map(|(one, two)| add(add(START, one), two)));
    if found.len() == before {
        found.push(run.chars().fold(START, add));
    }
}
