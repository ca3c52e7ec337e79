//! A small world for the roster: conversations that follow the rules of the floor, agents who come and go, and a way
//! between them that is slow and may lose a command. Every second agent keeps the hours of a team, which open and close
//! at other minutes than the shop's. One conversation is always passed to a team of one, for whom it is kept while their
//! hours are over. Reads along with rules of its own.

use super::super::super::calendars::Calendars;
use super::super::super::fixtures::{chat, summary};
use super::super::super::hours::Hours;
use super::super::super::offers::{CONFIRM, PASS};
use super::super::super::rules::{Profile, Rules};
use super::super::super::topics::{Topic, Topics};
use super::super::{Moment, Post};
use crate::domain::{Command, ConversationId, PhaseName, StaffId, Stage, Summary, Timestamp};
use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

pub(super) const GRACE: Duration = Duration::from_secs(30);
const CHATS: u8 = 6;
const AGENTS: u8 = 3;
const MINUTES: i64 = 24 * 60;
/// The conversation that is passed to a team, and who is all of it.
const PASSED_ON: u8 = CHATS - 1;
const TEAM: u8 = 1;
const PATIENCE: Duration = Duration::from_mins(1);

/// The calendar of an agent.
pub(super) const fn calendar(agent: u8) -> u8 {
    agent % 2
}

/// What an agent can do.
pub(super) fn profile(agent: u8) -> Profile {
    let skills = if agent == TEAM { vec![0] } else { Vec::new() };
    Profile { skills, calendar: calendar(agent), ..Profile::default() }
}

/// The same, as an operator would write it.
pub(super) fn rules() -> Rules {
    let topics = Topics(vec![Topic::new("team".to_owned(), &["team".to_owned()], 0).kept_until_open()]);
    let profiles = (0..AGENTS).map(|agent| (format!("{agent}@shop.example"), profile(agent)));
    Rules { topics, profiles: profiles.collect(), patience: PATIENCE, ..Rules::default() }
}

/// Whether one is open in a minute of the day; the worlds begin in the 17th, in which both are.
const fn is_open(calendar: u8, minute: i64) -> bool {
    if calendar == 0 { minute % 4 < 2 } else { matches!(minute % 5, 1..4) }
}

/// The same, as an operator would write it, for as long as a world lasts.
pub(super) fn calendars() -> Calendars {
    let hours = |calendar| {
        let minutes = (16..80_u16).filter(|minute| is_open(calendar, i64::from(*minute)));
        let day: Vec<_> = minutes.map(|minute| (minute, minute + 1)).collect();
        Hours::new(TimeZone::UTC, std::array::from_fn(|_| day.clone()))
    };
    Calendars::new(Arc::new(hours(0)), vec![hours(1)])
}

/// What the roster does, so that faults can be planted between.
pub(super) trait Planner {
    fn conversation(&mut self, summary: &Summary, now: Moment) -> Vec<Post>;
    fn online(&mut self, staff: StaffId, capacity: u32, available: bool);
    fn offline(&mut self, staff: StaffId, now: Moment) -> Vec<Post>;
    fn due(&mut self, now: Moment) -> Vec<Post>;
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Ask(u8),
    Heat(u8, u8),
    Online(u8, u32, bool),
    Offline(u8),
    Deliver,
    Lose,
    Accept(u8),
    EndOffer(u8),
    Claim(u8, u8),
    Release(u8),
    Close(u8),
    Pass(u64),
}

pub(super) type Plan = Vec<Step>;

pub(super) fn plans() -> impl Strategy<Value = Plan> {
    let (one, who) = (0..CHATS, 0..AGENTS);
    let step = prop_oneof![
        4 => one.clone().prop_map(Step::Ask),
        1 => (one.clone(), 0..4_u8).prop_map(|(chat, stage)| Step::Heat(chat, stage)),
        3 => (who.clone(), 0..3_u32, prop::bool::weighted(0.8)).prop_map(|(a, c, free)| Step::Online(a, c, free)),
        1 => who.clone().prop_map(Step::Offline),
        5 => Just(Step::Deliver),
        1 => Just(Step::Lose),
        4 => one.clone().prop_map(Step::Accept),
        2 => one.clone().prop_map(Step::EndOffer),
        1 => (one.clone(), who).prop_map(|(chat, agent)| Step::Claim(chat, agent)),
        1 => one.clone().prop_map(Step::Release),
        2 => one.prop_map(Step::Close),
        3 => (0..70_u64).prop_map(Step::Pass),
    ];
    vec(step, 1..50)
}

