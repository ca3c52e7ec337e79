//! C1-C6, R3, T2, T3 and H1 over random plans; and the proof that these properties can fail: faults are planted
//! into `decide`, and each is found.

#[path = "oracle_test.rs"]
pub(super) mod oracle;
#[path = "plan_test.rs"]
pub(super) mod plan;

use super::fixtures::{CONV, ESCALATE_AFTER, INVITE_TIME, OFFER_TIME};
use super::{Decision, Effect, State, Surroundings, decide, evolve, pending, stamp};
use crate::domain::fixtures::said;
use crate::domain::{
    Actor, Belief, BotAct, Command, Event, MessageId, Party, Reason, Refusal, Stamped, Timestamp, WaitCause,
};
use crate::routing::hours::Hours;
use crate::triage::Policy;
use crate::triage::feedback::Sampling;
use oracle::Oracle;
use plan::{Step, command, plans};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

const CASES: u32 = 2_000;

/// How many plans: `ATTUNE_PLANS=10000` makes it the long form.
pub(super) fn plans_wanted(short: u32) -> u32 {
    std::env::var_os("ATTUNE_PLANS").and_then(|plans| plans.to_str()?.parse().ok()).unwrap_or(short)
}

/// Half of the messages are sampled.
const HALF: Sampling = Sampling { salt: [3; 16], flagged: 0.5, unflagged: 0.5 };

type Decide = fn(&State, &Command, Surroundings<'_>) -> Result<Decision, Refusal>;

/// Plays a plan against a `decide` and reads along.
fn play(decide: Decide, plan: &[Step]) -> Result<Vec<Stamped<Event>>, String> {
    let policy = Policy::default();
    let hysteresis = u32::from(policy.hysteresis_turns);
    let (mut state, mut log, mut oracle) = (State::default(), Vec::new(), Oracle::default());
    let mut now = Timestamp(1_000_000);
    for step in plan {
        now = now.plus(step.apart());
        let command = command(step, &state);
        let around = Surroundings {
            conv: CONV,
            now,
            policy: &policy,
            offer_time: OFFER_TIME,
            invite_time: INVITE_TIME,
            escalate_after: ESCALATE_AFTER,
            sampling: HALF,
            hours: Hours::always(),
        };
        let Ok(decision) = decide(&state, &command, around) else { continue };
        let commit = stamp(&state, decision.events.clone(), now);
        oracle.read(&commit, hysteresis)?;
        // As the writer does; the replay below folds the log itself.
        let ahead = commit.iter().fold(state.fork(), evolve);
        state.join(ahead);
        oracle.agrees(&state)?;
        will_be_scored(&commit, &decision, &state)?;
        log.extend(commit);
    }
    let stored: Vec<Stamped<Event>> = serde_json::from_str(&serde_json::to_string(&log).unwrap()).unwrap();
    let replayed = stored.iter().fold(State::default(), evolve);
    if replayed == state { Ok(log) } else { Err(format!("C2: {replayed:?} differs from {state:?}")) }
}

/// Each message starts its score at once, and would again after a crash (T3).
fn will_be_scored(commit: &[Stamped<Event>], decision: &Decision, state: &State) -> Result<(), String> {
    for event in commit {
        let from_visitor = event.by == Party::Visitor && matches!(event.event, Event::Said { .. });
        let scores = |effect: &Effect| matches!(effect, Effect::Score { message, .. } if *message == event.seq);
        if from_visitor && !(decision.effects.iter().any(scores) && pending(state).iter().any(scores)) {
            return Err(format!("T3: nobody scores {}", event.seq));
        }
    }
    Ok(())
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() }
}

fn check(mut runner: TestRunner, decide: Decide) -> Result<(), TestError<Vec<Step>>> {
    runner.run(&plans(), |plan| play(decide, &plan).map(drop).map_err(TestCaseError::fail))
}

