//! Which waiting conversation goes to which agent. Pure.
//!
//! Keeps: an agent never gets more than their capacity (R1), and no ticket is left while an agent who fits is free
//! (R2). An agent fits
//! - whose hours are not over, but for somebody in distress, who is offered to everybody;
//! - who has the skill, if it is kept for those who do (`holds`): nobody else, however long it waits;
//! - who has not just let the conversation pass; when everybody there has, the round begins anew with the one who did
//!   so first;
//! - whom nobody there excels in what the conversation needs (topic, language, tier), until it has waited for
//!   `Rules::patience`: then whoever is free will do;
//! - who has fewer hot conversations than `Rules::hot_chats`, if this one is hot; personal distress, and a wait that
//!   has reached `Rules::bound`, go before that limit.
//!
//! Whoever has waited for a rung of the ladder (`ladder`) waits for no skill, goes to seniors first and before their
//! limits, and on the last rung to supervisors who take no conversations otherwise, once a minute at most.
//!
//! Among those who fit: whoever lacks least, then the previous owner, then whoever has rested if it is hot, then
//! whoever speaks the visitor's language, then the least loaded, where anger counts as load.

use super::ladder::{Rung, rung};
use super::offers::PASS;
use super::queue::{Ticket, is_urgent};
use super::rules::{HOT, Profile, Rules, SENIOR};
use crate::domain::{ConversationId, Language, StaffId, Stage, Timestamp};
use std::cmp::Reverse;
use std::time::Duration;

/// An agent as the choice sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Who.
    pub staff: StaffId,
    /// Conversations held, offered, or on their way to them.
    pub load: u32,
    /// At most.
    pub capacity: u32,
    /// Language of their screen, where known.
    pub language: Option<Language>,
    /// What they can do.
    pub profile: Profile,
    /// Hot conversations among their load.
    pub hot: u32,
    /// Stages of all their conversations, added up.
    pub anger: u32,
    /// A hot conversation of theirs has just ended.
    pub rests: bool,
    /// A supervisor who takes no conversations: asked only for those on the last rung of the ladder.
    pub on_call: bool,
    /// Their hours are over: asked only for those in distress.
    pub off_hours: bool,
}

impl Agent {
    /// How many more they can take.
    #[must_use]
    pub const fn room(&self) -> u32 {
        self.capacity.saturating_sub(self.load)
    }

    /// How many of the things that a conversation needs they lack.
    fn lacks(&self, ticket: &Ticket, rules: &Rules) -> u8 {
        let skill = self.is_skilled_for(ticket);
        let language = self.profile.languages.is_empty() || self.profile.languages.contains(&ticket.language);
        let tier = self.profile.tier >= rules.tier(ticket.stage);
        [skill, language, tier].into_iter().map(|has| u8::from(!has)).sum()
    }

    fn is_skilled_for(&self, ticket: &Ticket) -> bool {
        ticket.topic.is_none_or(|topic| self.profile.skills.contains(&topic))
    }

    fn speaks(&self, language: Language) -> bool {
        self.language == Some(language) || self.profile.languages.contains(&language)
    }

    fn take(&mut self, stage: Stage) {
        self.load += 1;
        self.hot += u32::from(stage >= HOT);
        self.anger += stage as u32;
    }
}

/// What is known of a pair.
pub trait Past {
    /// When the agent let it pass, if that was a short while ago.
    fn passed(&self, conv: ConversationId, staff: StaffId) -> Option<Duration>;
}

/// Pairs to offer now. `tickets` in order of the queue; `agents` are all who are online and available, also those
/// without room: a conversation waits for them rather than going back at once to somebody who let it pass.
#[must_use]
pub fn assign(
    tickets: &[Ticket],
    mut agents: Vec<Agent>,
    past: &impl Past,
    (rules, now): (&Rules, Timestamp),
) -> Vec<(ConversationId, StaffId)> {
    let is_for_all = |agent: &Agent| !agent.on_call && !agent.off_hours;
    let mut room: u64 = agents.iter().filter(|agent| is_for_all(agent)).map(|agent| u64::from(agent.room())).sum();
    let is_somebody_else_there = agents.iter().any(|agent| !is_for_all(agent));
    let mut pairs = Vec::new();
    for ticket in tickets {
        if room == 0 && !is_somebody_else_there {
            break;
        }
        let rung = rung(ticket, rules, now);
        let may_take_the_last = rung > Rung::Queue || is_urgent(ticket, rules, now);
        if room <= u64::from(rules.express_places) && !may_take_the_last {
            continue;
        }
        let Some(agent) = Choice::new(ticket, past, (rules, now)).choose(&mut agents) else { continue };
        agent.take(ticket.stage);
        room -= u64::from(is_for_all(agent));
        pairs.push((ticket.conv, agent.staff));
    }
    pairs
}

/// Who is asked while somebody has let it pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Round {
    /// Whoever has not let it pass.
    Unasked,
    /// Everybody there has: it begins anew.
    Anew,
}

/// What one ticket asks of agents.
pub(super) struct Choice<'a, P> {
    ticket: &'a Ticket,
    past: &'a P,
    rules: &'a Rules,
    waited: Duration,
    rung: Rung,
}

