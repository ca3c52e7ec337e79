//! Reading: places from the index, newest first, and what stands there from the log. Blocks.
//!
//! Kept: the search in the index ends at its time limit, whatever is looked for; what was found by then is answered.

use super::index::place_of;
use super::query::Query;
use super::spans::{Span, spans};
use super::{SearchError, file};
use crate::domain::{ConversationId, Event, Seq, Stamped, Summary};
use crate::store::sqlite::SqliteLog;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use std::borrow::Cow;
use std::path::Path;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Steps of SQLite's machine between two looks at the clock. Each page that the index reads takes a few.
const BETWEEN_LOOKS: i32 = 64;

/// A message that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The conversation as it stands now.
    pub summary: Summary,
    /// What was said.
    pub logged: Stamped<Event>,
    /// Where the words stand in its text.
    pub spans: Vec<Span>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Newest first.
    pub hits: Vec<Hit>,
    /// Where the next page begins; absent where this is the last.
    pub next: Option<i64>,
    /// `false`: the time was over before everything had been looked at.
    pub is_complete: bool,
}

/// A connection to the index and one to the log.
#[derive(Debug)]
pub(super) struct Reader {
    index: Connection,
    log: SqliteLog,
}

impl Reader {
    pub(super) fn open(index: &Path, database: &Path) -> Result<Self, SearchError> {
        Ok(Self { index: file::reader(index)?, log: SqliteLog::open(database)? })
    }

    pub(super) fn find(&mut self, query: &Query, limit: Duration) -> Result<Found, SearchError> {
        let (mut places, is_complete) = self.places(query, limit)?;
        let wanted = query.limit as usize;
        let is_more = places.len() > wanted;
        places.truncate(wanted);
        let next = places.last().copied().filter(|_| is_more || !is_complete);
        let mut hits: Vec<Hit> = Vec::with_capacity(places.len());
        for place in places {
            let known = hits.last().map(|hit| &hit.summary);
            let found = self.hit(place, query, known)?;
            hits.extend(found);
        }
        Ok(Found { hits, next, is_complete })
    }

    /// One place more than wanted, and whether there was time to look everywhere.
    fn places(&mut self, query: &Query, limit: Duration) -> Result<(Vec<i64>, bool), SearchError> {
        let until = Instant::now() + limit;
        self.index.progress_handler(BETWEEN_LOOKS, Some(move || Instant::now() >= until))?;
        let mut places = Vec::new();
        let walked = walk(&self.index, query, &mut places);
        self.index.progress_handler(0, None::<fn() -> bool>)?;
        match walked {
            Ok(()) => Ok((places, true)),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                metrics::counter!("search_timeouts_total").increment(1);
                Ok((places, false))
            }
            Err(error) => Err(error.into()),
        }
    }

    fn hit(&self, place: i64, query: &Query, known: Option<&Summary>) -> Result<Option<Hit>, SearchError> {
        let sql = "SELECT conversation.id, seq FROM message JOIN conversation ON key = conversation WHERE place = ?1";
        let mut statement = self.index.prepare_cached(sql)?;
        let stands = statement.query_row(params![place], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, i64>(1)?)));
        let Some((conv, seq)) = stands.optional()? else { return Ok(None) };
        let conv = ConversationId(Uuid::from_bytes(conv));
        let Some(logged) = self.log.event(conv, Seq(u64::try_from(seq).unwrap_or(0)))? else { return Ok(None) };
        let summary = match known.filter(|summary| summary.conv == conv) {
            Some(summary) => Some(summary.clone()),
            None => self.log.summary(conv)?,
        };
        let (Some(summary), Some(text)) = (summary, text(&logged.event)) else { return Ok(None) };
        let spans = spans(text, &query.words);
        Ok(Some(Hit { summary, logged, spans }))
    }
}

/// Places from the newest on, as far as the time goes.
fn walk(index: &Connection, query: &Query, places: &mut Vec<i64>) -> Result<(), rusqlite::Error> {
    let sql =
        "SELECT rowid FROM words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC LIMIT ?4";
    let from = query.from.map_or(0, place_of);
    let to = query.to.map_or(i64::MAX, place_of).min(query.before.unwrap_or(i64::MAX));
    let mut statement = index.prepare_cached(sql)?;
    let mut rows = statement.query(params![query.expression(), from, to, query.limit.saturating_add(1)])?;
    while let Some(row) = rows.next()? {
        places.push(row.get(0)?);
    }
    Ok(())
}

/// What a message or a note is found by: what it says, and what its files are called.
pub(super) fn words(event: &Event) -> Option<Cow<'_, str>> {
    let said = text(event)?;
    let Event::Said { files, .. } = event else { return Some(said.into()) };
    if files.is_empty() {
        return Some(said.into());
    }
    let names = files.iter().map(|file| file.name.as_str());
    Some(std::iter::once(said).chain(names).collect::<Vec<_>>().join("\n").into())
}

/// What a message or a note says.
pub(super) fn text(event: &Event) -> Option<&str> {
    match event {
        Event::Said { text, .. } | Event::Noted { text, .. } => Some(text.as_str()),
        _ => None,
    }
}
