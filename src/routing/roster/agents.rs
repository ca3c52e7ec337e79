//! Agents as the roster sees them: for the choice of one, and for counting. Pure reading; changes nothing.

use super::{Open, Roster};
use crate::domain::{ConversationId, PhaseName, StaffId, Stage, Timestamp};
use crate::routing::assign::Agent;
use crate::routing::forecast::forecast;
use crate::routing::holds::Hold;
use crate::routing::ladder::is_at_the_top;
use crate::routing::members::Member;
use crate::routing::moment::Moment;
use crate::routing::pace::Pace;
use crate::routing::queue::Ticket;
use crate::routing::rules::HOT;
use std::collections::HashMap;
use std::time::Duration;

impl Open {
    /// Whether it stands otherwise than before: a message in it alone moves neither the queue nor anybody's load.
    pub(super) fn differs(&self, before: &Self) -> bool {
        let since = if self.phase.has_ticket() { before.since } else { self.since };
        *self != Self { since, ..*before }
    }

    /// Who holds the floor, if that is an agent.
    pub(super) fn holder(&self) -> Option<StaffId> {
        self.agent.filter(|_| self.phase == PhaseName::WithAgent)
    }

    /// Before whom it lies, and who has not answered yet.
    pub(super) fn offered_to(&self) -> Option<StaffId> {
        self.agent.filter(|_| self.phase == PhaseName::HandingOff).or(self.passing)
    }

    /// Whose load it is.
    pub(super) fn whose(&self) -> impl Iterator<Item = StaffId> + use<> {
        self.agent.into_iter().chain(self.passing)
    }
}

impl Roster {
    /// Agents who take conversations now, with their load and how hot it is.
    pub(super) fn present(&self, now: Duration) -> Vec<Agent> {
        let coming = self.coming();
        let there = self.members.all().filter(|(staff, _)| self.members.takes(*staff));
        there.map(|(staff, member)| self.agent(staff, member, coming.get(&staff), now)).collect()
    }

    /// Supervisors who are there and take no conversations, in the same terms.
    pub(super) fn on_call(&self, now: Duration) -> Vec<Agent> {
        let coming = self.coming();
        let agents = self.members.on_call().map(|(staff, member)| self.agent(staff, member, coming.get(&staff), now));
        agents.map(|agent| Agent { on_call: true, ..agent }).collect()
    }

    /// Whether anybody has places for conversations and takes them now, within their hours.
    #[must_use]
    pub fn is_anybody_there(&self) -> bool {
        self.members.all().any(|(staff, member)| self.takes_any(staff, member))
    }

    /// Whether somebody has places and is offered whoever waits.
    pub(in crate::routing) fn takes_any(&self, staff: StaffId, member: &Member) -> bool {
        let is_at_work = self.offering.is_open_to(member.profile.calendar);
        member.capacity > 0 && is_at_work && self.members.takes(staff)
    }

    /// Everybody who waits, first is next, with how long it will most likely take, at most. Whoever is being offered to
    /// somebody has only their answer to wait for.
    #[must_use]
    pub fn waits(&self, pace: &Pace, now: Moment) -> Vec<(Ticket, Option<Duration>)> {
        let tickets = self.tickets(now.wall);
        let queued: Vec<Ticket> = tickets.iter().filter(|ticket| !self.is_offered(ticket.conv)).copied().collect();
        let agents = self.present(now.steady);
        let mut waits = forecast(&queued, &agents, self, (&self.rules, pace, now.wall)).into_iter();
        let wait = |ticket: Ticket| {
            let offered = self.is_offered(ticket.conv);
            (ticket, if offered { Some(pace.answer()) } else { waits.next().flatten() })
        };
        tickets.into_iter().map(wait).collect()
    }

