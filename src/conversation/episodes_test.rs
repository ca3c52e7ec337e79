//! Alerts over random orders of commands, lost and doubled posts, restarts and clock steps, with the desk that asks and
//! the conversation that decides; and the proof that these properties can fail: planted faults are found.

#[path = "episode_oracle_test.rs"]
pub(super) mod oracle;

use super::fixtures::*;
use super::{Decision, State, Surroundings, decide, evolve, stamp};
use crate::domain::event::CloseCause;
use crate::domain::{
    AlertId, Command, Event, Party, Refusal, Risks, Seq, SnoozeMinutes, SnoozeReason, StaffId, Stamped, Timestamp,
    Verdict,
};
use crate::routing::episodes::{ASK_AGAIN, Episodes};
use crate::routing::hours::Hours;
use crate::routing::moment::Moment;
use crate::triage::Policy;
use crate::triage::feedback::Sampling;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;
use uuid::Uuid;

const CASES: u32 = 3_000;
const SUPERVISORS: u8 = 3;

type Decide = fn(&State, &Command, Surroundings<'_>) -> Result<Decision, Refusal>;

#[derive(Debug, Clone)]
enum Step {
    /// The visitor speaks, and is read at once.
    Speak {
        anger: u8,
    },
    /// Somebody of the staff acts: replies, notes, takes, gives back.
    Act {
        who: u8,
        what: u8,
    },
    Acknowledge(u8),
    Snooze(u8, u8),
    CloseAlert(u8),
    End,
    Reopen,
    Duty(u8, bool),
    Pass(u16),
    /// The machine's clock is set; timers do not feel it.
    ClockSet(i16),
    /// The desk looks what is due.
    Look,
    Deliver,
    Lose,
    Double,
    /// Everything but the log is gone.
    Restart,
    /// Everything that is on its way arrives; then nothing may be overdue.
    Settle,
}

fn plans() -> impl Strategy<Value = Vec<Step>> {
    let any = any::<u8>;
    let step = prop_oneof![
        8 => any().prop_map(|anger| Step::Speak { anger }),
        5 => (0..3_u8, 0..4_u8).prop_map(|(who, what)| Step::Act { who, what }),
        2 => any().prop_map(Step::Acknowledge),
        3 => (any(), any()).prop_map(|(which, minutes)| Step::Snooze(which, minutes)),
        1 => any().prop_map(Step::CloseAlert),
        1 => Just(Step::End),
        1 => Just(Step::Reopen),
        3 => (0..SUPERVISORS, prop::bool::weighted(0.7)).prop_map(|(who, there)| Step::Duty(who, there)),
        6 => (1..400_u16).prop_map(Step::Pass),
        1 => (-300..300_i16).prop_map(Step::ClockSet),
        5 => Just(Step::Look),
        4 => Just(Step::Deliver),
        2 => Just(Step::Lose),
        2 => Just(Step::Double),
        2 => Just(Step::Restart),
        5 => Just(Step::Settle),
    ];
    vec(step, 1..=80)
}

struct World {
    decide: Decide,
    policy: Policy,
    state: State,
    log: Vec<Stamped<Event>>,
    oracle: oracle::Episodes,
    desk: Episodes,
    way: VecDeque<Command>,
    on_duty: BTreeSet<u8>,
    steady: Duration,
    set: i64,
    ids: u128,
}

impl World {
    fn new(decide: Decide) -> Self {
        Self {
            decide,
            policy: Policy::default(),
            state: State::default(),
            log: Vec::new(),
            oracle: oracle::Episodes::default(),
            desk: Episodes::new(ESCALATE_AFTER),
            way: VecDeque::new(),
            on_duty: BTreeSet::new(),
            steady: Duration::ZERO,
            set: 10_000_000,
            ids: 0,
        }
    }

    fn play(mut self, plan: &[Step]) -> Result<Vec<Stamped<Event>>, String> {
        self.put(&open())?;
        for step in plan {
            self.take(step)?;
        }
        let replayed = self.log.iter().fold(State::default(), evolve);
        if replayed == self.state { Ok(self.log) } else { Err("C2: the log gives another state".to_owned()) }
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.set).plus(self.steady)
    }

    fn put(&mut self, command: &Command) -> Result<bool, String> {
        let now = self.now();
        let around = Surroundings {
            conv: CONV,
            now,
            policy: &self.policy,
            offer_time: OFFER_TIME,
            invite_time: INVITE_TIME,
            escalate_after: ESCALATE_AFTER,
            sampling: Sampling::OFF,
            hours: Hours::always(),
        };
        let Ok(decision) = (self.decide)(&self.state, command, around) else { return Ok(false) };
        let commit = stamp(&self.state, decision.events, now);
        let ended = matches!(self.state.phase, super::Phase::Closed { .. });
        if ended && commit.iter().any(|logged| !logged.event.may_follow_end()) {
            return Err(format!("E5: {commit:?} after the end"));
        }
        self.oracle.read(&commit)?;
        self.state = commit.iter().fold(std::mem::take(&mut self.state), evolve);
        self.log.extend(commit);
        self.tell();
        Ok(true)
    }

    fn tell(&mut self) {
        if let Some(summary) = self.state.summary(CONV) {
            self.desk.hear(&summary);
        }
    }

    fn alert(&self, which: u8) -> AlertId {
        let found = self.state.alerts.get(usize::from(which) % self.state.alerts.len().max(1));
        found.map_or(AlertId(Uuid::nil()), |alert| alert.id)
    }

    fn take(&mut self, step: &Step) -> Result<(), String> {
        let sam = || agent(SAM);
        self.ids += 1;
        let command = match *step {
            Step::Speak { anger } => return self.speak(anger),
            Step::Act { who, what } => self.act(who, what),
            Step::Acknowledge(which) => Command::AcknowledgeAlert { by: sam(), alert: self.alert(which) },
            Step::Snooze(which, minutes) => {
                let minutes = SnoozeMinutes::CHOICES[usize::from(minutes) % 3].try_into().unwrap();
                let (alert, reason) = (self.alert(which), SnoozeReason::AwaitingCustomer);
                Command::SnoozeAlert { by: sam(), alert, minutes, reason }
            }
            Step::CloseAlert(which) => {
                Command::CloseAlert { by: sam(), alert: self.alert(which), verdict: Verdict::Done }
            }
            Step::End => Command::Close { by: visitor(), cause: CloseCause::Visitor },
            Step::Reopen => Command::Reopen { by: visitor() },
            _ => return self.around(step),
        };
        self.put(&command).map(drop)
    }

    fn around(&mut self, step: &Step) -> Result<(), String> {
        match *step {
            Step::Duty(who, true) => drop(self.on_duty.insert(who)),
            Step::Duty(who, false) => drop(self.on_duty.remove(&who)),
            Step::Pass(seconds) => self.steady += Duration::from_secs(u64::from(seconds)),
            Step::ClockSet(seconds) => self.set += i64::from(seconds) * 1_000,
            Step::Look => self.look(),
            Step::Deliver | Step::Double => {
                let Some(command) = self.way.pop_front() else { return Ok(()) };
                self.put(&command)?;
                if matches!(step, Step::Double) {
                    self.put(&command)?;
                }
            }
            Step::Lose => drop(self.way.pop_front()),
            Step::Restart => {
                self.way.clear();
                self.desk = Episodes::new(ESCALATE_AFTER);
                self.state = self.log.iter().fold(State::default(), evolve);
                self.tell();
            }
            Step::Settle => return self.settle(),
            _ => {}
        }
        Ok(())
    }

    fn look(&mut self) {
        let there = self.on_duty.iter().map(|who| (StaffId(Uuid::from_u128(u128::from(*who))), "Supervisor"));
        let now = Moment { wall: self.now(), steady: self.steady };
        let posts = self.desk.due(now, there);
        self.way.extend(posts.into_iter().map(|(_, command)| command));
    }

    fn settle(&mut self) -> Result<(), String> {
        // Whatever was lost is asked again by then.
        self.steady += ASK_AGAIN;
        self.look();
        for _ in 0..50 {
            let Some(command) = self.way.pop_front() else {
                let late = self.oracle.overdue(self.now(), !self.on_duty.is_empty());
                let ended = matches!(self.state.phase, super::Phase::Closed { .. });
                return if late && !ended { Err("overdue: nobody was called".to_owned()) } else { Ok(()) };
            };
            self.put(&command)?;
            self.look();
        }
        Err("restless: commands without end".to_owned())
    }

    fn speak(&mut self, anger: u8) -> Result<(), String> {
        let text = format!("words {}", self.ids);
        if self.put(&say(visitor(), self.ids, &text))? {
            let message: Seq = self.state.last;
            let flag = |at: u8| if anger % 16 == at { 0.97 } else { 0.01 };
            let risks = Risks { legal: flag(3), distress: flag(4), ..Risks::default() };
            let scoring = score(if anger.is_multiple_of(2) { 0.97 } else { 0.01 }, risks);
            self.put(&Command::Scored { message, scoring })?;
        }
        Ok(())
    }

    fn act(&self, who: u8, what: u8) -> Command {
        let by = agent([LIN, ANA, SAM][usize::from(who)]);
        let (id, text) = (message_id(self.ids), words("I am on it"));
        match what {
            0 => Command::Say { by, id, text, despite: Vec::new(), files: Vec::new() },
            1 => Command::Note { by, id, text },
            2 => Command::Accept { by, packet: packet(self.state.last) },
            _ => Command::Release { by },
        }
    }
}

