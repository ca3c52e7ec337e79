//! The store: the truth. One ordered log per conversation, one summary row each, people and their sessions,
//! outcomes, the history of policies and lines, an audit.
//!
//! Owns durability: an `Ok` from `append` means that the events would survive a power cut (invariant D2).
//! Never knows the rules of the trade: what may follow what is `conversation::decide`'s business.
//! The contract, held by one suite over every engine (`tests/it/store_contract.rs)`:
//! - `append` is atomic: all events and the summary, or nothing.
//! - seq in the log of one conversation is 1, 2, 3 … (C1); an append whose first seq is not last + 1 fails
//!   with `StoreError::Conflict` and changes nothing.
//! - an append that brings one message id twice fails with `StoreError::DuplicateId`. That an id stands in one
//!   conversation's log once (C4) follows from the seq: whoever may append knows everything before it.
//! - lists are ordered by the time of a conversation's last event, equal times by its id, newest first.
//! - reads see every append that was answered before they began.

mod changes;
mod check;
mod erase;
mod files;
pub mod memory;
mod open_pages;
mod overlays;
pub mod pairs;
pub mod sqlite;

pub use changes::{Changes, Taken};
pub use erase::Erase;
pub use files::{ArrivingFile, FileBound, FileBounds, Files, KeptFile, Sender, TakenRoom};
pub use memory::MemoryStore;
pub use open_pages::OpenPages;
pub use overlays::{Overlay, OverlayKind, Overlays, WordingRule};
pub use sqlite::SqliteStore;

use crate::domain::budget::LinesChange;
use crate::domain::canned::CannedReply;
use crate::domain::identity::Identity;
use crate::domain::{
    ConversationId, Event, Language, MessageId, Outcome, Party, Role, Seq, SiteId, StaffId, Stamped, Summary,
    Timestamp, VisitorId,
};
use async_trait::async_trait;
use std::time::Duration;
use thiserror::Error;

/// How many of the staff may supervise.
#[must_use]
pub fn supervisors(staff: &[Staff]) -> u32 {
    let supervise = staff.iter().filter(|member| member.active && member.role >= Role::Supervisor).count();
    u32::try_from(supervise).unwrap_or(u32::MAX)
}

/// Events read at once of a whole log.
const LOG_PAGE: u32 = 1_000;

