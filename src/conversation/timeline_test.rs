//! Whole conversations on a virtual clock: scores that come late, clocks that come late, and a replay of the record
//! must all come to what a quick server came to.

use super::fixtures::*;
use super::replay::{Readers, Recorded, replay};
use super::{Decision, Phase, State, Surroundings, decide, evolve, next_wait, stamp};
use crate::domain::{
    AlertKind, BotAct, Command, Event, Language, MessageText, Reason, Risks, Scoring, Seq, Stage, Stamped, Timestamp,
};
use crate::routing::hours::Hours;
use crate::routing::{BotQuestion, BotReply, build_packet};
use crate::triage::feedback::Sampling;
use crate::triage::{Policy, Speaker, Turn};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};
use std::time::Duration;

const CASES: u32 = 600;

/// Somebody speaks.
#[derive(Debug, Clone)]
struct Line {
    from_visitor: bool,
    /// Seconds after the line before.
    gap: u64,
    what: usize,
    /// Seconds until its score comes.
    delay: u64,
}

const WORDS: [&str; 6] = ["where is it", "WHERE IS MY PARCEL", "ok", "liars!!!", "thank you", "我的包裹在哪里"];

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let gap = prop_oneof![3 => 1..50_u64, 2 => 50..400_u64];
    let delay = prop_oneof![2 => Just(0_u64), 1 => 0..200_u64];
    let line = (prop::bool::weighted(0.7), gap, 0..WORDS.len(), delay);
    vec(line.prop_map(|(from_visitor, gap, what, delay)| Line { from_visitor, gap, what, delay }), 1..14)
}

/// Anger by the words.
fn read(text: &str) -> Scoring {
    let angers = [0.5, 0.85, 0.3, 0.95, 0.02, 0.6];
    let place = WORDS.iter().position(|words| *words == text).unwrap();
    score(angers[place], Risks::default())
}

type Wait = fn(&State, &Policy, Timestamp) -> bool;

/// A server whose clock and scores come when the test says.
struct Server {
    state: State,
    log: Vec<Stamped<Event>>,
    policy: Policy,
    is_due: Wait,
}

fn is_due(state: &State, policy: &Policy, now: Timestamp) -> bool {
    next_wait(state, policy).is_some_and(|mark| mark.at <= now)
}

impl Server {
    fn put(&mut self, command: &Command, now: Timestamp) -> Decision {
        let (offer_time, escalate_after) = (OFFER_TIME, ESCALATE_AFTER);
        let around = Surroundings {
            conv: CONV,
            now,
            policy: &self.policy,
            offer_time,
            invite_time: offer_time,
            escalate_after,
            sampling: Sampling::OFF,
            hours: Hours::always(),
        };
        let decision = decide(&self.state, command, around).unwrap();
        let events = stamp(&self.state, decision.events.clone(), now);
        self.state = events.iter().fold(std::mem::take(&mut self.state), evolve);
        self.log.extend(events);
        decision
    }

    fn clock(&mut self, now: Timestamp) {
        while (self.is_due)(&self.state, &self.policy, now) {
            if self.put(&Command::NoteWaiting, now).events.is_empty() {
                break;
            }
        }
    }

    fn speaks(&mut self, n: usize, line: &Line, now: Timestamp) {
        self.clock(now);
        let by = if line.from_visitor { visitor() } else { agent(LIN) };
        if !line.from_visitor && !self.state.is_held_by(LIN) {
            let packet = Some(Box::new(build_packet(&self.log)));
            self.put(&Command::Accept { by: by.clone(), packet }, now);
        }
        self.put(&say(by, n as u128 + 1, WORDS[line.what]), now);
    }

    fn score(&mut self, now: Timestamp) {
        self.clock(now);
        let message = self.state.first_unscored().unwrap();
        let scoring = read(self.state.unfinished[&message].text.as_str());
        self.put(&Command::Scored { message, scoring }, now);
    }
}

fn times(lines: &[Line]) -> Vec<Timestamp> {
    let mut at = Timestamp(1_000_000);
    let mut next = |line: &Line| {
        at = at.plus(Duration::from_secs(line.gap));
        at
    };
    lines.iter().map(&mut next).collect()
}

fn live(lines: &[Line], is_late: bool, is_due: Wait) -> Server {
    let mut server = Server { state: State::default(), log: Vec::new(), policy: Policy::default(), is_due };
    let times = times(lines);
    server.put(&open(), times[0]);
    let mut scores: Vec<Timestamp> = Vec::new();
    for (n, (line, at)) in lines.iter().zip(&times).enumerate() {
        scores.retain(|due| {
            let came = due <= at;
            if came {
                server.score(*due);
            }
            !came
        });
        server.speaks(n, line, *at);
        if line.from_visitor {
            let delay = if is_late { line.delay } else { 0 };
            // In the order of the messages, as the writer applies them.
            let due = at.plus(Duration::from_secs(delay)).max(scores.last().copied().unwrap_or_default());
            if due == *at { server.score(due) } else { scores.push(due) }
        }
    }
    for due in scores {
        server.score(due);
    }
    server
}