    /// Those who wait, offered or not, and for whom no rule calls for anybody more; but for those whom the hour holds
    /// back, or who are kept for a team.
    pub(in crate::routing) fn unanswered(&self, now: Timestamp) -> impl Iterator<Item = Ticket> {
        let tickets = self.open.iter().filter(|(_, open)| open.phase.has_ticket());
        let tickets = tickets.filter_map(|(conv, _)| self.ticket(*conv));
        let is_held = |ticket: &Ticket| ticket.kept || !self.offering.lets(ticket);
        tickets.filter(move |ticket| !is_held(ticket) && is_at_the_top(ticket, &self.rules, now))
    }

    /// What it is kept for now, if it is.
    pub(super) fn hold_of(&self, open: &Open) -> Option<Hold> {
        let team = open.awaits.filter(|_| open.phase.has_ticket())?;
        self.keeps.iter().find(|hold| hold.skill == team).copied()
    }

    /// Until when a conversation is kept for the team it was passed to.
    pub(in crate::routing) fn kept_until(&self, conv: ConversationId) -> Option<Timestamp> {
        self.hold_of(self.open.get(&conv)?)?.opens_at
    }

    /// Teams that are closed and that conversations are kept for, with when each opens and how many wait for it.
    pub(in crate::routing) fn kept(&self) -> impl Iterator<Item = (String, Timestamp, u32)> {
        let waiting = |hold: &Hold| self.open.values().filter(|open| self.hold_of(open).as_ref() == Some(hold)).count();
        self.keeps.iter().filter_map(move |hold| {
            let count = u32::try_from(waiting(hold)).unwrap_or(u32::MAX);
            Some((self.rules.topics.name(hold.skill)?, hold.opens_at?, count)).filter(|(.., count)| *count > 0)
        })
    }

    /// Conversations that lie before an agent, since when they wait, and whether in distress.
    pub(in crate::routing) fn handing_off(&self) -> impl Iterator<Item = (ConversationId, Timestamp, bool)> {
        let offered = self.open.iter().filter(|(_, open)| open.phase == PhaseName::HandingOff);
        offered.map(|(conv, open)| (*conv, open.since, open.in_distress))
    }

    /// Display name of a member.
    pub(in crate::routing) fn name(&self, staff: StaffId) -> Option<&str> {
        self.members.get(staff).map(|member| member.name.as_str())
    }

    fn agent(&self, staff: StaffId, member: &Member, coming: Option<&Vec<Stage>>, now: Duration) -> Agent {
        let stages = || self.stages_of(staff).chain(coming.into_iter().flatten().copied());
        Agent {
            staff,
            load: count(stages()),
            capacity: member.capacity,
            language: member.language,
            profile: member.profile.clone(),
            hot: count(stages().filter(|stage| *stage >= HOT)),
            anger: stages().map(|stage| stage as u32).sum(),
            rests: self.strain.rests(staff, self.rules.rest, now),
            on_call: false,
            off_hours: !self.offering.is_open_to(member.profile.calendar),
        }
    }

    /// Stages of the conversations that are offered and not confirmed, by agent.
    fn coming(&self) -> HashMap<StaffId, Vec<Stage>> {
        let mut coming = HashMap::<StaffId, Vec<Stage>>::new();
        for (conv, to) in self.offers.posted() {
            coming.entry(to).or_default().push(self.open.get(&conv).map_or(Stage::Calm, |open| open.stage));
        }
        coming
    }

    fn stages_of(&self, staff: StaffId) -> impl Iterator<Item = Stage> {
        let theirs = self.theirs.get(&staff).into_iter().flatten();
        theirs.filter_map(|conv| self.open.get(conv)).map(|open| open.stage)
    }

    /// Everybody known, for counting: settings, whether they are there, offers on their way, and what they hold.
    pub(in crate::routing) fn all_members(&self) -> impl Iterator<Item = (StaffId, &Member, bool, u32, Vec<Stage>)> {
        let coming = self.offers.on_their_way();
        self.members.all().map(move |(staff, member)| {
            let on_their_way = coming.get(&staff).copied().unwrap_or_default();
            (staff, member, !self.members.is_away(staff), on_their_way, self.stages_of(staff).collect())
        })
    }
}

fn count(stages: impl Iterator<Item = Stage>) -> u32 {
    u32::try_from(stages.count()).unwrap_or(u32::MAX)
}