fn check(decide: Decide) -> Result<(), TestError<Vec<Step>>> {
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    // The same plans every time: whether a rare fault is found must not be a matter of luck.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner.run(&plans(), |plan| World::new(decide).play(&plan).map(drop).map_err(TestCaseError::fail))
}

fn finds(fault: Decide, rule: &str) {
    match check(fault) {
        Err(TestError::Fail(reason, plan)) => {
            assert!(reason.message().starts_with(rule), "found another fault: {reason} in {plan:?}");
            assert!(plan.len() <= 12, "not reduced to its core: {plan:?}");
        }
        other => panic!("{rule}: {CASES} plans did not find the fault: {other:?}"),
    }
}

#[test]
fn alerts_go_their_way_exactly_once_over_restarts_lost_posts_and_clock_steps() {
    if let Err(found) = check(decide) {
        panic!("{found}");
    }
}

#[test]
fn a_step_of_escalation_logged_twice_is_found() {
    finds(
        |state, command, around| match (decide(state, command, around), command) {
            (Err(_), Command::EscalateAlert { alert, step, to, name }) => {
                let (alert, step, to, name) = (*alert, *step, *to, name.clone());
                let again = Event::AlertEscalated { alert, step, to, name };
                Ok(Decision { events: vec![(Party::System, again)], effects: Vec::new() })
            }
            (decided, _) => decided,
        },
        "E",
    );
}

