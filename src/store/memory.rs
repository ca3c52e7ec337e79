//! The memory store: for simulation and tests of everything above the store. Same contract, nothing durable.
//!
//! Owns nothing that outlives the process. Its fault switches (`fail_next_append` and its kin, `hold_appends`) are a test seam:
//! they let a test see what the layers above do when the disk is full or slow.

mod erase;
mod faults;
mod files;
mod lists;
mod outcomes;
mod overlays;

use self::faults::Fault;
use self::files::FileRows;
use self::lists::latest_first;
use self::outcomes::Outcomes;
use self::overlays::OverlayRows;
use super::{
    Append, AuditLine, Login, Period, PolicyTerm, Site, Staff, Store, StoreError, Visitor, WordingRule, check,
};
use crate::domain::budget::LinesChange;
use crate::domain::canned::CannedReply;
use crate::domain::{
    ConversationId, Event, Outcome, PhaseName, Seq, SiteId, StaffId, Stamped, Summary, Timestamp, VisitorId,
};
use async_trait::async_trait;
use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use uuid::Uuid;

/// A store in this process's memory.
#[derive(Debug)]
pub struct MemoryStore {
    data: Mutex<Data>,
    held: watch::Sender<bool>,
    epoch: String,
}

#[derive(Debug, Default)]
struct Data {
    logs: HashMap<ConversationId, Log>,
    sites: BTreeMap<SiteId, Site>,
    visitors: HashMap<[u8; 32], Visitor>,
    staff: BTreeMap<StaffId, Staff>,
    logins: HashMap<[u8; 32], Login>,
    policies: BTreeMap<Timestamp, PolicyTerm>,
    audit: Vec<AuditLine>,
    canned: BTreeMap<String, CannedReply>,
    wording: BTreeMap<String, WordingRule>,
    overlays: OverlayRows,
    outcomes: Outcomes,
    files: FileRows,
    faults: VecDeque<Fault>,
    closed: bool,
}

#[derive(Debug)]
struct Log {
    events: Vec<Stamped<Event>>,
    summary: Summary,
    updated: Timestamp,
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl MemoryStore {
    /// An empty store with a fresh epoch.
    #[must_use]
    pub fn new() -> Self {
        Self { data: Mutex::default(), held: watch::channel(false).0, epoch: Uuid::new_v4().to_string() }
    }

    /// Test seam: a conversation's outcome without its events.
    pub fn put_outcome(&self, outcome: Outcome) {
        self.data().outcomes.put(outcome);
    }

    fn data(&self) -> MutexGuard<'_, Data> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&self) -> Result<MutexGuard<'_, Data>, StoreError> {
        let data = self.data();
        if data.closed { Err(StoreError::Unavailable("the store is closed".to_owned())) } else { Ok(data) }
    }

    fn page(&self, conv: ConversationId, fits: impl Fn(&Stamped<Event>) -> bool, cut: Cut) -> Page {
        let data = self.open()?;
        let Some(log) = data.logs.get(&conv) else { return Ok(Vec::new()) };
        let fitting = log.events.iter().filter(|logged| fits(logged));
        Ok(match cut {
            Cut::First(limit) => fitting.take(limit as usize).cloned().collect(),
            Cut::Last(limit) => {
                let mut newest: Vec<_> = fitting.rev().take(limit as usize).cloned().collect();
                newest.reverse();
                newest
            }
        })
    }
}

type Page = Result<Vec<Stamped<Event>>, StoreError>;

#[derive(Clone, Copy)]
enum Cut {
    First(u32),
    Last(u32),
}

impl Data {
    fn has_room(&self, staff: StaffId, beside: ConversationId) -> bool {
        let Some(member) = self.staff.get(&staff) else { return true };
        let holds =
            |line: &Summary| line.conv != beside && line.phase == PhaseName::WithAgent && line.agent == Some(staff);
        let held = self.logs.values().filter(|log| holds(&log.summary)).count();
        held < member.capacity as usize
    }

