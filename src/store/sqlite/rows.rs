//! Between values and columns. Owns the names that stand in the tables and the JSON of bodies.
//! Nothing is written that could not be read back.

use super::fault::Trouble;
use super::outcomes::OutcomeRow;
use crate::domain::{
    ConversationId, Event, FileId, Language, Party, PhaseName, Role, Seq, StaffId, Stage, Stamped, Summary, Timestamp,
};
use crate::store::{Append, PolicyOrigin, StoreError, check};
use rusqlite::Row;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A body or a summary is seldom longer, in bytes.
const USUAL: usize = 1_024;

/// What an event's `body` column holds; its place and time are columns of their own.
#[derive(Serialize)]
struct BodyOut<'a> {
    by: &'a Party,
    event: &'a Event,
}

#[derive(Deserialize)]
struct BodyIn {
    by: Party,
    event: Event,
}

/// A summary as columns.
#[derive(Debug)]
pub(super) struct LineRow {
    pub(super) site: String,
    pub(super) visitor: [u8; 16],
    pub(super) phase: &'static str,
    pub(super) agent: Option<[u8; 16]>,
    pub(super) stage: &'static str,
    pub(super) waiting_since: Option<i64>,
    pub(super) updated: i64,
    pub(super) json: String,
}

/// An append as columns, made by the caller so that the one writer thread spends no time on JSON.
#[derive(Debug)]
pub(super) struct AppendRows {
    pub(super) conv: ConversationId,
    /// The place it wants to follow.
    pub(super) after: Seq,
    pub(super) events: Vec<EventRow>,
    pub(super) line: LineRow,
    pub(super) outcome: Option<OutcomeRow>,
    pub(super) claim: Option<StaffId>,
    /// Files that its messages name.
    pub(super) files: Vec<(FileId, i64)>,
}

#[derive(Debug)]
pub(super) struct EventRow {
    pub(super) seq: i64,
    pub(super) public: Option<i64>,
    pub(super) message_id: Option<[u8; 16]>,
    pub(super) at: i64,
    pub(super) body: String,
    pub(super) is_feedback: bool,
}

impl AppendRows {
    /// Checks and encodes.
    pub(super) fn new(append: &Append) -> Result<Self, StoreError> {
        let after = check::follows(append)?;
        let events = append.events.iter().map(EventRow::new).collect::<Result<Vec<_>, _>>()?;
        let updated = append.events.last().map_or(0, |logged| logged.at.0);
        let line = LineRow::new(&append.summary, updated)?;
        let outcome = append.outcome.clone().map(OutcomeRow::new).transpose()?;
        let files = append.files().map(|(file, seq)| (file, number(seq))).collect();
        Ok(Self { conv: append.conv, after, events, line, outcome, claim: append.claim, files })
    }
}

impl LineRow {
    fn new(summary: &Summary, updated: i64) -> Result<Self, StoreError> {
        // Belief is all that is not a whole number in it.
        let json = if summary.belief.is_some() { readable::<Summary>(summary)? } else { written(summary)? };
        Ok(Self {
            site: summary.site.as_str().to_owned(),
            visitor: summary.visitor.0.into_bytes(),
            phase: summary.phase.word(),
            agent: summary.agent.map(|agent| agent.0.into_bytes()),
            stage: summary.stage.word(),
            waiting_since: summary.waiting_since.map(|since| since.0),
            updated,
            json,
        })
    }
}

impl EventRow {
    fn new(logged: &Stamped<Event>) -> Result<Self, StoreError> {
        Ok(Self {
            seq: number(logged.seq),
            public: logged.public.map(number),
            message_id: logged.event.message_id().map(|id| id.0.into_bytes()),
            at: logged.at.0,
            body: Self::body(&BodyOut { by: &logged.by, event: &logged.event })?,
            is_feedback: logged.event.is_feedback(),
        })
    }

    fn body(out: &BodyOut<'_>) -> Result<String, StoreError> {
        match out.event {
            Event::Said { .. } | Event::Noted { .. } => written(out),
            _ => readable::<BodyIn>(out),
        }
    }
}