fn made(log: &[Stamped<Event>]) -> Vec<(AlertKind, Stage, Vec<Reason>)> {
    let raised = |logged: &Stamped<Event>| match &logged.event {
        Event::AlertRaised { about, stage, reasons, .. } => Some((*about, *stage, reasons.clone())),
        _ => None,
    };
    log.iter().filter_map(raised).collect()
}

fn late_is_quick(lines: &[Line], is_due: Wait) -> Result<(), String> {
    let end = times(lines).last().unwrap().plus(Duration::from_secs(1_000));
    let [mut quick, mut late] = [live(lines, false, is_due), live(lines, true, is_due)];
    quick.clock(end);
    late.clock(end);
    if quick.state.belief != late.state.belief {
        return Err(format!("belief: {:?} is not {:?}", quick.state.belief, late.state.belief));
    }
    if made(&quick.log) != made(&late.log) {
        return Err(format!("alerts: {:?} are not {:?}", made(&quick.log), made(&late.log)));
    }
    Ok(())
}

fn bot(_: &BotQuestion) -> BotReply {
    let text = MessageText::try_from("?".to_owned()).unwrap();
    BotReply { text, act: BotAct::Missed, quick_replies: Vec::new(), flow: None }
}

/// Everything that triage made of the words, with its place.
fn triaged(log: &[Stamped<Event>]) -> Vec<(Seq, Event)> {
    let is_triage = |event: &Event| {
        matches!(
            event,
            Event::Scored { .. }
                | Event::Waited { .. }
                | Event::StageChanged { .. }
                | Event::AlertRaised { .. }
                | Event::Queued { .. }
        )
    };
    log.iter().filter(|logged| is_triage(&logged.event)).map(|logged| (logged.seq, logged.event.clone())).collect()
}

fn replay_is_live(lines: &[Line], is_due: Wait) -> Result<(), String> {
    let server = live(lines, false, is_due);
    let recorded: Vec<Recorded> = lines
        .iter()
        .zip(times(lines))
        .map(|(line, at)| {
            let by = if line.from_visitor { Speaker::Visitor } else { Speaker::Agent };
            Recorded { by, text: words(WORDS[line.what]), at, score: None }
        })
        .collect();
    let score = |text: &str, _: &[Turn]| read(text);
    let readers = Readers { policy: &Policy::default(), score: &score, bot: &bot };
    let played = replay(CONV, Language::En, &recorded, &readers).map_err(|refusal| refusal.to_string())?;
    if triaged(&played.log) == triaged(&server.log) {
        Ok(())
    } else {
        Err(format!("replay: {:#?} is not {:#?}", triaged(&played.log), triaged(&server.log)))
    }
}

type Rule = fn(&[Line], Wait) -> Result<(), String>;

fn check(rule: Rule, is_due: Wait) -> Result<(), TestError<Vec<Line>>> {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&lines(), |lines| rule(&lines, is_due).map_err(TestCaseError::fail))
}

#[test]
fn a_late_score_gives_the_same_belief_and_alerts_as_a_quick_one() {
    if let Err(found) = check(late_is_quick, is_due) {
        panic!("{found}");
    }
}

#[test]
fn a_replay_of_the_record_makes_of_it_what_the_live_server_made() {
    if let Err(found) = check(replay_is_live, is_due) {
        panic!("{found}");
    }
}

/// A clock that hears of an answer forgets what was waited for before: scores that come later find nothing to wait.
#[test]
fn a_clock_that_forgets_waits_that_ended_is_found() {
    let forgetful: Wait = |state, policy, now| state.unanswered_since().is_some() && is_due(state, policy, now);
    assert!(matches!(check(late_is_quick, forgetful), Err(TestError::Fail(..))));
}

#[test]
fn a_clock_that_is_never_looked_at_is_found() {
    assert!(matches!(check(replay_is_live, |_, _, _| false), Err(TestError::Fail(..))));
}

/// The properties say nothing about what never happens.
#[test]
fn the_conversations_wait_and_alert() {
    let waits = Line { from_visitor: true, gap: 1, what: 3, delay: 0 };
    let lines = [waits.clone(), Line { gap: 320, ..waits }, Line { from_visitor: false, gap: 90, what: 2, delay: 0 }];
    let server = live(&lines, false, is_due);
    let seconds: Vec<u32> = server
        .log
        .iter()
        .filter_map(|logged| if let Event::Waited { seconds, .. } = logged.event { Some(seconds) } else { None })
        .collect();
    assert_eq!(seconds, [60, 180, 300]);
    assert!(!made(&server.log).is_empty());
    assert!(matches!(server.state.phase, Phase::WithAgent { .. }));
}
