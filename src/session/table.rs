//! The table of sessions: by id, and by person. Owns the two indexes and keeps them alike; its lock is never held
//! over anything that waits.

use super::live::{Person, Session};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use uuid::Uuid;

/// A session waits this long for another socket.
pub const CUT_LIFE: Duration = Duration::from_mins(2);
/// Most memory of sessions that wait, in bytes; the oldest make way. Enough for more than 20,000 visitors who each
/// missed a few messages.
pub const CUT_BYTES: usize = 64 * 1024 * 1024;
/// Most sessions of one person; those that wait make way.
pub const MOST_PER_PERSON: usize = 32;

/// All sessions of this process.
#[derive(Default)]
pub(super) struct Table {
    // In an order that stays, so that a simulation repeats itself.
    sessions: BTreeMap<Uuid, Arc<Session>>,
    people: BTreeMap<Person, BTreeSet<Uuid>>,
    /// Sessions in the order in which they were cut; those that have a socket again are passed over.
    cut: VecDeque<(Instant, Uuid)>,
}

impl Table {
    pub(super) fn get(&self, id: Uuid) -> Option<Arc<Session>> {
        self.sessions.get(&id).cloned()
    }

    pub(super) fn insert(&mut self, session: &Arc<Session>) {
        self.people.entry(session.who.person()).or_default().insert(session.id);
        self.sessions.insert(session.id, Arc::clone(session));
    }

    pub(super) fn remove(&mut self, id: Uuid) -> Option<Arc<Session>> {
        let session = self.sessions.remove(&id)?;
        let person = session.who.person();
        if let Some(own) = self.people.get_mut(&person) {
            own.remove(&id);
            if own.is_empty() {
                self.people.remove(&person);
            }
        }
        Some(session)
    }

    /// All sessions of a person.
    pub(super) fn of(&self, person: Person) -> Vec<Arc<Session>> {
        let ids = self.people.get(&person).into_iter().flatten();
        ids.filter_map(|id| self.sessions.get(id)).cloned().collect()
    }

    /// All sessions of the staff.
    pub(super) fn staff(&self) -> Vec<Arc<Session>> {
        let ids = self.people.iter().filter(|(person, _)| matches!(person, Person::Staff(_))).flat_map(|(_, ids)| ids);
        ids.filter_map(|id| self.sessions.get(id)).cloned().collect()
    }

    pub(super) fn all(&self) -> Vec<Arc<Session>> {
        self.sessions.values().cloned().collect()
    }

    /// Notes that a session waits for another socket.
    pub(super) fn note_cut(&mut self, id: Uuid, at: Instant) {
        self.cut.push_back((at, id));
    }

    /// Takes out the sessions that have waited long enough, and the oldest while all that wait keep more than `most`
    /// bytes.
    pub(super) fn expired(&mut self, now: Instant, most: usize) -> Vec<Arc<Session>> {
        let mut expired = Vec::new();
        let mut kept: usize = self.cut.iter().filter_map(|entry| self.still_cut(*entry)).map(|one| one.keeps()).sum();
        while let Some(entry) = self.cut.front().copied() {
            if now.duration_since(entry.0) < CUT_LIFE && kept <= most {
                break;
            }
            self.cut.pop_front();
            if let Some(session) = self.still_cut(entry) {
                kept = kept.saturating_sub(session.keeps());
                self.remove(session.id);
                expired.push(session);
            }
        }
        expired
    }

    /// The session that was cut then and has waited since.
    fn still_cut(&self, (at, id): (Instant, Uuid)) -> Option<Arc<Session>> {
        self.get(id).filter(|session| session.cut_since() == Some(at))
    }

    /// Makes room for one more session of a person: takes out the one that has waited longest, when there are too
    /// many. `Err` when all of them have sockets.
    pub(super) fn make_room(&mut self, person: Person) -> Result<Option<Arc<Session>>, ()> {
        let own = self.of(person);
        if own.len() < MOST_PER_PERSON {
            return Ok(None);
        }
        let waiting = own.iter().filter_map(|session| Some((session.cut_since()?, session.id)));
        let (_, oldest) = waiting.min().ok_or(())?;
        Ok(self.remove(oldest))
    }
}

#[cfg(test)]
#[path = "table_test.rs"]
mod tests;
