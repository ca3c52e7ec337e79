//! Floor and queue together: the real rules of conversations and the real desk over random plans, with everything that
//! goes wrong between them. Commands get lost, come twice or late, agents vanish, the desk or the whole server starts
//! anew from the logs. At every moment each open conversation has an owner or a place in the queue, and exactly one
//! party holds its floor (R3); once the faults are over, nobody is left waiting.
//!
//! `ATTUNE_PLANS=10000` makes it the long form.

use super::fixtures::{
    ANA, ESCALATE_AFTER, INVITE_TIME, LIN, OFFER_TIME, OWNER, SAM, agent, open, packet, question, reason, say, score,
    words,
};
use super::properties::oracle::Oracle;
use super::properties::plans_wanted;
use super::{Decision, Floor, Phase, State, Surroundings, decide, evolve, stamp};
use crate::domain::{
    Actor, BotAct, Command, ConversationId, Epoch, Event, Language, MessageId, Party, Recipient, Refusal, Risks,
    StaffId, Stamped, Timestamp,
};
use crate::routing::colleagues::Colleague;
use crate::routing::hours::Hours;
use crate::routing::members::Member;
use crate::routing::moment::Moment;
use crate::routing::notices::Notices;
use crate::routing::roster::Roster;
use crate::routing::rules::{Ladder, Profile, Rules};
use crate::triage::Policy;
use crate::triage::feedback::Sampling;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;
use uuid::Uuid;

const CHATS: u8 = 4;
const STAFF: [StaffId; 3] = [LIN, ANA, SAM];
const GRACE: Duration = Duration::from_secs(30);
/// Plans of the short form.
const PLANS: u32 = 400;

#[derive(Debug, Clone)]
enum Step {
    Open(u8),
    Say(u8),
    Ask(u8),
    Score(u8, bool),
    BotSays(u8, bool),
    Deliver,
    Lose,
    Twice,
    Late,
    Online(u8, u32, bool),
    Offline(u8),
    Accept(u8, u8),
    Decline(u8, u8),
    PassOn(u8, u8, u8),
    TakeBack(u8, u8),
    Invite(u8, u8, u8),
    Join(u8, u8),
    Leave(u8, u8),
    Speak(u8, u8),
    Release(u8, u8),
    Close(u8),
    Reopen(u8),
    Pass(u64),
    DeskStarts,
    ServerStarts,
}

fn plans() -> impl Strategy<Value = Vec<Step>> {
    let (chat, who) = (0..CHATS, 0..3_u8);
    let pair = (chat.clone(), who.clone());
    let step = prop_oneof![
        6 => chat.clone().prop_map(Step::Open),
        4 => chat.clone().prop_map(Step::Say),
        5 => chat.clone().prop_map(Step::Ask),
        3 => (chat.clone(), any::<bool>()).prop_map(|(chat, hot)| Step::Score(chat, hot)),
        3 => (chat.clone(), any::<bool>()).prop_map(|(chat, late)| Step::BotSays(chat, late)),
        12 => Just(Step::Deliver),
        2 => Just(Step::Lose),
        2 => Just(Step::Twice),
        2 => Just(Step::Late),
        5 => (who.clone(), 0..4_u32, prop::bool::weighted(0.8)).prop_map(|(who, room, free)| Step::Online(who, room, free)),
        2 => who.prop_map(Step::Offline),
        7 => pair.clone().prop_map(|(chat, who)| Step::Accept(chat, who)),
        2 => pair.clone().prop_map(|(chat, who)| Step::Decline(chat, who)),
        5 => (pair.clone(), 0..4_u8).prop_map(|((chat, who), whom)| Step::PassOn(chat, who, whom)),
        1 => pair.clone().prop_map(|(chat, who)| Step::TakeBack(chat, who)),
        4 => (pair.clone(), 0..3_u8).prop_map(|((chat, who), whom)| Step::Invite(chat, who, whom)),
        4 => pair.clone().prop_map(|(chat, who)| Step::Join(chat, who)),
        1 => pair.clone().prop_map(|(chat, who)| Step::Leave(chat, who)),
        4 => pair.clone().prop_map(|(chat, who)| Step::Speak(chat, who)),
        2 => pair.prop_map(|(chat, who)| Step::Release(chat, who)),
        1 => chat.clone().prop_map(Step::Close),
        1 => chat.prop_map(Step::Reopen),
        5 => (0..70_u64).prop_map(Step::Pass),
        1 => Just(Step::DeskStarts),
        1 => Just(Step::ServerStarts),
    ];
    vec(step, 1..120)
}