#[derive(Clone)]
struct Chat {
    phase: PhaseName,
    agent: Option<u8>,
    stage: Stage,
    since: Timestamp,
}

#[derive(Clone, Default)]
struct Person {
    seen: bool,
    gone_at: Option<Duration>,
    capacity: u32,
    available: bool,
}

impl Person {
    fn is_there(&self) -> bool {
        self.seen && self.gone_at.is_none()
    }
    fn takes(&self) -> bool {
        self.is_there() && self.available
    }
}

pub(super) struct World {
    planner: Box<dyn Planner>,
    now: Duration,
    chats: BTreeMap<u8, Chat>,
    people: Vec<Person>,
    way: VecDeque<Post>,
    passed: BTreeMap<(u8, u8), Duration>,
    /// Commands that got lost: of which conversation, to whom, when.
    missing: BTreeMap<u8, (u8, Duration)>,
}

fn staff(agent: u8) -> StaffId {
    StaffId(Uuid::from_u128(u128::from(agent)))
}

fn number(conv: ConversationId) -> u8 {
    u8::try_from(conv.0.as_u128()).unwrap()
}

impl World {
    pub(super) fn new(planner: Box<dyn Planner>) -> Self {
        let people = vec![Person::default(); usize::from(AGENTS)];
        let (chats, way, passed, missing) = (BTreeMap::new(), VecDeque::new(), BTreeMap::new(), BTreeMap::new());
        Self { planner, now: Duration::ZERO, chats, people, way, passed, missing }
    }

    pub(super) fn play(&mut self, plan: &[Step]) -> Result<(), String> {
        for step in plan {
            self.take(step)?;
            self.plan_on()?;
        }
        self.settle()
    }

    pub(super) fn held_by(&self, agent: u8) -> usize {
        self.chats.values().filter(|chat| chat.phase == PhaseName::WithAgent && chat.agent == Some(agent)).count()
    }

    fn moment(&self) -> Moment {
        Moment { wall: Timestamp(1_000_000).plus(self.now), steady: self.now }
    }

