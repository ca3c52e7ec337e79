//! The desk: one task that gives waiting conversations to free agents the moment one is free, tells visitors their
//! place and supervisors the counts.
//!
//! Owns the roster and its clocks. Never waits for a conversation: it posts commands and learns of their outcome from
//! the conversation's next summary.

mod telling;

use super::Conversations;
use super::calendars::Calendars;
use super::colleagues::Colleagues;
use super::episodes::Episodes;
use super::first_replies::FirstReplies;
use super::helpline::Helpline;
use super::holds::Holds;
use super::interventions::Tally;
use super::members::Member;
use super::moment::Moment;
use super::moods::{History, Moods};
use super::notices::Notices;
use super::offer_hours::OfferHours;
use super::pace::Pace;
use super::roster::{Post, Roster};
use super::rules::{NamedProfile, Rules};
use crate::clock::SharedClock;
use crate::domain::{ConversationId, Language, SiteId, StaffId, Summary, Translated};
use crate::fanout::Fanout;
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
/// The desk looks up this often: board frames go out at most twice a second, but for new alerts.
const BEAT: Duration = Duration::from_millis(500);
/// An alert and its counts are seen together: they go out at once, and after that at most this often.
const URGENT: Duration = Duration::from_millis(100);
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
        /// Login name, by which the rules say what they can do.
        email: String,
        /// Conversations at once.
        capacity: u32,
        /// Takes new ones.
        available: bool,
        /// Language they read.
        language: Language,
        /// Is called when an alert waits for too long.
        supervises: bool,
    },
    /// What a member can do is another thing from now on.
    Profile {
        /// Who.
        staff: StaffId,
        /// Login name.
        email: String,
        /// What they can do.
        profile: NamedProfile,
    },
    /// From now on people answer by these calendars.
    Calendars(Arc<Calendars>),
    /// Whether whoever is there is offered those who wait outside the hours too, from now on.
    OfferWhenClosed(bool),
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
    /// Order of the queue and choice of an agent.
    pub rules: Rules,
    /// When people answer.
    pub calendars: Arc<Calendars>,
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
    Colleagues(oneshot::Sender<Colleagues>),
    Moods(Option<SiteId>, oneshot::Sender<History>),
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

    /// How the mood of a site went over the last two hours, or of all; `None` when the server is stopping.
    pub async fn moods(&self, site: Option<SiteId>) -> Option<History> {
        let (reply, answer) = oneshot::channel();
        self.mail.send(Mail::Moods(site, reply)).await.ok()?;
        answer.await.ok()
    }

    /// Who is there and how much they hold, all news so far included; `None` when the server is stopping.
    pub async fn colleagues(&self) -> Option<Colleagues> {
        let (reply, answer) = oneshot::channel();
        self.mail.send(Mail::Colleagues(reply)).await.ok()?;
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
    moods: Moods,
    started: Instant,
    offer_hours: OfferHours,
    holds: Holds,
    notices: Notices,
    pace: Pace,
    /// Place and minutes that were told last.
    places: HashMap<ConversationId, (u32, Option<u32>)>,
    changed: bool,
    /// An alert is new, and its counts have not been shown.
    alerted: bool,
    shown_at: Instant,
    all_told_at: Instant,
}

