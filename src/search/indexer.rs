//! The thread that follows the log: what was said since goes first, then whatever else the index lacks.
//!
//! Owns the writing connection of the index. Runs at a low priority and rests after each batch as long as it took, so that
//! it takes no turn from whoever waits for a delivery. What fails stays to be done; a broken index is made anew.

use super::facet::{self, Speaker};
use super::index::{Batch, Doc, Index};
use super::service::Shared;
use super::token::{append, document};
use super::{SearchError, file, reader};
use crate::domain::{ConversationId, Event, Seq, SiteId, Stamped, Timestamp};
use crate::store::sqlite::{SqliteLog, StoredEvent};
use crate::triage::priority;
use rusqlite::Connection;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// Most messages of one transaction.
const BATCH: usize = 1_000;
/// Conversations that the walk through all of them looks up at once.
const STRIDE: u32 = 500;
/// Beyond so many open or changed ones, all are looked at.
const LOOKED_UP: u32 = 100_000;
/// Of the thread: below those that score, above the challenger.
const PRIORITY: i32 = 15;
/// Messages are gathered for so long, and no batch is rested after for longer.
const GATHERING: Duration = Duration::from_millis(200);
/// How long it waits for news at a time.
const PATIENCE: Duration = Duration::from_secs(5);
/// After a failure, at first and at most.
const RETRY: Duration = Duration::from_secs(1);
const RETRY_MOST: Duration = Duration::from_secs(30);
/// Until when everything is in the index is known about as well as clocks are set.
const CLOCKS: Duration = Duration::from_hours(24);

/// A conversation to look at, with its messages that were hinted at.
type Job = (ConversationId, u64);

pub(super) struct Indexer {
    pub(super) shared: Arc<Shared>,
    pub(super) log: SqliteLog,
    pub(super) index: Index,
    pub(super) waiting: VecDeque<Job>,
    /// Where the walk through all conversations is, from the latest to the first.
    walk: Option<ConversationId>,
    /// Latest moment of what was written.
    latest: Timestamp,
    retry: Duration,
}

impl Indexer {
    pub(super) fn open(shared: Arc<Shared>) -> Result<Self, SearchError> {
        let log = SqliteLog::open(&shared.database)?;
        let index = Index(file::open(&shared.file, &log.epoch()?)?);
        let latest = index.current_to()?;
        let (waiting, walk) = (VecDeque::new(), None);
        let mut this = Self { shared, log, index, waiting, walk, latest, retry: RETRY };
        this.look_around()?;
        Ok(this)
    }

    /// Follows until told to stop.
    pub(super) fn run(mut self) {
        priority::lower(PRIORITY);
        while !self.shared.changes.is_over() {
            match self.step() {
                Ok(()) => self.retry = RETRY,
                Err(error) => self.recover(&error),
            }
            metrics::gauge!("search_behind_messages").set(self.shared.changes.behind() as f64);
        }
        self.shared.drop_wishes();
    }

    /// Looks at whatever may have been said without a hint: everything in a new index, else open conversations and those
    /// that changed since about the time that it is current to.
    fn look_around(&mut self) -> Result<(), SearchError> {
        let since = self.index.current_to()?.minus(CLOCKS);
        let changed =
            if self.index.is_whole()? { self.log.open_or_changed_since(since, LOOKED_UP)? } else { Vec::new() };
        if changed.is_empty() && self.index.is_whole()? {
            return Ok(());
        }
        if (1..LOOKED_UP as usize).contains(&changed.len()) {
            self.waiting.extend(changed.into_iter().map(|conv| (conv, 0)));
        } else {
            self.walk = Some(ConversationId(Uuid::max()));
        }
        self.shared.is_rebuilding.store(true, Ordering::Release);
        Ok(())
    }

    fn step(&mut self) -> Result<(), SearchError> {
        if self.shared.is_damaged.load(Ordering::Acquire) {
            self.remake()?;
            self.shared.is_damaged.store(false, Ordering::Release);
        }
        self.do_wishes();
        let is_idle = self.waiting.is_empty() && self.walk.is_none();
        let taken = self.shared.changes.take(if is_idle { PATIENCE } else { Duration::ZERO });
        for job in taken.conversations {
            self.waiting.push_front(job);
        }
        if taken.lost > 0 {
            self.shared.changes.done(taken.lost);
            self.look_around()?;
        }
        if self.waiting.is_empty() {
            self.stride()?;
        }
        if self.waiting.is_empty() {
            return self.caught_up();
        }
        let began = Instant::now();
        self.batch()?;
        let rest =
            if self.waiting.is_empty() && self.walk.is_none() { GATHERING } else { began.elapsed().min(GATHERING) };
        self.caught_up()?;
        self.shared.changes.rest(rest);
        Ok(())
    }