/// JSON of what holds words and whole numbers only: it can be read back whatever they are.
fn written(value: &impl Serialize) -> Result<String, StoreError> {
    let mut json = Vec::with_capacity(USUAL);
    serde_json::to_writer(&mut json, value).map_err(|error| StoreError::Engine(Box::new(error)))?;
    String::from_utf8(json).map_err(|error| StoreError::Engine(Box::new(error)))
}

/// JSON that can be read back: a NaN, say, would be written as `null` and make its log unreadable for good. Whatever holds
/// a `null`, or the word, is read back once to see; in tests everything is.
pub(super) fn readable<Back: DeserializeOwned>(value: &impl Serialize) -> Result<String, StoreError> {
    let json = written(value)?;
    if cfg!(debug_assertions) || json.contains("null") {
        serde_json::from_str::<Back>(&json).map_err(|error| StoreError::Engine(Box::new(error)))?;
    }
    Ok(json)
}

/// An event from its columns `seq, public, at, body`.
pub(super) fn event(conv: ConversationId, row: &Row<'_>) -> Result<Stamped<Event>, Trouble> {
    let seq = place(row.get(0)?);
    let body: String = row.get(3)?;
    let BodyIn { by, event } = serde_json::from_str(&body)
        .map_err(|error| Trouble::unreadable(&format!("event {seq} of conversation {conv}"), &error))?;
    let public = row.get::<_, Option<i64>>(1)?.map(place);
    Ok(Stamped { seq, public, at: Timestamp(row.get(2)?), by, event })
}

/// A summary from its columns `id, summary`.
pub(super) fn summary(row: &Row<'_>) -> Result<Summary, Trouble> {
    let json: String = row.get(1)?;
    match serde_json::from_str(&json) {
        Ok(summary) => Ok(summary),
        Err(error) => {
            let id = uuid::Uuid::from_bytes(row.get(0)?);
            Err(Trouble::unreadable(&format!("the summary of conversation {id}"), &error))
        }
    }
}

/// Somebody, as a column holds them.
pub(super) fn party_json(party: &Party) -> Result<String, StoreError> {
    readable::<Party>(party)
}

/// Somebody, from a column.
pub(super) fn party(json: &str) -> Result<Party, Trouble> {
    serde_json::from_str(json).map_err(|error| Trouble::unreadable("an author", &error))
}

/// A place in a log as SQLite counts; beyond its range there is nothing to find.
pub(super) fn number(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

fn place(number: i64) -> Seq {
    Seq(u64::try_from(number).unwrap_or(0))
}

/// Words that stand in a column for the values of a closed list.
pub(super) trait Word: Copy + PartialEq + Sized + 'static {
    /// All values with their words.
    const WORDS: &'static [(Self, &'static str)];

    /// The word.
    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(value, _)| *value == self).map_or("", |(_, word)| word)
    }

    /// The value.
    fn of(word: &str) -> Result<Self, Trouble> {
        let found = Self::WORDS.iter().find(|(_, known)| *known == word);
        found.map(|(value, _)| *value).ok_or_else(|| Trouble::unreadable(&format!("`{word}`"), &"no such word"))
    }
}

impl Word for PhaseName {
    const WORDS: &'static [(Self, &'static str)] = &[
        (Self::WithBot, "with_bot"),
        (Self::Waiting, "waiting"),
        (Self::HandingOff, "handing_off"),
        (Self::WithAgent, "with_agent"),
        (Self::Closed, "closed"),
    ];
}

impl Word for Stage {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Calm, "calm"), (Self::Watch, "watch"), (Self::Concern, "concern"), (Self::Critical, "critical")];
}

impl Word for Role {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Visitor, "visitor"), (Self::Agent, "agent"), (Self::Supervisor, "supervisor"), (Self::Admin, "admin")];
}

impl Word for PolicyOrigin {
    const WORDS: &'static [(Self, &'static str)] =
        &[(Self::Configured, "configured"), (Self::Applied, "applied"), (Self::Undone, "undone")];
}

impl Word for Language {
    const WORDS: &'static [(Self, &'static str)] = &[(Self::En, "en"), (Self::Zh, "zh")];
}

#[cfg(test)]
#[path = "rows_test.rs"]
mod tests;