impl Task {
    fn new(parts: DeskParts) -> Self {
        let roster = Roster::following(parts.grace, parts.rules.clone());
        let (now, episodes) = (Instant::now(), Episodes::new(parts.escalate_after));
        let offer_hours = OfferHours::new(Arc::clone(&parts.calendars), parts.rules.offer_when_closed);
        let holds = Holds::new(Arc::clone(&parts.calendars), &parts.rules);
        let mut notices = Notices::new(Arc::clone(&parts.calendars));
        if offer_hours.ever_hold() || holds.ever_keep() {
            notices.tell_openings(parts.clock.now());
        }
        let helpline = Helpline::new(parts.help.clone(), parts.grace, parts.clock.now());
        Self {
            parts,
            roster,
            episodes,
            interventions: Tally::default(),
            helpline,
            first_replies: FirstReplies::default(),
            offer_hours,
            holds,
            moods: Moods::default(),
            notices,
            pace: Pace::default(),
            started: now,
            places: HashMap::new(),
            changed: true,
            alerted: false,
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
                            // Whoever asked may have gone.
                            Mail::Colleagues(reply) => drop(reply.send(self.colleagues())),
                            Mail::Moods(site, reply) => {
                                drop(reply.send(self.moods.history(site.as_ref(), self.parts.clock.now())));
                            }
                        }
                    }
                }
                () = sleep_until(self.next_look(next_beat).min(self.next_opening(next_beat))) => {}
            }
            let now = self.now();
            self.changed |= self.roster.offer(self.offer_hours.at(now.wall));
            self.changed |= self.roster.keep(self.holds.at(now.wall));
            self.moods.note(now);
            let is_time = self.next_look(next_beat) <= Instant::now();
            // Whoever asks for the board sees it as it stands now.
            if is_time || self.roster.has_moved() || !asked.is_empty() {
                self.post_what_is_due(now);
            }
            if is_time {
                next_beat = Instant::now() + BEAT;
                self.look_up();
            }
            for reply in asked {
                // Whoever asked may have gone.
                let _ = reply.send(self.board());
            }
        }
    }

    /// Costs what waits and who is there: done when something moved, and with the beat for whatever follows from time
    /// alone, but not for every message that is said.
    fn post_what_is_due(&mut self, now: Moment) {
        let due = self.roster.due(now);
        let told = Notices::lost(&due, |agent| self.roster.name(agent));
        self.post(due);
        self.post(told);
        let due = self.episodes.due(now, self.roster.on_duty());
        self.post(due);
        // After the offers: whoever is offered to somebody is not alone.
        let roster = &self.roster;
        let due = self.helpline.due(now, |conv| roster.is_offered(conv));
        self.post(due);
    }

    fn learn(&mut self, news: DeskNews) {
        let now = self.now();
        self.changed = true;
        match news {
            DeskNews::Conversation(summary) => {
                self.alerted |= self.episodes.hear(&summary);
                self.interventions.hear(&summary, now.wall);
                self.helpline.hear(&summary);
                self.first_replies.hear(&summary, now.wall);
                self.moods.hear(&summary);
                self.pace.hear(&summary, now.steady);
                let unwelcome = self.roster.conversation(&summary, now);
                self.post(unwelcome);
            }
            DeskNews::Online { staff, name, email, capacity, available, language, supervises } => {
                let (language, profile) = (Some(language), self.roster.rules().profile(&email));
                self.roster.online(staff, Member { name, capacity, available, language, supervises, profile });
            }
            DeskNews::Profile { staff, email, profile } => {
                self.roster.turn(staff, &email, &profile);
                // What is kept for a team follows from who has its skill.
                self.keep(Arc::clone(&self.parts.calendars));
            }
            DeskNews::Calendars(calendars) => self.keep(calendars),
            DeskNews::OfferWhenClosed(offers) => {
                self.parts.rules.offer_when_closed = offers;
                self.keep(Arc::clone(&self.parts.calendars));
            }
            DeskNews::Offline { staff } => {
                let ended = self.roster.offline(staff, now);
                self.post(ended);
            }
        }
    }

    /// The next look goes by these calendars; whoever was told something is not told it again.
    fn keep(&mut self, calendars: Arc<Calendars>) {
        self.offer_hours = OfferHours::new(Arc::clone(&calendars), self.parts.rules.offer_when_closed);
        self.holds = Holds::new(Arc::clone(&calendars), self.roster.rules());
        self.notices.keep(Arc::clone(&calendars));
        if self.offer_hours.ever_hold() || self.holds.ever_keep() {
            self.notices.tell_openings(self.parts.clock.now());
        }
        self.parts.calendars = calendars;
    }

    fn colleagues(&self) -> Colleagues {
        let closed = self.roster.closed_teams(&self.parts.calendars, self.parts.clock.now());
        Colleagues { closed, ..self.roster.colleagues() }
    }

    fn post(&mut self, posts: impl IntoIterator<Item = Post>) {
        for (conv, command) in posts {
            self.changed = true;
            self.parts.conversations.post(conv, command);
        }
    }

    /// When to show what changed: at the next beat, and for a new alert before.
    fn next_look(&self, next_beat: Instant) -> Instant {
        if self.alerted { next_beat.min(self.shown_at + URGENT) } else { next_beat }
    }

    /// When an opening lets more be offered, if that is before the next beat: each wake-up reads the machine's clock
    /// anew, which may have been set meanwhile.
    fn next_opening(&self, next_beat: Instant) -> Instant {
        let opens_at = self.roster.offering().opens_at();
        let opens_in = opens_at.map(|at| at.since(self.parts.clock.now()));
        opens_in.and_then(|wait| Instant::now().checked_add(wait)).map_or(next_beat, |at| at.min(next_beat))
    }

    fn now(&self) -> Moment {
        Moment { wall: self.parts.clock.now(), steady: self.started.elapsed() }
    }
}

#[cfg(test)]
#[path = "desk_test.rs"]
mod tests;
