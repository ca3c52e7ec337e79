//! When the challenger reads and when it does not; what becomes of it when its model is broken. Fakes stand at the
//! engine's seam only.

use super::*;
use crate::domain::{ConversationId, Emotions, Language, Provenance, Risks, Score, Scoring, Sentiment, Seq, Stage};
use crate::triage::engine::{Batch, Engine, Loaded, Output};
use crate::triage::{EngineChoice, Request, Settings, Triage, bundle};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use uuid::Uuid;

/// Longer than anything takes here.
const PATIENCE: Duration = Duration::from_mins(1);
/// Long enough for a challenger that reads when it should not.
const GLANCE: Duration = Duration::from_millis(200);

type Before = dyn Fn() -> Result<(), String> + Send + Sync;

struct Fake {
    inner: Box<dyn Engine>,
    before: Arc<Before>,
}

impl Engine for Fake {
    fn run(&mut self, batch: &Batch) -> Result<Output, String> {
        (self.before)()?;
        self.inner.run(batch)
    }
}

/// The bundled model, and something that happens before each run.
fn model(before: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Model {
    static BUNDLED: OnceLock<Model> = OnceLock::new();
    let load = || bundle::load(&Settings { engine: EngineChoice::Rten, ..Settings::default() }).unwrap();
    let bundled = BUNDLED.get_or_init(load).clone();
    let (network, before) = (bundled.network.clone(), Arc::new(before) as Arc<Before>);
    let make = move || Ok(Box::new(Fake { inner: network.engine()?, before: Arc::clone(&before) }) as Box<dyn Engine>);
    Model { network: Loaded::new("fake", make), ..bundled }
}

/// The challenger's parts, and its records.
fn parts(load: impl FnOnce() -> Result<Model, String> + Send + 'static) -> (Parts, Receiver<Paired>) {
    let (kept, records) = channel();
    let keep = Box::new(move |pair: &Paired| kept.send(pair.clone()).unwrap());
    (Parts { load: Box::new(load), share: 1.0, backlog: 8, now: Box::new(|| Timestamp(9)), keep }, records)
}

fn score(anger: f32) -> Scoring {
    Scoring::Scored(Score {
        language: Some(Language::En),
        anger,
        base: None,
        level: 3.0 * anger,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks: Risks::default(),
        confidence: 1.0,
        spans: Vec::new(),
        by: Provenance { model: String::new(), engine: String::new(), policy: String::new(), calibrator: None },
    })
}

fn say(triage: &Triage, n: u64, text: &str) -> Receiver<Scoring> {
    let (answer, answered) = channel();
    let reply = Box::new(move |scoring| answer.send(scoring).unwrap());
    let conv = ConversationId(Uuid::from_u128(n.into()));
    let (text, context, stage) = (text.to_owned(), Vec::new(), Stage::Calm);
    triage.submit(Request { conv, message: Seq(n), text, context, stage, reply });
    answered
}

/// A champion that is held until it is let go, once for each message; says when it begins.
fn held() -> (Triage, Receiver<()>, Sender<()>) {
    let ((starts, started), (let_go, held)) = (channel(), channel::<()>());
    let triage = Triage::with_scorer(move |_| {
        starts.send(()).unwrap();
        held.recv().unwrap();
        score(0.25)
    });
    (triage, started, let_go)
}

fn until(triage: &Triage, fits: impl Fn(&Status) -> bool) -> Status {
    for _ in 0..2_000 {
        let status = triage.challenger().unwrap();
        if fits(&status) {
            return status;
        }
        thread::sleep(Duration::from_millis(10));
    }
    panic!("still {:?}", triage.challenger());
}

#[test]
fn it_reads_what_the_champion_answered_and_only_while_the_champion_is_idle() {
    let (triage, started, let_go) = held();
    let (parts, records) = parts(|| Ok(model(|| Ok(()))));
    triage.challenge(parts);
    until(&triage, |status| matches!(status, Status::On { .. }));
    let first = say(&triage, 1, "You are useless, I am furious!");
    started.recv_timeout(PATIENCE).unwrap();
    let second = say(&triage, 2, "Thanks, that helped.");
    assert_eq!(records.recv_timeout(GLANCE), Err(RecvTimeoutError::Timeout), "nothing is answered yet");
    let_go.send(()).unwrap();
    assert_eq!(first.recv_timeout(PATIENCE).unwrap(), score(0.25));
    started.recv_timeout(PATIENCE).unwrap();
    assert_eq!(records.recv_timeout(GLANCE), Err(RecvTimeoutError::Timeout), "the champion reads the second");
    let_go.send(()).unwrap();
    second.recv_timeout(PATIENCE).unwrap();
    for (n, is_angry) in [(1, true), (2, false)] {
        let pair = records.recv_timeout(PATIENCE).unwrap();
        assert_eq!((pair.message, pair.at, pair.language), (Seq(n), Timestamp(9), Some(Language::En)));
        assert_eq!((pair.champion.anger, pair.models.champion.as_str()), (0.25, "scripted"));
        assert_eq!(pair.challenger.unwrap().anger > 0.5, is_angry);
        assert_eq!(pair.models.challenger.len(), 12);
    }
}

#[test]
fn a_backlog_is_bounded_and_costs_the_oldest() {
    let (gate, gated) = channel::<()>();
    let gated = Mutex::new(gated);
    let triage = Triage::with_scorer(|_| score(0.5));
    let (parts, records) = parts(move || Ok(model(move || gated.lock().unwrap().recv().map_err(|e| e.to_string()))));
    triage.challenge(parts);
    until(&triage, |status| matches!(status, Status::On { .. }));
    for n in 1..=40 {
        // Answered, whatever the challenger does.
        assert_eq!(say(&triage, n, &format!("message {n}")).recv_timeout(PATIENCE).unwrap(), score(0.5));
    }
    for _ in 0..20 {
        gate.send(()).unwrap();
    }
    drop(triage);
    let read: Vec<u64> = records.iter().map(|pair| pair.message.0).collect();
    // The end came meanwhile: what was read are the one in hand and some of the eight newest, in order.
    assert!(read.len() <= 9 && read.is_sorted() && read.iter().skip(1).all(|n| *n > 32), "{read:?}");
}

#[test]
fn a_broken_engine_stops_after_a_while_and_costs_no_score() {
    for is_panic in [false, true] {
        let triage = Triage::with_scorer(|_| score(0.5));
        let (parts, records) = parts(move || {
            Ok(model(move || {
                assert!(!is_panic, "a scripted panic");
                Err("a scripted fault".to_owned())
            }))
        });
        triage.challenge(parts);
        until(&triage, |status| matches!(status, Status::On { .. }));
        for n in 1..=u64::from(work::FAILURES) {
            assert_eq!(say(&triage, n, &format!("message {n}")).recv_timeout(PATIENCE).unwrap(), score(0.5));
            let pair = records.recv_timeout(PATIENCE).unwrap();
            assert_eq!((pair.message, pair.challenger), (Seq(n), None));
        }
        let status = until(&triage, |status| matches!(status, Status::Off { .. }));
        let Status::Off { why } = status else { unreachable!() };
        assert!(why.contains("16 messages in a row"), "{why}");
        assert_eq!(say(&triage, 99, "hello").recv_timeout(PATIENCE).unwrap(), score(0.5));
    }
}

#[test]
fn one_failure_is_not_the_end() {
    let runs = Mutex::new(0);
    let before = move || {
        let mut runs = runs.lock().unwrap_or_else(PoisonError::into_inner);
        *runs += 1;
        assert!(*runs != 1, "a scripted panic");
        Ok(())
    };
    let triage = Triage::with_scorer(|_| score(0.5));
    let (parts, records) = parts(move || Ok(model(before)));
    triage.challenge(parts);
    let mut read = Vec::new();
    for n in 1..=3 {
        say(&triage, n, "the same words").recv_timeout(PATIENCE).unwrap();
        read.push(records.recv_timeout(PATIENCE).unwrap().challenger.is_some());
    }
    assert_eq!(read, [false, true, true]);
}

#[test]
fn without_a_model_or_a_champion_the_status_says_why() {
    let loads: [fn() -> Result<Model, String>; 2] = [|| Err("no manifest".to_owned()), || panic!("a scripted panic")];
    for (load, wanted) in loads.into_iter().zip(["no manifest", "it panicked"]) {
        let triage = Triage::with_scorer(|_| score(0.5));
        triage.challenge(parts(load).0);
        assert_eq!(until(&triage, |status| *status != Status::Loading), Status::Off { why: wanted.to_owned() });
        assert_eq!(say(&triage, 1, "hello").recv_timeout(PATIENCE).unwrap(), score(0.5));
    }
    let triage = Triage::off("none");
    triage.challenge(parts(|| Ok(model(|| Ok(())))).0);
    assert!(matches!(triage.challenger(), Some(Status::Off { why }) if why.contains("no champion")));
    assert_eq!(Triage::off("none").challenger(), None);
}

#[test]
fn it_ends_with_the_last_handle() {
    let triage = Triage::with_scorer(|_| score(0.5));
    let (parts, records) = parts(|| Ok(model(|| Ok(()))));
    triage.challenge(parts);
    until(&triage, |status| matches!(status, Status::On { .. }));
    let clone = triage.clone();
    drop(triage);
    say(&clone, 1, "still there").recv_timeout(PATIENCE).unwrap();
    records.recv_timeout(PATIENCE).unwrap();
    drop(clone);
    assert_eq!(records.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
}

#[cfg(target_os = "linux")]
#[test]
fn its_thread_has_the_lowest_priority_and_no_other_has() {
    let (found, priorities) = channel();
    let found = Mutex::new(found);
    let before = move || {
        let own = rustix::process::getpriority_process(None).map_err(|error| error.to_string())?;
        found.lock().unwrap().send(own).map_err(|error| error.to_string())
    };
    let triage = Triage::with_scorer(|_| score(0.5));
    let (parts, _records) = parts(move || Ok(model(before)));
    triage.challenge(parts);
    say(&triage, 1, "hello").recv_timeout(PATIENCE).unwrap();
    assert_eq!(priorities.recv_timeout(PATIENCE).unwrap(), 19);
    assert!(rustix::process::getpriority_process(None).unwrap() < 19);
}
