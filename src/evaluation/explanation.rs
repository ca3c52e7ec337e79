//! Whether the words shown as the reason are the reason: how far P(anger) falls without the first three of them,
//! against the three words whose absence alone lowers it most (occlusion). Owns which messages count; they are read in
//! their context, as in service.

use super::cases::SHOWN;
use super::chats::{self, Visited};
use super::table::Limit;
use super::{Entry, Findings, LANGUAGES, Lab, Question, Section, Unavailable};
use crate::domain::{Language, Score};
use crate::triage::language::is_han;

/// From this probability on a message is explained.
const ANGRY: f32 = 0.5;
/// Fewest words of an English message, fewest characters of a Chinese one.
const WORDS: usize = 6;
const CHARACTERS: usize = 8;
const SET: &str = "explanation, support chats dev";

/// Places in a text, in characters.
type Places = Vec<(u32, u32)>;

/// How far the probability fell.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Falls {
    shown: f32,
    occluded: f32,
}

/// A message to explain.
struct Explained {
    chat: usize,
    question: Question,
    anger: f32,
    shown: Places,
    words: Places,
}

/// The section on explanations.
#[must_use]
pub fn section() -> Section {
    Section::new(SET, measure)
}

fn measure(lab: &mut dyn Lab) -> Result<Findings, Unavailable> {
    let messages = explained(lab)?;
    let shown: Vec<Question> = messages.iter().map(|one| without(&one.question, &one.shown)).collect();
    let shown = lab.read(&shown)?;
    let worst = occluded(lab, &messages)?;
    let mut groups: Vec<Vec<Falls>> = Vec::new();
    let mut before = None;
    for ((one, shown), worst) in messages.iter().zip(&shown).zip(&worst) {
        let falls = Falls { shown: one.anger - shown.anger, occluded: one.anger - worst.anger };
        match groups.last_mut().filter(|_| before == Some(one.chat)) {
            Some(group) => group.push(falls),
            None => groups.push(vec![falls]),
        }
        before = Some(one.chat);
    }
    let limit = Limit::AtLeast { floor: 0.60, goal: None };
    Ok(vec![Entry::over((SET, "fall by 3 shown words to fall by occlusion"), limit, &groups, faithfulness)].into())
}

/// Angry turns of both languages that the model finds angry and that are long enough.
fn explained(lab: &mut dyn Lab) -> Result<Vec<Explained>, Unavailable> {
    let mut kept = Vec::new();
    let mut chat = 0;
    for (language, name) in LANGUAGES {
        let mut chats = chats::visited(lab, language, name)?;
        for turns in &mut chats {
            turns.retain(Visited::is_angry);
        }
        let scores = chats::read_groups(lab, &chats::each(&chats, |turn| turn.question.clone()))?;
        for (turns, scores) in chats.iter().zip(&scores) {
            chat += 1;
            for (turn, score) in turns.iter().zip(scores).filter(|(_, score)| score.anger >= ANGRY) {
                let words = lab.words(std::slice::from_ref(&turn.question))?.pop().unwrap_or_default();
                if is_long_enough(language, &turn.question.text, &words) {
                    let (question, anger, shown) = (turn.question.clone(), score.anger, first(score));
                    kept.push(Explained { chat, question, anger, shown, words });
                }
            }
        }
    }
    Ok(kept)
}

fn first(score: &Score) -> Places {
    score.spans.iter().take(SHOWN).map(|span| (span.start, span.end)).collect()
}

fn is_long_enough(language: Language, text: &str, words: &Places) -> bool {
    match language {
        Language::En => words.len() >= WORDS,
        Language::Zh => text.chars().filter(|letter| is_han(*letter)).count() >= CHARACTERS,
    }
}

/// Scores without the three words whose absence alone lowers the probability most.
fn occluded(lab: &mut dyn Lab, messages: &[Explained]) -> Result<Vec<Score>, Unavailable> {
    let singles: Vec<Question> =
        messages.iter().flat_map(|one| one.words.iter().map(|word| without(&one.question, &[*word]))).collect();
    let mut singles = lab.read(&singles)?.into_iter();
    let mut without_worst = Vec::new();
    for one in messages {
        let mut ranked: Vec<(f32, (u32, u32))> =
            singles.by_ref().take(one.words.len()).map(|score| score.anger).zip(one.words.iter().copied()).collect();
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0));
        let worst: Places = ranked.into_iter().take(SHOWN).map(|(_, word)| word).collect();
        without_worst.push(without(&one.question, &worst));
    }
    lab.read(&without_worst)
}

/// The message without these places.
fn without(question: &Question, places: &[(u32, u32)]) -> Question {
    let is_kept = |at: u32| !places.iter().any(|(start, end)| (*start..*end).contains(&at));
    let text = (0_u32..).zip(question.text.chars()).filter(|(at, _)| is_kept(*at)).map(|(_, letter)| letter).collect();
    Question { text, ..question.clone() }
}

fn faithfulness(rows: &[&Falls]) -> f64 {
    let sum = |of: fn(&Falls) -> f32| rows.iter().map(|falls| f64::from(of(falls))).sum::<f64>();
    let occluded = sum(|falls| falls.occluded);
    if occluded > 0.0 { sum(|falls| falls.shown) / occluded } else { f64::NAN }
}

#[cfg(test)]
#[path = "explanation_test.rs"]
mod tests;
