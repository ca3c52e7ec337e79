//! The log of a database that may be another process's: read only, also while the server runs.
//!
//! Owns nothing but a connection that cannot write. Each read sees whole commits only. Blocks; made for tools.

use super::fault::Trouble;
use super::{migrate, open, outcomes, read};
use crate::domain::budget::LinesChange;
use crate::domain::{ConversationId, Event, Seq, Stamped, Summary};
use crate::store::{Period, PolicyTerm, StoreError};
use rusqlite::Connection;
use std::path::Path;

/// Schema from which on policies are kept.
const POLICIES: usize = 2;
/// Schema from which on the history of lines is kept.
const LINES: usize = 3;

/// A database opened for reading.
#[derive(Debug)]
pub struct SqliteLog {
    db: Connection,
    path: String,
}

impl SqliteLog {
    /// Opens a database file that is there.
    ///
    /// # Errors
    /// `Unusable` when there is none, or it is foreign, newer or damaged.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let shown = path.display().to_string();
        if !path.is_file() {
            return Err(StoreError::Unusable(format!("there is no database at {shown}")));
        }
        let db = open::reader(path)?;
        migrate::recognise(&db, &shown).map_err(|trouble| trouble.told(&shown))?;
        Ok(Self { db, path: shown })
    }

    /// Conversations that began in a period, by their ids, after this one.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn conversations(
        &self,
        period: &Period,
        after: Option<ConversationId>,
        limit: u32,
    ) -> Result<Vec<Summary>, StoreError> {
        self.told(read::opened_in(&self.db, period, after, limit))
    }

    /// A whole conversation.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn events(&self, conv: ConversationId) -> Result<Vec<Stamped<Event>>, StoreError> {
        self.told(read::Stretch::After(Seq(0)).read(&self.db, conv, u32::MAX))
    }

    /// What staff said of a conversation's scores and alerts, oldest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn judgements(&self, conv: ConversationId) -> Result<Vec<Stamped<Event>>, StoreError> {
        self.told(read::judgements(&self.db, conv))
    }

    /// Every policy that was ever in force, oldest first; none in a database from before they were kept.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn policies(&self) -> Result<Vec<PolicyTerm>, StoreError> {
        let found = migrate::version(&self.db);
        let found = found.and_then(|schema| if schema < POLICIES { Ok(Vec::new()) } else { read::policies(&self.db) });
        self.told(found)
    }

    /// The history of lines, oldest first; none in a database from before it was kept.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn lines_changes(&self) -> Result<Vec<LinesChange>, StoreError> {
        let found = migrate::version(&self.db);
        let found = found.and_then(|schema| if schema < LINES { Ok(Vec::new()) } else { outcomes::changes(&self.db) });
        self.told(found)
    }

    /// How many of the staff may supervise.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn supervisors(&self) -> Result<u32, StoreError> {
        Ok(crate::store::supervisors(&self.told(read::all_staff(&self.db))?))
    }

    /// Reads within one view of the database: what is read together belongs together, and is locked for once.
    ///
    /// # Errors
    /// What `read` or SQLite says.
    pub fn at_once<T, E: From<StoreError>>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let view = self.told(self.db.unchecked_transaction().map_err(Trouble::from))?;
        let found = read()?;
        self.told(view.finish().map_err(Trouble::from))?;
        Ok(found)
    }

    pub(super) const fn db(&self) -> &Connection {
        &self.db
    }

    pub(super) fn told<T>(&self, outcome: Result<T, Trouble>) -> Result<T, StoreError> {
        outcome.map_err(|trouble| trouble.told(&self.path))
    }
}