    /// Goes on with the walk through all conversations.
    fn stride(&mut self) -> Result<(), SearchError> {
        let Some(before) = self.walk else { return Ok(()) };
        let found = self.log.conversations_before(before, STRIDE)?;
        self.walk = found.last().copied();
        if self.walk.is_none() {
            self.index.set_whole()?;
        }
        self.waiting.extend(found.into_iter().map(|conv| (conv, 0)));
        Ok(())
    }

    /// Says so where nothing is left to do.
    fn caught_up(&mut self) -> Result<(), SearchError> {
        if !self.waiting.is_empty() || self.walk.is_some() {
            return Ok(());
        }
        self.shared.is_rebuilding.store(false, Ordering::Release);
        if self.latest > self.index.current_to()? {
            self.index.set_current_to(self.latest)?;
        }
        Ok(())
    }

    /// Writes the next messages of the conversations that wait.
    fn batch(&mut self) -> Result<(), SearchError> {
        let began = Instant::now();
        let (mut batch, looked_at) = self.log.at_once(|| self.index.at_once(|| self.gather()))?;
        if !batch.seen.is_empty() {
            self.index.put(&mut batch)?;
        }
        let hinted = self.waiting.drain(..looked_at).map(|(_, messages)| messages).sum();
        self.shared.changes.done(hinted);
        self.latest = batch.docs.iter().map(|doc| doc.at).fold(self.latest, Timestamp::max);
        metrics::counter!("search_indexed_messages_total").increment(batch.docs.len() as u64);
        metrics::histogram!("search_batch_seconds").record(began.elapsed().as_secs_f64());
        Ok(())
    }

    /// Reads for a batch, and tells how many of those that wait it leaves nothing of.
    fn gather(&self) -> Result<(Batch, usize), SearchError> {
        let mut batch = Batch::default();
        let mut read = HashSet::new();
        let mut looked_at = 0;
        for (conv, _) in &self.waiting {
            let room = BATCH - batch.docs.len();
            // Whoever waits twice is read once: the index does not know yet what stands in this batch.
            if read.insert(*conv) && !self.read(*conv, room, &mut batch)? {
                break;
            }
            looked_at += 1;
            if batch.docs.len() == BATCH {
                break;
            }
        }
        Ok((batch, looked_at))
    }

    /// Reads what a conversation has that the index lacks, at most so many messages; whether that was all.
    fn read(&self, conv: ConversationId, room: usize, batch: &mut Batch) -> Result<bool, SearchError> {
        let seen = self.index.seen(conv)?;
        let messages = self.log.messages_after(conv, seen, u32::try_from(room).unwrap_or(u32::MAX))?;
        let Some(StoredEvent { seq: last, .. }) = messages.last() else { return Ok(true) };
        batch.seen.push((conv, *last));
        let is_whole = messages.len() < room;
        let site = self.log.site_of(conv)?.and_then(|site| SiteId::try_from(site).ok());
        for StoredEvent { seq, event, .. } in &messages {
            match event {
                Ok(logged) => batch.docs.extend(doc(conv, *seq, site.as_ref(), logged)),
                Err(_) => metrics::counter!("search_unreadable_messages_total").increment(1),
            }
        }
        Ok(is_whole)
    }

    /// After a failure: a broken index is made anew, anything else is tried again later.
    fn recover(&mut self, error: &SearchError) {
        metrics::counter!("search_index_failures_total").increment(1);
        if error.is_damage() {
            tracing::error!(%error, "the search index is damaged and is made anew");
            self.shared.is_damaged.store(true, Ordering::Release);
        } else {
            tracing::warn!(error = error as &dyn std::error::Error, "the search index lags behind; trying again later");
        }
        self.shared.changes.rest(self.retry);
        self.retry = (self.retry * 2).min(RETRY_MOST);
    }

    fn remake(&mut self) -> Result<(), SearchError> {
        self.shared.is_rebuilding.store(true, Ordering::Release);
        let epoch = self.log.epoch()?;
        // Closed first: a connection that ends takes its write-ahead log along, by name.
        self.index = Index(Connection::open_in_memory()?);
        file::remove(&self.shared.file)?;
        self.index = Index(file::open(&self.shared.file, &epoch)?);
        self.shared.generation.fetch_add(1, Ordering::AcqRel);
        self.look_around()
    }
}

pub(super) fn doc(conv: ConversationId, seq: Seq, site: Option<&SiteId>, logged: &Stamped<Event>) -> Option<Doc> {
    let words = reader::words(&logged.event)?;
    let mut tokens = document(&words);
    let speaker = Speaker::of(&logged.by, &logged.event).map(facet::of_speaker);
    let facets =
        speaker.into_iter().chain(site.map(facet::of_site)).chain(facet::language(&words).map(facet::of_language));
    facets.for_each(|facet| append(&mut tokens, &facet));
    Some(Doc { conv, seq, at: logged.at, tokens })
}
