//! How much anger is lost when a text is changed: turns of the support chats without context, before and after each
//! attack. Owns the threshold: what at most 5 % of the clean turns below level 2 exceed. It stays for the attack, as it
//! would in service.

use super::attack::Attack;
use super::chats::{self, Visited};
use super::homophones::Homophones;
use super::metrics::{Scored, percentile_95, recall_above};
use super::sets;
use super::table::Limit;
use super::{Entry, Findings, LANGUAGES, Lab, Question, SEED, Section, Unavailable};
use crate::domain::{Language, Score};
use rand::SeedableRng;
use rand::rngs::StdRng;

/// An angry turn: found before the attack, found after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Attacked {
    before: bool,
    after: bool,
}

/// All sections on attacks.
#[must_use]
pub fn sections() -> Vec<Section> {
    let plain = LANGUAGES.map(|(language, name)| {
        Section::new(format!("robustness {name}"), move |lab| {
            let turns = Turns::read(lab, language, name)?;
            let mut entries = vec![turns.clean()];
            for attack in Attack::on(language) {
                entries.push(turns.attacked(lab, &attack)?);
            }
            Ok(entries.into())
        })
    });
    let homophones = Section::new("robustness zh, homophones", homophones);
    plain.into_iter().chain([homophones]).collect()
}

fn homophones(lab: &mut dyn Lab) -> Result<Findings, Unavailable> {
    let turns = Turns::read(lab, Language::Zh, "zh")?;
    let rows = sets::rows(lab, "zh_smp2020_ewect", "train")?;
    let table = Homophones::of_texts(rows.iter().map(|row| row.text.as_str()));
    Ok(vec![turns.attacked(lab, &Attack::Homophones(table))?].into())
}

/// The turns of a language with their clean scores.
struct Turns {
    set: String,
    chats: Vec<Vec<Visited>>,
    clean: Vec<Vec<Scored>>,
    threshold: f32,
}

impl Turns {
    fn read(lab: &mut dyn Lab, language: Language, name: &str) -> Result<Self, Unavailable> {
        let set = format!("robustness {name}, support chats dev, no context");
        let mut chats = chats::visited(lab, language, name)?;
        for turn in chats.iter_mut().flatten() {
            turn.question.context.clear();
        }
        let scores = chats::read_groups(lab, &chats::each(&chats, |turn| turn.question.clone()))?;
        let clean = chats::judged(&chats, &scores, Visited::is_angry, |score| score.anger);
        let calm = clean.iter().flatten().filter(|row| !row.is_positive).map(|row| row.score).collect();
        Ok(Self { set, chats, clean, threshold: percentile_95(calm) })
    }

    fn clean(&self) -> Entry {
        let name = (self.set.as_str(), "recall at 5 % false alarms, clean");
        Entry::over(name, Limit::None, &self.clean, |rows| recall_above(rows, self.threshold))
    }

    fn attacked(&self, lab: &mut dyn Lab, attack: &Attack) -> Result<Entry, Unavailable> {
        let mut dice = StdRng::seed_from_u64(SEED);
        let mut questions = Vec::new();
        for turn in self.chats.iter().flatten().filter(|turn| turn.is_angry()) {
            let text = attack.apply(&turn.question.text, &mut dice);
            questions.push(Question { text, ..turn.question.clone() });
        }
        let after: Vec<Score> = lab.read(&questions)?;
        let mut after = after.into_iter();
        let mut groups: Vec<Vec<Attacked>> = Vec::new();
        for rows in &self.clean {
            let angry = rows.iter().filter(|row| row.is_positive);
            let one = |(row, score): (&Scored, Score)| Attacked {
                before: row.score > self.threshold,
                after: score.anger > self.threshold,
            };
            groups.push(angry.zip(after.by_ref()).map(one).collect());
        }
        groups.retain(|group| !group.is_empty());
        let measure = format!("loss of recall, {}", attack.name());
        Ok(Entry::over((&self.set, &measure), attack.limit(), &groups, loss))
    }
}

/// Share of what was found before that is found no more; negative when more is found.
fn loss(rows: &[&Attacked]) -> f64 {
    let before = rows.iter().filter(|row| row.before).count() as f64;
    let after = rows.iter().filter(|row| row.after).count() as f64;
    (before - after) / before
}

#[cfg(test)]
#[path = "robustness_test.rs"]
mod tests;
