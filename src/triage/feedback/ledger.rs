//! All judgements and the random sample, read together. Pure: a fold of the events about feedback, in the order they
//! were logged. Owns which judgement stands, what a message came to, and which questions are open.

use super::fit::Case;
use super::precision::{About, Verdict};
use super::recall::Drawn;
use crate::domain::judgement::Voices;
use crate::domain::{
    AlertEnd, AlertId, AlertKind, AngerLevel, ConversationId, Event, Judgement, Language, Party, Reading, Seq, StaffId,
    Stage, Stamped, Subject, Timestamp,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A message that somebody judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Where.
    pub conv: ConversationId,
    /// Which.
    pub message: Seq,
    /// When it was last judged.
    pub at: Timestamp,
    /// What triage had read.
    pub read: Reading,
    /// At least half of the people find it angry.
    pub is_angry: bool,
    /// The highest level that somebody gave it.
    pub level: Option<AngerLevel>,
    /// By how many people.
    pub people: usize,
    /// The chance it had in the random sample; `None` where people said so of their own accord.
    pub p: Option<f32>,
}

/// An alert that somebody judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JudgedAlert {
    /// Where.
    pub conv: ConversationId,
    /// Place of the event that raised it.
    pub raised: Seq,
    /// What about.
    pub kind: AlertKind,
    /// Stage that raised it.
    pub stage: Stage,
    /// At least half of the people say that it is right.
    pub is_right: bool,
}

/// The fold. Conversations in which an alert about personal distress was raised are left out of everything but the
/// count of alerts: their words train nothing, and nobody is asked about them.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    sampled: BTreeMap<Place, Sample>,
    messages: Voices<Place, Said>,
    raised: BTreeMap<(ConversationId, AlertId), (Seq, AlertKind, Stage)>,
    alerts: Voices<(ConversationId, AlertId), bool>,
    distressed: BTreeSet<ConversationId>,
}

type Place = (ConversationId, Seq);

#[derive(Debug, Clone)]
struct Sample {
    p: f32,
    read: Reading,
    at: Timestamp,
}

#[derive(Debug, Clone)]
struct Said {
    judgement: Judgement,
    level: Option<AngerLevel>,
    asked: bool,
    read: Reading,
    at: Timestamp,
}

impl Said {
    /// Whether this person finds the message angry; `None` where it was taken back.
    fn is_angry(&self) -> Option<bool> {
        self.judgement.finds_angry(self.level, Some(&self.read))
    }
}

impl Ledger {
    /// Reads events, oldest first; those about other things are passed over.
    #[must_use]
    pub fn read(events: &[(ConversationId, Stamped<Event>)]) -> Self {
        let mut ledger = Self::default();
        for (conv, logged) in events {
            ledger.take(*conv, logged);
        }
        let Self { sampled, messages, distressed, .. } = &mut ledger;
        sampled.retain(|(conv, _), _| !distressed.contains(conv));
        messages.retain(|(conv, _)| !distressed.contains(conv));
        ledger
    }

    fn take(&mut self, conv: ConversationId, logged: &Stamped<Event>) {
        let at = logged.at;
        match (&logged.event, &logged.by) {
            (Event::Sampled { message, p, read }, _) => {
                self.sampled.insert((conv, *message), Sample { p: *p, read: read.clone(), at });
            }
            (Event::AlertRaised { alert, about, stage, .. }, _) => {
                self.raised.insert((conv, *alert), (logged.seq, *about, *stage));
                if *about == AlertKind::Distress {
                    self.distressed.insert(conv);
                }
            }
            (event, by) => self.hear(conv, event, by, at),
        }
    }

    fn hear(&mut self, conv: ConversationId, event: &Event, by: &Party, at: Timestamp) {
        match event {
            Event::Judged {
                subject: Subject::Message { message }, judgement, level, asked, read: Some(read), ..
            } => {
                let said = Said { judgement: *judgement, level: *level, asked: *asked, read: read.clone(), at };
                self.messages.say((conv, *message), by, said.is_angry().is_some().then_some(said));
            }
            Event::Judged { subject: Subject::Alert { alert }, judgement, .. } => {
                self.alerts.say((conv, *alert), by, judgement.is_right());
            }
            Event::AlertClosed { alert, how: AlertEnd::FalseAlarm } => {
                self.alerts.say((conv, *alert), by, Some(false));
            }
            _ => {}
        }
    }

    /// What was said of scores, each message once.
    #[must_use]
    pub fn of_messages(&self) -> Vec<Verdict> {
        let verdict = |judged: Judged| {
            let (says_angry, language) = (judged.read.says_angry(), judged.read.language);
            let about = if says_angry { About::Angry } else { About::Calm };
            Verdict { about, language, is_right: says_angry == judged.is_angry }
        };
        self.judged().into_iter().map(verdict).collect()
    }