type Decide = fn(&State, &Command, Surroundings<'_>) -> Result<Decision, Refusal>;

#[derive(Default)]
struct Talk {
    state: State,
    log: Vec<Stamped<Event>>,
    oracle: Oracle,
}

struct World {
    decide: Decide,
    /// A desk that hears of nobody who waits: a planted fault.
    deaf: bool,
    policy: Policy,
    roster: Roster,
    way: VecDeque<(u8, Command)>,
    talks: BTreeMap<u8, Talk>,
    online: [bool; 3],
    now: Duration,
    said: u128,
}

fn conv(chat: u8) -> ConversationId {
    ConversationId(Uuid::from_u128(0xC000 + u128::from(chat)))
}

fn close() -> Command {
    Command::Close { by: Actor::Visitor(OWNER), cause: crate::domain::CloseCause::Visitor }
}

fn chat_of(conv: ConversationId) -> u8 {
    u8::try_from(conv.0.as_u128() - 0xC000).unwrap()
}

/// A desk whose ladder is climbed within a plan.
fn roster() -> Roster {
    let ladder = Some(Ladder { senior: Duration::from_secs(20), supervisor: Duration::from_secs(20) });
    Roster::following(GRACE, Rules { ladder, ..Rules::default() })
}

impl World {
    fn new(decide: Decide, deaf: bool) -> Self {
        let (roster, talks, policy) = (roster(), BTreeMap::new(), Policy::default());
        Self {
            decide,
            deaf,
            policy,
            roster,
            way: VecDeque::new(),
            talks,
            online: [false; 3],
            now: Duration::ZERO,
            said: 0,
        }
    }

    fn moment(&self) -> Moment {
        Moment { wall: Timestamp(1_000_000).plus(self.now), steady: self.now }
    }

    fn play(&mut self, plan: &[Step]) -> Result<(), String> {
        for step in plan {
            self.take(step)?;
            self.look()?;
        }
        self.settle()
    }

    fn take(&mut self, step: &Step) -> Result<(), String> {
        let staff = |who: u8| agent(STAFF[usize::from(who)]);
        match *step {
            Step::Open(chat) if !self.talks.contains_key(&chat) => {
                self.talks.insert(chat, Talk::default());
                self.put(chat, &open())
            }
            Step::Say(chat) => {
                self.said += 1;
                self.put(chat, &say(Actor::Visitor(OWNER), self.said, "Where is my order?"))
            }
            Step::Ask(chat) => self.put(chat, &Command::AskForPerson { by: Actor::Visitor(OWNER) }),
            Step::Score(chat, hot) => self.score(chat, hot),
            Step::BotSays(chat, late) => self.bot_says(chat, late),
            Step::Deliver => self.deliver(),
            Step::Lose => {
                self.way.pop_front();
                Ok(())
            }
            Step::Twice => {
                self.way.extend(self.way.front().cloned());
                self.deliver()
            }
            Step::Late => {
                if let Some(first) = self.way.pop_front() {
                    self.way.push_back(first);
                }
                Ok(())
            }
            Step::Online(who, room, free) => {
                self.online(who, room, free);
                Ok(())
            }
            Step::Offline(who) if self.online[usize::from(who)] => {
                self.online[usize::from(who)] = false;
                let posts = self.roster.offline(STAFF[usize::from(who)], self.moment());
                self.post(posts);
                Ok(())
            }
            Step::Accept(chat, who) if self.online[usize::from(who)] => {
                self.put(chat, &Command::Accept { by: staff(who), packet: None })
            }
            Step::Decline(chat, who) => self.put(chat, &Command::Decline { by: staff(who), reason: None }),
            Step::PassOn(chat, who, whom) => self.pass_on(chat, staff(who), whom),
            Step::TakeBack(chat, who) => self.put(chat, &Command::CancelTransfer { by: staff(who) }),
            Step::Invite(..) | Step::Join(..) | Step::Leave(..) => self.of_experts(step),
            Step::Speak(chat, who) => {
                self.said += 1;
                self.put(chat, &say(staff(who), self.said, "Let me look."))
            }
            Step::Release(chat, who) => self.put(chat, &Command::Release { by: staff(who) }),
            Step::Close(chat) => self.put(chat, &close()),
            Step::Reopen(chat) => self.put(chat, &Command::Reopen { by: Actor::Visitor(OWNER) }),
            Step::Pass(seconds) => self.pass(seconds),
            Step::DeskStarts => {
                self.desk_starts();
                Ok(())
            }
            Step::ServerStarts => self.server_starts(),
            _ => Ok(()),
        }
    }

    /// As the conversation's writer: decides, logs, tells the desk.
    fn put(&mut self, chat: u8, command: &Command) -> Result<(), String> {
        let moment = self.moment();
        let Some(talk) = self.talks.get_mut(&chat) else { return Ok(()) };
        let mut command = command.clone();
        if let Command::Offer { packet: part, .. }
        | Command::Accept { packet: part, .. }
        | Command::Transfer { packet: part, .. }
        | Command::JoinAsExpert { packet: part, .. } = &mut command
        {
            *part = packet(talk.state.last);
        }
        let around = Surroundings {
            conv: conv(chat),
            now: moment.wall,
            policy: &self.policy,
            offer_time: OFFER_TIME,
            invite_time: INVITE_TIME,
            escalate_after: ESCALATE_AFTER,
            sampling: Sampling::OFF,
            hours: Hours::always(),
        };
        let Ok(decision) = (self.decide)(&talk.state, &command, around) else { return Ok(()) };
        if decision.events.is_empty() {
            return Ok(());
        }
        let commit = stamp(&talk.state, decision.events, moment.wall);
        talk.oracle.read(&commit, u32::from(self.policy.hysteresis_turns))?;
        talk.state = commit.iter().fold(std::mem::take(&mut talk.state), evolve);
        talk.oracle.agrees(&talk.state)?;
        talk.log.extend(commit);
        self.tell_desk(chat);
        Ok(())
    }

    fn tell_desk(&mut self, chat: u8) {
        let Some(summary) = self.talks[&chat].state.summary(conv(chat)) else { return };
        if self.deaf && summary.phase == crate::domain::PhaseName::Waiting {
            return;
        }
        let unwelcome = self.roster.conversation(&summary, self.moment());
        self.post(unwelcome);
    }

    fn post(&mut self, posts: impl IntoIterator<Item = (ConversationId, Command)>) {
        self.way.extend(posts.into_iter().map(|(conv, command)| (chat_of(conv), command)));
    }

    fn deliver(&mut self) -> Result<(), String> {
        let Some((chat, command)) = self.way.pop_front() else { return Ok(()) };
        self.put(chat, &command)
    }

    fn online(&mut self, who: u8, capacity: u32, available: bool) {
        self.online[usize::from(who)] = true;
        let supervises = STAFF[usize::from(who)] == SAM;
        let (name, language) = ("Agent".to_owned(), Some(Language::En));
        let member = Member { name, capacity, available, language, supervises, profile: Profile::default() };
        self.roster.online(STAFF[usize::from(who)], member);
    }

    fn score(&mut self, chat: u8, hot: bool) -> Result<(), String> {
        let Some(message) = self.talks.get(&chat).and_then(|talk| talk.state.first_unscored()) else { return Ok(()) };
        let scoring = score(if hot { 0.97 } else { 0.02 }, Risks::default());
        self.put(chat, &Command::Scored { message, scoring })
    }

    fn bot_says(&mut self, chat: u8, late: bool) -> Result<(), String> {
        let Some(state) = self.talks.get(&chat).map(|talk| &talk.state) else { return Ok(()) };
        let Some(answers) = state.unfinished.keys().next().copied() else { return Ok(()) };
        let say = Command::BotSay {
            epoch: Epoch(state.epoch.0.saturating_sub(u32::from(late))),
            answers,
            id: MessageId(Uuid::new_v5(&conv(chat).0, format!("bot:{answers}").as_bytes())),
            text: words("Here is what I know."),
            act: BotAct::Answered { article: "orders".to_owned() },
            quick_replies: Vec::new(),
            flow: None,
        };
        // What is made now may come when the floor has moved.
        if late {
            self.way.push_back((chat, say));
            return Ok(());
        }
        self.put(chat, &say)
    }

    fn of_experts(&mut self, step: &Step) -> Result<(), String> {
        let staff = |who: u8| agent(STAFF[usize::from(who)]);
        match *step {
            Step::Invite(chat, who, whom) => {
                let among = vec![(STAFF[usize::from(whom)], "Agent".to_owned())];
                self.put(chat, &Command::Invite { by: staff(who), among, question: question() })
            }
            Step::Join(chat, who) => self.put(chat, &Command::JoinAsExpert { by: staff(who), packet: None }),
            Step::Leave(chat, who) => self.put(chat, &Command::LeaveAsExpert { by: staff(who) }),
            _ => Ok(()),
        }
    }

    /// As a session does: the desk says whether the colleague is there and has room. One of four goes to a team.
    fn pass_on(&mut self, chat: u8, by: Actor, whom: u8) -> Result<(), String> {
        let to = match STAFF.get(usize::from(whom)) {
            None => Recipient::Team { name: "returns".to_owned() },
            Some(id) => {
                let people = self.roster.colleagues().people;
                let fits = |one: &&Colleague| one.staff == *id && one.available && one.load < one.capacity;
                let Some(found) = people.iter().find(fits) else { return Ok(()) };
                Recipient::Agent { id: *id, name: found.name.clone() }
            }
        };
        self.put(chat, &Command::Transfer { by, to, reason: reason(), packet: None })
    }

    /// Time passes, second by second: offers end by their conversations' own clocks.
    fn pass(&mut self, seconds: u64) -> Result<(), String> {
        for _ in 0..seconds {
            self.now += Duration::from_secs(1);
            let now = self.moment().wall;
            let over = |(chat, talk): (&u8, &Talk)| match talk.state.open_offer() {
                Some((agent, expires_at)) if expires_at <= now => Some((*chat, agent)),
                _ => None,
            };
            let over: Vec<(u8, StaffId)> = self.talks.iter().filter_map(over).collect();
            for (chat, agent) in over {
                self.put(chat, &Command::EndOffer { agent })?;
            }
            let lapsed =
                |(chat, talk): (&u8, &Talk)| talk.state.experts.next_end().map(|(expert, at)| (*chat, expert, at));
            let lapsed: Vec<_> = self.talks.iter().filter_map(lapsed).filter(|(_, _, at)| *at <= now).collect();
            for (chat, expert, _) in lapsed {
                self.put(chat, &Command::LapseInvitation { expert })?;
            }
            self.look()?;
        }
        Ok(())
    }

    /// The desk comes back and hears of every open conversation; sockets stay.
    fn desk_starts(&mut self) {
        self.roster = roster();
        let open: Vec<u8> = self.talks.keys().copied().collect();
        for chat in open {
            self.tell_desk(chat);
        }
        for who in 0..3_u8 {
            if self.online[usize::from(who)] {
                self.online(who, 2, true);
            }
        }
    }

    /// Everything but the logs is gone.
    fn server_starts(&mut self) -> Result<(), String> {
        self.way.clear();
        self.online = [false; 3];
        for talk in self.talks.values_mut() {
            let stored: Vec<Stamped<Event>> =
                serde_json::from_str(&serde_json::to_string(&talk.log).map_err(|error| error.to_string())?)
                    .map_err(|error| error.to_string())?;
            talk.state = stored.iter().fold(State::default(), evolve);
            talk.oracle.agrees(&talk.state)?;
        }
        self.desk_starts();
        Ok(())
    }

    /// The desk plans, and everything is looked at.
    fn look(&mut self) -> Result<(), String> {
        let posts = self.roster.due(self.moment());
        let told = Notices::lost(&posts, |_| Some("Agent"));
        self.post(posts);
        self.post(told);
        let tickets = self.roster.tickets(self.moment().wall);
        for (chat, talk) in &self.talks {
            let has_ticket = tickets.iter().any(|ticket| ticket.conv == conv(*chat));
            let is_kept = match (&talk.state.phase, &talk.state.floor) {
                (Phase::New | Phase::Closed { .. }, _) => true,
                (Phase::WithBot, floor) => *floor == Floor::Bot && !has_ticket,
                (Phase::Waiting { .. }, floor) => *floor == Floor::Bot && has_ticket,
                (Phase::HandingOff { expires_at, .. }, floor) => {
                    *floor == Floor::Bot && *expires_at >= self.moment().wall
                }
                (Phase::WithAgent { agent, .. }, Floor::Agent { id, .. }) => {
                    let asked = talk.state.passing.as_ref();
                    let is_timed = asked.is_none_or(|asked| asked.expires_at >= self.moment().wall && asked.to != *id);
                    agent == id && !has_ticket && is_timed
                }
                (Phase::WithAgent { .. }, Floor::Bot) => false,
            };
            if !is_kept {
                return Err(format!("place: {chat} has neither owner nor place: {:?}", talk.state.phase));
            }
        }
        Ok(())
    }

    /// No more faults: agents with room are there and accept what they are offered.
    fn settle(&mut self) -> Result<(), String> {
        for who in 0..3_u8 {
            self.online(who, 9, true);
        }
        for _ in 0..60 {
            while !self.way.is_empty() {
                self.deliver()?;
                self.look()?;
            }
            let offered = |(chat, talk): (&u8, &Talk)| talk.state.open_offer().map(|(agent, _)| (*chat, agent));
            let offered: Vec<(u8, StaffId)> = self.talks.iter().filter_map(offered).collect();
            for (chat, to) in offered {
                self.put(chat, &Command::Accept { by: agent(to), packet: None })?;
            }
            self.pass(2)?;
        }
        let waits = |talk: &&Talk| matches!(talk.state.phase, Phase::Waiting { .. } | Phase::HandingOff { .. });
        match self.talks.values().filter(waits).count() {
            0 => Ok(()),
            left => Err(format!("stuck: {left} still wait although agents are free")),
        }
    }
}

fn check(cases: u32, dice: TestRng, world: impl Fn() -> World) -> Result<(), TestError<Vec<Step>>> {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, dice);
    runner.run(&plans(), |plan| world().play(&plan).map_err(TestCaseError::fail))
}

