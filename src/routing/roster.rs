//! What the desk knows: conversations that are open, agents, offers on their way. Pure: time is an argument.
//!
//! Owns the queue's tickets (one for each conversation that waits or is being handed over), agents' load, and the
//! memory of who let an offer pass. Follows what conversations say; a conversation's log is always right.

use super::assign::{Agent, Past, assign};
use super::queue::{self, Ticket};
use crate::domain::{ConversationId, PhaseName, StaffId, Stage, Summary, Timestamp};
use crate::protocol::server::{AgentLoad, StageCounts};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// An offer that the conversation did not confirm within this is made anew.
pub const CONFIRM: Duration = Duration::from_secs(5);
/// An agent who let an offer pass is not asked again for this long, unless nobody else is free.
pub const PASS: Duration = Duration::from_mins(1);

/// A member of the staff.
#[derive(Debug, Clone)]
pub struct Member {
    /// Display name.
    pub name: String,
    /// Conversations at once.
    pub capacity: u32,
    /// Takes new ones.
    pub available: bool,
    /// Since when without a socket; none while online.
    pub gone_since: Option<Timestamp>,
    /// What they lose was taken back already.
    pub let_go: bool,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    phase: PhaseName,
    agent: Option<StaffId>,
    stage: Stage,
    since: Timestamp,
    owner: Option<StaffId>,
}

/// The desk's knowledge.
#[derive(Debug, Default)]
pub struct Roster {
    open: HashMap<ConversationId, Open>,
    /// Those of them that wait: making offers costs what waits, not what is open.
    waiting: BTreeSet<ConversationId>,
    /// What each agent holds or is offered.
    theirs: HashMap<StaffId, BTreeSet<ConversationId>>,
    members: BTreeMap<StaffId, Member>,
    /// Offers posted and not yet confirmed: to whom, when.
    posted: HashMap<ConversationId, (StaffId, Timestamp)>,
    passed: HashMap<(ConversationId, StaffId), Timestamp>,
}

impl Roster {
    /// A conversation changed.
    pub fn conversation(&mut self, summary: &Summary, now: Timestamp) {
        let conv = summary.conv;
        if summary.phase != PhaseName::Waiting {
            self.posted.remove(&conv);
        }
        let before = self.take_out(conv);
        if summary.phase == PhaseName::Closed {
            self.passed.retain(|(passed, _), _| *passed != conv);
            return;
        }
        if let (PhaseName::Waiting, Some(Open { phase: PhaseName::HandingOff, agent: Some(agent), .. })) =
            (summary.phase, before)
        {
            self.passed.insert((conv, agent), now);
        }
        let holds = (summary.phase == PhaseName::WithAgent).then_some(summary.agent).flatten();
        let owner = holds.or(before.and_then(|open| open.owner));
        let since = summary.waiting_since.unwrap_or(summary.last_at);
        let (phase, agent, stage) = (summary.phase, summary.agent, summary.stage);
        self.put_in(conv, Open { phase, agent, stage, since, owner });
    }

    fn take_out(&mut self, conv: ConversationId) -> Option<Open> {
        let open = self.open.remove(&conv)?;
        self.waiting.remove(&conv);
        if let Some(theirs) = open.agent.and_then(|agent| self.theirs.get_mut(&agent)) {
            theirs.remove(&conv);
        }
        Some(open)
    }

    fn put_in(&mut self, conv: ConversationId, open: Open) {
        if open.phase == PhaseName::Waiting {
            self.waiting.insert(conv);
        }
        if let Some(agent) = open.agent.filter(|_| is_load(open.phase)) {
            self.theirs.entry(agent).or_default().insert(conv);
        }
        self.open.insert(conv, open);
    }

    /// A member of the staff is there.
    pub fn online(&mut self, staff: StaffId, name: String, capacity: u32, available: bool) {
        self.members.insert(staff, Member { name, capacity, available, gone_since: None, let_go: false });
    }

    /// A member's last socket is gone. Answers with the conversations whose offer to them ends at once.
    pub fn offline(&mut self, staff: StaffId, now: Timestamp) -> Vec<ConversationId> {
        if let Some(member) = self.members.get_mut(&staff) {
            member.gone_since.get_or_insert(now);
        }
        self.posted.retain(|_, (to, _)| *to != staff);
        self.with(staff, PhaseName::HandingOff)
    }

