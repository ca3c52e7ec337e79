//! The labelled rows and the support chats as they stand in their files. Pure. Owns which fields count and what makes
//! a row broken; a broken row is reported and left out.

use super::{Folder, Lab, Unavailable};
use crate::triage::{Speaker, Turn};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One labelled row; fields that its file lacks are empty.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Row {
    /// The message.
    pub text: String,
    /// Its part: train, validation, test.
    pub split: String,
    /// Its one label.
    #[serde(default)]
    pub label: Option<String>,
    /// Its labels, where there may be several.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Where it comes from.
    #[serde(default)]
    pub source: String,
    /// Its dialogue, in dialogues.
    #[serde(default)]
    pub dialogue_id: String,
    /// Who spoke, in dialogues.
    #[serde(default)]
    pub role: String,
}

/// One support chat.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Chat {
    /// Its part: train, dev.
    pub split: String,
    /// All turns.
    pub turns: Vec<ChatTurn>,
}

/// One turn of a support chat.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ChatTurn {
    /// Who spoke.
    pub role: Role,
    /// What.
    pub text: String,
    /// Level of anger, 0 to 3; visitor turns have one.
    #[serde(default)]
    pub anger: Option<u8>,
    /// What it shows besides.
    #[serde(default)]
    pub flags: Vec<String>,
}

/// Who speaks, by the names used in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The customer.
    #[serde(alias = "user")]
    Visitor,
    /// The bot.
    Bot,
    /// A person of ours.
    Agent,
}

impl From<Role> for Speaker {
    fn from(role: Role) -> Self {
        match role {
            Role::Visitor => Self::Visitor,
            Role::Bot => Self::Bot,
            Role::Agent => Self::Agent,
        }
    }
}

/// Rows of one part of a set.
///
/// # Errors
/// When the file cannot be read, or holds no such row.
pub fn rows(lab: &mut dyn Lab, set: &str, split: &str) -> Result<Vec<Row>, Unavailable> {
    let all: Vec<Row> = parsed(lab, set)?;
    some(all.into_iter().filter(|row| row.split == split).collect(), set, split)
}

/// Chats of one part of the support chats.
///
/// # Errors
/// When the file cannot be read, or holds no such chat.
pub fn chats(lab: &mut dyn Lab, set: &str, split: &str) -> Result<Vec<Chat>, Unavailable> {
    let all: Vec<Chat> = parsed(lab, set)?;
    some(all.into_iter().filter(|chat| chat.split == split).collect(), set, split)
}

/// Up to two turns before the turn at `at`.
pub fn context<T>(turns: &[T], at: usize, turn: impl Fn(&T) -> Option<Turn>) -> Vec<Turn> {
    let earlier: Vec<Turn> = turns[..at].iter().rev().filter_map(turn).take(2).collect();
    earlier.into_iter().rev().collect()
}

/// The name of a set's file.
#[must_use]
pub fn file(set: &str) -> String {
    format!("{set}.jsonl.gz")
}

/// Rows of a set, whatever part they are of.
///
/// # Errors
/// When the file cannot be read.
pub fn parsed<T: DeserializeOwned>(lab: &mut dyn Lab, set: &str) -> Result<Vec<T>, Unavailable> {
    let file = file(set);
    let mut all = Vec::new();
    for (number, line) in lab.lines(Folder::Data, &file)? {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(&line) {
            Ok(row) => all.push(row),
            Err(error) => {
                let what = error.to_string().replace(" at line 1 column", " at column");
                lab.fault(format!("{file} line {number}: {what}"));
            }
        }
    }
    Ok(all)
}

fn some<T>(rows: Vec<T>, set: &str, split: &str) -> Result<Vec<T>, Unavailable> {
    if rows.is_empty() { Err(Unavailable(format!("{} has no {split} rows", file(set)))) } else { Ok(rows) }
}

#[cfg(test)]
#[path = "sets_test.rs"]
mod tests;
