//! Who of the staff is there. Pure: time is an argument, counted from the desk's start.
//!
//! Owns presence, capacity and the grace of those whose connection is lost. Knows also those who were never seen but
//! hold conversations, as after a restart: they get the same grace to come back.

use super::rules::Profile;
use crate::domain::{Language, StaffId};
use std::collections::BTreeMap;
use std::time::Duration;

/// What an absent member holds is asked back again this often, until their conversations say that it is done.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// A member as their sockets say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Display name.
    pub name: String,
    /// Conversations at once.
    pub capacity: u32,
    /// Takes new ones.
    pub available: bool,
    /// Their language, where known.
    pub language: Option<Language>,
    /// Is called when an alert waits for too long.
    pub supervises: bool,
    /// What they can do.
    pub profile: Profile,
}

#[derive(Debug)]
struct Entry {
    member: Member,
    away: Option<Away>,
}

#[derive(Debug, Clone, Copy)]
struct Away {
    since: Duration,
    asked: Option<Duration>,
}

/// Everybody known.
#[derive(Debug, Default)]
pub struct Members(BTreeMap<StaffId, Entry>);

impl Members {
    /// There, with these settings.
    pub fn online(&mut self, staff: StaffId, member: Member) {
        self.0.insert(staff, Entry { member, away: None });
    }

    /// What they can do is another thing from now on.
    pub fn turn(&mut self, staff: StaffId, profile: Profile) {
        if let Some(entry) = self.0.get_mut(&staff) {
            entry.member.profile = profile;
        }
    }

    /// Their last socket is gone.
    pub fn offline(&mut self, staff: StaffId, now: Duration) {
        if let Some(entry) = self.0.get_mut(&staff) {
            entry.away.get_or_insert(Away { since: now, asked: None });
        }
    }

    /// A conversation names somebody, who may never have been seen.
    pub fn mention(&mut self, staff: StaffId, name: &str, now: Duration) {
        self.0.entry(staff).or_insert_with(|| Entry {
            member: Member {
                name: name.to_owned(),
                capacity: 0,
                available: false,
                language: None,
                supervises: false,
                profile: Profile::default(),
            },
            away: Some(Away { since: now, asked: None }),
        });
    }

    /// Whether they have no socket.
    #[must_use]
    pub fn is_away(&self, staff: StaffId) -> bool {
        self.0.get(&staff).is_none_or(|entry| entry.away.is_some())
    }

    /// Whether they take new conversations now, capacity aside.
    #[must_use]
    pub fn takes(&self, staff: StaffId) -> bool {
        self.0.get(&staff).is_some_and(|entry| entry.away.is_none() && entry.member.available)
    }

    /// Supervisors who are there and take no conversations.
    pub fn on_call(&self) -> impl Iterator<Item = (StaffId, &Member)> {
        let there = self.0.iter().filter(|(_, entry)| entry.away.is_none());
        let idle = there.filter(|(_, entry)| entry.member.supervises && !entry.member.available);
        idle.map(|(staff, entry)| (*staff, &entry.member))
    }

    /// Settings of one.
    #[must_use]
    pub fn get(&self, staff: StaffId) -> Option<&Member> {
        self.0.get(&staff).map(|entry| &entry.member)
    }

    /// Everybody known.
    pub fn all(&self) -> impl Iterator<Item = (StaffId, &Member)> {
        self.0.iter().map(|(staff, entry)| (*staff, &entry.member))
    }

    /// Supervisors who are there, in an order that stays.
    pub fn on_duty(&self) -> impl Iterator<Item = (StaffId, &str)> {
        let there = self.0.iter().filter(|(_, entry)| entry.away.is_none() && entry.member.supervises);
        there.map(|(staff, entry)| (*staff, entry.member.name.as_str()))
    }

    /// Those who have been away for longer than `grace`; each again every few seconds, in case asking was in vain.
    pub fn lost(&mut self, grace: Duration, now: Duration) -> Vec<StaffId> {
        let mut lost = Vec::new();
        for (staff, entry) in &mut self.0 {
            let Some(away) = &mut entry.away else { continue };
            let is_lost = now.saturating_sub(away.since) >= grace;
            let is_due = away.asked.is_none_or(|asked| now.saturating_sub(asked) >= ASK_AGAIN);
            if is_lost && is_due {
                away.asked = Some(now);
                lost.push(*staff);
            }
        }
        lost
    }
}