    fn take(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::Ask(chat) if !self.chats.contains_key(&chat) => self.put(chat, PhaseName::Waiting, None),
            Step::Heat(chat, stage) => self.heat(chat, stage),
            Step::Online(agent, capacity, available) => {
                // Lowering somebody's capacity under what they hold is nobody's fault.
                let capacity = capacity.max(self.load(agent) + self.coming(agent));
                self.people[usize::from(agent)] = Person { seen: true, gone_at: None, capacity, available };
                self.planner.online(staff(agent), capacity, available);
            }
            Step::Offline(agent) if self.people[usize::from(agent)].is_there() => {
                self.people[usize::from(agent)].gone_at = Some(self.now);
                self.missing.retain(|_, (to, _)| *to != agent);
                let posts = self.planner.offline(staff(agent), self.moment());
                self.way.extend(posts);
            }
            Step::Deliver => self.deliver(),
            Step::Lose => self.lose(),
            Step::Accept(chat) => self.change(chat, PhaseName::HandingOff, PhaseName::WithAgent),
            Step::EndOffer(chat) => self.change(chat, PhaseName::HandingOff, PhaseName::Waiting),
            Step::Release(chat) => self.change(chat, PhaseName::WithAgent, PhaseName::Waiting),
            Step::Close(chat) => self.put(chat, PhaseName::Closed, None),
            Step::Claim(chat, agent) => {
                let person = &self.people[usize::from(agent)];
                let has_room = self.load(agent) + self.coming(agent) < person.capacity;
                let waits = self.chats.get(&chat).is_some_and(|chat| chat.phase == PhaseName::Waiting);
                if waits && person.is_there() && has_room {
                    self.put(chat, PhaseName::WithAgent, Some(agent));
                }
            }
            Step::Pass(seconds) => {
                self.settle()?;
                self.now += Duration::from_secs(seconds);
                self.plan_on()?;
                self.settle()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn heat(&mut self, chat: u8, stage: u8) {
        let stages = [Stage::Calm, Stage::Watch, Stage::Concern, Stage::Critical];
        if let Some(Chat { phase, agent, .. }) = self.chats.get(&chat).cloned() {
            self.chats.entry(chat).and_modify(|chat| chat.stage = stages[usize::from(stage)]);
            self.put(chat, phase, agent);
        }
    }

    /// What the rules of the floor allow, as `conversation::decide` does.
    fn change(&mut self, chat: u8, from: PhaseName, to: PhaseName) {
        let Some(Chat { phase, agent: Some(agent), .. }) = self.chats.get(&chat).cloned() else { return };
        if phase == from {
            let is_there = self.people[usize::from(agent)].is_there();
            if to == PhaseName::Waiting && (from == PhaseName::HandingOff || is_there) {
                self.passed.insert((chat, agent), self.now);
            }
            if to != PhaseName::WithAgent || is_there {
                self.put(chat, to, (to == PhaseName::WithAgent).then_some(agent));
            }
        }
    }

    fn put(&mut self, chat_number: u8, phase: PhaseName, agent: Option<u8>) {
        let moment = self.moment();
        let before = self.chats.remove(&chat_number);
        let held = before.as_ref().is_some_and(|chat| chat.phase.has_ticket());
        let since = before.as_ref().filter(|_| held).map_or(moment.wall, |chat| chat.since);
        let stage = before.as_ref().map_or(Stage::Calm, |chat| chat.stage);
        if phase == PhaseName::Closed {
            if before.is_none() {
                return;
            }
            self.passed.retain(|(passed, _), _| *passed != chat_number);
        } else {
            self.chats.insert(chat_number, Chat { phase, agent, stage, since });
        }
        if phase != PhaseName::Waiting {
            self.missing.remove(&chat_number);
        }
        let conv = chat(u128::from(chat_number));
        let team = (chat_number == PASSED_ON && phase.has_ticket()).then(|| "team".to_owned());
        let news = Summary { stage, team, ..summary(conv, phase, agent.map(staff), since) };
        let posts = self.planner.conversation(&news, moment);
        self.way.extend(posts);
    }

    fn deliver(&mut self) {
        let Some((conv, command)) = self.way.pop_front() else { return };
        let chat = number(conv);
        let Some(Chat { phase, agent, .. }) = self.chats.get(&chat).cloned() else { return };
        match command {
            Command::Offer { agent, .. } if phase == PhaseName::Waiting => {
                self.put(chat, PhaseName::HandingOff, Some(u8::try_from(agent.0.as_u128()).unwrap()));
            }
            Command::EndOffer { agent: whose } if agent.map(staff) == Some(whose) => {
                self.change(chat, PhaseName::HandingOff, PhaseName::Waiting);
            }
            Command::LoseAgent { agent: whose } if agent.map(staff) == Some(whose) => {
                self.missing.remove(&chat);
                self.change(chat, phase, PhaseName::Waiting);
                if self.chats[&chat].phase != PhaseName::Waiting {
                    self.put(chat, PhaseName::Waiting, None);
                }
            }
            _ => {}
        }
    }

    /// Loses a command, but not twice in a row of one conversation; the end of an offer comes by its own clock too.
    fn lose(&mut self) {
        let Some((conv, command)) = self.way.front() else { return };
        let whose = match command {
            Command::Offer { agent, .. } | Command::LoseAgent { agent } => u8::try_from(agent.0.as_u128()).unwrap(),
            _ => return self.deliver(),
        };
        let chat = number(*conv);
        if self.missing.contains_key(&chat) {
            return self.deliver();
        }
        self.way.pop_front();
        self.missing.insert(chat, (whose, self.now));
    }

    fn plan_on(&mut self) -> Result<(), String> {
        self.passed.retain(|_, at| self.now.saturating_sub(*at) < PASS);
        let posts = self.planner.due(self.moment());
        for (conv, command) in &posts {
            if let Command::Offer { agent, .. } = command {
                let (chat, agent) = (number(*conv), u8::try_from(agent.0.as_u128()).unwrap());
                // One that got lost is made again, to the same agent.
                let is_first = self.missing.get(&chat).is_none_or(|(to, _)| *to != agent);
                if is_first && !self.keeps_open(agent) {
                    return Err(format!("hours: {agent} is asked for {chat} although theirs are over"));
                }
                if is_first && !self.may_ask(chat, agent) {
                    return Err(format!("kept: {agent} is asked for {chat} although it is kept for others"));
                }
                if is_first && self.passed.contains_key(&(chat, agent)) && self.somebody_new(chat) {
                    return Err(format!("passed: {agent} is asked again for {chat} although others are there"));
                }
            }
        }
        self.way.extend(posts);
        Ok(())
    }

    /// Delivers until nothing is on its way, then looks whether everything is in order.
    fn settle(&mut self) -> Result<(), String> {
        for _ in 0..200 {
            if self.way.is_empty() {
                return self.is_in_order();
            }
            self.deliver();
            self.plan_on()?;
        }
        Err("restless: commands without end".to_owned())
    }

    fn is_in_order(&self) -> Result<(), String> {
        for agent in 0..AGENTS {
            let person = &self.people[usize::from(agent)];
            if person.is_there() && self.load(agent) > person.capacity {
                return Err(format!("R1: {agent} has {} of {}", self.load(agent), person.capacity));
            }
        }
        for (number, chat) in &self.chats {
            let is_missing = self.missing.get(number).is_some_and(|(_, at)| self.now.saturating_sub(*at) < CONFIRM);
            match (chat.phase, chat.agent) {
                (PhaseName::Waiting, _) if !is_missing => self.nobody_fits(*number)?,
                (PhaseName::HandingOff, Some(agent)) if !self.people[usize::from(agent)].is_there() => {
                    return Err(format!("absent: {number} is offered to {agent}"));
                }
                (PhaseName::WithAgent, Some(agent)) if !is_missing => {
                    let gone = self.people[usize::from(agent)].gone_at.map(|at| self.now.saturating_sub(at));
                    // Asked at the end of the grace, and once more if that got lost.
                    if gone.is_some_and(|gone| gone >= GRACE + CONFIRM) {
                        return Err(format!("lost: {number} stays with {agent}"));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn nobody_fits(&self, chat: u8) -> Result<(), String> {
        let is_anew = !self.somebody_new(chat);
        for agent in 0..AGENTS {
            let person = &self.people[usize::from(agent)];
            let takes = person.takes() && self.may_ask(chat, agent) && !self.waits_for_the_team(chat, agent);
            let is_free = takes && self.load(agent) + self.lost_on_the_way(agent) < person.capacity;
            if is_free && (is_anew || !self.passed.contains_key(&(chat, agent))) {
                return Err(format!("R2: {chat} waits although {agent} is free"));
            }
        }
        Ok(())
    }

    fn keeps_open(&self, agent: u8) -> bool {
        self.kept_open(agent, Duration::ZERO)
    }

    /// So long ago.
    fn kept_open(&self, agent: u8, ago: Duration) -> bool {
        is_open(calendar(agent), self.moment().wall.minus(ago).0 / 60_000 % MINUTES)
    }

    fn may_ask(&self, chat: u8, agent: u8) -> bool {
        let is_calm = self.chats.get(&chat).is_some_and(|chat| chat.stage < Stage::Concern);
        let is_team_away = !self.keeps_open(TEAM) || !self.kept_open(TEAM, PATIENCE);
        let is_kept = chat == PASSED_ON && is_calm && is_team_away;
        self.keeps_open(agent) && (agent == TEAM || !is_kept)
    }

    /// Its skill is still waited for, and there.
    fn waits_for_the_team(&self, chat: u8, agent: u8) -> bool {
        let waited = self.chats.get(&chat).map_or(Duration::ZERO, |chat| self.moment().wall.since(chat.since));
        let is_there = self.is_asked(chat, TEAM) && (!self.somebody_new(chat) || self.is_new(chat, TEAM));
        chat == PASSED_ON && agent != TEAM && waited < PATIENCE && is_there
    }

    fn somebody_new(&self, chat: u8) -> bool {
        (0..AGENTS).any(|agent| self.is_new(chat, agent))
    }

    fn is_new(&self, chat: u8, agent: u8) -> bool {
        self.is_asked(chat, agent) && !self.passed.contains_key(&(chat, agent))
    }

    fn is_asked(&self, chat: u8, agent: u8) -> bool {
        let person = &self.people[usize::from(agent)];
        person.takes() && self.may_ask(chat, agent) && person.capacity > 0
    }

    fn load(&self, agent: u8) -> u32 {
        self.chats.values().filter(|chat| chat.agent == Some(agent)).count() as u32
    }

    fn coming(&self, agent: u8) -> u32 {
        let offers = |post: &&Post| matches!(post.1, Command::Offer { agent: to, .. } if to == staff(agent));
        self.way.iter().filter(offers).count() as u32 + self.lost_on_the_way(agent)
    }

    /// Room that the roster keeps free for offers it has heard nothing of yet.
    fn lost_on_the_way(&self, agent: u8) -> u32 {
        let waits = |chat: &u8| self.chats.get(chat).is_some_and(|chat| chat.phase == PhaseName::Waiting);
        self.missing
            .iter()
            .filter(|(chat, (to, at))| waits(chat) && *to == agent && self.now.saturating_sub(*at) < CONFIRM)
            .count() as u32
    }
}
