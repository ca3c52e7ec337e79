//! Presence of the staff: who has a socket, and takes conversations. Owns what the desk was told last, and tells it of
//! every difference, in order, from one task: a socket that goes and comes at once can never be told the wrong way
//! round.

use crate::auth::Member;
use crate::domain::{Language, Role, StaffId};
use crate::routing::{Desk, DeskNews};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Who is there. Entries stay: there are as many as members of the staff.
#[derive(Default)]
pub(super) struct Presence {
    table: Mutex<BTreeMap<StaffId, Entry>>,
    changed: Notify,
}

struct Entry {
    sockets: u32,
    now: State,
    told: Option<State>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    online: bool,
    name: String,
    email: String,
    capacity: u32,
    available: bool,
    language: Language,
    supervises: bool,
}

impl Presence {
    /// One more socket of a member.
    pub(super) fn joined(&self, member: &Member) {
        {
            let mut table = self.table();
            let entry = table.entry(member.id).or_insert_with(|| Entry {
                sockets: 0,
                now: State {
                    online: false,
                    name: String::new(),
                    email: String::new(),
                    capacity: 0,
                    available: takes_by_default(member),
                    language: member.language,
                    supervises: member.role >= Role::Supervisor,
                },
                told: None,
            });
            entry.sockets += 1;
            entry.now = State {
                online: true,
                name: member.name.clone(),
                email: member.email.clone(),
                capacity: member.capacity,
                available: entry.now.available,
                language: member.language,
                supervises: member.role >= Role::Supervisor,
            };
        }
        self.changed.notify_one();
    }

    /// One socket of a member less.
    pub(super) fn left(&self, staff: StaffId) {
        if let Some(entry) = self.table().get_mut(&staff) {
            entry.sockets = entry.sockets.saturating_sub(1);
            entry.now.online = entry.sockets > 0;
        }
        self.changed.notify_one();
    }

    /// A member takes new conversations, or not.
    pub(super) fn set_available(&self, staff: StaffId, available: bool) {
        if let Some(entry) = self.table().get_mut(&staff) {
            entry.now.available = available;
        }
        self.changed.notify_one();
    }

    /// Whether a member takes new conversations.
    pub(super) fn is_available(&self, member: &Member) -> bool {
        self.table().get(&member.id).map_or(takes_by_default(member), |entry| entry.now.available)
    }

    /// Tells the desk of differences until told to stop.
    pub(super) async fn tell(&self, desk: Desk, stop: CancellationToken) {
        loop {
            while let Some(news) = self.next_news() {
                desk.tell(news).await;
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.changed.notified() => {}
            }
        }
    }

    fn next_news(&self) -> Option<DeskNews> {
        let mut table = self.table();
        let (staff, entry) = table.iter_mut().find(|(_, entry)| entry.told.as_ref() != Some(&entry.now))?;
        entry.told = Some(entry.now.clone());
        let State { online, name, email, capacity, available, language, supervises } = entry.now.clone();
        let staff = *staff;
        Some(if online {
            DeskNews::Online { staff, name, email, capacity, available, language, supervises }
        } else {
            DeskNews::Offline { staff }
        })
    }

    fn table(&self) -> MutexGuard<'_, BTreeMap<StaffId, Entry>> {
        // Counts are changed in single steps.
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Agents are there to take conversations. Supervisors watch the floor, often with the board alone on their screen:
/// an offer would lapse there unseen, so they take conversations only when they say so.
fn takes_by_default(member: &Member) -> bool {
    member.role == Role::Agent
}

#[cfg(test)]
#[path = "presence_test.rs"]
mod tests;
