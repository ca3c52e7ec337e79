//! Dialogues: visitor turns read with up to two turns before them, as the server reads them. Owns which turns count;
//! intervals are over dialogues.

use super::metrics::{Scored, auprc, auroc};
use super::sets::{self, Chat, ChatTurn, Role, Row};
use super::table::Limit;
use super::{Entry, LANGUAGES, Lab, Question, Section, Unavailable};
use crate::domain::{Language, Score};
use crate::triage::{Speaker, Turn};

/// Reads a probability from a score.
type Probability = fn(&Score) -> f32;

/// A visitor turn from this level of anger on counts as angry.
pub const ANGRY: u8 = 2;

/// Flags of the support chats, each with the model's answer to it.
const FLAGS: &[(&str, Probability)] = &[
    ("human", |score| score.risks.human),
    ("churn", |score| score.risks.churn),
    ("legal", |score| score.risks.legal),
    ("publicity", |score| score.risks.publicity),
    ("abuse", |score| score.risks.abuse),
    ("distress", |score| score.risks.distress),
    ("gratitude", |score| score.risks.gratitude),
    ("sarcasm", |score| score.risks.sarcasm),
];

/// A visitor turn of a support chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Visited {
    /// What was said, after what.
    pub question: Question,
    /// Level of anger.
    pub anger: u8,
    /// What it shows besides.
    pub flags: Vec<String>,
}

impl Visited {
    /// Whether it counts as angry.
    #[must_use]
    pub const fn is_angry(&self) -> bool {
        self.anger >= ANGRY
    }
}

/// Visitor turns of the development chats, chat by chat.
///
/// # Errors
/// When they cannot be read.
pub fn visited(lab: &mut dyn Lab, language: Language, name: &str) -> Result<Vec<Vec<Visited>>, Unavailable> {
    let chats = sets::chats(lab, &format!("support_{name}"), "dev")?;
    Ok(chats.iter().map(|chat| visitor_turns(chat, language)).filter(|turns| !turns.is_empty()).collect())
}

fn visitor_turns(chat: &Chat, language: Language) -> Vec<Visited> {
    let turn = |turn: &ChatTurn| Some(Turn { speaker: turn.role.into(), text: turn.text.as_str().into() });
    let visitors = chat.turns.iter().enumerate().filter(|(_, turn)| turn.role == Role::Visitor);
    visitors
        .filter_map(|(at, said)| {
            let context = sets::context(&chat.turns, at, turn);
            let question = Question { text: said.text.clone(), language, context };
            Some(Visited { question, anger: said.anger?, flags: said.flags.clone() })
        })
        .collect()
}

/// Scores of groups of questions, in the same groups.
///
/// # Errors
/// When one cannot be scored.
pub fn read_groups(lab: &mut dyn Lab, groups: &[Vec<Question>]) -> Result<Vec<Vec<Score>>, Unavailable> {
    let all: Vec<Question> = groups.iter().flatten().cloned().collect();
    let mut scores = lab.read(&all)?.into_iter();
    Ok(groups.iter().map(|group| scores.by_ref().take(group.len()).collect()).collect())
}

/// Each turn judged: whether it is positive, and how positive it looks.
pub fn judged(
    chats: &[Vec<Visited>],
    scores: &[Vec<Score>],
    is_positive: impl Fn(&Visited) -> bool,
    probability: Probability,
) -> Vec<Vec<Scored>> {
    let one = |(turn, score): (&Visited, &Score)| Scored { is_positive: is_positive(turn), score: probability(score) };
    chats.iter().zip(scores).map(|(turns, scores)| turns.iter().zip(scores).map(one).collect()).collect()
}

/// All sections on dialogues.
#[must_use]
pub fn sections() -> Vec<Section> {
    let jddc = Section::new("JDDC, test", |lab| Ok(jddc(lab)?.into()));
    let support = LANGUAGES.map(|(language, name)| {
        Section::new(format!("support chats {name}, dev"), move |lab| Ok(support(lab, language, name)?.into()))
    });
    std::iter::once(jddc).chain(support).collect()
}

