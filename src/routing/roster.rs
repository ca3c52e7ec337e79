//! What the desk knows: conversations that are open, agents, offers on their way. Pure: time is an argument.
//!
//! Owns the queue's tickets (one for each conversation that waits or is being handed over, C5) and agents' load.
//! Follows what conversations say: a conversation's log is always right. Its answers are commands to post.

mod agents;
mod strain;

use super::assign::{Past, assign};
use super::holds::Hold;
use super::ladder::{Rung, rung};
use super::members::{Member, Members};
use super::moment::Moment;
use super::offer_hours::Offering;
use super::offers::Offers;
use super::queue::{self, Ticket};
use super::rules::{HOT, NamedProfile, Rules};
use crate::domain::{
    AlertState, Command, ConversationId, Language, Party, PhaseName, StaffId, Stage, Summary, Timestamp,
};
use crate::invariant;
use std::collections::{BTreeSet, HashMap};
use std::time::Duration;
use strain::Strain;

/// A command for a conversation.
pub type Post = (ConversationId, Command);

/// An open conversation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Open {
    pub(super) phase: PhaseName,
    pub(super) agent: Option<StaffId>,
    pub(super) stage: Stage,
    pub(super) since: Timestamp,
    /// What earlier waits add to its place.
    waited: Duration,
    /// Who is asked to take it over from its agent.
    passing: Option<StaffId>,
    language: Language,
    in_distress: bool,
    /// Who held it last: a visitor who comes back meets the same person.
    last_agent: Option<StaffId>,
    /// What it is about: the team it was passed to, or as far as the visitor's words told while the desk heard them.
    topic: Option<u8>,
    /// Of what kind the customer is.
    segment: Option<u8>,
    /// The team it was passed to and may be kept for, as a place in `Rules::topics`.
    awaits: Option<u8>,
}

/// The desk's knowledge.
#[derive(Debug)]
pub struct Roster {
    /// An agent without a socket keeps their conversations this long.
    grace: Duration,
    rules: Rules,
    open: HashMap<ConversationId, Open>,
    /// Those of them that wait: making offers costs what waits, not what is open.
    waiting: BTreeSet<ConversationId>,
    /// What each agent holds, is offered, or is asked to take over.
    theirs: HashMap<StaffId, BTreeSet<ConversationId>>,
    members: Members,
    offers: Offers,
    /// Whom the hour lets be offered.
    offering: Offering,
    /// Teams that conversations are kept for.
    keeps: Vec<Hold>,
    strain: Strain,
    /// Something has changed since `due` that another answer of it may follow from. Most news is one more message.
    has_moved: bool,
}

impl Roster {
    /// Knows nobody yet, and follows the default rules.
    #[must_use]
    pub fn new(grace: Duration) -> Self {
        Self::following(grace, Rules::default())
    }

    /// Knows nobody yet.
    #[must_use]
    pub fn following(grace: Duration, rules: Rules) -> Self {
        Self {
            grace,
            rules,
            open: HashMap::new(),
            waiting: BTreeSet::new(),
            theirs: HashMap::new(),
            members: Members::default(),
            offers: Offers::default(),
            offering: Offering::default(),
            keeps: Vec::new(),
            strain: Strain::default(),
            has_moved: true,
        }
    }

    /// A conversation changed. Answers with the end of an offer that reached nobody who can take it.
    pub fn conversation(&mut self, summary: &Summary, now: Moment) -> Option<Post> {
        let conv = summary.conv;
        let before = self.take_out(conv);
        self.strain.hear(before.as_ref(), summary, now.steady);
        if summary.phase == PhaseName::Closed {
            self.has_moved = true;
            self.offers.forget(conv);
            return None;
        }
        match (summary.phase, before) {
            (PhaseName::Waiting, Some(before)) => self.came_back(conv, before, now.steady),
            (PhaseName::Waiting, None) => {}
            _ => self.offers.settle(conv),
        }
        self.mention(summary, now.steady);
        let since = summary.waiting_since.unwrap_or(summary.last_at);
        let Summary { phase, agent, stage, language, last_agent, .. } = *summary;
        let in_distress = summary.alerts.iter().any(AlertState::is_lasting_distress);
        let told = || (summary.last_by == Party::Visitor).then(|| self.rules.topics.read(&summary.preview)).flatten();
        let demanded = summary.team.as_deref().and_then(|team| self.rules.topics.place(team));
        // Whoever is angry, threatens or is in distress is never kept waiting for a clock.
        let is_pressing = stage >= HOT || summary.alerts.iter().any(|alert| alert.closed.is_none());
        let awaits = demanded.filter(|team| !is_pressing && self.rules.topics.is_kept(*team));
        let topic = demanded.or(before.and_then(|before| before.topic)).or_else(told);
        let segment = summary.segment.as_deref().and_then(|name| self.rules.segments.place(name));
        let waited = Duration::from_millis(summary.waited_ms.unwrap_or_default());
        let passing = summary.passing.as_ref().map(|passing| passing.to);
        let open = Open {
            phase,
            agent,
            stage,
            since,
            waited,
            passing,
            language,
            in_distress,
            last_agent,
            topic,
            segment,
            awaits,
        };
        self.has_moved |= before.is_none_or(|before| open.differs(&before));
        self.put_in(conv, open);
        let agent = open.offered_to()?;
        let is_news = before.is_some_and(|before| before.offered_to() != Some(agent));
        // Meanwhile its agent may have left, or have claimed others.
        let capacity = self.members.get(agent).map_or(0, |member| member.capacity);
        let is_welcome = !self.members.is_away(agent) && self.holds(agent) <= capacity;
        (is_news && !is_welcome).then_some((conv, Command::EndOffer { agent }))
    }