/// Appends, reads and looks up. One boxed future per call is nothing beside a write.
#[async_trait]
pub trait Store: Erase + Files + Overlays + 'static {
    /// Adds events to a conversation's log and replaces its summary, durably, in one group commit.
    async fn append(&self, append: &Append) -> Result<(), StoreError>;
    /// Events with `seq > after`, oldest first, at most `limit`.
    async fn events_after(
        &self,
        conv: ConversationId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<Stamped<Event>>, StoreError>;
    /// A conversation's whole log, oldest first, read in pages.
    async fn log(&self, conv: ConversationId) -> Result<Vec<Stamped<Event>>, StoreError> {
        let mut log: Vec<Stamped<Event>> = Vec::new();
        loop {
            let after = log.last().map_or(Seq(0), |event| event.seq);
            let page = self.events_after(conv, after, LOG_PAGE).await?;
            let is_last = page.len() < LOG_PAGE as usize;
            log.extend(page);
            if is_last {
                return Ok(log);
            }
        }
    }
    /// The newest events with `seq < before`, oldest first, at most `limit`.
    async fn events_before(
        &self,
        conv: ConversationId,
        before: Seq,
        limit: u32,
    ) -> Result<Vec<Stamped<Event>>, StoreError>;
    /// Public events with `public > after`, oldest first, at most `limit`: the visitor's numbering.
    async fn public_after(
        &self,
        conv: ConversationId,
        after: Seq,
        limit: u32,
    ) -> Result<Vec<Stamped<Event>>, StoreError>;
    /// The newest public events with `public < before`, oldest first, at most `limit`.
    async fn public_before(
        &self,
        conv: ConversationId,
        before: Seq,
        limit: u32,
    ) -> Result<Vec<Stamped<Event>>, StoreError>;
    /// One conversation's summary.
    async fn summary(&self, conv: ConversationId) -> Result<Option<Summary>, StoreError>;
    /// Summaries of conversations that are not closed, in falling order of their ids, so that those that began last come
    /// first; only ids below `before`, at most `limit`. `OpenPages` reads them all.
    async fn open_conversations(&self, before: Option<ConversationId>, limit: u32) -> Result<Vec<Summary>, StoreError>;
    /// The visitor's conversations, most recently changed first, at most `limit`.
    async fn conversations_of(&self, visitor: VisitorId, limit: u32) -> Result<Vec<Summary>, StoreError>;
    /// Closed conversations, most recently changed first, at most `limit`.
    async fn closed_conversations(&self, limit: u32) -> Result<Vec<Summary>, StoreError>;
    /// Closed conversations that had alerts and have not changed before `since`, most recently changed first.
    async fn closed_with_alerts(&self, since: Timestamp) -> Result<Vec<Summary>, StoreError>;
    /// Closed conversations whose first open promise falls due at `since` or later, the soonest first, at most `limit`.
    async fn closed_with_promises(&self, since: Timestamp, limit: u32) -> Result<Vec<Summary>, StoreError>;
    /// Conversations that began in a period, ordered by their ids, after this one, at most `limit`.
    async fn opened_in(
        &self,
        period: Period,
        after: Option<ConversationId>,
        limit: u32,
    ) -> Result<Vec<Summary>, StoreError>;

    /// The latest events about feedback since this moment, of all conversations, oldest first, at most `limit`: the
    /// random sample, judgements, and alerts as they were raised or closed as false alarms.
    async fn feedback(&self, since: Timestamp, limit: u32)
    -> Result<Vec<(ConversationId, Stamped<Event>)>, StoreError>;

    /// Outcomes written after this place, oldest first, at most `limit`, each with its place.
    async fn outcomes_after(&self, place: u64, limit: u32) -> Result<Vec<(u64, Outcome)>, StoreError>;
    /// The latest outcomes of every site and language, at most `each`, oldest first, each with its place.
    async fn recent_outcomes(&self, each: u32) -> Result<Vec<(u64, Outcome)>, StoreError>;
    /// Adds a record to the history of lines. A version that stands already is refused
    /// (`StoreError::DuplicateId`).
    async fn add_lines_change(&self, change: LinesChange) -> Result<(), StoreError>;
    /// The whole history of lines, oldest first.
    async fn lines_changes(&self) -> Result<Vec<LinesChange>, StoreError>;

    /// Creates or replaces a site.
    async fn put_site(&self, site: Site) -> Result<(), StoreError>;
    /// A site by its name.
    async fn site(&self, id: &SiteId) -> Result<Option<Site>, StoreError>;
    /// Remembers a visitor token (by its hash), or moves its expiry.
    async fn put_visitor(&self, visitor: Visitor) -> Result<(), StoreError>;
    /// The visitor behind a token hash.
    async fn visitor_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Visitor>, StoreError>;

    /// Creates or replaces a member of the staff. Two members cannot share an e-mail address
    /// (`StoreError::DuplicateId`).
    async fn put_staff(&self, staff: Staff) -> Result<(), StoreError>;
    /// By e-mail, compared without case.
    async fn staff_by_email(&self, email: &str) -> Result<Option<Staff>, StoreError>;
    /// By id.
    async fn staff(&self, id: StaffId) -> Result<Option<Staff>, StoreError>;
    /// All, by name.
    async fn all_staff(&self) -> Result<Vec<Staff>, StoreError>;
    /// Remembers a login session (by its token's hash).
    async fn put_login(&self, login: Login) -> Result<(), StoreError>;
    /// The login behind a token hash, expired or not.
    async fn login(&self, token_hash: [u8; 32]) -> Result<Option<Login>, StoreError>;
    /// Ends a login.
    async fn delete_login(&self, token_hash: [u8; 32]) -> Result<(), StoreError>;
    /// Deletes logins that ended at `now` or before, at most `limit`; answers with how many.
    async fn delete_ended_logins(&self, now: Timestamp, limit: u32) -> Result<u32, StoreError>;
    /// Ends every login of a member of the staff (new password, deactivated).
    async fn delete_logins_of(&self, staff: StaffId) -> Result<(), StoreError>;

    /// Remembers a policy and since when it is in force. Two cannot begin at one moment (`StoreError::DuplicateId`).
    async fn put_policy(&self, term: PolicyTerm) -> Result<(), StoreError>;
    /// Every policy that was ever in force, oldest first.
    async fn policies(&self) -> Result<Vec<PolicyTerm>, StoreError>;
    /// Adds a line to the audit.
    async fn put_audit(&self, line: AuditLine) -> Result<(), StoreError>;
    /// The latest lines of the audit, newest first, at most `limit`.
    async fn audit(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError>;

    /// Creates or replaces a canned reply.
    async fn put_canned_reply(&self, reply: CannedReply) -> Result<(), StoreError>;
    /// Deletes a canned reply, if there is one.
    async fn delete_canned_reply(&self, id: &str) -> Result<(), StoreError>;
    /// All, by shortcut.
    async fn canned_replies(&self) -> Result<Vec<CannedReply>, StoreError>;

    /// Creates or replaces a rule of wording.
    async fn put_wording_rule(&self, rule: WordingRule) -> Result<(), StoreError>;
    /// Deletes a rule of wording, if there is one.
    async fn delete_wording_rule(&self, id: &str) -> Result<(), StoreError>;
    /// All, by id.
    async fn wording_rules(&self) -> Result<Vec<WordingRule>, StoreError>;

    /// Identifies this database's line of history; changes when a backup is restored.
    async fn epoch(&self) -> Result<String, StoreError>;
    /// Proves that a write can be committed now (for /readyz).
    async fn probe(&self) -> Result<(), StoreError>;
    /// Writes what is queued and stops; later calls fail with `Unavailable`.
    async fn close(&self) -> Result<(), StoreError>;
}

/// One atomic addition to a conversation's log.
#[derive(Debug, Clone, PartialEq)]
pub struct Append {
    /// Which conversation.
    pub conv: ConversationId,
    /// Seq are consecutive; the first is the last stored one plus 1.
    pub events: Vec<Stamped<Event>>,
    /// Summary after them.
    pub summary: Summary,
    /// How the conversation went, where the events end it; replaces an earlier one.
    pub outcome: Option<Outcome>,
    /// Fails with `AtCapacity` where this member holds as many other conversations as they may (R1). Judged in the
    /// commit itself, so that two claims at once cannot both find the last place.
    pub claim: Option<StaffId>,
}

/// Conversations by when and where they began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// At this moment or later.
    pub since: Timestamp,
    /// Before this moment.
    pub until: Timestamp,
    /// On this site alone.
    pub site: Option<SiteId>,
}

