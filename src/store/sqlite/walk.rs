//! A database read from end to end as it stands in the file, for whoever looks for what should not be there.
//!
//! Owns reading what may be broken: a row that cannot be read is handed on with the reason, never an end of the walk.
//! Memory holds one row. A conversation is read in one transaction, so that its log and its summary belong together
//! while a server writes. Read only; blocks; made for tools.

use super::fault::{Trouble, damaged};
use super::rows::{Word, event, summary};
use super::{files, migrate, open};
use crate::domain::{ConversationId, Event, FileId, MessageId, Outcome, Seq, Stamped, Summary};
use crate::store::{KeptFile, StoreError};
use rusqlite::types::FromSql;
use rusqlite::{Connection, Row, params};
use std::path::Path;
use uuid::Uuid;

/// A row of the log.
#[derive(Debug)]
pub struct StoredEvent {
    /// Its place.
    pub seq: Seq,
    /// The message id that uniqueness is kept by.
    pub message_id: Option<MessageId>,
    /// All of it, or why it cannot be read.
    pub event: Result<Stamped<Event>, String>,
}

/// What stands beside a conversation's log.
#[derive(Debug, Default)]
pub struct Beside {
    /// Its summary; absent where there is none.
    pub summary: Option<Result<Summary, String>>,
    /// Columns of the list that say something else than the summary.
    pub strays: Vec<&'static str>,
    /// How it went; absent where nothing was stored.
    pub outcome: Option<Result<Outcome, String>>,
}

/// A database on a walk.
#[derive(Debug)]
pub struct Walk {
    db: Connection,
    path: String,
    is_current: bool,
}

impl Walk {
    /// Opens a database file that is there; a server may be writing it.
    ///
    /// # Errors
    /// `Unusable` when there is none, or it is foreign, newer, or too damaged to be opened.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        if !path.is_file() {
            return Err(StoreError::Unusable(format!("there is no database at {shown}")));
        }
        let db = open::reader(path)?;
        let found = migrate::recognise(&db, &shown).and_then(|()| migrate::version(&db));
        match found.map_err(|trouble| trouble.told(&shown))? {
            0 => Err(StoreError::Unusable(format!("{shown} is empty: it holds no Attune database"))),
            version => Ok(Self { db, path: shown, is_current: version == migrate::newest() }),
        }
    }

    /// Whether it has the schema of this version: an older one must be brought up to date before its logs are walked.
    #[must_use]
    pub const fn is_current(&self) -> bool {
        self.is_current
    }

    /// Refuses a database of an older version.
    ///
    /// # Errors
    /// `Unusable`, with what to do.
    pub fn must_be_current(&self) -> Result<(), StoreError> {
        if self.is_current {
            return Ok(());
        }
        let why = "is from an older Attune: start the server once, or restore it, which brings it up to date";
        Err(StoreError::Unusable(format!("{} {why}", self.path)))
    }

    /// What SQLite finds wrong with the file itself, at most 20 findings; empty when nothing is.
    ///
    /// # Errors
    /// When it cannot even look.
    pub fn damage(&self) -> Result<Vec<String>, StoreError> {
        let look = || -> Result<Vec<String>, Trouble> {
            let mut found = texts(&self.db, "PRAGMA integrity_check(20)")?;
            found.retain(|finding| finding != "ok");
            Ok(found)
        };
        match look().map_err(|trouble| trouble.told(&self.path)) {
            Err(StoreError::Unusable(why)) => Ok(vec![why]),
            other => other,
        }
    }

    /// The error of a damaged file, with what to do.
    #[must_use]
    pub fn refusal(&self, finding: &str) -> StoreError {
        damaged(&self.path, &finding)
    }

    /// How many conversations there are about.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn conversations(&self) -> Result<u64, StoreError> {
        let count = self.db.query_row("SELECT count(*) FROM conversation", [], |row| row.get::<_, i64>(0));
        self.told(count.map(|count| u64::try_from(count).unwrap_or(0)).map_err(Into::into))
    }

    /// The conversation after this one that any table knows.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn next(&self, after: Option<ConversationId>) -> Result<Option<ConversationId>, StoreError> {
        let sql = "SELECT min(id) FROM (
                       SELECT min(id) AS id FROM conversation WHERE id > ?1
                       UNION ALL SELECT min(conversation) FROM event WHERE conversation > ?1
                       UNION ALL SELECT min(conversation) FROM outcome WHERE conversation > ?1
                   )";
        let after = after.map_or(Vec::new(), |conv| conv.0.as_bytes().to_vec());
        let found = || -> Result<Option<[u8; 16]>, Trouble> {
            Ok(self.db.prepare_cached(sql)?.query_row(params![after], |row| row.get(0))?)
        };
        Ok(self.told(found())?.map(|bytes| ConversationId(Uuid::from_bytes(bytes))))
    }

    /// Hands over a conversation's log, oldest first, and answers with what stands beside it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn conversation(&self, conv: ConversationId, take: &mut dyn FnMut(StoredEvent)) -> Result<Beside, StoreError> {
        self.told(conversation(&self.db, conv, take))
    }

    /// The names of all sites.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn sites(&self) -> Result<Vec<String>, StoreError> {
        self.told(texts(&self.db, "SELECT id FROM site"))
    }

    /// Rows outside of conversations that name something that is not there.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn loose_ends(&self) -> Result<Vec<String>, StoreError> {
        let queries = [
            "SELECT count(*) || ' logins of staff ' || lower(hex(staff)) || ', who is not there'
             FROM login WHERE staff NOT IN (SELECT id FROM staff) GROUP BY staff",
            "SELECT count(*) || ' visitors of site ' || site || ', which is not there'
             FROM visitor WHERE site NOT IN (SELECT id FROM site) GROUP BY site",
            "SELECT 'file ' || lower(hex(id)) || ' of a message that is not there' FROM file
             WHERE seq IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM event WHERE event.conversation = file.conversation AND event.seq = file.seq)",
        ];
        let mut found = Vec::new();
        for sql in queries {
            found.extend(self.told(texts(&self.db, sql))?);
        }
        Ok(found)
    }

    /// Files that have arrived, by their ids after this one, at most `limit`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn files(&self, after: Option<FileId>, limit: u32) -> Result<Vec<KeptFile>, StoreError> {
        self.told(files::page(&self.db, after, limit))
    }

    fn told<T>(&self, outcome: Result<T, Trouble>) -> Result<T, StoreError> {
        outcome.map_err(|trouble| trouble.told(&self.path))
    }
}