    /// Members away for longer than `grace`, each once, with what they held.
    pub fn lost(&mut self, grace: Duration, now: Timestamp) -> Vec<(StaffId, Vec<ConversationId>)> {
        let away = |member: &Member| !member.let_go && member.gone_since.is_some_and(|since| now.since(since) >= grace);
        let lost: Vec<StaffId> =
            self.members.iter().filter(|(_, member)| away(member)).map(|(staff, _)| *staff).collect();
        for staff in &lost {
            if let Some(member) = self.members.get_mut(staff) {
                member.let_go = true;
            }
        }
        lost.into_iter().map(|staff| (staff, self.with(staff, PhaseName::WithAgent))).collect()
    }

    /// Offers to make now; they count as load until the conversation confirms them or `CONFIRM` is over.
    pub fn offers(&mut self, now: Timestamp) -> Vec<(ConversationId, StaffId, String)> {
        self.posted.retain(|_, (_, at)| now.since(*at) < CONFIRM);
        self.passed.retain(|_, at| now.since(*at) < PASS);
        let tickets: Vec<Ticket> =
            self.waiting(now).into_iter().filter(|t| !self.posted.contains_key(&t.conv)).collect();
        let agents = self.free_agents();
        let pairs = assign(&tickets, agents, self);
        let mut offers = Vec::with_capacity(pairs.len());
        for (conv, staff) in pairs {
            self.posted.insert(conv, (staff, now));
            let name = self.members.get(&staff).map(|member| member.name.clone()).unwrap_or_default();
            offers.push((conv, staff, name));
        }
        offers
    }

    /// Tickets of those who wait, first is next.
    #[must_use]
    pub fn waiting(&self, now: Timestamp) -> Vec<Ticket> {
        let ticket = |conv: &ConversationId| {
            let open = self.open.get(conv)?;
            Some(Ticket { conv: *conv, stage: open.stage, since: open.since })
        };
        let mut tickets: Vec<Ticket> = self.waiting.iter().filter_map(ticket).collect();
        queue::sort(&mut tickets, now);
        tickets
    }

    /// Open conversations in a phase.
    #[must_use]
    pub fn count(&self, phase: PhaseName) -> u32 {
        self.open.values().filter(|open| open.phase == phase).count() as u32
    }

    /// Open conversations by stage.
    #[must_use]
    pub fn stages(&self) -> StageCounts {
        self.open.values().fold(StageCounts::default(), |mut counts, open| {
            match open.stage {
                Stage::Calm => counts.calm += 1,
                Stage::Watch => counts.watch += 1,
                Stage::Concern => counts.concern += 1,
                Stage::Critical => counts.critical += 1,
            }
            counts
        })
    }

    /// Everybody's load, by name.
    #[must_use]
    pub fn loads(&self) -> Vec<AgentLoad> {
        let mut loads: Vec<AgentLoad> =
            self.members.iter().map(|(staff, member)| self.load_of(*staff, member)).collect();
        loads.sort_by(|a, b| a.name.cmp(&b.name));
        loads
    }

    fn load_of(&self, staff: StaffId, member: &Member) -> AgentLoad {
        let held = self.theirs.get(&staff).into_iter().flatten();
        let stages: Vec<Stage> = held.filter_map(|conv| self.open.get(conv)).map(|open| open.stage).collect();
        let on_their_way = self.posted.values().filter(|(to, _)| *to == staff).count();
        AgentLoad {
            staff,
            name: member.name.clone(),
            online: member.gone_since.is_none(),
            available: member.available,
            load: (stages.len() + on_their_way) as u32,
            capacity: member.capacity,
            hot: stages.iter().filter(|stage| **stage >= Stage::Concern).count() as u32,
            hottest: stages.iter().copied().max().unwrap_or_default(),
        }
    }

    fn free_agents(&self) -> Vec<Agent> {
        let there = self.members.iter().filter(|(_, member)| member.gone_since.is_none() && member.available);
        there
            .map(|(staff, member)| Agent {
                staff: *staff,
                load: self.load_of(*staff, member).load,
                capacity: member.capacity,
            })
            .collect()
    }

    fn with(&self, staff: StaffId, phase: PhaseName) -> Vec<ConversationId> {
        let held = self.theirs.get(&staff).into_iter().flatten();
        held.filter(|conv| self.open.get(conv).is_some_and(|open| open.phase == phase)).copied().collect()
    }
}

impl Past for Roster {
    fn owned(&self, conv: ConversationId, staff: StaffId) -> bool {
        self.open.get(&conv).is_some_and(|open| open.owner == Some(staff))
    }

    fn passed(&self, conv: ConversationId, staff: StaffId) -> bool {
        self.passed.contains_key(&(conv, staff))
    }
}

fn is_load(phase: PhaseName) -> bool {
    matches!(phase, PhaseName::WithAgent | PhaseName::HandingOff)
}