#[test]
fn a_reply_that_intervenes_every_time_is_found() {
    finds(
        |state, command, around| {
            let mut forgetful = state.clone();
            forgetful.alerts.iter_mut().for_each(|alert| alert.intervened = None);
            decide(&forgetful, command, around)
        },
        "E3",
    );
}

#[test]
fn a_snoozed_alert_that_never_comes_back_is_found() {
    finds(
        |state, command, around| match command {
            Command::ReturnAlert { .. } => Err(Refusal::Conflict),
            _ => decide(state, command, around),
        },
        "overdue",
    );
}

#[test]
fn an_alert_that_outlives_its_conversation_is_found() {
    finds(
        |state, command, around| {
            let mut decision = decide(state, command, around)?;
            if matches!(command, Command::Close { .. }) {
                decision.events.retain(|(_, event)| !matches!(event, Event::AlertClosed { .. }));
            }
            Ok(decision)
        },
        "E5",
    );
}

/// The properties say nothing about what never happens.
#[test]
fn the_plans_reach_everything_that_can_happen_to_an_alert() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeSet::new();
    let mut most_steps = 0;
    for _ in 0..400 {
        let plan = plans().new_tree(&mut runner).unwrap().current();
        for logged in World::new(decide).play(&plan).unwrap() {
            if let Event::AlertEscalated { step, .. } = &logged.event {
                most_steps = most_steps.max(*step);
            }
            kinds.extend(logged.event.alert().map(|_| kind(&logged.event)));
        }
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    assert!(most_steps >= 3, "rounds are not reached: {most_steps}");
}
