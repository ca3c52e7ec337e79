//! The store under the simulated server: the real one beneath, and above it time, faults, and the moment of death.
//!
//! What lies beneath outlives the process. An append is committed whole or not at all; a process that dies before the
//! commit has lost it, one that dies after it has told nobody.

use super::at_once::at_once;
use super::clock::SimClock;
use super::sabotage::{Sabotage, rogue};
use super::switch::Switch;
use crate::simulation::plan::{Fault, Point};
use crate::simulation::reference::name;
use crate::simulation::reference::truth::SharedTruth;
use async_trait::async_trait;
use attune::domain::budget::LinesChange;
use attune::domain::canned::CannedReply;
use attune::domain::{
    AttachedFile, ConversationId, Event, FileId, Outcome, Party, Seq, SiteId, StaffId, Stamped, Summary, Timestamp,
    VisitorId,
};
use attune::store::{
    Append, ArrivingFile, AuditLine, Erase, FileBounds, Files, KeptFile, Login, Overlay, OverlayKind, Overlays, Period,
    PolicyTerm, Site, Staff, Store, StoreError, Visitor, WordingRule,
};
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::VecDeque;
use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;

pub struct SimStore {
    pub beneath: Arc<dyn Store>,
    pub clock: Arc<SimClock>,
    pub switch: Arc<Switch>,
    pub truth: SharedTruth,
    pub sabotage: Sabotage,
    pub commit_ms: u64,
    pub rng: Mutex<StdRng>,
    pub faults: Mutex<VecDeque<Fault>>,
    /// Acknowledged and not committed: only of a store that lies.
    pub lied: Mutex<Vec<Append>>,
}

impl SimStore {
    /// Never comes back once the process is dead.
    async fn alive(&self) {
        if self.switch.is_off() {
            pending::<()>().await;
        }
    }

    async fn pause(&self, most: u64) {
        self.alive().await;
        let ms = self.rng.lock().expect("not poisoned").random_range(0..=most);
        if ms > 0 {
            sleep(Duration::from_millis(ms)).await;
            self.alive().await;
        }
    }

    fn reach(&self, append: &Append, before: bool) {
        self.switch.reach(|point| {
            let kind = match point {
                Point::BeforeCommit { kind } if before => kind,
                Point::AfterCommit { kind } if !before => kind,
                _ => return false,
            };
            append.events.iter().any(|logged| name(&logged.event) == *kind)
        });
    }

    fn commit(&self, append: &Append, now: u64) -> Result<(), StoreError> {
        at_once(self.beneath.append(append))?;
        self.truth.get().committed(append.conv, &append.events, now);
        Ok(())
    }

    async fn fault(&self) -> Result<bool, StoreError> {
        let fault = self.faults.lock().expect("not poisoned").pop_front();
        match fault {
            None => Ok(false),
            Some(Fault::Full) => Err(StoreError::DiskFull { path: "here".to_owned() }),
            Some(Fault::Busy) => Err(StoreError::Unavailable("busy".to_owned())),
            Some(Fault::Torn) => Ok(true),
            Some(Fault::Slow) => {
                sleep(Duration::from_secs(1)).await;
                Ok(false)
            }
        }
    }

    async fn sabotaged(&self, append: &Append) -> Option<Result<(), StoreError>> {
        let has = |wanted: fn(&Stamped<Event>) -> bool| append.events.iter().any(wanted);
        match self.sabotage {
            Sabotage::AcknowledgesEarly => {
                self.lied.lock().expect("not poisoned").push(append.clone());
                Some(Ok(()))
            }
            Sabotage::OffersNothing if has(|e| matches!(e.event, Event::Offered { .. } if e.by == Party::System)) => {
                Some(Err(StoreError::Unavailable("sabotage".to_owned())))
            }
            Sabotage::WaitsForScores if has(|e| matches!(e.event, Event::Said { .. }) && e.by == Party::Visitor) => {
                sleep(Duration::from_secs(20)).await;
                None
            }
            _ => None,
        }
    }

    /// A liar commits what it said it had, a moment later.
    pub fn settle_lies(&self, now: u64) {
        for append in self.lied.lock().expect("not poisoned").drain(..) {
            // What conflicts by now is lost; that is the point.
            let _ = self.commit(&append, now);
        }
    }
}

macro_rules! beneath {
    ($self:ident . $call:ident ( $($argument:expr),* )) => {{
        $self.pause(1).await;
        at_once($self.beneath.$call($($argument),*))
    }};
}

