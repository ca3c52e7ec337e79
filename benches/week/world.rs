//! The week itself: what happens, in its order, and what the desk does about it. Owns the conversations' side, which
//! does what a log would say: it waits, lies before an agent, is held, ends.

use crate::draw::Draw;
use crate::shop::{Person, people, rules};
use attune::domain::{Command, ConversationId, PhaseName, StaffId, Stage, Summary, Timestamp};
use attune::routing::colleagues::Colleague;
use attune::routing::moment::Moment;
use attune::routing::notices::Notices;
use attune::routing::pace::Pace;
use attune::routing::roster::Roster;
use attune::routing::rules::HOT;
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;
use uuid::Uuid;

/// Midnight before the Monday.
const BEGIN: Timestamp = Timestamp(1_795_392_000_000);
const GRACE: Duration = Duration::from_secs(30);
/// The desk looks up this often while somebody waits; the real one twice a second.
const BEAT: Duration = Duration::from_secs(2);

/// One conversation from its wait on.
pub struct Chat {
    pub stage: Stage,
    pub came: Duration,
    /// Minutes that were told first, where somebody waited long enough to be told.
    pub told: Option<u32>,
    /// A place was free then, with somebody it could not go to yet.
    pub beside_room: bool,
    pub offered: Option<(Duration, StaffId)>,
    pub accepted: Option<Duration>,
    language: &'static str,
    topic: &'static str,
    phase: PhaseName,
}

/// What the week came to.
#[derive(Default)]
pub struct Week {
    pub chats: Vec<Chat>,
    /// Start of the shift, hours of work and conversations, by agent.
    pub shares: Vec<(u64, f64, u32)>,
    /// Hot conversations offered to somebody who had as many as the limit, though nothing goes before it.
    pub too_hot: u32,
    pub hot_offers: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Begins(usize),
    Ends(usize),
    Comes(usize),
    Accepts(usize),
    Leaves(usize),
    Beat,
}

struct World<'a> {
    draw: &'a mut Draw,
    people: Vec<Person>,
    roster: Roster,
    pace: Pace,
    to_come: BinaryHeap<Reverse<(Duration, What)>>,
    beats: bool,
    now: Duration,
    week: Week,
}

/// Plays a week.
pub fn play(draw: &mut Draw, crowd: f64) -> Week {
    let (people, roster) = (people(), Roster::following(GRACE, rules()));
    let week = Week { shares: people.iter().map(|person| (person.shift.0, 0.0, 0)).collect(), ..Week::default() };
    let to_come = BinaryHeap::new();
    let mut world =
        World { draw, people, roster, pace: Pace::default(), to_come, beats: false, now: Duration::ZERO, week };
    world.plan(crowd);
    while let Some(Reverse((at, what))) = world.to_come.pop() {
        world.now = at;
        world.take(what);
        world.look();
    }
    world.week
}

fn has_room(one: &Colleague) -> bool {
    one.available && one.load < one.capacity
}

