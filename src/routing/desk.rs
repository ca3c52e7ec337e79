//! The desk: one task that gives waiting conversations to free agents the moment one is free, tells visitors their
//! place and supervisors the counts.
//!
//! Owns the roster and its clocks. Never waits for a conversation: it posts commands and learns of their outcome from
//! the conversation's next summary.

use super::Conversations;
use super::board::board;
use super::episodes::Episodes;
use super::first_replies::FirstReplies;
use super::helpline::Helpline;
use super::interventions::Tally;
use super::members::Member;
use super::moment::Moment;
use super::roster::{Post, Roster};
use crate::clock::SharedClock;
use crate::domain::{ConversationId, Language, StaffId, Summary, Translated};
use crate::fanout::{Fanout, Follow, Frame};
use crate::protocol::ServerFrame;
use crate::protocol::board::Board;
use crate::protocol::server::ScoringStatus;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// News that may wait for the desk.
const MAILBOX: usize = 4_096;
/// The desk looks up this often: board frames go out at most twice a second.
const BEAT: Duration = Duration::from_millis(500);
/// What nothing changes is sent anyway this often: a board, so that staleness shows; a place in the queue, for visitors
/// whose socket was cut.
const QUIET: Duration = Duration::from_secs(5);
/// Visitors further back are not told their place.
const PLACES: usize = 50;
/// News taken in before offers are made, so that a burst costs one round of assignment.
const BURST: usize = 256;

/// What the desk learns.
#[derive(Debug)]
pub enum DeskNews {
    /// A conversation changed.
    Conversation(Arc<Summary>),
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
        /// Language they read.
        language: Language,
        /// Is called when an alert waits for too long.
        supervises: bool,
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
    /// How long an alert may wait for somebody before the next supervisor is called.
    pub escalate_after: Duration,
    /// What the bot says to somebody in distress whom nobody can answer at once.
    pub help: Translated,
    /// Shown on the board.
    pub scoring: ScoringStatus,
    /// Ends the task.
    pub stop: CancellationToken,
}

/// Handle to the desk's task.
#[derive(Clone)]
pub struct Desk {
    mail: mpsc::Sender<Mail>,
}

enum Mail {
    News(DeskNews),
    Board(oneshot::Sender<Board>),
}

impl Desk {
    /// Starts the desk's task on `tasks`.
    #[must_use]
    pub fn start(tasks: &TaskTracker, parts: DeskParts) -> Self {
        let (mail, inbox) = mpsc::channel(MAILBOX);
        tasks.spawn(Task::new(parts).run(inbox));
        Self { mail }
    }

    /// Tells the desk; waits only when its mailbox is full.
    pub async fn tell(&self, news: DeskNews) {
        // The desk lives as long as the process; when it is gone the process is stopping.
        let _ = self.mail.send(Mail::News(news)).await;
    }

    /// The counts as they stand, all news so far included; `None` when the server is stopping.
    pub async fn board(&self) -> Option<Board> {
        let (reply, answer) = oneshot::channel();
        self.mail.send(Mail::Board(reply)).await.ok()?;
        answer.await.ok()
    }
}

struct Task {
    parts: DeskParts,
    roster: Roster,
    episodes: Episodes,
    interventions: Tally,
    helpline: Helpline,
    first_replies: FirstReplies,
    started: Instant,
    places: HashMap<ConversationId, u32>,
    changed: bool,
    shown_at: Instant,
    all_told_at: Instant,
}

impl Task {
    fn new(parts: DeskParts) -> Self {
        let (now, roster, episodes) = (Instant::now(), Roster::new(parts.grace), Episodes::new(parts.escalate_after));
        let helpline = Helpline::new(parts.help.clone(), parts.grace, parts.clock.now());
        Self {
            parts,
            roster,
            episodes,
            interventions: Tally::default(),
            helpline,
            first_replies: FirstReplies::default(),
            started: now,
            places: HashMap::new(),
            changed: true,
            shown_at: now,
            all_told_at: now,
        }
    }

