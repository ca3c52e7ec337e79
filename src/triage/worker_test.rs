//! Every request is answered exactly once, whatever happens to the threads behind the handle (T3).

use super::*;
use crate::domain::{ConversationId, Seq, Stage};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use uuid::Uuid;

fn request(n: u64, text: &str, stage: Stage, answers: &Sender<(u64, Scoring)>) -> Request {
    let answers = answers.clone();
    let reply = Box::new(move |scoring| answers.send((n, scoring)).expect("the test listens"));
    let conv = ConversationId(Uuid::from_u128(n.into()));
    Request { conv, message: Seq(n), text: text.to_owned(), context: Vec::new(), stage, reply }
}

const ENDED: Scoring = Scoring::NotScored { why: Unscored::Ended };

/// Answers by request. Ends when the last request is gone: one that was dropped unanswered is missing here.
fn collect(answers: &Receiver<(u64, Scoring)>) -> BTreeMap<u64, Vec<Scoring>> {
    answers.iter().fold(BTreeMap::new(), |mut all, (n, scoring)| {
        all.entry(n).or_insert_with(Vec::new).push(scoring);
        all
    })
}

fn with(answers: &BTreeMap<u64, Vec<Scoring>>, wanted: Unscored) -> usize {
    answers.values().filter(|all| all[..] == [Scoring::NotScored { why: wanted }]).count()
}

#[test]
fn overload_a_panic_and_the_end_leave_nobody_without_an_answer() {
    let (started, start) = channel();
    let (let_go, held) = channel::<()>();
    let triage = Triage::with_scorer(move |_| {
        let _ = started.send(());
        held.recv().expect("a scripted panic when the test lets go for good");
        // Stands for a score: the worker hands on whatever comes.
        ENDED
    });
    let (answer, answers) = channel();
    triage.submit(request(0, "first", Stage::Calm, &answer));
    start.recv().unwrap();
    // The thread holds the first: the queue takes its capacity, and sheds the rest.
    let capacity = super::super::queue::CAPACITY as u64;
    for n in 1..=capacity + 40 {
        triage.submit(request(n, "calm", Stage::Calm, &answer));
    }
    for n in 1_000..1_010 {
        triage.submit(request(n, "hot", Stage::Critical, &answer));
    }
    drop(answer);
    // The first, ten batches that the hot ones lead at most, and the beginning of one more.
    let enough = 1 + 10 * super::super::batch::ROWS;
    for _ in 0..enough {
        let_go.send(()).unwrap();
    }
    for _ in 0..enough {
        start.recv().unwrap();
    }
    // The end comes while a batch is held, and then the thread panics over that batch.
    let clone = triage.clone();
    drop(triage);
    drop(clone);
    drop(let_go);
    let answers = collect(&answers);
    assert_eq!(answers.len() as u64, 1 + capacity + 40 + 10);
    assert!(answers.values().all(|all| all.len() == 1), "answered twice");
    assert_eq!(with(&answers, Unscored::Overload), 50, "40 newcomers, and 10 who made room for the hot");
    assert_eq!(with(&answers, Unscored::Ended), enough);
    assert_eq!(with(&answers, Unscored::Failed) as u64, capacity + 1 - enough as u64);
    assert!((1_000..1_010).all(|n| answers[&n] == [ENDED]), "the hot ones were read");
}

#[test]
fn a_panic_costs_its_own_batch_only() {
    let triage = Triage::with_scorer(|request| {
        assert!(request.text != "poison", "a scripted panic");
        ENDED
    });
    for (text, expected) in [("poison", Scoring::NotScored { why: Unscored::Failed }), ("calm", ENDED)] {
        let (answer, answers) = channel();
        triage.submit(request(1, text, Stage::Calm, &answer));
        assert_eq!(answers.recv().unwrap(), (1, expected));
    }
}

#[test]
fn without_a_model_the_answer_comes_at_once() {
    let triage = Triage::off("none");
    let (answer, answers) = channel();
    triage.submit(request(1, "hello", Stage::Calm, &answer));
    assert_eq!(answers.try_recv().unwrap(), (1, Scoring::NotScored { why: Unscored::NoModel }));
    assert_eq!(triage.status(), Status::Off { why: "none".to_owned() });
}

#[test]
fn the_bundled_model_starts_and_reads() {
    let triage = Triage::start(&Settings { engine: crate::triage::EngineChoice::Rten, ..Settings::default() });
    assert!(matches!(triage.status(), Status::On { .. }), "{:?}", triage.status());
    let (answer, answers) = channel();
    triage.submit(request(1, "You are useless, I am furious!", Stage::Calm, &answer));
    let (_, scoring) = answers.recv().unwrap();
    assert!(matches!(scoring, Scoring::Scored(score) if score.anger > 0.5));
}

#[test]
fn a_reply_that_panics_ends_nothing() {
    let triage = Triage::with_scorer(|_| ENDED);
    let (answer, answers) = channel();
    let mut bad = request(1, "hello", Stage::Calm, &answer);
    bad.reply = Box::new(|_| panic!("a scripted panic"));
    triage.submit(bad);
    triage.submit(request(2, "hello", Stage::Calm, &answer));
    // Bounded, so that a thread that ended is a failure and not a test without end.
    let answered = answers.recv_timeout(std::time::Duration::from_secs(20));
    assert_eq!(answered.expect("the thread lives"), (2, ENDED));
}

#[test]
fn a_folder_without_a_model_is_off_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { models: Some(folder.path().to_owned()), ..Settings::default() };
    match Triage::start(&settings).status() {
        Status::Off { why } => assert!(why.contains("manifest.toml"), "{why}"),
        on @ Status::On { .. } => panic!("{on:?}"),
    }
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_scores_gives_way_to_whoever_delivers() {
    let own = || rustix::process::getpriority_process(None).unwrap();
    let (found, priorities) = channel();
    let triage = Triage::with_scorer(move |_| {
        found.send(own()).expect("the test listens");
        ENDED
    });
    let (answer, answers) = channel();
    triage.submit(request(1, "hello", Stage::Calm, &answer));
    answers.recv().unwrap();
    assert_eq!(priorities.recv().unwrap(), own().max(priority::SCORING));
    assert!(own() < priority::SCORING, "the test has its own priority still");
}
