//! Who a conversation can be passed to, as the desk knows it now. Pure reading of the roster.

use super::calendars::Calendars;
use super::roster::Roster;
use crate::domain::{Language, StaffId, Timestamp};

/// A member of the staff who is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Who.
    pub staff: StaffId,
    /// Display name.
    pub name: String,
    /// Takes new conversations.
    pub available: bool,
    /// Conversations held, offered, or on their way to them.
    pub load: u32,
    /// At most.
    pub capacity: u32,
    /// What they can do, by names of topics.
    pub skills: Vec<String>,
    /// What they answer in; empty where nothing is said about it.
    pub languages: Vec<Language>,
}

/// Everybody who is there, by name, and every team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleagues {
    /// People.
    pub people: Vec<Colleague>,
    /// Skills that conversations can wait for, in the operator's order.
    pub teams: Vec<String>,
    /// Those of the teams whom nobody answers for now.
    pub closed: Vec<ClosedTeam>,
}

/// A team whose hours are over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedTeam {
    /// Which.
    pub team: String,
    /// When it opens; absent where no opening is known.
    pub opens_at: Option<Timestamp>,
    /// What is passed to it is kept for it until then.
    pub keeps: bool,
}

/// Those of a team who take conversations and have room for one, the freest first.
#[must_use]
pub fn free_in(people: Vec<Colleague>, team: &str) -> Vec<Colleague> {
    let is_free = |one: &Colleague| one.available && one.load < one.capacity;
    let has_skill = |one: &Colleague| one.skills.iter().any(|skill| skill == team);
    let mut free: Vec<Colleague> = people.into_iter().filter(|one| is_free(one) && has_skill(one)).collect();
    // Stable: by name where they are as free.
    free.sort_by_key(|one| std::cmp::Reverse(one.capacity - one.load));
    free
}

impl Roster {
    /// Who is there, with their load, and which teams there are; which of them are closed is `closed_teams`.
    #[must_use]
    pub fn colleagues(&self) -> Colleagues {
        let topics = &self.rules().topics;
        let there = self.all_members().filter(|(_, _, is_there, ..)| *is_there);
        let mut people: Vec<Colleague> = there
            .map(|(staff, member, _, on_their_way, stages)| Colleague {
                staff,
                name: member.name.clone(),
                available: member.available,
                load: u32::try_from(stages.len()).unwrap_or(u32::MAX).saturating_add(on_their_way),
                capacity: member.capacity,
                skills: member.profile.skills.iter().filter_map(|skill| topics.name(*skill)).collect(),
                languages: member.profile.languages.clone(),
            })
            .collect();
        people.sort_by(|a, b| (&a.name, a.staff).cmp(&(&b.name, b.staff)));
        Colleagues { people, teams: topics.names(), closed: Vec::new() }
    }

    /// Teams that are closed, in the operator's order: everybody who is said to have the skill has hours that are over,
    /// and none of them takes conversations all the same.
    #[must_use]
    pub fn closed_teams(&self, calendars: &Calendars, now: Timestamp) -> Vec<ClosedTeam> {
        let rules = self.rules();
        let is_answered = |skill: u8| {
            let mut there = self.all_members().filter(|(_, member, ..)| member.profile.skills.contains(&skill));
            there.any(|(staff, member, ..)| self.takes_any(staff, member))
        };
        let closed = |(name, skill): (String, u8)| {
            let those = rules.profiles.values().filter(|profile| profile.skills.contains(&skill));
            let opens_at = calendars.closed_until(those.map(|profile| profile.calendar), now)?.opens_at;
            let keeps = opens_at.is_some() && rules.topics.is_kept(skill);
            (!is_answered(skill)).then_some(ClosedTeam { team: name, opens_at, keeps })
        };
        rules.topics.names().into_iter().zip(0..).filter_map(closed).collect()
    }
}
