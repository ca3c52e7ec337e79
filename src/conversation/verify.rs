//! Whether a database keeps what is promised of it: every log is walked and held against the named invariants.
//!
//! Owns the walk and the list of what was found. Judges with the very fold that the live writer uses. Never changes
//! anything; memory holds the state of one conversation, never a log.

mod log;

use self::log::LogCheck;
use crate::domain::invariant::Invariant;
use crate::domain::{ConversationId, Seq};
use crate::store::StoreError;
use crate::store::sqlite::Walk;
use serde::{Serialize, Serializer};
use std::collections::HashSet;
use std::fmt;

/// What was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A named invariant.
    Kept(Invariant),
    /// Everything that is named is there.
    Reference,
    /// The file can be read.
    File,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept(invariant) => write!(f, "{invariant:?}"),
            Self::Reference => f.write_str("REF"),
            Self::File => f.write_str("FILE"),
        }
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Where; absent of the database as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    /// At which place of its log; absent of the conversation as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// What is broken.
    pub invariant: Rule,
    /// How.
    pub detail: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.conversation {
            Some(conv) => write!(f, "conversation {conv}")?,
            None => f.write_str("database")?,
        }
        if let Some(seq) = self.seq {
            write!(f, " seq {seq}")?;
        }
        write!(f, ": {}: {}", self.invariant, self.detail)
    }
}

/// What was walked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Walked {
    /// Conversations.
    pub conversations: u64,
    /// Events of their logs.
    pub events: u64,
    /// What must not be.
    pub violations: u64,
}

/// Walks a database. Hands each violation to `found` as it is met, and tells `progress` how many conversations are
/// done, out of about how many.
///
/// # Errors
/// When the database cannot be read any further; what was found until then was handed over.
pub fn verify(
    walk: &Walk,
    found: &mut dyn FnMut(&Violation),
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Walked, StoreError> {
    walk.must_be_current()?;
    let mut walked = Walked::default();
    let mut report = |walked: &mut Walked, violation: Violation| {
        walked.violations += 1;
        found(&violation);
    };
    for detail in walk.damage()? {
        report(&mut walked, of_all(Rule::File, detail));
    }
    let sites: HashSet<String> = walk.sites()?.into_iter().collect();
    for detail in walk.loose_ends()? {
        report(&mut walked, of_all(Rule::Reference, detail));
    }
    let (total, mut after) = (walk.conversations()?, None);
    while let Some(conv) = walk.next(after)? {
        let mut check = LogCheck::new(conv);
        let mut violations = Vec::new();
        match walk.conversation(conv, &mut |event| check.take(event, &mut violations)) {
            Ok(beside) => check.end(&beside, &sites, &mut violations),
            Err(error) => violations.push(check.unreadable(&error)),
        }
        walked.conversations += 1;
        walked.events += check.events();
        for violation in violations {
            report(&mut walked, violation);
        }
        progress(walked.conversations, total.max(walked.conversations));
        after = Some(conv);
    }
    Ok(walked)
}

fn of_all(invariant: Rule, detail: String) -> Violation {
    Violation { conversation: None, seq: None, invariant, detail }
}
