//! Presence of the staff: who has a socket, and takes conversations. Owns what the desk was told last, and tells it of
//! every difference, in order, from one task: a socket that goes and comes at once can never be told the wrong way
//! round.
//!
//! Kept: whoever waits until changes are `known` finds them in whatever the desk answers afterwards. Nobody is told that
//! they are there, or take conversations, before the desk is: a colleague could not pass them anything yet.

use crate::auth::Member;
use crate::domain::{Language, Role, StaffId};
use crate::routing::{Desk, DeskNews};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

/// Who is there. Entries stay: there are as many as members of the staff.
#[derive(Default)]
pub(super) struct Presence {
    table: Mutex<Table>,
    changed: Notify,
    /// Changes up to this one lie before the desk.
    known: watch::Sender<Change>,
}

/// A change of presence, by its place in their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Change(u64);

impl Change {
    /// After every change: nobody is told any more, so nobody waits.
    const END: Self = Self(u64::MAX);
}

#[derive(Default)]
struct Table {
    entries: BTreeMap<StaffId, Entry>,
    latest: Change,
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

impl Entry {
    /// What is told of it now.
    fn news(&mut self, staff: StaffId) -> DeskNews {
        self.told = Some(self.now.clone());
        let State { online, name, email, capacity, available, language, supervises } = self.now.clone();
        if online {
            DeskNews::Online { staff, name, email, capacity, available, language, supervises }
        } else {
            DeskNews::Offline { staff }
        }
    }
}

impl Presence {
    /// One more socket of a member.
    pub(super) fn joined(&self, member: &Member) {
        self.change(|entries| {
            let entry = entries.entry(member.id).or_insert_with(|| Entry {
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
        });
    }

    /// One socket of a member less.
    pub(super) fn left(&self, staff: StaffId) {
        self.change(|entries| {
            if let Some(entry) = entries.get_mut(&staff) {
                entry.sockets = entry.sockets.saturating_sub(1);
                entry.now.online = entry.sockets > 0;
            }
        });
    }

    /// A member takes new conversations, or not.
    pub(super) fn set_available(&self, staff: StaffId, available: bool) {
        self.change(|entries| {
            if let Some(entry) = entries.get_mut(&staff) {
                entry.now.available = available;
            }
        });
    }

    /// Waits until the desk has heard of every change so far, or hears of none any more.
    pub(super) async fn known(&self) {
        let change = self.table().latest;
        let mut known = self.known.subscribe();
        // The sender is ours: it cannot be gone.
        let _ = known.wait_for(|known| *known >= change).await;
    }

    fn change(&self, what: impl FnOnce(&mut BTreeMap<StaffId, Entry>)) {
        {
            let mut table = self.table();
            what(&mut table.entries);
            table.latest.0 += 1;
        }
        self.changed.notify_one();
    }

    /// Whether a member takes new conversations.
    pub(super) fn is_available(&self, member: &Member) -> bool {
        self.table().entries.get(&member.id).map_or(takes_by_default(member), |entry| entry.now.available)
    }

    /// Tells the desk of differences until told to stop.
    pub(super) async fn tell(&self, desk: Desk, stop: CancellationToken) {
        loop {
            let (news, latest) = self.news();
            for news in news {
                desk.tell(news).await;
            }
            self.known.send_replace(latest);
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.changed.notified() => {}
            }
        }
        self.known.send_replace(Change::END);
    }

    /// What the desk has not been told, and the change that it knows everything up to afterwards.
    fn news(&self) -> (Vec<DeskNews>, Change) {
        let mut table = self.table();
        let latest = table.latest;
        let untold = table.entries.iter_mut().filter(|(_, entry)| entry.told.as_ref() != Some(&entry.now));
        (untold.map(|(staff, entry)| entry.news(*staff)).collect(), latest)
    }

    fn table(&self) -> MutexGuard<'_, Table> {
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