    async fn run(mut self, mut inbox: mpsc::Receiver<Mail>) {
        let mut burst = Vec::with_capacity(BURST);
        let mut next_beat = Instant::now();
        loop {
            let mut asked = Vec::new();
            tokio::select! {
                // News before clocks: who is back is not lost any more.
                biased;
                () = self.parts.stop.cancelled() => return,
                taken = inbox.recv_many(&mut burst, BURST) => {
                    if taken == 0 {
                        return;
                    }
                    for mail in burst.drain(..) {
                        match mail {
                            Mail::News(news) => self.learn(news),
                            Mail::Board(reply) => asked.push(reply),
                        }
                    }
                }
                () = sleep_until(next_beat) => {}
            }
            let now = self.now();
            let due = self.roster.due(now);
            self.post(due);
            let due = self.episodes.due(now, self.roster.on_duty());
            self.post(due);
            // After the offers: whoever is offered to somebody is not alone.
            let roster = &self.roster;
            let due = self.helpline.due(now, |conv| roster.is_offered(conv));
            self.post(due);
            if next_beat <= Instant::now() {
                next_beat = Instant::now() + BEAT;
                self.look_up();
            }
            for reply in asked {
                // Whoever asked may have gone.
                let _ = reply.send(self.board());
            }
        }
    }

    fn learn(&mut self, news: DeskNews) {
        let now = self.now();
        self.changed = true;
        match news {
            DeskNews::Conversation(summary) => {
                self.episodes.hear(&summary);
                self.interventions.hear(&summary, now.wall);
                self.helpline.hear(&summary);
                self.first_replies.hear(&summary, now.wall);
                let unwelcome = self.roster.conversation(&summary, now);
                self.post(unwelcome);
            }
            DeskNews::Online { staff, name, capacity, available, language, supervises } => {
                let language = Some(language);
                self.roster.online(staff, Member { name, capacity, available, language, supervises });
            }
            DeskNews::Offline { staff } => {
                let ended = self.roster.offline(staff, now);
                self.post(ended);
            }
        }
    }

    fn post(&mut self, posts: impl IntoIterator<Item = Post>) {
        for (conv, command) in posts {
            self.changed = true;
            self.parts.conversations.post(conv, command);
        }
    }

    /// Shows what changed, at most once a beat.
    fn look_up(&mut self) {
        if self.changed || self.shown_at.elapsed() >= QUIET {
            self.tell_places();
            let board = self.board();
            metrics::gauge!("queue_waiting").set(f64::from(board.waiting));
            metrics::gauge!("queue_longest_wait_seconds").set(board.longest_wait_ms as f64 / 1_000.0);
            self.parts.fanout.push(Follow::Board, &Frame::of(&ServerFrame::Board(board)), None);
            (self.changed, self.shown_at) = (false, Instant::now());
        }
    }

    /// Tells visitors their place when it changed, and everybody now and then.
    fn tell_places(&mut self) {
        let tell_all = self.all_told_at.elapsed() >= QUIET;
        if tell_all {
            self.all_told_at = Instant::now();
        }
        let tickets = self.roster.tickets(self.parts.clock.now());
        let places: HashMap<ConversationId, u32> =
            tickets.iter().take(PLACES).map(|ticket| ticket.conv).zip(1..).collect();
        for (conv, position) in &places {
            if tell_all || self.places.get(conv) != Some(position) {
                let frame = Frame::of(&ServerFrame::Queue { conv: *conv, position: *position });
                self.parts.fanout.push(Follow::AsVisitor(*conv), &frame, None);
            }
        }
        self.places = places;
    }

    fn board(&self) -> Board {
        let now = self.parts.clock.now();
        let (interventions, distress) = (self.interventions.report(now), self.first_replies.report(now));
        Board { distress, ..board(&self.roster, now, self.parts.scoring.clone(), interventions) }
    }

    fn now(&self) -> Moment {
        Moment { wall: self.parts.clock.now(), steady: self.started.elapsed() }
    }
}

#[cfg(test)]
#[path = "desk_test.rs"]
mod tests;