    /// What was said of alerts, each once; those that were raised before the events begin are left out.
    #[must_use]
    pub fn of_alerts(&self) -> Vec<JudgedAlert> {
        let mut judged = Vec::new();
        for (of, words) in self.alerts.all() {
            if let (Some(is_right), Some((raised, kind, stage))) = (majority(words.copied()), self.raised.get(of)) {
                judged.push(JudgedAlert { conv: of.0, raised: *raised, kind: *kind, stage: *stage, is_right });
            }
        }
        judged
    }

    /// The random sample with its answers, of one language or of all.
    #[must_use]
    pub fn drawn(&self, language: Option<Language>) -> Vec<Drawn> {
        let of = self.sampled.iter().filter(|(_, one)| language.is_none() || one.read.language == language);
        of.map(|(place, one)| Drawn {
            p: one.p,
            is_flagged: one.read.is_flagged(),
            language: one.read.language,
            is_angry: self.answer(*place),
        })
        .collect()
    }

    /// Answers about messages read since then that may move the calibration of a model, oldest first, each weighted by
    /// the inverse of its chance.
    #[must_use]
    pub fn cases(&self, model: &str, language: Language, since: Timestamp) -> Vec<Case> {
        let ours = |one: &&Sample| one.read.language == Some(language) && one.read.model == model && one.at >= since;
        let mut cells: BTreeMap<(bool, u32), (f64, f64)> = BTreeMap::new();
        let key = |one: &Sample| (one.read.is_flagged(), one.p.to_bits());
        for (place, one) in self.sampled.iter().filter(|(_, one)| ours(one)) {
            let (drawn, answered) = cells.entry(key(one)).or_default();
            *drawn += 1.0;
            *answered += f64::from(u8::from(self.answer(*place).is_some()));
        }
        let mut cases: Vec<(Timestamp, Case)> = Vec::new();
        for (place, one) in self.sampled.iter().filter(|(_, one)| ours(one) && one.p > 0.0) {
            if let (Some(is_angry), Some((drawn, answered))) = (self.answer(*place), cells.get(&key(one))) {
                let weight = drawn / answered / f64::from(one.p);
                let case = Case { conv: place.0.0.as_u128(), base: one.read.base, is_angry, weight };
                cases.push((one.at, case));
            }
        }
        cases.sort_by_key(|(at, case)| (*at, case.conv));
        cases.into_iter().map(|(_, case)| case).collect()
    }

    /// Sampled messages that nobody has answered for, at most so many, in an order of this person's own, so that two
    /// people seldom work on the same.
    #[must_use]
    pub fn questions(&self, by: StaffId, most: usize) -> Vec<(ConversationId, Seq)> {
        let mut open: Vec<Place> =
            self.sampled.keys().filter(|place| self.answer(**place).is_none()).copied().collect();
        let order = |(conv, message): &Place| {
            Sha256::new().chain_update(by.0).chain_update(conv.0).chain_update(message.0.to_le_bytes()).finalize()
        };
        open.sort_by_cached_key(order);
        open.truncate(most);
        open
    }

    /// Sampled messages that nobody has answered for.
    #[must_use]
    pub fn unanswered(&self) -> usize {
        self.sampled.keys().filter(|place| self.answer(**place).is_none()).count()
    }

    /// Every message that somebody judged and did not take back.
    #[must_use]
    pub fn judged(&self) -> Vec<Judged> {
        let of = |place: &Place| {
            let standing = || self.messages.of(place);
            let latest = standing().max_by_key(|said| said.at)?;
            Some(Judged {
                conv: place.0,
                message: place.1,
                at: latest.at,
                read: latest.read.clone(),
                is_angry: majority(standing().filter_map(Said::is_angry))?,
                level: standing().filter_map(|said| said.level).max(),
                people: standing().count(),
                p: self.sampled.get(place).filter(|_| standing().any(|said| said.asked)).map(|one| one.p),
            })
        };
        self.messages.all().filter_map(|(place, _)| of(place)).collect()
    }

    /// What people who were asked answered.
    fn answer(&self, place: Place) -> Option<bool> {
        majority(self.messages.of(&place).filter(|said| said.asked).filter_map(Said::is_angry))
    }
}

/// What at least half of them say; `None` where nobody says anything.
fn majority(votes: impl Iterator<Item = bool>) -> Option<bool> {
    let (yes, all) = votes.fold((0_u32, 0_u32), |(yes, all), vote| (yes + u32::from(vote), all + 1));
    (all > 0).then_some(yes * 2 >= all)
}

#[cfg(test)]
#[path = "ledger_test.rs"]
mod tests;