/// A website with a widget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its short name.
    pub id: SiteId,
    /// Shown to visitors.
    pub name: String,
    /// Default language.
    pub language: Language,
    /// Origins that may open sockets and sessions, such as `https://shop.example`; exact match.
    pub origins: Vec<String>,
}

/// A visitor's token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    /// Who.
    pub id: VisitorId,
    /// Where.
    pub site: SiteId,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// Refused after this.
    pub expires_at: Timestamp,
    /// Who they are by their shop's word.
    pub identity: Option<Identity>,
}

/// A member of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub id: StaffId,
    /// Login name.
    pub email: String,
    /// Shown to visitors and colleagues.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Argon2id hash in PHC form.
    pub password_hash: String,
    /// Conversations at once.
    pub capacity: u32,
    /// Language of the screens.
    pub language: Language,
    /// `false` refuses every login.
    pub active: bool,
}

/// A login session of a member of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// SHA-256 of the cookie's token.
    pub token_hash: [u8; 32],
    /// Whose.
    pub staff: StaffId,
    /// Refused after this.
    pub expires_at: Timestamp,
}

/// A policy and since when it is in force.
#[derive(Debug, Clone, PartialEq)]
pub struct PolicyTerm {
    /// From then on, until the next one begins.
    pub since: Timestamp,
    /// Its version.
    pub version: String,
    /// All of it, as TOML.
    pub toml: String,
    /// What brought it.
    pub origin: PolicyOrigin,
    /// Who.
    pub by: Party,
}

/// What brought a policy into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyOrigin {
    /// The configuration the server started with.
    Configured,
    /// Somebody applied it.
    Applied,
    /// Somebody took back what had been applied.
    Undone,
}

/// Something that somebody did outside of any conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Party,
    /// What, as a short name such as `replay`.
    pub act: String,
    /// The particulars, as JSON.
    pub detail: String,
}

/// What the store could not do.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Another writer appended first: read what is new and decide again.
    #[error("another writer appended to conversation {conv} after {after}")]
    Conflict {
        /// Which conversation.
        conv: ConversationId,
        /// The place the append wanted to follow.
        after: Seq,
    },
    /// The message id (or unique name) stands already.
    #[error("the id is in use")]
    DuplicateId(Option<MessageId>),
    /// Whoever claims the conversation holds as many others as they may; nothing was stored.
    #[error("the agent is at capacity")]
    AtCapacity,
    /// There is no room for a file.
    #[error("no room for a file: {0:?}")]
    NoRoom(FileBound),
    /// A file is not there, of another conversation, or beside another message; nothing was stored.
    #[error("the file is not free")]
    FileNotFree,
    /// A conversation that is to be erased goes on; nothing was erased.
    #[error("the conversation goes on")]
    GoesOn,
    /// The disk is full: nothing was stored, reads go on; the same write works once space returns.
    #[error("the disk is full: free space under {path} and send again")]
    DiskFull {
        /// Where.
        path: String,
    },
    /// The queue of writes is full, the file is locked, or the store is closing.
    #[error("the store is unavailable: {0}")]
    Unavailable(String),
    /// Not a database of ours, too new, or damaged.
    #[error("{0}")]
    Unusable(String),
    /// Anything else of the engine.
    #[error("the database failed")]
    Engine(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Whether and when the same call may be tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// At once, after reading what is new.
    Now,
    /// After a while.
    After(Duration),
    /// Never.
    No,
}

impl StoreError {
    /// Advice to the caller.
    #[must_use]
    pub const fn retry(&self) -> Retry {
        match self {
            Self::Conflict { .. } => Retry::Now,
            Self::DiskFull { .. } | Self::Unavailable(_) => Retry::After(Duration::from_secs(1)),
            Self::DuplicateId(_)
            | Self::AtCapacity
            | Self::NoRoom(_)
            | Self::FileNotFree
            | Self::GoesOn
            | Self::Unusable(_)
            | Self::Engine(_) => Retry::No,
        }
    }
}
