//! Fan-out within one process. Owns the table of followers; its lock is held only to look up and copy handles.
//!
//! Publishing costs what the followers of that conversation cost, leaving what the leaver followed: nothing here
//! grows with the number of sessions.

use super::{Audience, Delivery, Frame};
use crate::domain::{ConversationId, StaffId};
use litemap::LiteMap;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// Where a session receives. Implemented by sessions; must never block.
pub trait Outbox: Send + Sync + 'static {
    /// Takes a commit of a followed conversation, of the inbox or of the board.
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

impl Follow {
    /// As whom a follower reads a delivery.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::AsVisitor(_) => Audience::Visitor,
            Self::AsStaff(_) => Audience::Staff,
            Self::Inbox => Audience::Inbox,
            Self::Board => Audience::Board,
        }
    }
}

/// In an order that stays, so that a simulation repeats itself.
type Followers = LiteMap<Uuid, Arc<dyn Outbox>>;

#[derive(Default)]
struct Table {
    followers: HashMap<Follow, Followers>,
    /// The same, seen from the sessions.
    follows: HashMap<Uuid, Vec<Follow>>,
    /// Sessions of each member of the staff.
    staff: HashMap<StaffId, Followers>,
    /// The same, seen from the sessions.
    members: HashMap<Uuid, StaffId>,
}

/// The table of followers.
#[derive(Default)]
pub struct Fanout {
    table: Mutex<Table>,
}

impl Fanout {
    /// Makes a session reachable by `push_to_staff`.
    pub fn join(&self, session: Uuid, outbox: Arc<dyn Outbox>) {
        if let Some(staff) = outbox.staff() {
            let mut table = self.table();
            table.members.insert(session, staff);
            table.staff.entry(staff).or_default().insert(session, outbox);
        }
    }

    /// Forgets a session and everything it follows.
    pub fn leave(&self, session: Uuid) {
        let mut table = self.table();
        for what in table.follows.remove(&session).unwrap_or_default() {
            remove(&mut table.followers, what, session);
        }
        if let Some(staff) = table.members.remove(&session) {
            remove(&mut table.staff, staff, session);
        }
    }

    /// Starts following.
    pub fn follow(&self, session: Uuid, what: Follow, outbox: Arc<dyn Outbox>) {
        let mut table = self.table();
        let own = table.follows.entry(session).or_default();
        if !own.contains(&what) {
            own.push(what);
        }
        table.followers.entry(what).or_default().insert(session, outbox);
    }

    /// Stops following.
    pub fn unfollow(&self, session: Uuid, what: Follow) {
        let mut table = self.table();
        remove(&mut table.followers, what, session);
        if let Entry::Occupied(mut own) = table.follows.entry(session) {
            own.get_mut().retain(|other| *other != what);
            if own.get().is_empty() {
                own.remove();
            }
        }
    }

    /// How much a session follows.
    #[must_use]
    pub fn follows(&self, session: Uuid) -> usize {
        self.table().follows.get(&session).map_or(0, Vec::len)
    }

    /// Hands a commit to everyone it concerns. Called by the conversation's one writer, in order of seq.
    pub fn publish(&self, delivery: &Arc<Delivery>) {
        let conv = delivery.conv;
        for (outbox, what) in self.readers(conv) {
            outbox.deliver(delivery, what);
        }
        for (agent, offer) in delivery.offers() {
            self.push_to_staff(agent, &offer);
        }
        for (supervisor, call) in delivery.calls() {
            self.call(supervisor, &call);
        }
    }

    /// Hands an alert to every session of a supervisor that has not heard of it by following the board.
    fn call(&self, supervisor: StaffId, frame: &Frame) {
        let theirs = {
            let table = self.table();
            let on_the_board = table.followers.get(&Follow::Board);
            let mut theirs = table.staff.get(&supervisor).map(handles).unwrap_or_default();
            theirs.retain(|(session, _)| !on_the_board.is_some_and(|followers| followers.contains_key(session)));
            theirs
        };
        for (_, outbox) in theirs {
            outbox.push(frame.clone());
        }
    }

    /// Hands one frame to all followers of a topic, but the sender.
    pub fn push(&self, what: Follow, frame: &Frame, but: Option<Uuid>) {
        for (session, outbox) in self.followers(what) {
            if Some(session) != but {
                outbox.push(frame.clone());
            }
        }
    }

    /// Hands one frame to every session of one member of the staff.
    pub fn push_to_staff(&self, staff: StaffId, frame: &Frame) {
        let theirs = self.table().staff.get(&staff).map(handles).unwrap_or_default();
        for (_, outbox) in theirs {
            outbox.push(frame.clone());
        }
    }

    /// Members of the staff with at least one session, connected or cut a moment ago.
    #[must_use]
    pub fn staff_online(&self) -> HashSet<StaffId> {
        self.table().staff.keys().copied().collect()
    }

    /// Whoever a commit of this conversation goes to, under one look at the table.
    fn readers(&self, conv: ConversationId) -> Vec<(Arc<dyn Outbox>, Follow)> {
        let table = self.table();
        let mut readers = Vec::new();
        for what in [Follow::AsVisitor(conv), Follow::AsStaff(conv), Follow::Inbox, Follow::Board] {
            let theirs = table.followers.get(&what).into_iter().flat_map(LiteMap::values);
            readers.extend(theirs.map(|outbox| (Arc::clone(outbox), what)));
        }
        readers
    }

    fn followers(&self, what: Follow) -> Vec<(Uuid, Arc<dyn Outbox>)> {
        self.table().followers.get(&what).map(handles).unwrap_or_default()
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        // Every change is a few whole steps over maps; a panic between them loses at most a follower.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn handles(followers: &Followers) -> Vec<(Uuid, Arc<dyn Outbox>)> {
    followers.iter().map(|(session, outbox)| (*session, Arc::clone(outbox))).collect()
}

/// Takes a session off one list, and the list away with its last entry.
fn remove<K: std::hash::Hash + Eq>(lists: &mut HashMap<K, Followers>, key: K, session: Uuid) {
    if let Entry::Occupied(mut list) = lists.entry(key) {
        list.get_mut().remove(&session);
        if list.get().is_empty() {
            list.remove();
        }
    }
}

#[cfg(test)]
#[path = "local_test.rs"]
mod tests;