fn same_dice() -> TestRng {
    TestRng::deterministic_rng(RngAlgorithm::ChaCha)
}

#[test]
fn everybody_has_an_owner_or_a_place_and_one_party_the_floor() {
    if let Err(found) = check(plans_wanted(PLANS), same_dice(), || World::new(decide, false)) {
        panic!("{found}");
    }
}

#[test]
fn a_conversation_that_the_desk_forgets_is_found() {
    match check(PLANS, same_dice(), || World::new(decide, true)) {
        Err(TestError::Fail(reason, _)) => assert!(reason.message().starts_with("place"), "{reason}"),
        other => panic!("the plans did not find it: {other:?}"),
    }
}

#[test]
fn an_agent_who_speaks_after_the_floor_moved_is_found() {
    let faulty: Decide = |state, command, around| match (decide(state, command, around), command) {
        (Err(Refusal::FloorMoved), Command::Say { by: Actor::Staff { id: staff, name, .. }, id, text, .. }) => {
            let said = Event::Said {
                id: *id,
                text: text.clone(),
                bot: None,
                answers: None,
                quick_replies: Vec::new(),
                flow: None,
                despite: Vec::new(),
                files: Vec::new(),
            };
            let by = Party::Staff { id: *staff, name: name.clone() };
            Ok(Decision { events: vec![(by, said)], effects: Vec::new() })
        }
        (decided, _) => decided,
    };
    match check(PLANS, same_dice(), || World::new(faulty, false)) {
        Err(TestError::Fail(reason, _)) => assert!(reason.message().starts_with("R3"), "{reason}"),
        other => panic!("the plans did not find it: {other:?}"),
    }
}

#[test]
fn a_transfer_that_lets_go_of_the_floor_too_early_is_found() {
    let faulty: Decide = |state, command, around| {
        let mut decision = decide(state, command, around)?;
        for (_, event) in &mut decision.events {
            if let Event::Offered { passed, .. } = event {
                *passed = None;
            }
        }
        Ok(decision)
    };
    match check(PLANS, same_dice(), || World::new(faulty, false)) {
        Err(TestError::Fail(reason, _)) => {
            assert!(reason.message().starts_with("the phase") || reason.message().starts_with("place"), "{reason}");
        }
        other => panic!("the plans did not find it: {other:?}"),
    }
}
