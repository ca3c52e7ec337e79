//! Which waiting conversation goes to which agent. Pure.
//!
//! Keeps: an agent never gets more than their capacity (R1), and no ticket is left while an agent who may take it is
//! free (R2). The previous owner comes first, then the least loaded; an agent who just let an offer pass is asked again
//! only when nobody else is free.

use super::queue::Ticket;
use crate::domain::{ConversationId, StaffId};

/// An agent as the choice sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Who.
    pub staff: StaffId,
    /// Conversations held, offered, or on their way to them.
    pub load: u32,
    /// At most.
    pub capacity: u32,
}

/// What is known of a pair.
pub trait Past {
    /// Whether the agent held this conversation before.
    fn owned(&self, conv: ConversationId, staff: StaffId) -> bool;
    /// Whether the agent just let an offer of it pass.
    fn passed(&self, conv: ConversationId, staff: StaffId) -> bool;
}

/// Pairs to offer now. `tickets` in order of the queue; `agents` are those who are online and available.
#[must_use]
pub fn assign(tickets: &[Ticket], mut agents: Vec<Agent>, past: &impl Past) -> Vec<(ConversationId, StaffId)> {
    let mut pairs = Vec::new();
    for ticket in tickets {
        let free = agents.iter_mut().filter(|agent| agent.load < agent.capacity);
        let rank = |agent: &Agent| {
            let (passed, owned) = (past.passed(ticket.conv, agent.staff), past.owned(ticket.conv, agent.staff));
            // Share of the capacity in use, so that small capacities are not filled first.
            (passed, !owned, agent.load * 1_000 / agent.capacity.max(1), agent.staff)
        };
        let Some(agent) = free.min_by_key(|agent| rank(agent)) else { break };
        agent.load += 1;
        pairs.push((ticket.conv, agent.staff));
    }
    pairs
}
