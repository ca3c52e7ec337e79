//! Under the numbers that were in force a log comes out as it stands; under others it differs where it must.

use super::*;
use crate::conversation::fixtures::*;
use crate::conversation::properties::plan::{Step, command, plans};
use crate::conversation::replay::difference::differences;
use crate::conversation::{Surroundings, decide};
use crate::domain::{AlertKind, Risks, Stage};
use crate::routing::hours::Hours;
use crate::triage::feedback::Sampling;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

fn around(policy: &Policy, now: Timestamp) -> Surroundings<'_> {
    let (offer_time, escalate_after) = (OFFER_TIME, ESCALATE_AFTER);
    let sampling = Sampling { salt: [3; 16], flagged: 0.5, unflagged: 0.5 };
    Surroundings {
        conv: CONV,
        now,
        policy,
        offer_time,
        invite_time: offer_time,
        escalate_after,
        sampling,
        hours: Hours::always(),
    }
}

/// A live writer: its clock notes what is due before each command.
struct Writer {
    state: State,
    log: Vec<Stamped<Event>>,
}

impl Writer {
    fn new() -> Self {
        Self { state: State::default(), log: Vec::new() }
    }

    fn put(&mut self, command: &Command, policy: &Policy, now: Timestamp) {
        while next_wait(&self.state, policy).is_some_and(|mark| mark.at <= now) {
            self.commit(&Command::NoteWaiting, policy, now);
        }
        self.commit(command, policy, now);
    }

    fn commit(&mut self, command: &Command, policy: &Policy, now: Timestamp) {
        let Ok(decision) = decide(&self.state, command, around(policy, now)) else { return };
        let events = stamp(&self.state, decision.events, now);
        self.state = events.iter().fold(mem::take(&mut self.state), evolve);
        self.log.extend(events);
    }
}

fn live(plan: &[Step], policy: impl Fn(Timestamp) -> Policy) -> Vec<Stamped<Event>> {
    let mut writer = Writer::new();
    let mut now = Timestamp(1_000_000);
    for step in plan {
        now = now.plus(step.apart());
        let command = command(step, &writer.state);
        writer.put(&command, &policy(now), now);
    }
    serde_json::from_str(&serde_json::to_string(&writer.log).unwrap()).unwrap()
}

/// Calmer lines from half an hour on.
fn changing(now: Timestamp) -> Policy {
    let late = now >= Timestamp(1_000_000).plus(Duration::from_mins(30));
    let (version, lines) = if late { ("late", [-1.5, -0.8, 0.2]) } else { ("early", Policy::default().lines) };
    Policy { version: version.to_owned(), lines, ..Policy::default() }
}

type Governed = fn(Moment<'_>) -> Arc<Policy>;

fn check(rules: Governed) -> Result<(), TestError<Vec<Step>>> {
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(&plans(), |plan| {
        let record = live(&plan, changing);
        let again = redecide(CONV, &record, &rules).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let found = differences(CONV, &record, &again);
        if found.is_empty() { Ok(()) } else { Err(TestCaseError::fail(format!("{found:#?}"))) }
    })
}

#[test]
fn under_the_policies_of_the_time_every_log_comes_out_as_it_stands() {
    if let Err(found) = check(|moment| Arc::new(changing(moment.at))) {
        panic!("{found}");
    }
}

#[test]
fn a_policy_that_was_not_in_force_is_found() {
    let found = check(|_| Arc::new(changing(Timestamp(0))));
    assert!(matches!(found, Err(TestError::Fail(..))), "{found:?}");
}

fn rules(policy: Policy) -> impl Fn(Moment<'_>) -> Arc<Policy> {
    let policy = Arc::new(policy);
    move |_| Arc::clone(&policy)
}

fn alerts(log: &[Stamped<Event>]) -> Vec<(AlertKind, Stage, Seq)> {
    let raised = |logged: &Stamped<Event>| match &logged.event {
        Event::AlertRaised { about, stage, message, .. } => Some((*about, *stage, *message)),
        _ => None,
    };
    log.iter().filter_map(raised).collect()
}

/// Angry words, an answer, and ten minutes of silence after more words.
fn record() -> Vec<Stamped<Event>> {
    let (mut writer, policy) = (Writer::new(), Policy::default());
    let mut now = Timestamp(1_000_000);
    writer.put(&open(), &policy, now);
    for (n, anger) in [0.5, 0.9, 0.97].into_iter().enumerate() {
        now = now.plus(Duration::from_secs(20));
        writer.put(&say(visitor(), n as u128, "again"), &policy, now);
        let message = writer.state.first_unscored().unwrap();
        writer.put(&Command::Scored { message, scoring: score(anger, Risks::default()) }, &policy, now);
    }
    now = now.plus(Duration::from_mins(10));
    writer.put(&Command::AskForPerson { by: visitor() }, &policy, now);
    writer.log
}

#[test]
fn another_policy_alerts_at_other_messages_and_leaves_the_words_alone() {
    let record = record();
    assert!(!alerts(&record).is_empty(), "the record has something to lose");
    let deaf = Policy { lines: [4.0, 4.5, 4.9], ..Policy::default() };
    let again = redecide(CONV, &record, &rules(deaf)).unwrap();
    assert_eq!(alerts(&again.log), []);
    let words = |log: &[Stamped<Event>]| log.iter().filter(|l| matches!(l.event, Event::Said { .. })).count();
    assert_eq!(words(&again.log), words(&record));
    let found = differences(CONV, &record, &again);
    assert!(found.iter().any(|one| one.what.contains("alert Anger Concern is only in the record")), "{found:#?}");
}

#[test]
fn silence_that_did_not_count_counts_under_a_policy_that_hears_it() {
    let mute = Policy {
        behaviour: crate::triage::policy::Weights { silence: 0.0, ..Default::default() },
        ..Policy::default()
    };
    let quiet = |log: &[Stamped<Event>]| log.iter().filter(|l| matches!(l.event, Event::Waited { .. })).count();
    let (mut writer, mut now) = (Writer::new(), Timestamp(1_000_000));
    let deaf = Policy { lines: [4.0, 4.5, 4.9], base: 4.0, ..mute };
    writer.put(&open(), &deaf, now);
    writer.put(&say(visitor(), 1, "where is it"), &deaf, now);
    writer.put(&Command::Scored { message: Seq(2), scoring: score(0.6, Risks::default()) }, &deaf, now);
    now = now.plus(Duration::from_mins(4));
    writer.put(&say(visitor(), 2, "hello?"), &deaf, now);
    assert_eq!(quiet(&writer.log), 0);
    let again = redecide(CONV, &writer.log, &rules(Policy::default())).unwrap();
    assert_eq!(quiet(&again.log), 2, "after one and after three minutes");
    let said: Vec<Seq> = again.places.values().copied().collect();
    assert_eq!(said, [Seq(2), Seq(4)], "places in the record");
}

#[test]
fn a_log_that_nobody_wrote_is_named_by_its_place() {
    let mut record = record();
    for logged in &mut record {
        if let Event::Scored { message, .. } = &mut logged.event {
            *message = Seq(99);
        }
    }
    let error = redecide(CONV, &record, &rules(Policy::default())).unwrap_err();
    assert_eq!((error.conv, error.seq), (CONV, Seq(3)));
}
