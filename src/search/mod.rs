//! Full-text search over every message and note, in English and Chinese alike.
//!
//! Owns a derived index in a file of its own beside the database: it may be deleted at any time and is made again from
//! the log. A thread follows the log after the commit, so that no message waits for it; what it lags behind is said with
//! every answer. Never changes the log, and never decides who may ask (`session::access`).
//! Kept: a message stands in the index once, since how far a conversation has been read is written in the transaction
//! that writes its words. Answers are newest first. No query costs more than its time (`TIME_LIMIT`).

mod facet;
mod file;
mod forget;
mod index;
mod indexer;
mod letters;
mod query;
mod reader;
mod service;
mod spans;
mod stem;
mod token;

pub use facet::Speaker;
pub use file::beside;
pub use query::{BadWords, PHRASES_MAX, QUERY_MAX_CHARS, Query, Words};
pub use reader::{Found, Hit};
pub use service::{Search, Standing, TIME_LIMIT};
pub use spans::{Span, spans};

use crate::store::StoreError;
use thiserror::Error;

/// Why nothing was found out.
#[derive(Debug, Error)]
pub enum SearchError {
    /// There is no search on this server.
    #[error("search is off: {0}")]
    Off(String),
    /// Too many search at once.
    #[error("too many searches at once")]
    Busy,
    /// The index failed.
    #[error("the search index failed")]
    Index(#[from] rusqlite::Error),
    /// The file of the index cannot be made or removed.
    #[error("the file of the search index: {0}")]
    File(#[from] std::io::Error),
    /// The log could not be read.
    #[error("the log could not be read")]
    Log(#[from] StoreError),
}

impl SearchError {
    /// Whether the index itself is broken, so that only making it again helps.
    fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, Self::Index(error) if matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)))
    }
}