impl<'a, P: Past> Choice<'a, P> {
    /// What a ticket asks at a moment.
    pub(super) fn new(ticket: &'a Ticket, past: &'a P, (rules, now): (&'a Rules, Timestamp)) -> Self {
        Self { ticket, past, rules, waited: now.since(ticket.since), rung: rung(ticket, rules, now) }
    }

    fn choose<'b>(&self, agents: &'b mut [Agent]) -> Option<&'b mut Agent> {
        let round = self.round(agents);
        let least = self.least(agents, round)?;
        let most = if self.patience_left().is_zero() { u8::MAX } else { least };
        let fits = |agent: &&mut Agent| {
            agent.room() > 0 && self.may(agent, round) && self.lacks(agent) <= most && !self.would_be_too_hot(agent)
        };
        agents.iter_mut().filter(fits).min_by_key(|agent| self.rank(agent))
    }

    /// Who of all that are asked may be asked now.
    fn round(&self, agents: &[Agent]) -> Round {
        let is_new = |agent: &Agent| self.is_ever_asked(agent) && !agent.on_call && self.passed(agent).is_none();
        if agents.iter().any(is_new) { Round::Unasked } else { Round::Anew }
    }

    fn may(&self, agent: &Agent, round: Round) -> bool {
        self.is_ever_asked(agent) && (round == Round::Anew || self.passed(agent).is_none())
    }

    /// How little somebody lacks who may be asked.
    fn least(&self, agents: &[Agent], round: Round) -> Option<u8> {
        agents.iter().filter(|agent| self.may(agent, round)).map(|agent| self.lacks(agent)).min()
    }

    /// Whom nobody excels of those who may be asked, with room or without, by their place in `agents`.
    pub(super) fn fitting(&self, agents: &[Agent]) -> Vec<bool> {
        let round = self.round(agents);
        let least = self.least(agents, round);
        agents.iter().map(|agent| self.may(agent, round) && Some(self.lacks(agent)) <= least).collect()
    }

    /// Whether it may go to them once nothing is waited for.
    pub(super) fn is_ever_asked(&self, agent: &Agent) -> bool {
        agent.capacity > 0 && self.is_asked(agent)
    }

    /// How long it takes at most until whoever has places may be asked: patience is over, and those who have let it pass
    /// are asked again.
    pub(super) fn until_anybody(&self, agents: &[Agent]) -> Duration {
        let somebody_passed = agents.iter().any(|agent| self.is_ever_asked(agent) && self.passed(agent).is_some());
        self.patience_left().max(if somebody_passed { PASS } else { Duration::ZERO })
    }

    /// How long skills, language and tier are still waited for.
    fn patience_left(&self) -> Duration {
        if self.rung == Rung::Queue { self.rules.patience.saturating_sub(self.waited) } else { Duration::ZERO }
    }

    /// Places of an agent that it could take now, and conversations of theirs whose end would give it one.
    pub(super) fn places(&self, agent: &Agent) -> (u32, u32) {
        if self.would_be_too_hot(agent) { (0, agent.hot) } else { (agent.room(), agent.load) }
    }

    fn passed(&self, agent: &Agent) -> Option<Duration> {
        self.past.passed(self.ticket.conv, agent.staff)
    }

    fn lacks(&self, agent: &Agent) -> u8 {
        agent.lacks(self.ticket, self.rules)
    }

    /// Whose hours are over is asked for distress alone, and what is kept for a team is its own. Supervisors on call are asked on the last rung alone, and not
    /// again at once by those who let it pass: meanwhile it waits where whoever is freed can take it.
    fn is_asked(&self, agent: &Agent) -> bool {
        let is_called = !agent.on_call || (self.rung == Rung::Supervisor && self.passed(agent).is_none());
        let is_theirs = !self.ticket.kept || agent.is_skilled_for(self.ticket);
        is_called && is_theirs && (!agent.off_hours || self.ticket.in_distress)
    }

    /// Goes before others, and before what spares them.
    fn is_called_up(&self, agent: &Agent) -> bool {
        self.rung > Rung::Queue && agent.profile.tier >= SENIOR
    }

    fn is_hot(&self) -> bool {
        self.ticket.stage >= HOT
    }

    fn would_be_too_hot(&self, agent: &Agent) -> bool {
        let is_spared = !self.ticket.in_distress && self.waited < self.rules.bound();
        let is_called = agent.on_call || self.is_called_up(agent);
        self.is_hot() && is_spared && !is_called && agent.hot >= self.rules.hot_chats
    }

    fn rank(&self, agent: &Agent) -> impl Ord + use<P> {
        let owned = self.ticket.last_agent == Some(agent.staff);
        // Share of the capacity in use, so that small capacities are not filled first; a stage counts as a quarter of
        // a conversation.
        let in_use = u64::from(agent.load) * 1_000 + u64::from(agent.anger) * 250;
        let share = in_use / u64::from(agent.capacity.max(1));
        let preferences = (self.is_hot() && agent.rests, Reverse(agent.speaks(self.ticket.language)), share);
        let called = (agent.on_call, self.passed(agent), Reverse(self.is_called_up(agent)));
        (called, self.lacks(agent), Reverse(owned), preferences, agent.staff)
    }
}

#[cfg(test)]
#[path = "assign_test.rs"]
mod tests;
