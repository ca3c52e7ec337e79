//! What a conversation is about in five lines: an extractive summary, made of sentences as they were said. Pure.
//!
//! Owns the choice of the lines: each sentence has a weight (what it is, where it stands, what it holds), and the next
//! line is the one that says most beyond the lines chosen before (maximal marginal relevance over shared words, in
//! Chinese over shared pairs of characters). Never writes a word of its own: every line stands in the log where it says,
//! so that whoever reads it can look there. Bounded: only the first and the latest messages of a long conversation are
//! read, and what is open, promised, or was the turning point, wherever that stands.

use super::facts::facts;
use super::intent::intent;
use super::questions::is_question;
use super::sentences::sentences;
use crate::domain::{BotAct, Event, LineKind, Party, Promise, Seq, Stamped, SummaryLine, handoff::Quote};
use crate::knowledge::words;
use std::collections::BTreeSet;

/// Most lines.
const LINES: usize = 5;
/// Longest line, in characters.
const LINE_CHARS: usize = 160;
/// Messages read from the beginning and from the end of a conversation.
const FIRST: usize = 10;
const LATEST: usize = 60;
/// Sentences read of one message.
const SENTENCES: usize = 8;
/// A line that would add less than this is left out.
const LEAST: f32 = 0.6;
/// Telling words from which a sentence counts in full.
const FULL: f32 = 4.0;

/// What stands out in a conversation, as the packet has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owed<'a> {
    /// Where anger rose most.
    pub(super) turning_point: Option<Seq>,
    /// Asked and not answered.
    pub(super) questions: &'a [Quote],
    /// To be kept.
    pub(super) promises: &'a [Promise],
}

/// The lines, in the order of the log.
pub(super) fn summary(log: &[Stamped<Event>], owed: Owed<'_>) -> Vec<SummaryLine> {
    let mut left = candidates(log, owed);
    let mut chosen: Vec<Candidate<'_>> = Vec::new();
    while chosen.len() < LINES {
        let adds = |at: &usize| left[*at].adds(&chosen);
        // The earlier one of two that say as much.
        let best = (0..left.len()).rev().max_by(|one, other| adds(one).total_cmp(&adds(other)));
        let Some(best) = best.filter(|best| chosen.is_empty() || adds(best) >= LEAST) else { break };
        let line = left.remove(best);
        for other in &mut left {
            other.said = other.said.max(other.shares(&line));
        }
        chosen.push(line);
    }
    // Sentences of one message stay in their order.
    chosen.sort_by_key(|line| (line.seq, line.place));
    chosen.into_iter().map(Candidate::line).collect()
}

/// A sentence that may become a line.
struct Candidate<'a> {
    seq: Seq,
    /// Which sentence of its message.
    place: usize,
    kind: LineKind,
    text: &'a str,
    weight: f32,
    /// How much of it the chosen ones say already, from 0 to 1.
    said: f32,
    words: BTreeSet<String>,
}

impl<'a> Candidate<'a> {
    fn new(seq: Seq, place: usize, kind: LineKind, text: &'a str) -> Self {
        let text = cut(text);
        Self { seq, place, kind, text, weight: 1.0, said: 0.0, words: words(text).into_iter().collect() }
    }

    /// Its weight, less what the chosen ones say already; nothing where its kind has lines enough.
    fn adds(&self, chosen: &[Self]) -> f32 {
        if chosen.iter().filter(|other| other.kind == self.kind).count() >= most(self.kind) {
            return 0.0;
        }
        self.weight * (1.0 - self.said)
    }

    /// How much of the shorter one stands in the other, from 0 to 1.
    fn shares(&self, other: &Self) -> f32 {
        let shorter = self.words.len().min(other.words.len());
        if shorter == 0 {
            return if self.text == other.text { 1.0 } else { 0.0 };
        }
        self.words.intersection(&other.words).count() as f32 / shorter as f32
    }

    fn line(self) -> SummaryLine {
        SummaryLine { seq: self.seq, kind: self.kind, text: self.text.to_owned() }
    }
}

/// Lines of one kind, so that each tells something else.
const fn most(kind: LineKind) -> usize {
    match kind {
        LineKind::Told => 3,
        LineKind::Asked | LineKind::Open => 2,
        LineKind::Tried | LineKind::Changed | LineKind::Promised => 1,
    }
}

/// The beginning of a sentence, as far as a line is long.
fn cut(sentence: &str) -> &str {
    let end = sentence.char_indices().nth(LINE_CHARS).map_or(sentence.len(), |(at, _)| at);
    sentence[..end].trim_end()
}

fn candidates<'a>(log: &'a [Stamped<Event>], owed: Owed<'a>) -> Vec<Candidate<'a>> {
    let mut told = from_visitor(log, owed, true);
    if told.is_empty() {
        told = from_visitor(log, owed, false);
    }
    let promised = owed.promises.iter().map(|promise| Candidate {
        weight: 3.0,
        ..Candidate::new(promise.message, 0, LineKind::Promised, &promise.text)
    });
    told.into_iter().chain(promised).chain(from_us(log)).collect()
}

