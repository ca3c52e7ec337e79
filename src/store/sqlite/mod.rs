//! SQLite: the store of a single node. One file, one writer thread with group commit, a few reading connections.
//!
//! Owns the file: its schema, its migrations, its lock against a second process. Durable means `synchronous=FULL` in
//! WAL mode: an answered append survives a power cut, as far as the disk keeps what it flushed.
//! Never decides what may be appended. Every statement is a static text.

mod checkpoint;
mod copy;
mod ends;
mod erase;
mod fault;
mod files;
mod follow;
mod inspect;
mod log;
mod migrate;
mod open;
mod outcomes;
mod overlays;
mod part;
mod read;
mod readers;
mod restore;
mod rows;
mod walk;
mod write;
mod writer;

pub use self::copy::{Progress, copy};
pub use self::inspect::{Found, inspect};
pub use self::log::SqliteLog;
pub use self::part::Part;
pub use self::restore::Place;
pub use self::walk::{Beside, StoredEvent, Walk};

use self::outcomes::ChangeRow;
use self::read::Stretch;
use self::readers::Readers;
use self::rows::AppendRows;
use self::write::Write;
use self::writer::Writer;
use super::{
    Append, AuditLine, Changes, Login, Period, PolicyTerm, Site, Staff, Store, StoreError, Visitor, WordingRule,
};
use crate::domain::budget::LinesChange;
use crate::domain::canned::CannedReply;
use crate::domain::{ConversationId, Event, Outcome, Seq, SiteId, StaffId, Stamped, Summary, Timestamp, VisitorId};
use async_trait::async_trait;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How the store works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Reading connections.
    pub readers: u32,
    /// Writes that may wait; more are answered `Unavailable` at once.
    pub queue: usize,
    /// Largest size of the file in pages of 4 KiB; beyond it the store says `DiskFull`. None: the disk's size.
    pub max_pages: Option<u32>,
    /// How long opening may look for damage.
    pub check_time: Duration,
    /// Answers before the commit, and so loses answered messages when killed. It exists only to prove that the
    /// crash audit can fail; a server refuses it outside of that test.
    pub ack_before_commit: bool,
    /// Leaves flushing to checkpoints, and so loses answered messages in a power cut. It exists only to prove that the
    /// audit of power cuts can fail; a server refuses it outside of that test.
    pub flush_late: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            readers: 4,
            queue: 1_024,
            max_pages: None,
            check_time: Duration::from_millis(500),
            ack_before_commit: false,
            flush_late: false,
        }
    }
}

/// A database file that this process has to itself.
#[derive(Debug)]
pub struct SqliteStore {
    // Declared first, so that reading connections are closed before the writer's, which cleans up last.
    readers: Arc<Readers>,
    writer: Arc<Writer>,
}

impl SqliteStore {
    /// Opens the database, or creates it with its folder. Blocks: it looks for damage for a while.
    ///
    /// # Errors
    /// `Unusable` when the file is foreign, newer, damaged or not writable; `Unavailable` when another process
    /// has it.
    pub fn open(path: impl AsRef<Path>, settings: Settings) -> Result<Self, StoreError> {
        let (writer, path) = writer::start(path.as_ref(), &settings)?;
        let readers = Readers::open(&path, settings.readers)?;
        Ok(Self { readers, writer: Arc::new(writer) })
    }

    /// Hints at conversations in which something was said, after each commit.
    #[must_use]
    pub fn changes(&self) -> Arc<Changes> {
        self.writer.changes()
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.writer.stop();
    }
}

type Page = Result<Vec<Stamped<Event>>, StoreError>;

