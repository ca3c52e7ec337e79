//! All sessions of this process: from `hello` to the end.
//!
//! Owns their table, presence of the staff, what revocation and draining do to them, and how long a cut session waits
//! for its client. Kept: whatever ends a login ends its sockets within a second; a session is only resumed by the
//! person it belongs to.

use super::live::{Ending, Link, Session, Who};
use super::presence::Presence;
use super::site_book::SiteBook;
use super::table::{CUT_BYTES, Table};
use crate::auth::{Auth, Revoked, StaffSession, origin::Own};
use crate::clock::SharedClock;
use crate::conversation::Registry;
use crate::domain::{Timestamp, VisitorId};
use crate::fanout::{Fanout, Follow};
use crate::protocol::files::FileRules;
use crate::protocol::server::DistressResources;
use crate::protocol::{CloseCode, Code};
use crate::routing::Desk;
use crate::routing::segments::Segments;
use crate::store::{Store, StoreError};
use crate::triage::Triage;
use crate::wording;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{OnceCell, broadcast};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tokio_util::task::task_tracker::TaskTrackerToken;

/// How often cut sessions are looked at.
const SWEEP: Duration = Duration::from_secs(5);
/// Visitors who open a conversation at the same time wait for each other in so many lanes.
const LANES: usize = 64;
/// Sockets are closed in so many slices when the server goes away.
const SLICES: u32 = 20;
/// Few sockets need no spreading: at most this long for each.
const PER_SOCKET: Duration = Duration::from_millis(5);

/// What sessions work with.
pub struct Parts {
    /// Truth.
    pub store: Arc<dyn Store>,
    /// Conversations.
    pub registry: Arc<Registry>,
    /// Delivery.
    pub fanout: Arc<Fanout>,
    /// Proofs.
    pub auth: Arc<Auth>,
    /// Hears who of the staff is there.
    pub desk: Desk,
    /// For its status alone.
    pub triage: Triage,
    /// Words that staff should not send.
    pub wording: Arc<wording::Book>,
    /// Kinds of customers.
    pub segments: Segments,
    /// Time.
    pub clock: SharedClock,
    /// How the server is reached.
    pub own: Own,
    /// What staff are told of help for customers in distress.
    pub resources: DistressResources,
    /// The site; what its visitors are asked before their first message.
    pub site: Arc<SiteBook>,
    /// Which files may be sent; none where the server takes none.
    pub files: Option<FileRules>,
    /// Most conversations that a visitor may have open at once.
    pub most_open: usize,
    /// Accepts sockets without an Origin, which browsers always send.
    pub allow_missing_origin: bool,
    /// Heartbeat of both sides.
    pub heartbeat: Duration,
    /// Cancelled once the server is on its way out: nobody is let in any more.
    pub draining: CancellationToken,
    /// Where its tasks run.
    pub tasks: TaskTracker,
}

/// All sessions.
pub struct Sessions {
    pub(super) parts: Parts,
    pub(super) presence: Presence,
    table: Mutex<Table>,
    lanes: [tokio::sync::Mutex<()>; LANES],
    epoch: OnceCell<String>,
    stop: CancellationToken,
}

impl Sessions {
    /// Starts with nobody there. Its tasks end with `drain`.
    #[must_use]
    pub fn start(parts: Parts) -> Arc<Self> {
        let tasks = parts.tasks.clone();
        let (desk, revocations) = (parts.desk.clone(), parts.auth.revocations());
        let sessions = Arc::new(Self {
            parts,
            presence: Presence::default(),
            table: Mutex::default(),
            lanes: std::array::from_fn(|_| tokio::sync::Mutex::default()),
            epoch: OnceCell::new(),
            stop: CancellationToken::new(),
        });
        let (sweeper, teller, watcher) = (Arc::clone(&sessions), Arc::clone(&sessions), Arc::clone(&sessions));
        tasks.spawn(async move { sweeper.sweep().await });
        tasks.spawn(async move { teller.presence.tell(desk, teller.stop.clone()).await });
        tasks.spawn(async move { watcher.watch(revocations).await });
        sessions
    }

    /// Closes every socket, in slices spread over at most `within`, each told when to come back; then ends. Nobody is
    /// let in from `Parts::draining` on, which should be cancelled before.
    pub async fn drain(&self, within: Duration) {
        let all = self.table().all();
        let few = PER_SOCKET.saturating_mul(u32::try_from(all.len()).unwrap_or(u32::MAX));
        let within = within.min(few);
        let per_slice = all.len().div_ceil(SLICES as usize).max(1);
        for slice in all.chunks(per_slice) {
            for session in slice {
                session.end(draining(session));
            }
            tokio::time::sleep(within / SLICES).await;
        }
        // Whoever slipped in meanwhile.
        for session in self.table().all() {
            session.end(draining(&session));
        }
        self.stop.cancel();
    }