fn conversation(db: &Connection, conv: ConversationId, take: &mut dyn FnMut(StoredEvent)) -> Result<Beside, Trouble> {
    let whole = db.unchecked_transaction()?;
    let mut beside = summary_of(&whole, conv)?;
    beside.outcome = outcome_of(&whole, conv)?;
    events(&whole, conv, take)?;
    whole.finish()?;
    Ok(beside)
}

fn events(db: &Connection, conv: ConversationId, take: &mut dyn FnMut(StoredEvent)) -> Result<(), Trouble> {
    let sql = "SELECT seq, public, at, body, message_id FROM event WHERE conversation = ?1 ORDER BY seq";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![conv.0.as_bytes()])?;
    while let Some(row) = rows.next()? {
        let seq = Seq(u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0));
        let id: Option<[u8; 16]> = row.get(4).unwrap_or_default();
        let message_id = id.map(|id| MessageId(Uuid::from_bytes(id)));
        take(StoredEvent { seq, message_id, event: event(conv, row).map_err(why) });
    }
    Ok(())
}

fn summary_of(db: &Connection, conv: ConversationId) -> Result<Beside, Trouble> {
    let sql = "SELECT id, summary, site, visitor, phase, agent, stage, waiting_since FROM conversation WHERE id = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(params![conv.0.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(Beside::default()) };
    let found = summary(row).map_err(why);
    let strays = found.as_ref().map_or_else(|_| Vec::new(), |summary| strays(row, summary));
    Ok(Beside { summary: Some(found), strays, outcome: None })
}

/// Which columns differ from the summary that they are taken from.
fn strays(row: &Row<'_>, summary: &Summary) -> Vec<&'static str> {
    let agree = [
        ("site", is(row, 2, &summary.site.as_str().to_owned())),
        ("visitor", is(row, 3, &summary.visitor.0.into_bytes())),
        ("phase", is(row, 4, &summary.phase.word().to_owned())),
        ("agent", is(row, 5, &summary.agent.map(|agent| agent.0.into_bytes()))),
        ("stage", is(row, 6, &summary.stage.word().to_owned())),
        ("waiting_since", is(row, 7, &summary.waiting_since.map(|since| since.0))),
    ];
    agree.into_iter().filter(|(_, agrees)| !agrees).map(|(name, _)| name).collect()
}

fn is<T: FromSql + PartialEq>(row: &Row<'_>, column: usize, value: &T) -> bool {
    row.get::<_, T>(column).is_ok_and(|stored| stored == *value)
}

fn outcome_of(db: &Connection, conv: ConversationId) -> Result<Option<Result<Outcome, String>>, Trouble> {
    let mut statement = db.prepare_cached("SELECT body FROM outcome WHERE conversation = ?1")?;
    let mut rows = statement.query(params![conv.0.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let body: String = row.get(0)?;
    Ok(Some(serde_json::from_str(&body).map_err(|error| format!("the outcome cannot be read: {error}"))))
}

fn texts(db: &Connection, sql: &'static str) -> Result<Vec<String>, Trouble> {
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Why a row cannot be read.
pub(super) fn why(trouble: Trouble) -> String {
    trouble.told("the row").to_string()
}