    /// A conversation names people who may never have been seen.
    fn mention(&mut self, summary: &Summary, now: Duration) {
        if let Some(agent) = summary.agent {
            self.members.mention(agent, summary.agent_name.as_deref().unwrap_or_default(), now);
        }
        if let Some(passing) = &summary.passing {
            self.members.mention(passing.to, &passing.to_name, now);
        }
    }

    /// A conversation waits that was with somebody: whoever let it go on purpose is not asked again at once.
    fn came_back(&mut self, conv: ConversationId, before: Open, now: Duration) {
        let Some(agent) = before.agent else { return };
        match before.phase {
            PhaseName::HandingOff => self.offers.pass(conv, agent, now),
            PhaseName::WithAgent if !self.members.is_away(agent) => self.offers.pass(conv, agent, now),
            _ => {}
        }
    }

    fn take_out(&mut self, conv: ConversationId) -> Option<Open> {
        let open = self.open.remove(&conv)?;
        self.waiting.remove(&conv);
        for agent in open.whose() {
            if let Some(theirs) = self.theirs.get_mut(&agent) {
                theirs.remove(&conv);
            }
        }
        Some(open)
    }

    fn put_in(&mut self, conv: ConversationId, open: Open) {
        if open.phase == PhaseName::Waiting {
            self.waiting.insert(conv);
        }
        for agent in open.whose() {
            self.theirs.entry(agent).or_default().insert(conv);
        }
        self.open.insert(conv, open);
    }

    /// A member of the staff is there.
    pub fn online(&mut self, staff: StaffId, member: Member) {
        self.has_moved = true;
        self.members.online(staff, member);
    }

    /// A member can do something else from now on; an offer that is on its way stands.
    pub fn turn(&mut self, staff: StaffId, email: &str, profile: &NamedProfile) {
        self.has_moved = true;
        let profile = self.rules.by_names(profile);
        self.rules.profiles.insert(email.to_lowercase(), profile.clone());
        self.members.turn(staff, profile);
    }

    /// A member's last socket is gone: offers to them end at once.
    pub fn offline(&mut self, staff: StaffId, now: Moment) -> Vec<Post> {
        self.has_moved = true;
        self.members.offline(staff, now.steady);
        self.offers.withdraw(staff);
        let offered = self.those_of(staff, |open| open.offered_to() == Some(staff));
        offered.map(|conv| (conv, Command::EndOffer { agent: staff })).collect()
    }

    /// Whom the hour lets be offered from now on; whether that changed. An offer that is on its way stands.
    pub fn offer(&mut self, offering: Offering) -> bool {
        let changes = std::mem::replace(&mut self.offering, offering) != offering;
        self.has_moved |= changes;
        changes
    }

    /// Teams that conversations are kept for from now on; whether that changed. An offer that is on its way stands.
    pub fn keep(&mut self, holds: Vec<Hold>) -> bool {
        let changes = self.keeps != holds;
        self.keeps = holds;
        self.has_moved |= changes;
        changes
    }

    /// Whom the hour lets be offered.
    #[must_use]
    pub const fn offering(&self) -> Offering {
        self.offering
    }

    /// Supervisors who are there.
    pub fn on_duty(&self) -> impl Iterator<Item = (StaffId, &str)> {
        self.members.on_duty()
    }