    /// Whether nobody is let in any more.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.parts.draining.is_cancelled()
    }

    /// Now, by the server's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// Held by whatever a shutdown must wait for.
    pub fn task_token(&self) -> TaskTrackerToken {
        self.parts.tasks.token()
    }

    pub(super) fn table(&self) -> MutexGuard<'_, Table> {
        // Both indexes are changed together, in steps that cannot fail.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a session known. `Err`: this person has too many.
    pub(super) fn enter(&self, session: &Arc<Session>) -> Result<(), ()> {
        let gone = {
            let mut table = self.table();
            let gone = table.make_room(session.who.person())?;
            table.insert(session);
            gone
        };
        if let Some(gone) = gone {
            self.parts.fanout.leave(gone.id);
        }
        self.parts.fanout.join(session.id, Arc::clone(session) as _);
        Ok(())
    }

    /// Forgets a session: it cannot be resumed, and hears nothing more.
    pub(super) fn forget(&self, session: &Session) {
        self.table().remove(session.id);
        self.parts.fanout.leave(session.id);
    }

    pub(super) fn follow(&self, session: &Arc<Session>, what: Follow) {
        self.parts.fanout.follow(session.id, what, Arc::clone(session) as _);
    }

    /// A socket of this session is gone.
    pub(super) fn detach(&self, session: &Session, link: &Arc<Link>, ending: &Ending) {
        if let Who::Staff(staff) = &session.who {
            self.presence.left(staff.member.id);
        }
        if !session.disconnect(link) {
            return;
        }
        if !ending.resumable {
            self.forget(session);
        } else if let Some(since) = session.cut_since() {
            self.table().note_cut(session.id, since);
        }
    }

    /// Names this database's line of history.
    pub(super) async fn epoch(&self) -> Result<String, StoreError> {
        self.epoch.get_or_try_init(|| self.parts.store.epoch()).await.cloned()
    }

    /// Two tabs of one visitor open a conversation one after the other, so that they find the same one.
    pub(super) async fn lane(&self, visitor: VisitorId) -> tokio::sync::MutexGuard<'_, ()> {
        let lane = visitor.0.as_u128() % LANES as u128;
        self.lanes[usize::try_from(lane).unwrap_or(0)].lock().await
    }

    fn end_all(&self, sessions: Vec<Arc<Session>>) {
        for session in sessions {
            session.end(Ending::because(CloseCode::SessionEnded, Code::SessionEnded));
            self.forget(&session);
        }
    }

    async fn sweep(&self) {
        let mut ticks = tokio::time::interval(SWEEP);
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return,
                _ = ticks.tick() => {}
            }
            let expired = self.table().expired(Instant::now(), CUT_BYTES);
            for session in expired {
                self.parts.fanout.leave(session.id);
            }
        }
    }

    async fn watch(&self, mut revocations: broadcast::Receiver<Revoked>) {
        loop {
            let news = tokio::select! {
                () = self.stop.cancelled() => return,
                news = revocations.recv() => news,
            };
            match news {
                Ok(revoked) => {
                    self.end_all(
                        self.staff_sessions().filter(|(_, proof)| revoked.ends(proof)).map(|(s, _)| s).collect(),
                    );
                }
                Err(RecvError::Lagged(_)) => self.prove_again().await,
                Err(RecvError::Closed) => return,
            }
        }
    }

    /// Some revocations were missed: ask for each proof whether it still holds.
    async fn prove_again(&self) {
        for (session, proof) in self.staff_sessions() {
            if self.parts.auth.still_valid(&proof).await.is_err() {
                self.end_all(vec![session]);
            }
        }
    }

    fn staff_sessions(&self) -> impl Iterator<Item = (Arc<Session>, StaffSession)> + use<> {
        self.table().staff().into_iter().filter_map(|session| match &session.who {
            Who::Staff(proof) => {
                let proof = proof.clone();
                Some((session, proof))
            }
            Who::Visitor(_) => None,
        })
    }
}

/// Clients come back spread over some seconds: the id is as good as a die.
fn draining(session: &Session) -> Ending {
    let spread = u64::try_from(session.id.as_u128() % 4_500).unwrap_or(0);
    Ending::because(CloseCode::Draining, Code::Draining).retry_after(Duration::from_millis(500 + spread))
}
