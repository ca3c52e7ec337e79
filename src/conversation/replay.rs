//! Replay: what the live server would have done with recorded words. Pure; the clock is the record's own.
//!
//! Owns the way from recorded turns to commands, and drives the same `decide` and `evolve` as the live writer, with
//! each score taken at once and in order. The record is what people and bot said; what the server makes of it (who
//! is called, when, why) is decided anew. Two places where a record cannot be followed to the letter: the live bot
//! answers in one message, so its turns in a row are joined; and once a person was called the bot is silent, so
//! later words of ours are a person's.

pub mod difference;
pub mod in_force;
pub mod jobs;
pub mod logged;
pub mod report;

use super::state::{Phase, State};
use super::{Surroundings, decide, evolve, next_wait, stamp};
use crate::domain::text::MESSAGE_MAX_CHARS;
use crate::domain::{
    Actor, BotAct, Command, ConversationId, Event, Language, MessageId, MessageText, Refusal, Role, Score, Scoring,
    Seq, SiteId, StaffId, Stamped, Timestamp, VisitorId, WaitCause, handoff::Customer,
};
use crate::routing::hours::Hours;
use crate::routing::{BotQuestion, BotReply, build_packet};
use crate::triage::feedback::Sampling;
use crate::triage::{Behaviour, Policy, Speaker, Turn};
use std::mem;
use std::time::Duration;
use uuid::Uuid;

/// No offer is ever left open in a replay.
const OFFER_TIME: Duration = Duration::from_secs(20);
/// No supervisor is ever called in a replay.
const ESCALATE_AFTER: Duration = Duration::from_mins(1);

/// One recorded turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Who spoke.
    pub by: Speaker,
    /// What.
    pub text: MessageText,
    /// When.
    pub at: Timestamp,
    /// How a visitor's turn was read before; it is not read again then.
    pub score: Option<Box<Score>>,
}

/// What the live server asks others for, answered at once.
pub struct Readers<'a> {
    /// The numbers to decide by.
    pub policy: &'a Policy,
    /// Triage: a message and the turns before it.
    pub score: &'a dyn Fn(&str, &[Turn]) -> Scoring,
    /// The bot; listened to only where it hears a wish for a person, since the record holds what it said else.
    pub bot: &'a dyn Fn(&BotQuestion) -> BotReply,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Played {
    /// The log as the live server would have written it.
    pub log: Vec<Stamped<Event>>,
    /// For each recorded turn, where the visitor's words stand in the log; `None` for our own turns.
    pub places: Vec<Option<Seq>>,
    /// What each of the visitor's messages was like beside its words, in their order.
    pub behaviours: Vec<(Seq, Behaviour)>,
}

/// Plays recorded turns.
///
/// # Errors
/// When a turn cannot follow the ones before it; the rules of the live server hold here too.
pub fn replay(
    conv: ConversationId,
    language: Language,
    turns: &[Recorded],
    readers: &Readers<'_>,
) -> Result<Played, Refusal> {
    let mut player = Player { conv, readers, state: State::default(), log: Vec::new(), behaviours: Vec::new() };
    player.open(language, turns.first().map_or(Timestamp(0), |turn| turn.at))?;
    let mut places = Vec::with_capacity(turns.len());
    let mut rest = turns;
    while let Some((turn, after)) = rest.split_first() {
        player.pass_time(turn.at)?;
        let bot_turns = after.iter().take_while(|next| next.by == Speaker::Bot).count();
        let (bot, later) = after.split_at(bot_turns);
        match turn.by {
            Speaker::Visitor => places.push(Some(player.visitor_turn(places.len(), turn, bot)?)),
            Speaker::Agent => {
                player.agent_says(places.len(), turn.text.clone(), turn.at)?;
                places.push(None);
                player.bot_turns(places.len(), bot)?;
            }
            Speaker::Bot => {
                player.bot_turns(places.len(), &rest[..=bot_turns])?;
                places.push(None);
            }
        }
        places.resize(places.len() + bot_turns, None);
        rest = later;
    }
    let Player { log, behaviours, .. } = player;
    Ok(Played { log, places, behaviours })
}

/// Decides a command at the end of a log and adds what it comes to, as the live writer does but for storing it.
fn put(
    (conv, now): (ConversationId, Timestamp),
    policy: &Policy,
    (state, log): (&mut State, &mut Vec<Stamped<Event>>),
    command: &Command,
) -> Result<(), Refusal> {
    let (offer_time, escalate_after, sampling, hours) = (OFFER_TIME, ESCALATE_AFTER, Sampling::OFF, Hours::always());
    let around =
        Surroundings { conv, now, policy, offer_time, invite_time: OFFER_TIME, escalate_after, sampling, hours };
    let decision = decide(state, command, around)?;
    let events = stamp(state, decision.events, now);
    *state = events.iter().fold(mem::take(state), evolve);
    log.extend(events);
    Ok(())
}

struct Player<'a> {
    conv: ConversationId,
    readers: &'a Readers<'a>,
    state: State,
    log: Vec<Stamped<Event>>,
    behaviours: Vec<(Seq, Behaviour)>,
}