    /// Whether asking what is `due` is worth it before its clocks have moved on.
    #[must_use]
    pub const fn has_moved(&self) -> bool {
        self.has_moved
    }

    /// Everything to post now: conversations of lost agents go back, and those that wait are offered.
    pub fn due(&mut self, now: Moment) -> Vec<Post> {
        self.has_moved = false;
        let mut posts = Vec::new();
        for agent in self.members.lost(self.grace, now.steady) {
            let held = self.those_of(agent, |open| open.holder() == Some(agent));
            posts.extend(held.map(|conv| (conv, Command::LoseAgent { agent })));
        }
        let members = &self.members;
        let again = self.offers.again(now.steady, |staff| members.takes(staff));
        self.offers.expire(now.steady);
        let offers = again.into_iter().chain(self.first_offers(now));
        posts.extend(offers.map(|(conv, agent)| {
            let name = self.members.get(agent).map(|member| member.name.clone()).unwrap_or_default();
            (conv, Command::Offer { agent, name, packet: None })
        }));
        posts
    }

    fn first_offers(&mut self, now: Moment) -> Vec<(ConversationId, StaffId)> {
        let mut agents = self.present(now.steady);
        let ticket = |conv: &ConversationId| self.ticket(*conv).filter(|ticket| self.offering.lets(ticket));
        let is_called = |ticket: Ticket| rung(&ticket, &self.rules, now.wall) == Rung::Supervisor;
        let somebody_on_call = self.rules.ladder.is_some() && self.members.on_call().next().is_some();
        if somebody_on_call && self.waiting.iter().filter_map(ticket).any(is_called) {
            agents.extend(self.on_call(now.steady));
        }
        // Sorting a long queue that nobody can take from would be wasted.
        if agents.iter().all(|agent| agent.room() == 0) {
            return Vec::new();
        }
        let mut tickets: Vec<Ticket> = self.waiting.iter().filter_map(ticket).collect();
        tickets.retain(|ticket| !self.offers.is_posted(ticket.conv));
        queue::sort(&mut tickets, &self.rules, now.wall);
        let pairs = assign(&tickets, agents, self, (&self.rules, now.wall));
        for (conv, staff) in &pairs {
            self.offers.post(*conv, *staff, now.steady);
        }
        self.check_capacity(&pairs);
        pairs
    }

    fn check_capacity(&self, pairs: &[(ConversationId, StaffId)]) {
        let coming = self.offers.on_their_way();
        for (_, staff) in pairs {
            let load = self.holds(*staff) + coming.get(staff).copied().unwrap_or_default();
            let capacity = self.members.get(*staff).map_or(0, |member| member.capacity);
            invariant!(R1, load <= capacity, "{staff} would have {load} of {capacity}");
        }
    }

    /// Whether an offer of it is on its way to somebody.
    #[must_use]
    pub fn is_offered(&self, conv: ConversationId) -> bool {
        self.offers.is_posted(conv)
    }

    /// Tickets of those who wait, first is next.
    #[must_use]
    pub fn tickets(&self, now: Timestamp) -> Vec<Ticket> {
        let mut tickets: Vec<Ticket> = self.waiting.iter().filter_map(|conv| self.ticket(*conv)).collect();
        queue::sort(&mut tickets, &self.rules, now);
        tickets
    }

    fn ticket(&self, conv: ConversationId) -> Option<Ticket> {
        let open = self.open.get(&conv)?;
        let Open { stage, since, waited, language, in_distress, last_agent, topic, segment, .. } = *open;
        let kept = self.hold_of(open).is_some();
        Some(Ticket { conv, stage, language, since, waited, in_distress, last_agent, topic, segment, kept })
    }

    fn holds(&self, staff: StaffId) -> u32 {
        self.theirs.get(&staff).map_or(0, |theirs| u32::try_from(theirs.len()).unwrap_or(u32::MAX))
    }

    fn those_of(&self, staff: StaffId, which: impl Fn(&Open) -> bool) -> impl Iterator<Item = ConversationId> {
        let theirs = self.theirs.get(&staff).into_iter().flatten();
        theirs.filter(move |conv| self.open.get(conv).is_some_and(&which)).copied()
    }

    pub(super) const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Open conversations, for counting.
    pub(super) fn all_open(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }
}

impl Past for Roster {
    fn passed(&self, conv: ConversationId, staff: StaffId) -> Option<Duration> {
        self.offers.passed(conv, staff)
    }
}

#[cfg(test)]
#[path = "roster_test.rs"]
mod tests;
#[cfg(test)]
#[path = "transfers_test.rs"]
mod transfers;
