//! One-time tickets that open a socket: staff fetch one over their login and say it in `hello`, so that no cookie and
//! no lasting token ever travels through a socket's address. Pure: time is an argument. In memory alone: a ticket
//! outlives neither its 30 seconds nor the process.

use super::TICKET_LIFE;
use crate::domain::Timestamp;
use std::collections::HashMap;

/// Most tickets at once; the next one is refused until some run out.
const MOST: usize = 20_000;
/// Most of one login; the oldest makes way.
const MOST_PER_LOGIN: usize = 8;

/// Tickets not used yet, by hash.
#[derive(Debug, Default)]
pub(super) struct Tickets {
    issued: HashMap<[u8; 32], Ticket>,
}

#[derive(Debug, Clone, Copy)]
struct Ticket {
    login: [u8; 32],
    expires_at: Timestamp,
}

impl Tickets {
    /// Notes a ticket for a login. `false`: there are too many.
    #[must_use]
    pub(super) fn issue(&mut self, ticket: [u8; 32], login: [u8; 32], now: Timestamp) -> bool {
        if self.issued.len() >= MOST {
            self.issued.retain(|_, ticket| ticket.expires_at > now);
        }
        let own = self.issued.iter().filter(|(_, issued)| issued.login == login);
        let oldest = own.clone().min_by_key(|(_, issued)| issued.expires_at).map(|(hash, _)| *hash);
        if own.count() >= MOST_PER_LOGIN
            && let Some(oldest) = oldest
        {
            self.issued.remove(&oldest);
        }
        if self.issued.len() >= MOST {
            return false;
        }
        self.issued.insert(ticket, Ticket { login, expires_at: now.plus(TICKET_LIFE) });
        true
    }

    /// Uses a ticket up; the login it stands for, when it is still good.
    pub(super) fn redeem(&mut self, ticket: [u8; 32], now: Timestamp) -> Option<[u8; 32]> {
        let found = self.issued.remove(&ticket)?;
        (found.expires_at > now).then_some(found.login)
    }
}

#[cfg(test)]
#[path = "tickets_test.rs"]
mod tests;
