//! Which plans are played: those of the first seeds, those that once failed, and whatever the environment asks for.
//!
//! `ATTUNE_SIMULATE=1000` plays so many seeds, from `ATTUNE_SIMULATE_FROM` (0) on; `ATTUNE_SIMULATE_PLAN=file.json` plays
//! one plan. scripts/simulate.sh sets them.

use super::plan::Plan;
use super::plan::generate;
use super::plan::shrink::shrink;
use super::run::{Outcome, run};
use super::server::sabotage::Sabotage;
use attune::store::{MemoryStore, SqliteStore, sqlite};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Seeds that every test run plays.
const SEEDS: u64 = 40;
/// What those seeds must reach.
const OFTEN: [&str; 9] =
    ["said", "scored", "stage_changed", "alert_raised", "queued", "offered", "offer_ended", "accepted", "closed"];
const SOMETIMES: [&str; 3] = ["judged", "told that the agent is lost", "told that it is closed"];
/// Spent on making a failed plan smaller.
const SHRINK: Duration = Duration::from_secs(20);

fn play(plan: &Plan) -> Outcome {
    run(plan, Sabotage::Nothing, Arc::new(MemoryStore::new()))
}

/// A number that the environment sets.
fn asked(name: &str) -> Option<u64> {
    std::env::var_os(name)?.to_str()?.parse().ok()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/simulation/plans")
}

fn read(file: &Path) -> Plan {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// What a failed plan says: the promise, the seed, and how to play it again.
fn complaint(plan: &Plan, outcome: &Outcome) -> Option<String> {
    let violation = outcome.violation.as_ref()?;
    let promise = violation.promise;
    eprintln!("seed {} breaks {promise} at {} ms: {}", plan.seed, violation.at, violation.detail);
    let smaller = shrink(plan, SHRINK, |plan| play(plan).violation.is_some_and(|other| other.promise == promise));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("simulation-{}.json", plan.seed));
    let saved = serde_json::to_string_pretty(&smaller).expect("plans are JSON");
    fs::write(&target, saved).expect("the target folder can be written");
    Some(format!(
        "seed {} breaks {promise} at {} ms: {}\n  {} of {} steps are enough: {}\n  again: ATTUNE_SIMULATE_PLAN={} \
         cargo test --test it simulation::seeds::asked_for -- --nocapture",
        plan.seed,
        violation.at,
        violation.detail,
        smaller.steps.len(),
        plan.steps.len(),
        target.display(),
        target.display(),
    ))
}

/// Plays seeds on all cores; what was committed, and what was broken.
fn play_seeds(from: u64, count: u64) -> (BTreeMap<String, usize>, u64, Vec<String>) {
    let next = AtomicU64::new(from);
    let found = Mutex::new((BTreeMap::new(), 0, Vec::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if seed >= from + count {
                        return;
                    }
                    let plan = generate::plan(seed);
                    let outcome = play(&plan);
                    let complaint = complaint(&plan, &outcome);
                    let mut found = found.lock().expect("not poisoned");
                    for (kind, times) in outcome.kinds {
                        *found.0.entry(kind).or_default() += times;
                    }
                    *found.0.entry("(processes)".to_owned()).or_default() += outcome.starts;
                    found.1 += outcome.simulated;
                    found.2.extend(complaint);
                }
            });
        }
    });
    found.into_inner().expect("not poisoned")
}

#[test]
fn the_first_seeds_keep_every_promise() {
    let (kinds, _, broken) = play_seeds(0, SEEDS);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    // The plans are worth their time only if they get everywhere.
    for kind in OFTEN {
        assert!(kinds.get(kind).is_some_and(|times| *times > 10), "{kind} is rare: {kinds:?}");
    }
    for kind in SOMETIMES {
        assert!(kinds.contains_key(kind), "{kind} never happened: {kinds:?}");
    }
    assert!(kinds["(processes)"] as u64 > SEEDS + 10, "hardly any process was killed: {kinds:?}");
}

#[test]
fn plans_that_once_failed_keep_every_promise() {
    let mut played = 0;
    for entry in fs::read_dir(folder()).expect("the folder of plans") {
        let file = entry.expect("an entry").path();
        if file.extension().is_some_and(|extension| extension == "json") {
            let violation = play(&read(&file)).violation;
            assert_eq!(violation, None, "{}", file.display());
            played += 1;
        }
    }
    assert!(played > 0, "no plans in {}", folder().display());
}

#[test]
fn the_same_plan_always_plays_alike() {
    for seed in [3, 11, 27] {
        let plan = generate::plan(seed);
        let (one, other) = (play(&plan), play(&plan));
        assert_eq!((one.history, one.simulated), (other.history, other.simulated), "seed {seed}");
    }
}

#[test]
fn a_store_on_disk_keeps_every_promise() {
    for seed in 0..3 {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path().join("attune.db"), sqlite::Settings::default()).expect("a store");
        let outcome = run(&generate::plan(seed), Sabotage::Nothing, Arc::new(store));
        assert_eq!(outcome.violation, None, "seed {seed}");
    }
}

#[test]
fn asked_for() {
    if let Some(file) = std::env::var_os("ATTUNE_SIMULATE_PLAN") {
        let outcome = play(&read(Path::new(&file)));
        assert_eq!(outcome.violation, None);
    }
    let Some(count) = asked("ATTUNE_SIMULATE") else { return };
    let began = tokio::time::Instant::now();
    let (kinds, simulated, broken) = play_seeds(asked("ATTUNE_SIMULATE_FROM").unwrap_or(0), count);
    let (took, simulated) = (began.elapsed(), Duration::from_millis(simulated));
    println!(
        "{count} seeds in {took:.1?}: {:.1} simulated hours, {} broken",
        simulated.as_secs_f64() / 3_600.0,
        broken.len()
    );
    println!("{kinds:?}");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