    fn append(&mut self, append: &Append) -> Result<(), StoreError> {
        let after = check::follows(append)?;
        let log = self.logs.get(&append.conv);
        let stored = log.map_or(&[][..], |log| &log.events);
        if stored.last().map_or(Seq(0), |logged| logged.seq) != after {
            return Err(check::conflict(append.conv, after));
        }
        if append.claim.is_some_and(|staff| !self.has_room(staff, append.conv)) {
            return Err(StoreError::AtCapacity);
        }
        if !self.files.are_free(append) {
            return Err(StoreError::FileNotFree);
        }
        self.files.bind(append);
        let updated = append.events.last().map_or(Timestamp(0), |logged| logged.at);
        let log = self.logs.entry(append.conv).or_insert_with(|| Log {
            events: Vec::new(),
            summary: append.summary.clone(),
            updated,
        });
        log.events.extend(append.events.iter().cloned());
        log.summary = append.summary.clone();
        log.updated = updated;
        if let Some(outcome) = append.outcome.clone() {
            self.outcomes.put(outcome);
        }
        Ok(())
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn append(&self, append: &Append) -> Result<(), StoreError> {
        let mut held = self.held.subscribe();
        let _ = held.wait_for(|held| !held).await;
        let mut data = self.open()?;
        match data.faults.pop_front() {
            Some(Fault::Refused(error)) => Err(error),
            Some(Fault::AnswerLost) => {
                data.append(append)?;
                Err(StoreError::Unavailable("the answer was lost".to_owned()))
            }
            Some(Fault::Nothing) | None => data.append(append),
        }
    }

    async fn events_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Page {
        self.page(conv, |logged| logged.seq > after, Cut::First(limit))
    }

    async fn events_before(&self, conv: ConversationId, before: Seq, limit: u32) -> Page {
        self.page(conv, |logged| logged.seq < before, Cut::Last(limit))
    }

    async fn public_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Page {
        self.page(conv, |logged| logged.public.is_some_and(|public| public > after), Cut::First(limit))
    }

    async fn public_before(&self, conv: ConversationId, before: Seq, limit: u32) -> Page {
        self.page(conv, |logged| logged.public.is_some_and(|public| public < before), Cut::Last(limit))
    }

    async fn summary(&self, conv: ConversationId) -> Result<Option<Summary>, StoreError> {
        Ok(self.open()?.logs.get(&conv).map(|log| log.summary.clone()))
    }

    async fn open_conversations(&self, before: Option<ConversationId>, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let fits = |Log { summary, .. }: &Log| {
            summary.phase != PhaseName::Closed && before.is_none_or(|before| summary.conv < before)
        };
        self.listed(fits, |log| Reverse(log.summary.conv), limit as usize)
    }

    async fn conversations_of(&self, visitor: VisitorId, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.summaries(|summary| summary.visitor == visitor, limit as usize)
    }

    async fn closed_conversations(&self, limit: u32) -> Result<Vec<Summary>, StoreError> {
        self.summaries(|summary| summary.phase == PhaseName::Closed, limit as usize)
    }

    async fn closed_with_alerts(&self, since: Timestamp) -> Result<Vec<Summary>, StoreError> {
        let wanted = |log: &Log| {
            log.summary.phase == PhaseName::Closed && !log.summary.alerts.is_empty() && log.updated >= since
        };
        self.listed(wanted, latest_first, usize::MAX)
    }

    async fn closed_with_promises(&self, since: Timestamp, limit: u32) -> Result<Vec<Summary>, StoreError> {
        let due = |log: &Log| log.summary.promises.first().and_then(|promise| promise.due);
        let owes = |log: &Log| log.summary.phase == PhaseName::Closed && due(log).is_some_and(|due| due >= since);
        self.listed(owes, |log| (due(log), log.summary.conv), limit as usize)
    }

    async fn opened_in(
        &self,
        period: Period,
        after: Option<ConversationId>,
        limit: u32,
    ) -> Result<Vec<Summary>, StoreError> {
        let fits = |Log { summary, .. }: &Log| {
            (period.since..period.until).contains(&summary.opened_at)
                && period.site.as_ref().is_none_or(|site| *site == summary.site)
                && after.is_none_or(|after| summary.conv > after)
        };
        self.listed(fits, |log| log.summary.conv, limit as usize)
    }

    async fn feedback(
        &self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<(ConversationId, Stamped<Event>)>, StoreError> {
        let data = self.open()?;
        let logs = data.logs.iter().flat_map(|(conv, log)| log.events.iter().map(|logged| (*conv, logged)));
        let mut found: Vec<_> = logs.filter(|(_, logged)| logged.at >= since && logged.event.is_feedback()).collect();
        found.sort_by_key(|(conv, logged)| (logged.at, *conv, logged.seq));
        let over = found.len().saturating_sub(limit as usize);
        Ok(found.drain(over..).map(|(conv, logged)| (conv, logged.clone())).collect())
    }

    async fn outcomes_after(&self, place: u64, limit: u32) -> Result<Vec<(u64, Outcome)>, StoreError> {
        Ok(self.open()?.outcomes.after(place, limit))
    }

    async fn recent_outcomes(&self, each: u32) -> Result<Vec<(u64, Outcome)>, StoreError> {
        Ok(self.open()?.outcomes.recent(each))
    }

    async fn add_lines_change(&self, change: LinesChange) -> Result<(), StoreError> {
        self.open()?.outcomes.add(change)
    }

    async fn lines_changes(&self) -> Result<Vec<LinesChange>, StoreError> {
        Ok(self.open()?.outcomes.changes())
    }

    async fn put_site(&self, site: Site) -> Result<(), StoreError> {
        self.open()?.sites.insert(site.id.clone(), site);
        Ok(())
    }

    async fn site(&self, id: &SiteId) -> Result<Option<Site>, StoreError> {
        Ok(self.open()?.sites.get(id).cloned())
    }

    async fn put_visitor(&self, visitor: Visitor) -> Result<(), StoreError> {
        self.open()?.visitors.insert(visitor.token_hash, visitor);
        Ok(())
    }

    async fn visitor_by_token(&self, token_hash: [u8; 32]) -> Result<Option<Visitor>, StoreError> {
        Ok(self.open()?.visitors.get(&token_hash).cloned())
    }

    async fn put_staff(&self, staff: Staff) -> Result<(), StoreError> {
        let mut data = self.open()?;
        let email = staff.email.to_lowercase();
        if data.staff.values().any(|other| other.id != staff.id && other.email.to_lowercase() == email) {
            return Err(StoreError::DuplicateId(None));
        }
        data.staff.insert(staff.id, staff);
        Ok(())
    }

    async fn staff_by_email(&self, email: &str) -> Result<Option<Staff>, StoreError> {
        let email = email.to_lowercase();
        Ok(self.open()?.staff.values().find(|staff| staff.email.to_lowercase() == email).cloned())
    }

    async fn staff(&self, id: StaffId) -> Result<Option<Staff>, StoreError> {
        Ok(self.open()?.staff.get(&id).cloned())
    }

    async fn all_staff(&self) -> Result<Vec<Staff>, StoreError> {
        let mut all: Vec<Staff> = self.open()?.staff.values().cloned().collect();
        all.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        Ok(all)
    }

    async fn put_login(&self, login: Login) -> Result<(), StoreError> {
        self.open()?.logins.insert(login.token_hash, login);
        Ok(())
    }

    async fn login(&self, token_hash: [u8; 32]) -> Result<Option<Login>, StoreError> {
        Ok(self.open()?.logins.get(&token_hash).cloned())
    }

    async fn delete_login(&self, token_hash: [u8; 32]) -> Result<(), StoreError> {
        self.open()?.logins.remove(&token_hash);
        Ok(())
    }

    async fn delete_ended_logins(&self, now: Timestamp, limit: u32) -> Result<u32, StoreError> {
        let mut data = self.open()?;
        let ended = data.logins.values().filter(|login| login.expires_at <= now).map(|login| login.token_hash);
        let ended: Vec<[u8; 32]> = ended.take(limit as usize).collect();
        for hash in &ended {
            data.logins.remove(hash);
        }
        Ok(u32::try_from(ended.len()).unwrap_or(u32::MAX))
    }

    async fn delete_logins_of(&self, staff: StaffId) -> Result<(), StoreError> {
        self.open()?.logins.retain(|_, login| login.staff != staff);
        Ok(())
    }

    async fn put_policy(&self, term: PolicyTerm) -> Result<(), StoreError> {
        match self.open()?.policies.entry(term.since) {
            Entry::Occupied(_) => Err(StoreError::DuplicateId(None)),
            Entry::Vacant(place) => {
                place.insert(term);
                Ok(())
            }
        }
    }

    async fn policies(&self) -> Result<Vec<PolicyTerm>, StoreError> {
        Ok(self.open()?.policies.values().cloned().collect())
    }

    async fn put_audit(&self, line: AuditLine) -> Result<(), StoreError> {
        self.open()?.audit.push(line);
        Ok(())
    }

    async fn audit(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError> {
        Ok(self.open()?.audit.iter().rev().take(limit as usize).cloned().collect())
    }

    async fn put_canned_reply(&self, reply: CannedReply) -> Result<(), StoreError> {
        self.open()?.canned.insert(reply.id.clone(), reply);
        Ok(())
    }

    async fn delete_canned_reply(&self, id: &str) -> Result<(), StoreError> {
        self.open()?.canned.remove(id);
        Ok(())
    }

    async fn canned_replies(&self) -> Result<Vec<CannedReply>, StoreError> {
        Ok(self.open()?.canned.values().cloned().collect())
    }

    async fn put_wording_rule(&self, rule: WordingRule) -> Result<(), StoreError> {
        self.open()?.wording.insert(rule.id.clone(), rule);
        Ok(())
    }

    async fn delete_wording_rule(&self, id: &str) -> Result<(), StoreError> {
        self.open()?.wording.remove(id);
        Ok(())
    }

    async fn wording_rules(&self) -> Result<Vec<WordingRule>, StoreError> {
        Ok(self.open()?.wording.values().cloned().collect())
    }

    async fn epoch(&self) -> Result<String, StoreError> {
        drop(self.open()?);
        Ok(self.epoch.clone())
    }

    async fn probe(&self) -> Result<(), StoreError> {
        self.open().map(drop)
    }

    async fn close(&self) -> Result<(), StoreError> {
        self.data().closed = true;
        Ok(())
    }
}