type Found<T> = Result<T, StoreError>;

#[async_trait]
impl Erase for SimStore {
    async fn erase(&self, conv: ConversationId) -> Found<()> {
        beneath!(self.erase(conv))
    }
    async fn forget_visitor(&self, visitor: VisitorId) -> Found<()> {
        beneath!(self.forget_visitor(visitor))
    }
    async fn ended_before(&self, until: Timestamp, limit: u32) -> Found<Vec<ConversationId>> {
        beneath!(self.ended_before(until, limit))
    }
    async fn count_ended_before(&self, until: Timestamp) -> Found<u64> {
        beneath!(self.count_ended_before(until))
    }
}

#[async_trait]
impl Files for SimStore {
    async fn begin_file(&self, file: ArrivingFile, bounds: FileBounds) -> Found<()> {
        beneath!(self.begin_file(file, bounds))
    }
    async fn finish_file(&self, file: AttachedFile, hash: [u8; 32]) -> Found<()> {
        beneath!(self.finish_file(file, hash))
    }
    async fn file(&self, id: FileId) -> Found<Option<KeptFile>> {
        beneath!(self.file(id))
    }
    async fn give_up_file(&self, id: FileId) -> Found<()> {
        beneath!(self.give_up_file(id))
    }
    async fn give_up_loose(&self, until: Timestamp) -> Found<u32> {
        beneath!(self.give_up_loose(until))
    }
    async fn gone_files(&self, limit: u32) -> Found<Vec<FileId>> {
        beneath!(self.gone_files(limit))
    }
    async fn forget_gone(&self, ids: Vec<FileId>) -> Found<()> {
        beneath!(self.forget_gone(ids))
    }
    async fn kept_files(&self, after: Option<FileId>, limit: u32) -> Found<Vec<KeptFile>> {
        beneath!(self.kept_files(after, limit))
    }
}

#[async_trait]
impl Overlays for SimStore {
    async fn put_overlay(&self, overlay: Overlay) -> Found<()> {
        beneath!(self.put_overlay(overlay))
    }
    async fn delete_overlay(&self, kind: OverlayKind, id: &str) -> Found<()> {
        beneath!(self.delete_overlay(kind, id))
    }
    async fn overlays(&self, kind: OverlayKind) -> Found<Vec<Overlay>> {
        beneath!(self.overlays(kind))
    }
}

#[async_trait]
impl Store for SimStore {
    async fn append(&self, append: &Append) -> Found<()> {
        self.pause(self.commit_ms).await;
        if let Some(outcome) = self.sabotaged(append).await {
            return outcome;
        }
        let is_torn = self.fault().await?;
        self.alive().await;
        self.reach(append, true);
        self.alive().await;
        self.commit(append, self.clock.ms())?;
        self.reach(append, false);
        for event in rogue(self.sabotage, append) {
            self.commit(&event, self.clock.ms())?;
        }
        self.pause(self.commit_ms / 2).await;
        if is_torn { Err(StoreError::Unavailable("the answer was lost".to_owned())) } else { Ok(()) }
    }

