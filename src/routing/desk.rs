//! The desk: one task that gives waiting conversations to free agents the moment one is free, tells visitors their
//! place and supervisors the counts.
//!
//! Owns the roster and its clocks. Never waits for a conversation: it posts commands and learns of their outcome from
//! the conversation's next summary.

use super::Conversations;
use super::roster::Roster;
use crate::clock::SharedClock;
use crate::domain::{Command, ConversationId, PhaseName, StaffId, Summary, Timestamp};
use crate::fanout::{Fanout, Follow, Frame};
use crate::protocol::ServerFrame;
use crate::protocol::server::{Board, ScoringStatus};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// News that may wait for the desk.
const MAILBOX: usize = 4_096;
/// The desk looks up this often: board frames go out at most twice a second.
const BEAT: Duration = Duration::from_millis(500);
/// A board that nothing changes is sent anyway this often, so that staleness shows.
const QUIET: Duration = Duration::from_secs(5);
/// Visitors further back are not told their place.
const PLACES: usize = 50;
/// News taken in before offers are made, so that a burst costs one round of assignment.
const BURST: usize = 256;

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

/// What the desk works with.
pub struct DeskParts {
    /// The way into conversations.
    pub conversations: Arc<dyn Conversations>,
    /// The way to screens.
    pub fanout: Arc<Fanout>,
    /// Time.
    pub clock: SharedClock,
    /// An agent without a socket keeps their conversations this long.
    pub grace: Duration,
    /// Shown on the board.
    pub scoring: ScoringStatus,
    /// Ends the task.
    pub stop: CancellationToken,
}

/// Handle to the desk's task.
#[derive(Clone)]
pub struct Desk {
    news: mpsc::Sender<DeskNews>,
}

impl Desk {
    /// Starts the desk's task on `tasks`.
    #[must_use]
    pub fn start(tasks: &TaskTracker, parts: DeskParts) -> Self {
        let (news, inbox) = mpsc::channel(MAILBOX);
        let task =
            Task { parts, roster: Roster::default(), places: HashMap::new(), changed: true, shown_at: Instant::now() };
        tasks.spawn(task.run(inbox));
        Self { news }
    }

    /// Tells the desk; waits only when its mailbox is full.
    pub async fn tell(&self, news: DeskNews) {
        // The desk lives as long as the process; when it is gone the process is stopping.
        let _ = self.news.send(news).await;
    }
}

struct Task {
    parts: DeskParts,
    roster: Roster,
    places: HashMap<ConversationId, u32>,
    changed: bool,
    shown_at: Instant,
}

impl Task {
    async fn run(mut self, mut inbox: mpsc::Receiver<DeskNews>) {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut burst = Vec::with_capacity(BURST);
        loop {
            tokio::select! {
                () = self.parts.stop.cancelled() => return,
                taken = inbox.recv_many(&mut burst, BURST) => {
                    if taken == 0 {
                        return;
                    }
                    for news in burst.drain(..) {
                        self.learn(news);
                    }
                }
                _ = beat.tick() => self.look_up(),
            }
            self.make_offers();
        }
    }

    fn learn(&mut self, news: DeskNews) {
        let now = self.now();
        self.changed = true;
        match news {
            DeskNews::Conversation(summary) => self.roster.conversation(&summary, now),
            DeskNews::Online { staff, name, capacity, available } => {
                self.roster.online(staff, name, capacity, available);
            }
            DeskNews::Offline { staff } => {
                for conv in self.roster.offline(staff, now) {
                    self.parts.conversations.post(conv, Command::EndOffer { agent: staff });
                }
            }
        }
    }

    fn look_up(&mut self) {
        for (agent, convs) in self.roster.lost(self.parts.grace, self.now()) {
            self.changed = true;
            for conv in convs {
                self.parts.conversations.post(conv, Command::LoseAgent { agent });
            }
        }
        let is_due = self.changed || self.shown_at.elapsed() >= QUIET;
        if is_due {
            self.tell_places();
            self.parts.fanout.push(Follow::Board, &Frame::of(&ServerFrame::Board(self.board())), None);
            (self.changed, self.shown_at) = (false, Instant::now());
        }
    }

    fn make_offers(&mut self) {
        for (conv, agent, name) in self.roster.offers(self.now()) {
            self.changed = true;
            self.parts.conversations.post(conv, Command::Offer { agent, name, packet: None });
        }
    }

    /// Tells visitors their place when it changed.
    fn tell_places(&mut self) {
        let waiting = self.roster.waiting(self.now());
        let places: HashMap<ConversationId, u32> =
            waiting.iter().take(PLACES).map(|ticket| ticket.conv).zip(1..).collect();
        for (conv, position) in &places {
            if self.places.get(conv) != Some(position) {
                let frame = Frame::of(&ServerFrame::Queue { conv: *conv, position: *position });
                self.parts.fanout.push(Follow::AsVisitor(*conv), &frame, None);
            }
        }
        self.places = places;
    }

    fn board(&self) -> Board {
        let now = self.now();
        let waiting = self.roster.waiting(now);
        let longest = waiting.iter().map(|ticket| now.since(ticket.since)).max().unwrap_or_default();
        Board {
            now,
            with_bot: self.roster.count(PhaseName::WithBot),
            waiting: waiting.len() as u32 + self.roster.count(PhaseName::HandingOff),
            longest_wait_ms: u64::try_from(longest.as_millis()).unwrap_or(u64::MAX),
            with_agent: self.roster.count(PhaseName::WithAgent),
            stages: self.roster.stages(),
            agents: self.roster.loads(),
            scoring: self.parts.scoring.clone(),
        }
    }

    fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }
}