#[async_trait]
impl Store for SqliteStore {
    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        self.writer.write(Write::Append(Box::new(AppendRows::new(append)?))).await
    }

    async fn events_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Page {
        self.readers.read(move |db| Stretch::After(after).read(db, conv, limit)).await
    }

    async fn events_before(&self, conv: ConversationId, before: Seq, limit: u32) -> Page {
        self.readers.read(move |db| Stretch::Before(before).read(db, conv, limit)).await
    }

    async fn public_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Page {
        self.readers.read(move |db| Stretch::PublicAfter(after).read(db, conv, limit)).await
    }

    async fn public_before(&self, conv: ConversationId, before: Seq, limit: u32) -> Page {
        self.readers.read(move |db| Stretch::PublicBefore(before).read(db, conv, limit)).await
    }

    async fn summary(&self, conv: ConversationId) -> Result<Option<Summary>, StoreError> {
        self.readers.read(move |db| read::summary_of(db, conv)).await
    }

    async fn open_conversations(&self, before: Option<ConversationId>, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.readers.read(move |db| read::open_conversations(db, before, limit)).await
    }

    async fn conversations_of(&self, visitor: VisitorId, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.readers.read(move |db| read::conversations_of(db, visitor, limit)).await
    }

    async fn closed_conversations(&self, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.readers.read(move |db| read::closed_conversations(db, limit)).await
    }

    async fn closed_with_alerts(&self, since: Timestamp) -> Result<Vec<Summary>, StoreError> {
        self.readers.read(move |db| read::closed_with_alerts(db, since)).await
    }

    async fn closed_with_promises(&self, since: Timestamp, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.readers.read(move |db| read::closed_with_promises(db, since, limit)).await
    }

    async fn opened_in(
        &self,
        period: Period,
        after: Option<ConversationId>,
        limit: u32,
    ) -> Result<Vec<Summary>, StoreError> {
        self.readers.read(move |db| read::opened_in(db, &period, after, limit)).await
    }

    async fn feedback(
        &self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(ConversationId, Stamped<Event>)>, StoreError> {
        self.readers.read(move |db| read::feedback(db, since, limit)).await
    }

    async fn outcomes_after(&self, place: u64, limit: u32) -> Result<Vec<(u64, Outcome)>, StoreError> {
        self.readers.read(move |db| outcomes::after(db, place, limit)).await
    }

    async fn recent_outcomes(&self, each: u32) -> Result<Vec<(u64, Outcome)>, StoreError> {
        self.readers.read(move |db| outcomes::recent(db, each)).await
    }

    async fn add_lines_change(&self, change: LinesChange) -> Result<(), StoreError> {
        self.writer.write(Write::LinesChange(ChangeRow::new(&change)?)).await
    }

    async fn lines_changes(&self) -> Result<Vec<LinesChange>, StoreError> {
        self.readers.read(outcomes::changes).await
    }

    async fn put_site(&self, site: Site) -> Result<(), StoreError> {
        self.writer.write(Write::Site(site)).await
    }

    async fn site(&self, id: &SiteId) -> Result<Option<Site>, StoreError> {
        let id = id.clone();
        self.readers.read(move |db| read::site(db, &id)).await
    }

    async fn put_visitor(&self, visitor: Visitor) -> Result<(), StoreError> {
        self.writer.write(Write::Visitor(visitor)).await
    }

    async fn visitor_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Visitor>, StoreError> {
        self.readers.read(move |db| read::visitor(db, token_hash)).await
    }

    async fn put_staff(&self, staff: Staff) -> Result<(), StoreError> {
        self.writer.write(Write::Staff(Box::new(staff))).await
    }

    async fn staff_by_email(&self, email: &str) -> Result<Option<Staff>, StoreError> {
        let email = email.to_owned();
        self.readers.read(move |db| read::staff_by_email(db, &email)).await
    }

    async fn staff(&self, id: StaffId) -> Result<Option<Staff>, StoreError> {
        self.readers.read(move |db| read::staff_by_id(db, id)).await
    }

    async fn all_staff(&self) -> Result<Vec<Staff>, StoreError> {
        self.readers.read(read::all_staff).await
    }

    async fn put_login(&self, login: Login) -> Result<(), StoreError> {
        self.writer.write(Write::Login(login)).await
    }

    async fn login(&self, token_hash: [u8; 32]) -> Result<Option<Login>, StoreError> {
        self.readers.read(move |db| read::login(db, token_hash)).await
    }

    async fn delete_login(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.writer.write(Write::EndLogin(token_hash)).await
    }

    async fn delete_ended_logins(&self, now: Timestamp, limit: u32) -> Result<u32, StoreError> {
        let ended = self.readers.read(move |db| read::ended_logins(db, now, limit)).await?;
        let count = u32::try_from(ended.len()).unwrap_or(u32::MAX);
        if count > 0 {
            self.writer.write(Write::EndLogins(ended)).await?;
        }
        Ok(count)
    }

    async fn delete_logins_of(&self, staff: StaffId) -> Result<(), StoreError> {
        self.writer.write(Write::EndLoginsOf(staff)).await
    }

    async fn put_policy(&self, term: PolicyTerm) -> Result<(), StoreError> {
        self.writer.write(Write::Policy(Box::new(term))).await
    }

    async fn policies(&self) -> Result<Vec<PolicyTerm>, StoreError> {
        self.readers.read(read::policies).await
    }

    async fn put_audit(&self, line: AuditLine) -> Result<(), StoreError> {
        self.writer.write(Write::Audit(Box::new(line))).await
    }

    async fn audit(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        self.readers.read(move |db| read::audit(db, limit)).await
    }

    async fn put_canned_reply(&self, reply: CannedReply) -> Result<(), StoreError> {
        self.writer.write(Write::CannedReply(Box::new(reply))).await
    }

    async fn delete_canned_reply(&self, id: &str) -> Result<(), StoreError> {
        self.writer.write(Write::DeleteCannedReply(id.to_owned())).await
    }

    async fn canned_replies(&self) -> Result<Vec<CannedReply>, StoreError> {
        self.readers.read(read::canned_replies).await
    }

    async fn put_wording_rule(&self, rule: WordingRule) -> Result<(), StoreError> {
        self.writer.write(Write::WordingRule(Box::new(rule))).await
    }

    async fn delete_wording_rule(&self, id: &str) -> Result<(), StoreError> {
        self.writer.write(Write::DeleteWordingRule(id.to_owned())).await
    }

    async fn wording_rules(&self) -> Result<Vec<WordingRule>, StoreError> {
        self.readers.read(read::wording_rules).await
    }

    async fn epoch(&self) -> Result<String, StoreError> {
        self.readers.read(read::epoch).await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.writer.write(Write::Probe { bytes: writer::PROBE }).await
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.readers.close().await;
        let writer = Arc::clone(&self.writer);
        let stopped = tokio::task::spawn_blocking(move || writer.stop()).await;
        stopped.map_err(|error| StoreError::Engine(Box::new(error)))
    }
}