    async fn events_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Found<Vec<Stamped<Event>>> {
        beneath!(self.events_after(conv, after, limit))
    }
    async fn events_before(&self, conv: ConversationId, before: Seq, limit: u32) -> Found<Vec<Stamped<Event>>> {
        beneath!(self.events_before(conv, before, limit))
    }
    async fn public_after(&self, conv: ConversationId, after: Seq, limit: u32) -> Found<Vec<Stamped<Event>>> {
        beneath!(self.public_after(conv, after, limit))
    }
    async fn public_before(&self, conv: ConversationId, before: Seq, limit: u32) -> Found<Vec<Stamped<Event>>> {
        beneath!(self.public_before(conv, before, limit))
    }
    async fn summary(&self, conv: ConversationId) -> Found<Option<Summary>> {
        beneath!(self.summary(conv))
    }
    async fn open_conversations(&self, before: Option<ConversationId>, limit: u32) -> Found<Vec<Summary>> {
        beneath!(self.open_conversations(before, limit))
    }
    async fn conversations_of(&self, visitor: VisitorId, limit: u32) -> Found<Vec<Summary>> {
        beneath!(self.conversations_of(visitor, limit))
    }
    async fn closed_conversations(&self, limit: u32) -> Found<Vec<Summary>> {
        beneath!(self.closed_conversations(limit))
    }
    async fn closed_with_alerts(&self, since: Timestamp) -> Found<Vec<Summary>> {
        beneath!(self.closed_with_alerts(since))
    }
    async fn closed_with_promises(&self, since: Timestamp, limit: u32) -> Found<Vec<Summary>> {
        beneath!(self.closed_with_promises(since, limit))
    }
    async fn opened_in(&self, period: Period, after: Option<ConversationId>, limit: u32) -> Found<Vec<Summary>> {
        beneath!(self.opened_in(period, after, limit))
    }
    async fn feedback(&self, since: Timestamp, limit: u32) -> Found<Vec<(ConversationId, Stamped<Event>)>> {
        beneath!(self.feedback(since, limit))
    }
    async fn outcomes_after(&self, place: u64, limit: u32) -> Found<Vec<(u64, Outcome)>> {
        beneath!(self.outcomes_after(place, limit))
    }
    async fn recent_outcomes(&self, each: u32) -> Found<Vec<(u64, Outcome)>> {
        beneath!(self.recent_outcomes(each))
    }
    async fn add_lines_change(&self, change: LinesChange) -> Found<()> {
        beneath!(self.add_lines_change(change))
    }
    async fn lines_changes(&self) -> Found<Vec<LinesChange>> {
        beneath!(self.lines_changes())
    }
    async fn put_site(&self, site: Site) -> Found<()> {
        beneath!(self.put_site(site))
    }
    async fn site(&self, id: &SiteId) -> Found<Option<Site>> {
        beneath!(self.site(id))
    }
    async fn put_visitor(&self, visitor: Visitor) -> Found<()> {
        beneath!(self.put_visitor(visitor))
    }
    async fn visitor_by_token(&self, token_hash: [u8; 32]) -> Found<Option<Visitor>> {
        beneath!(self.visitor_by_token(token_hash))
    }
    async fn put_staff(&self, staff: Staff) -> Found<()> {
        beneath!(self.put_staff(staff))
    }
    async fn staff_by_email(&self, email: &str) -> Found<Option<Staff>> {
        beneath!(self.staff_by_email(email))
    }
    async fn staff(&self, id: StaffId) -> Found<Option<Staff>> {
        beneath!(self.staff(id))
    }
    async fn all_staff(&self) -> Found<Vec<Staff>> {
        beneath!(self.all_staff())
    }
    async fn put_login(&self, login: Login) -> Found<()> {
        beneath!(self.put_login(login))
    }
    async fn login(&self, token_hash: [u8; 32]) -> Found<Option<Login>> {
        beneath!(self.login(token_hash))
    }
    async fn delete_login(&self, token_hash: [u8; 32]) -> Found<()> {
        beneath!(self.delete_login(token_hash))
    }
    async fn delete_ended_logins(&self, now: Timestamp, limit: u32) -> Found<u32> {
        beneath!(self.delete_ended_logins(now, limit))
    }
    async fn delete_logins_of(&self, staff: StaffId) -> Found<()> {
        beneath!(self.delete_logins_of(staff))
    }
    async fn put_policy(&self, term: PolicyTerm) -> Found<()> {
        beneath!(self.put_policy(term))
    }
    async fn policies(&self) -> Found<Vec<PolicyTerm>> {
        beneath!(self.policies())
    }
    async fn put_canned_reply(&self, reply: CannedReply) -> Found<()> {
        beneath!(self.put_canned_reply(reply))
    }
    async fn delete_canned_reply(&self, id: &str) -> Found<()> {
        beneath!(self.delete_canned_reply(id))
    }
    async fn canned_replies(&self) -> Found<Vec<CannedReply>> {
        beneath!(self.canned_replies())
    }
    async fn put_wording_rule(&self, rule: WordingRule) -> Found<()> {
        beneath!(self.put_wording_rule(rule))
    }
    async fn delete_wording_rule(&self, id: &str) -> Found<()> {
        beneath!(self.delete_wording_rule(id))
    }
    async fn wording_rules(&self) -> Found<Vec<WordingRule>> {
        beneath!(self.wording_rules())
    }
    async fn put_audit(&self, line: AuditLine) -> Found<()> {
        beneath!(self.put_audit(line))
    }
    async fn audit(&self, limit: u32) -> Found<Vec<AuditLine>> {
        beneath!(self.audit(limit))
    }
    async fn epoch(&self) -> Found<String> {
        beneath!(self.epoch())
    }
    async fn probe(&self) -> Found<()> {
        beneath!(self.probe())
    }
    /// The process closes its handle; what lies beneath stays.
    async fn close(&self) -> Found<()> {
        Ok(())
    }
}
