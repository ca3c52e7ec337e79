//! Whether probabilities mean what they say: the expected calibration error of each head on rows of its own kind, none
//! of them test rows. Owns which rows; of several classes the top one counts, among those that the set knows.

use super::chats::{self, Visited};
use super::labelled::{
    Classes, POLES, Part, SENTIMENTS, TWEETS, WEIBO, against_the_rest, answer, classed, part, scored,
};
use super::metrics::{Scored, calibration_error};
use super::sets::Row;
use super::table::Limit;
use super::{Entry, LANGUAGES, Lab, Section, Unavailable};
use crate::domain::{Language, Score};

const LIMIT: Limit = Limit::AtMost { floor: 0.05, goal: Some(0.03) };

/// All sections on calibration.
#[must_use]
pub fn sections() -> Vec<Section> {
    let anger = LANGUAGES.map(|(language, name)| {
        let set = format!("calibration on support chats {name}, dev");
        Section::new(set.clone(), move |lab| {
            let chats = chats::visited(lab, language, name)?;
            let scores = chats::read_groups(lab, &chats::each(&chats, |turn| turn.question.clone()))?;
            let rows = chats::judged(&chats, &scores, Visited::is_angry, |score| score.anger);
            Ok(vec![Entry::over((&set, "anger >= 2 ECE-15"), LIMIT, &rows, calibration_error)].into())
        })
    });
    let usual =
        Part { set: "zh_smp2020_ewect", split: "validation", source: "smp2020-ewect/usual", language: Language::Zh };
    let others = [
        top("TweetEval sentiment", "sentiment", english("en_tweeteval_sentiment"), SENTIMENTS, |s| &s.sentiment),
        top("waimai reviews", "sentiment of 2", part("zh_waimai", "validation", Language::Zh), POLES, |s| &s.sentiment),
        top("TweetEval emotion", "emotions", english("en_tweeteval_emotion"), TWEETS, |s| &s.emotions),
        top("SMP2020 usual", "emotions", usual, WEIBO, |s| &s.emotions),
        abuse("TweetEval offensive", english("en_tweeteval_offensive"), "not-offensive"),
        abuse("COLD offensive", part("zh_cold_offensive", "validation", Language::Zh), "not_offensive"),
    ];
    anger.into_iter().chain(others).collect()
}

const fn english(set: &'static str) -> Part {
    part(set, "validation", Language::En)
}

fn top<T: 'static>(
    name: &str,
    head: &'static str,
    part: Part,
    classes: &'static Classes<T>,
    of: fn(&Score) -> &T,
) -> Section {
    section(name, head, move |lab| {
        let rows = classed(lab, part, classes)?;
        Ok(rows.iter().map(|(row, score)| top_class(row, of(score), classes)).collect())
    })
}

/// The probability of the likeliest class among those the set knows, and whether it is the right one.
fn top_class<T>(row: &Row, head: &T, classes: &Classes<T>) -> Scored {
    let pair = answer(row, head, classes);
    let all: f32 = classes.iter().map(|(_, probability)| probability(head)).sum();
    Scored { is_positive: pair.truth == pair.found, score: classes[pair.found].1(head) / all }
}

fn abuse(name: &str, part: Part, harmless: &'static str) -> Section {
    section(name, "abuse", move |lab| {
        let rows = scored(lab, part, &["offensive", harmless])?;
        Ok(against_the_rest(&rows, "offensive", |score| score.risks.abuse))
    })
}

fn section(
    name: &str,
    head: &'static str,
    rows: impl Fn(&mut dyn Lab) -> Result<Vec<Scored>, Unavailable> + 'static,
) -> Section {
    let set = format!("calibration on {name}, validation");
    Section::new(set.clone(), move |lab| {
        let measure = format!("{head} ECE-15");
        Ok(vec![Entry::over_rows((&set, &measure), LIMIT, rows(lab)?, calibration_error)].into())
    })
}

#[cfg(test)]
#[path = "calibration_test.rs"]
mod tests;
