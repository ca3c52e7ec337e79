//! Which waiting conversation goes to which agent. Pure.
//!
//! Keeps: an agent never gets more than their capacity (R1), and no ticket is left while an agent who fits is free
//! (R2). An agent fits who has not just let the conversation pass; when everybody there has, the round begins anew
//! with the one who did so first. Among those who fit: the previous owner, then whoever speaks the visitor's language,
//! then the least loaded.

use super::queue::Ticket;
use crate::domain::{ConversationId, Language, StaffId};
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
    /// Their language, where known.
    pub language: Option<Language>,
}

impl Agent {
    /// How many more they can take.
    #[must_use]
    pub const fn room(&self) -> u32 {
        self.capacity.saturating_sub(self.load)
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
pub fn assign(tickets: &[Ticket], mut agents: Vec<Agent>, past: &impl Past) -> Vec<(ConversationId, StaffId)> {
    let mut room: u64 = agents.iter().map(|agent| u64::from(agent.room())).sum();
    let mut pairs = Vec::new();
    for ticket in tickets {
        if room == 0 {
            break;
        }
        let Some(agent) = choose(ticket, &mut agents, past) else { continue };
        agent.load += 1;
        room -= 1;
        pairs.push((ticket.conv, agent.staff));
    }
    pairs
}

fn choose<'a>(ticket: &Ticket, agents: &'a mut [Agent], past: &impl Past) -> Option<&'a mut Agent> {
    let conv = ticket.conv;
    let can_ever = |agent: &Agent| agent.capacity > 0;
    let somebody_new = agents.iter().any(|agent| can_ever(agent) && past.passed(conv, agent.staff).is_none());
    let rank = |agent: &Agent| {
        let (passed, owned) = (past.passed(conv, agent.staff), ticket.last_agent == Some(agent.staff));
        let speaks = agent.language == Some(ticket.language);
        // Share of the capacity in use, so that small capacities are not filled first.
        let share = u64::from(agent.load) * 1_000 / u64::from(agent.capacity.max(1));
        (passed, Reverse(owned), Reverse(speaks), share, agent.staff)
    };
    let fits = |agent: &&mut Agent| agent.room() > 0 && (!somebody_new || past.passed(conv, agent.staff).is_none());
    agents.iter_mut().filter(fits).min_by_key(|agent| rank(agent))
}

#[cfg(test)]
#[path = "assign_test.rs"]
mod tests;