/// Sentences of the visitor. Greetings, thanks and calls for a person tell nothing, unless there is nothing else.
fn from_visitor<'a>(log: &'a [Stamped<Event>], owed: Owed<'_>, only_telling: bool) -> Vec<Candidate<'a>> {
    let said =
        log.iter().filter(|event| event.by == Party::Visitor).filter_map(|event| Some((event.seq, words_of(event)?)));
    let said: Vec<(Seq, &str)> = said.collect();
    let stands_out = |seq: Seq| owed.turning_point == Some(seq) || owed.questions.iter().any(|quote| quote.seq == seq);
    let is_near = |at: usize| at < FIRST || at + LATEST >= said.len();
    let read = said.iter().enumerate().filter(|(at, (seq, _))| is_near(*at) || stands_out(*seq));
    let read: Vec<(Seq, &str)> =
        read.map(|(_, said)| *said).filter(|(_, text)| !only_telling || intent(text).is_none()).collect();
    let sentences = read.iter().enumerate().flat_map(|(at, (seq, text))| {
        let (seq, stands) = (*seq, Stands { is_first: at == 0, lateness: (at + 1) as f32 / read.len() as f32 });
        telling(text).map(move |(place, sentence)| told(seq, place, sentence, stands, owed))
    });
    sentences.collect()
}

/// Where a message stands among those that tell something.
#[derive(Clone, Copy)]
struct Stands {
    is_first: bool,
    /// 1 for the latest.
    lateness: f32,
}

fn told<'a>(seq: Seq, place: usize, sentence: &'a str, stands: Stands, owed: Owed<'_>) -> Candidate<'a> {
    let asks = is_question(sentence);
    let is_turn = owed.turning_point == Some(seq);
    let is_open = asks && owed.questions.iter().any(|quote| quote.seq == seq);
    let kind = match (stands.is_first, is_turn, is_open, asks) {
        (true, ..) if asks => LineKind::Asked,
        (false, true, ..) => LineKind::Changed,
        (false, _, true, _) => LineKind::Open,
        (_, _, _, true) => LineKind::Asked,
        _ => LineKind::Told,
    };
    let candidate = Candidate::new(seq, place, kind, sentence);
    let facts = facts(seq, candidate.text).len().min(2) as f32;
    let gains = [(asks, 1.0), (stands.is_first, 1.0), (is_turn, 1.5), (is_open, 1.0)];
    let gained: f32 = gains.iter().filter(|(holds, _)| *holds).map(|(_, gain)| gain).sum();
    // A number by itself ("SH-20488") tells as much as a sentence, and so does what somebody begins with.
    let least = if stands.is_first { 0.75 } else { 0.25 };
    let length = (candidate.words.len() as f32 / FULL + facts).clamp(least, 1.0);
    let weight = (1.0 + gained + 0.5 * facts + 0.5 * stands.lateness) * length;
    Candidate { weight, ..candidate }
}

/// What was tried last: the bot's latest answer from an article, by the sentence nearest to what was asked, and the
/// latest words of a person of ours.
fn from_us(log: &[Stamped<Event>]) -> impl Iterator<Item = Candidate<'_>> {
    let latest = |tries: fn(&Stamped<Event>) -> bool| log.iter().rev().find(|event| tries(event));
    let by_bot = latest(|event| matches!(event.event, Event::Said { bot: Some(BotAct::Answered { .. }), .. }));
    let by_staff = latest(|event| {
        let is_staff = matches!(event.by, Party::Staff { .. });
        is_staff && words_of(event).is_some_and(|text| intent(text).is_none() && !is_question(text))
    });
    [by_bot, by_staff].into_iter().flatten().filter_map(|event| nearest(event, asked(log, event)))
}

/// The words that a message answers: those it names, else the visitor's latest before it.
fn asked<'a>(log: &'a [Stamped<Event>], answer: &Stamped<Event>) -> &'a str {
    let named = if let Event::Said { answers, .. } = &answer.event { *answers } else { None };
    let fits = |event: &&Stamped<Event>| match named {
        Some(seq) => event.seq == seq,
        None => event.seq < answer.seq && event.by == Party::Visitor && words_of(event).is_some(),
    };
    log.iter().rev().find(fits).and_then(words_of).unwrap_or_default()
}

/// The sentence of an answer that shares most words with the question; of several the one that says most. It weighs
/// more than it looks, since an answer repeats words of its question.
fn nearest<'a>(answer: &'a Stamped<Event>, question: &str) -> Option<Candidate<'a>> {
    let question: BTreeSet<String> = words(cut(question)).into_iter().collect();
    let read = telling(words_of(answer)?).map(|(place, text)| Candidate::new(answer.seq, place, LineKind::Tried, text));
    let near = |candidate: &Candidate<'_>| (candidate.words.intersection(&question).count(), candidate.words.len());
    let best = read.reduce(|best, next| if near(&next) > near(&best) { next } else { best })?;
    Some(Candidate { weight: 2.0, ..best })
}

/// Sentences that hold a telling word or a figure, with their place.
fn telling(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let holds = |(_, sentence): &(usize, &str)| sentence.chars().filter(|letter| letter.is_alphanumeric()).count() > 1;
    sentences(text).enumerate().take(SENTENCES).filter(holds)
}

fn words_of(event: &Stamped<Event>) -> Option<&str> {
    match &event.event {
        Event::Said { text, .. } => Some(text.as_str()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

#[cfg(test)]
#[path = "extract_test.rs"]
mod tests;
