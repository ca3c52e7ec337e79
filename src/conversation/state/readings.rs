//! What triage read in each of the visitor's messages, and what staff said of scores and alerts.
//! Owns which judgement stands: of one person and one subject the latest.

use crate::domain::judgement::MUTED_FOR;
use crate::domain::{
    AlertKind, AngerLevel, Judgement, Party, Reading, Refusal, Seq, StaffId, Stage, Subject, Timestamp,
};
use litemap::LiteMap;
use std::collections::BTreeMap;

/// One of the visitor's messages.
#[derive(Debug, Clone, PartialEq, Default)]
struct Entry {
    read: Option<Reading>,
    is_sampled: bool,
}

/// Every message of the visitor, with what was read in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings(LiteMap<Seq, Entry>);

impl Readings {
    /// The visitor spoke.
    pub(in crate::conversation) fn said(&mut self, message: Seq) {
        self.0.insert(message, Entry::default());
    }

    /// A message was read, or marked as not scored.
    pub(in crate::conversation) fn read(&mut self, message: Seq, read: Option<Reading>) {
        self.entry(message).read = read;
    }

    /// A message belongs to the random sample.
    pub(in crate::conversation) fn sampled(&mut self, message: Seq) {
        self.entry(message).is_sampled = true;
    }

    /// These and what came since. A message is read once, and sampled once; the two come one after the other.
    pub(super) fn with(mut self, since: Self) -> Self {
        for (message, news) in since.0 {
            let entry = self.entry(message);
            entry.read = news.read.or(entry.read.take());
            entry.is_sampled |= news.is_sampled;
        }
        self
    }

    fn entry(&mut self, message: Seq) -> &mut Entry {
        if !self.0.contains_key(&message) {
            self.0.insert(message, Entry::default());
        }
        &mut self.0[&message]
    }

    /// What was read in a message.
    ///
    /// # Errors
    /// `NotFromVisitor` where there is no such message of theirs, `NotScored` where nothing was read.
    pub fn of(&self, message: Seq) -> Result<&Reading, Refusal> {
        self.0.get(&message).ok_or(Refusal::NotFromVisitor)?.read.as_ref().ok_or(Refusal::NotScored)
    }

    /// Whether a message belongs to the random sample.
    #[must_use]
    pub fn is_sampled(&self, message: Seq) -> bool {
        self.0.get(&message).is_some_and(|entry| entry.is_sampled)
    }
}

/// What one person says of one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Stance {
    /// Right, wrong, or taken back.
    pub judgement: Judgement,
    /// How angry they find the message.
    pub level: Option<AngerLevel>,
    /// They were asked, since it is in the random sample.
    pub asked: bool,
    /// Alerts about anger of this stage and below are not raised for a while.
    pub mutes: Option<Stage>,
    /// Whose it is, as they were called then.
    pub by: Party,
    /// When it was logged.
    pub at: Timestamp,
    /// Where it stands in the log.
    pub seq: Seq,
}

/// What the staff say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stances(BTreeMap<(Subject, StaffId), Stance>);

impl Stances {
    /// What this person says of it.
    #[must_use]
    pub fn of(&self, subject: Subject, by: StaffId) -> Option<&Stance> {
        self.0.get(&(subject, by))
    }

    /// The latest that was said of it and not taken back.
    #[must_use]
    pub fn latest(&self, subject: Subject) -> Option<&Stance> {
        let said = self.0.iter().filter(|((of, _), stance)| *of == subject && stance.judgement != Judgement::Withdrawn);
        said.map(|(_, stance)| stance).max_by_key(|stance| stance.seq)
    }

    /// Whether an alert is kept from being raised: somebody said a short while ago that a message is not angry.
    #[must_use]
    pub fn is_muted(&self, kind: AlertKind, stage: Stage, now: Timestamp) -> bool {
        let mutes =
            |stance: &Stance| stance.mutes.is_some_and(|muted| stage <= muted) && now < stance.at.plus(MUTED_FOR);
        kind == AlertKind::Anger && self.0.values().any(mutes)
    }

    pub(in crate::conversation) fn say(&mut self, subject: Subject, stance: Stance) {
        if let Party::Staff { id, .. } = &stance.by {
            self.0.insert((subject, *id), stance);
        }
    }
}
