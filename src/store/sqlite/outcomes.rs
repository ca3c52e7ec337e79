//! Outcomes and the history of lines: their statements and their JSON.

use super::fault::Trouble;
use super::read::all;
use super::rows::{Word, readable};
use super::write::run;
use crate::domain::budget::LinesChange;
use crate::domain::{Language, Outcome};
use crate::store::StoreError;
use rusqlite::{Connection, Row, params};
use serde::de::DeserializeOwned;

/// An outcome as columns.
#[derive(Debug)]
pub(super) struct OutcomeRow {
    outcome: Outcome,
    body: String,
}

impl OutcomeRow {
    pub(super) fn new(outcome: Outcome) -> Result<Self, StoreError> {
        let body = readable::<Outcome>(&outcome)?;
        Ok(Self { outcome, body })
    }

    /// Replaces what stood, in the last place.
    pub(super) fn write(&self, db: &Connection) -> Result<(), Trouble> {
        let Outcome { conv, site, language, .. } = &self.outcome;
        run(
            db,
            "INSERT OR REPLACE INTO outcome (conversation, site, language, body) VALUES (?1, ?2, ?3, ?4)",
            params![conv.0.as_bytes(), site.as_str(), language.map(Word::word), self.body],
        )
    }
}

/// A record of the history as columns.
#[derive(Debug)]
pub(super) struct ChangeRow {
    version: u32,
    body: String,
}

impl ChangeRow {
    pub(super) fn new(change: &LinesChange) -> Result<Self, StoreError> {
        Ok(Self { version: change.version, body: readable::<LinesChange>(change)? })
    }

    pub(super) fn write(&self, db: &Connection) -> Result<(), Trouble> {
        let sql = "INSERT INTO lines_change (version, body) VALUES (?1, ?2)";
        // The version is the only rule of this table that a record can break.
        run(db, sql, params![self.version, self.body]).map_err(Trouble::or_duplicate)
    }
}

pub(super) fn after(db: &Connection, place: u64, limit: u32) -> Result<Vec<(u64, Outcome)>, Trouble> {
    let place = i64::try_from(place).unwrap_or(i64::MAX);
    all(db, "SELECT place, body FROM outcome WHERE place > ?1 ORDER BY place LIMIT ?2", params![place, limit], placed)
}

pub(super) fn recent(db: &Connection, each: u32) -> Result<Vec<(u64, Outcome)>, Trouble> {
    // From the end of each stretch of the index: the table only grows, and a start must not grow with it.
    let sql = "SELECT place, body FROM outcome WHERE site = ?1 AND language IS ?2 ORDER BY place DESC LIMIT ?3";
    let languages = Language::WORDS.iter().map(|(_, word)| Some(*word)).chain([None]);
    let mut found = Vec::new();
    let mut after = String::new();
    while let Some(site) = site_after(db, &after)? {
        for language in languages.clone() {
            found.extend(all(db, sql, params![site, language, each], placed)?);
        }
        after = site;
    }
    found.sort_by_key(|(place, _)| *place);
    Ok(found)
}

fn site_after(db: &Connection, after: &str) -> Result<Option<String>, Trouble> {
    Ok(db.prepare_cached("SELECT min(site) FROM outcome WHERE site > ?1")?.query_row([after], |row| row.get(0))?)
}

pub(super) fn changes(db: &Connection) -> Result<Vec<LinesChange>, Trouble> {
    all(db, "SELECT version, body FROM lines_change ORDER BY version", params![], |row| {
        parsed(row, "a change of lines")
    })
}

fn placed(row: &Row<'_>) -> Result<(u64, Outcome), Trouble> {
    let place: i64 = row.get(0)?;
    Ok((u64::try_from(place).unwrap_or(0), parsed(row, "an outcome")?))
}

fn parsed<T: DeserializeOwned>(row: &Row<'_>, what: &str) -> Result<T, Trouble> {
    let (number, body): (i64, String) = (row.get(0)?, row.get(1)?);
    serde_json::from_str(&body).map_err(|error| Trouble::unreadable(&format!("{what} ({number})"), &error))
}