/// The planted fault must be found, and be the one that is named. The plans are always the same: a rare fault is not
/// left to luck, and may take more of them.
fn finds(fault: Decide, invariant: &str) {
    let same = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    match check(TestRunner::new_with_rng(config(8 * CASES), same), fault) {
        Err(TestError::Fail(reason, plan)) => {
            assert!(reason.message().starts_with(invariant), "found another fault: {reason} in {plan:?}");
        }
        other => panic!("{invariant}: the plans did not find the fault: {other:?}"),
    }
}

#[test]
fn the_invariants_hold_over_random_plans() {
    if let Err(found) = check(TestRunner::new(config(plans_wanted(CASES))), decide) {
        panic!("{found}");
    }
}

#[test]
fn a_resent_message_logged_twice_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Err(Refusal::Duplicate(_)), Command::Say { by: crate::domain::Actor::Visitor(_), id, text, .. }) => {
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
                Ok(Decision { events: vec![(Party::Visitor, said)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "C4",
    );
}

#[test]
fn a_second_queue_ticket_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Ok(decision), Command::AskForPerson { .. }) if decision.events.is_empty() => {
                let queued =
                    Event::Queued { cause: WaitCause::Asked, reasons: vec![Reason::AskedForPerson], passed: None };
                Ok(Decision { events: vec![(Party::Visitor, queued)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "C5",
    );
}

#[test]
fn a_command_accepted_after_the_end_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Err(Refusal::Closed), Command::Rate { score, .. }) => {
                let rated = Event::Rated { score: *score, text: None };
                Ok(Decision { events: vec![(Party::Visitor, rated)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "C3",
    );
}

#[test]
fn a_bot_reply_after_a_human_took_over_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Err(Refusal::FloorMoved), Command::BotSay { id, text, answers, .. }) => {
                let said = said(id.0.as_u128(), text.as_str(), Some(BotAct::Missed), Some(*answers));
                Ok(Decision { events: vec![(Party::Bot, said)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "R3",
    );
}

#[test]
fn help_shown_twice_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Err(Refusal::Conflict), Command::ShowHelp { alert, words })
                if state.alerts.iter().any(|known| known.id == *alert && known.told.is_some()) =>
            {
                let (id, bot) = (MessageId(around.conv.0), Some(BotAct::HelpShown { alert: *alert }));
                let text = words.en.clone();
                let said = Event::Said {
                    id,
                    text,
                    bot,
                    answers: None,
                    quick_replies: Vec::new(),
                    flow: None,
                    despite: Vec::new(),
                    files: Vec::new(),
                };
                Ok(Decision { events: vec![(Party::Bot, said)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "help is shown once",
    );
}

#[test]
fn a_moment_of_waiting_counted_twice_is_found() {
    finds(
        |state, command, around| match command {
            Command::NoteWaiting => {
                let belief = state.belief.map(|belief| Belief { at: Timestamp(0), ..belief });
                decide(&State { belief, ..state.clone() }, command, around)
            }
            _ => decide(state, command, around),
        },
        "waiting",
    );
}

#[test]
fn an_invitation_by_somebody_who_does_not_hold_it_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Err(Refusal::Forbidden), Command::Invite { by: Actor::Staff { id, name, .. }, among, question }) => {
                let ((expert, whom), question) = (among[0].clone(), question.clone());
                let by = Party::Staff { id: *id, name: name.clone() };
                let invited = Event::ExpertInvited { expert, name: whom, question, expires_at: around.now };
                Ok(Decision { events: vec![(by, invited)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "experts",
    );
}

/// The properties say nothing about what never happens: the plans must reach everything that can be logged.
#[test]
fn the_plans_reach_every_kind_of_event() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = std::collections::BTreeMap::new();
    for _ in 0..600 {
        let plan = plans().new_tree(&mut runner).unwrap().current();
        for logged in play(decide, &plan).unwrap() {
            *kinds.entry(super::fixtures::kind(&logged.event)).or_insert(0_u32) += 1;
        }
    }
    assert_eq!(kinds.len(), 30, "{kinds:?}");
}
