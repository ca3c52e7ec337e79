//! Fan-out within one process. Owns the table of followers; locks are held only to look up and copy handles.

use super::{Delivery, Frame};
use crate::domain::{ConversationId, StaffId};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// Where a session receives. Implemented by sessions; must never block.
pub trait Outbox: Send + Sync + 'static {
    /// Takes a commit of a followed conversation or of the inbox.
    fn deliver(&self, delivery: &Arc<Delivery>, follow: Follow);
    /// Takes one frame of any other kind (typing, receipts, board, offers).
    fn push(&self, frame: Frame);
    /// The staff member behind the session, if it is one.
    fn staff(&self) -> Option<StaffId>;
}

/// What a session follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Follow {
    /// One conversation, as its visitor sees it.
    AsVisitor(ConversationId),
    /// One conversation, as staff see it.
    AsStaff(ConversationId),
    /// Every conversation's summary.
    Inbox,
    /// Alerts and counts.
    Board,
}

type Followers = HashMap<Uuid, Arc<dyn Outbox>>;

/// The table of followers.
#[derive(Default)]
pub struct Fanout {
    table: Mutex<HashMap<Follow, Followers>>,
    sessions: Mutex<Followers>,
}

impl Fanout {
    /// Makes a session reachable by `push_to_staff`.
    pub fn join(&self, session: Uuid, outbox: Arc<dyn Outbox>) {
        lock(&self.sessions).insert(session, outbox);
    }

    /// Forgets a session and everything it follows.
    pub fn leave(&self, session: Uuid) {
        lock(&self.sessions).remove(&session);
        let mut table = lock(&self.table);
        table.retain(|_, followers| {
            followers.remove(&session);
            !followers.is_empty()
        });
    }

    /// Starts following.
    pub fn follow(&self, session: Uuid, what: Follow, outbox: Arc<dyn Outbox>) {
        lock(&self.table).entry(what).or_default().insert(session, outbox);
    }

    /// Stops following.
    pub fn unfollow(&self, session: Uuid, what: Follow) {
        let mut table = lock(&self.table);
        if let Some(followers) = table.get_mut(&what) {
            followers.remove(&session);
            if followers.is_empty() {
                table.remove(&what);
            }
        }
    }

    /// Hands a commit to everyone it concerns. Called by the conversation's one writer, in order of seq.
    pub fn publish(&self, delivery: &Arc<Delivery>) {
        let conv = delivery.conv;
        for follow in [Follow::AsVisitor(conv), Follow::AsStaff(conv), Follow::Inbox] {
            for outbox in self.followers(follow) {
                outbox.deliver(delivery, follow);
            }
        }
    }

    /// Hands one frame to all followers of a topic, but the sender.
    pub fn push(&self, what: Follow, frame: &Frame, but: Option<Uuid>) {
        let followers: Vec<_> = {
            let table = lock(&self.table);
            let Some(found) = table.get(&what) else { return };
            found.iter().filter(|(id, _)| Some(**id) != but).map(|(_, outbox)| Arc::clone(outbox)).collect()
        };
        for outbox in followers {
            outbox.push(frame.clone());
        }
    }

    /// Hands one frame to every session of one member of the staff.
    pub fn push_to_staff(&self, staff: StaffId, frame: &Frame) {
        let theirs: Vec<_> = lock(&self.sessions).values().filter(|o| o.staff() == Some(staff)).cloned().collect();
        for outbox in theirs {
            outbox.push(frame.clone());
        }
    }

    /// Members of the staff with at least one session.
    pub fn staff_online(&self) -> HashSet<StaffId> {
        lock(&self.sessions).values().filter_map(|o| o.staff()).collect()
    }

    fn followers(&self, what: Follow) -> Vec<Arc<dyn Outbox>> {
        lock(&self.table).get(&what).map(|followers| followers.values().cloned().collect()).unwrap_or_default()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic while holding these locks leaves whole entries: inserting and removing are single steps.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