impl World<'_> {
    fn plan(&mut self, crowd: f64) {
        for came in self.draw.arrivals(crowd) {
            let n = self.week.chats.len();
            let stage = self.stage();
            let language = if self.draw.chance(0.5) { "en" } else { "zh" };
            let topic = if self.draw.chance(0.3) { "refund" } else { "sizing" };
            self.week.chats.push(Chat {
                stage,
                came,
                told: None,
                beside_room: false,
                offered: None,
                accepted: None,
                language,
                topic,
                phase: PhaseName::WithBot,
            });
            self.to_come.push(Reverse((came, What::Comes(n))));
        }
        for day in 0..7 {
            for (place, person) in self.people.iter().enumerate() {
                let at = |hour: u64| Duration::from_hours(24 * day + hour);
                self.to_come.push(Reverse((at(person.shift.0), What::Begins(place))));
                self.to_come.push(Reverse((at(person.shift.1), What::Ends(place))));
                self.week.shares[place].1 += (person.shift.1 - person.shift.0) as f64;
            }
        }
    }

    /// Seven of ten are calm, one of seven is at concern or above.
    fn stage(&mut self) -> Stage {
        match self.draw.share() {
            share if share < 0.70 => Stage::Calm,
            share if share < 0.86 => Stage::Watch,
            share if share < 0.96 => Stage::Concern,
            _ => Stage::Critical,
        }
    }

    fn take(&mut self, what: What) {
        match what {
            What::Begins(place) => self.roster.online(self.people[place].id, self.people[place].member(true)),
            What::Ends(place) => self.roster.online(self.people[place].id, self.people[place].member(false)),
            What::Comes(n) => self.turn(n, PhaseName::Waiting),
            What::Accepts(n) => self.accept(n),
            What::Leaves(n) => self.turn(n, PhaseName::Closed),
            What::Beat => self.beats = false,
        }
    }

    fn accept(&mut self, n: usize) {
        self.week.chats[n].accepted = Some(self.now);
        self.turn(n, PhaseName::WithAgent);
        let is_hot = self.week.chats[n].stage >= HOT;
        let stay = self.draw.stay(is_hot);
        self.to_come.push(Reverse((self.now + stay, What::Leaves(n))));
    }

    fn turn(&mut self, n: usize, phase: PhaseName) {
        self.week.chats[n].phase = phase;
        let summary = self.summary(n);
        self.pace.hear(&summary, self.now);
        // Nobody leaves without finishing, so no offer comes too late.
        assert!(self.roster.conversation(&summary, self.moment()).is_none(), "an offer met nobody");
    }

    /// What the desk does, and what visitors are told at its next look.
    fn look(&mut self) {
        for (conv, command) in self.roster.due(self.moment()) {
            let Command::Offer { agent, .. } = command else { panic!("nobody is lost in this week: {command:?}") };
            self.offer(usize::try_from(conv.0.as_u128()).expect("a place"), agent);
        }
        let waits = self.roster.waits(&self.pace, self.moment());
        let is_room = waits.is_empty() || self.roster.colleagues().people.iter().any(has_room);
        for (ticket, wait) in &waits {
            let chat = &mut self.week.chats[usize::try_from(ticket.conv.0.as_u128()).expect("a place")];
            if chat.told.is_none() {
                chat.told = wait.map(Notices::minutes);
                chat.beside_room = is_room;
            }
        }
        if !waits.is_empty() && !self.beats {
            self.beats = true;
            self.to_come.push(Reverse((self.now + BEAT, What::Beat)));
        }
    }

    fn offer(&mut self, n: usize, agent: StaffId) {
        self.limit(n, agent);
        self.week.chats[n].offered = Some((self.now, agent));
        let place = self.people.iter().position(|person| person.id == agent).expect("one of the staff");
        self.week.shares[place].2 += 1;
        self.turn(n, PhaseName::HandingOff);
        let reaction = self.draw.reaction();
        self.to_come.push(Reverse((self.now + reaction, What::Accepts(n))));
    }

    /// Counts an offer beyond the limit of hot conversations; long waits and seniors on the ladder go before it.
    fn limit(&mut self, n: usize, agent: StaffId) {
        let (rules, chat) = (rules(), &self.week.chats[n]);
        if chat.stage < HOT {
            return;
        }
        self.week.hot_offers += 1;
        let holds = |other: &&Chat| matches!(other.phase, PhaseName::HandingOff | PhaseName::WithAgent);
        let theirs = |other: &&Chat| other.offered.is_some_and(|(_, to)| to == agent) && other.stage >= HOT;
        let hot = self.week.chats.iter().filter(holds).filter(theirs).count();
        let goes_before = rules.ladder.map_or(rules.bound(), |ladder| ladder.senior);
        self.week.too_hot +=
            u32::from(hot >= rules.hot_chats as usize && self.now.saturating_sub(chat.came) < goes_before);
    }

    fn summary(&self, n: usize) -> Summary {
        let Chat { stage, came, offered, language, topic, phase, .. } = &self.week.chats[n];
        let agent = offered.filter(|_| !matches!(phase, PhaseName::Waiting)).map(|(_, agent)| agent);
        let since = BEGIN.plus(*came);
        let summary = json!({
            "conv": ConversationId(Uuid::from_u128(n as u128)), "site": "shop", "visitor": Uuid::nil(),
            "language": language, "phase": phase, "agent": agent, "agent_name": agent.map(|_| "Agent"),
            "stage": stage, "trend": 0.0, "last_seq": 1, "last_public": 1, "preview": topic,
            "last_by": {"who": "visitor"}, "last_at": since, "opened_at": since,
            "waiting_since": phase.has_ticket().then_some(since), "unscored": 0,
        });
        serde_json::from_value(summary).expect("a summary")
    }

    fn moment(&self) -> Moment {
        Moment { wall: BEGIN.plus(self.now), steady: self.now }
    }
}