fn support(lab: &mut dyn Lab, language: Language, name: &str) -> Result<Vec<Entry>, Unavailable> {
    let set = format!("support chats {name}, dev");
    let chats = visited(lab, language, name)?;
    let questions: Vec<Vec<Question>> = each(&chats, |turn| turn.question.clone());
    let scores = read_groups(lab, &questions)?;
    let anger = judged(&chats, &scores, Visited::is_angry, |score| score.anger);
    let mut entries = vec![
        Entry::over((&set, "anger >= 2 AUROC"), Limit::at_least(0.90, 0.95), &anger, auroc),
        Entry::over((&set, "anger >= 2 AUPRC"), Limit::None, &anger, auprc),
    ];
    let alone = each(&chats, |turn| Question::alone(&turn.question.text, language));
    let anger = judged(&chats, &read_groups(lab, &alone)?, Visited::is_angry, |score| score.anger);
    entries.push(Entry::over((&set, "anger >= 2 AUROC, context hidden"), Limit::None, &anger, auroc));
    entries.push(Entry::over((&set, "anger >= 2 AUPRC, context hidden"), Limit::None, &anger, auprc));
    for (flag, probability) in FLAGS {
        let flagged = judged(&chats, &scores, |turn| turn.flags.iter().any(|known| known == flag), *probability);
        entries.push(Entry::over((&set, &format!("{flag} AUROC")), Limit::None, &flagged, auroc));
    }
    Ok(entries)
}

/// Something of each turn, in the same groups.
pub fn each<T>(chats: &[Vec<Visited>], of: impl Fn(&Visited) -> T) -> Vec<Vec<T>> {
    chats.iter().map(|turns| turns.iter().map(&of).collect()).collect()
}

/// Dissatisfied turns of real shop chats, by the expected level of anger.
fn jddc(lab: &mut dyn Lab) -> Result<Vec<Entry>, Unavailable> {
    let rows = sets::rows(lab, "zh_jddc_satisfaction", "test")?;
    let mut groups = Vec::new();
    for dialogue in rows.chunk_by(|a, b| a.dialogue_id == b.dialogue_id) {
        let group: Vec<(Question, bool)> = (0..dialogue.len()).filter_map(|at| rated(dialogue, at)).collect();
        groups.extend(Some(group).filter(|group| !group.is_empty()));
    }
    let questions: Vec<Vec<Question>> = groups.iter().map(|g| g.iter().map(|(q, _)| q.clone()).collect()).collect();
    let scores = read_groups(lab, &questions)?;
    // Satisfaction is how good or bad a turn feels. Of the model's answers this one was the best on the set's validation
    // dialogues; the test dialogues had no say in it.
    let one = |((_, is_positive), score): (&(Question, bool), &Score)| Scored {
        is_positive: *is_positive,
        score: score.sentiment.negative - score.sentiment.positive,
    };
    let mood: Vec<Vec<Scored>> = groups.iter().zip(&scores).map(|(g, s)| g.iter().zip(s).map(one).collect()).collect();
    Ok(vec![Entry::over(("JDDC, test", "dissatisfied AUROC"), Limit::at_least(0.72, 0.80), &mood, auroc)])
}

/// A turn of the customer that was rated, and whether it was rated as dissatisfied.
fn rated(dialogue: &[Row], at: usize) -> Option<(Question, bool)> {
    let row = &dialogue[at];
    let label = row.label.as_deref().filter(|_| row.role == "user")?;
    let turn = |row: &Row| {
        let speaker = match row.role.as_str() {
            "user" => Speaker::Visitor,
            "agent" => Speaker::Agent,
            _ => return None,
        };
        Some(Turn { speaker, text: row.text.as_str().into() })
    };
    let context = sets::context(dialogue, at, turn);
    Some((Question { text: row.text.clone(), language: Language::Zh, context }, label == "sat_0"))
}

#[cfg(test)]
#[path = "chats_test.rs"]
mod tests;