impl Player<'_> {
    fn put(&mut self, command: &Command, now: Timestamp) -> Result<(), Refusal> {
        put((self.conv, now), self.readers.policy, (&mut self.state, &mut self.log), command)
    }

    /// What the clock of a live conversation does until this moment; after the last turn it says nothing.
    fn pass_time(&mut self, now: Timestamp) -> Result<(), Refusal> {
        while let Some(mark) = next_wait(&self.state, self.readers.policy).filter(|mark| mark.at <= now) {
            self.put(&Command::NoteWaiting, mark.at)?;
        }
        Ok(())
    }

    fn open(&mut self, language: Language, at: Timestamp) -> Result<(), Refusal> {
        let site = SiteId::try_from("replay".to_owned()).expect("a constant within the rules");
        let customer = Customer { language, ..Customer::default() };
        self.put(&Command::Open { site, visitor: self.visitor(), customer, before: None, earlier: None }, at)
    }

    /// In the live order: the words, the bot's answer within a millisecond, then the score.
    fn visitor_turn(&mut self, index: usize, turn: &Recorded, bot: &[Recorded]) -> Result<Seq, Refusal> {
        let say = Command::Say {
            by: Actor::Visitor(self.visitor()),
            id: self.id("turn", index),
            text: turn.text.clone(),
            despite: Vec::new(),
            files: Vec::new(),
        };
        self.put(&say, turn.at)?;
        let message = self.state.last;
        match self.wish_for_a_person(turn) {
            Some(BotReply { text, act, .. }) => {
                self.bot_says(self.id("handover", index), joined(bot).unwrap_or(text), act, turn.at)?;
            }
            None => self.bot_turns(index + 1, bot)?,
        }
        let open = self.state.unfinished.get(&message).expect("it was said and has no score yet");
        self.behaviours.push((message, open.behaviour));
        let scoring = match &turn.score {
            Some(score) => Scoring::Scored((**score).clone()),
            None => (self.readers.score)(turn.text.as_str(), &open.context),
        };
        self.put(&Command::Scored { message, scoring }, turn.at)?;
        // Live, the visitor has waited for the bot's words before they come.
        self.pass_time(bot.first().map_or(turn.at, |first| first.at))?;
        Ok(message)
    }

    fn wish_for_a_person(&self, turn: &Recorded) -> Option<BotReply> {
        if self.state.phase != Phase::WithBot {
            return None;
        }
        let text = Some(turn.text.as_str().to_owned());
        // Misses are of the knowledge base, which the record does not have.
        let reply =
            (self.readers.bot)(&BotQuestion { language: self.state.customer.language, text, ..BotQuestion::default() });
        (reply.act == BotAct::HandedOver { cause: WaitCause::Asked }).then_some(reply)
    }

    fn bot_turns(&mut self, index: usize, bot: &[Recorded]) -> Result<(), Refusal> {
        let (Some(text), Some(first)) = (joined(bot), bot.first()) else { return Ok(()) };
        let is_asked = self.state.greeting_due || self.state.unfinished.values().any(|open| open.to_answer);
        if self.state.phase == Phase::WithBot && is_asked {
            return self.bot_says(
                self.id("turn", index),
                text,
                BotAct::Answered { article: "recorded".to_owned() },
                first.at,
            );
        }
        self.agent_says(index, text, first.at)
    }

    fn bot_says(&mut self, id: MessageId, text: MessageText, act: BotAct, at: Timestamp) -> Result<(), Refusal> {
        let latest = self.state.unfinished.iter().rev().find(|(_, open)| open.to_answer);
        let answers = latest.map_or(Seq(0), |(message, _)| *message);
        let (epoch, quick_replies) = (self.state.epoch, Vec::new());
        self.put(&Command::BotSay { epoch, answers, id, text, act, quick_replies, flow: None }, at)
    }

    fn agent_says(&mut self, index: usize, text: MessageText, at: Timestamp) -> Result<(), Refusal> {
        let agent = StaffId(Uuid::new_v5(&self.conv.0, b"agent"));
        let by = Actor::Staff { id: agent, name: "Agent".to_owned(), role: Role::Agent };
        if !self.state.is_held_by(agent) {
            let packet = Some(Box::new(build_packet(&self.log)));
            self.put(&Command::Accept { by: by.clone(), packet }, at)?;
        }
        self.put(&Command::Say { by, id: self.id("turn", index), text, despite: Vec::new(), files: Vec::new() }, at)
    }

    fn visitor(&self) -> VisitorId {
        VisitorId(Uuid::new_v5(&self.conv.0, b"visitor"))
    }

    fn id(&self, kind: &str, index: usize) -> MessageId {
        MessageId(Uuid::new_v5(&self.conv.0, format!("{kind}:{index}").as_bytes()))
    }
}

/// Turns in a row as one message within its limit.
fn joined(turns: &[Recorded]) -> Option<MessageText> {
    let all: Vec<&str> = turns.iter().map(|turn| turn.text.as_str()).collect();
    let cut: String = all.join("\n").chars().take(MESSAGE_MAX_CHARS).collect();
    MessageText::try_from(cut).ok()
}

#[cfg(test)]
#[path = "replay_test.rs"]
mod tests;
