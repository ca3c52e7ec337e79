//! Negative controls: servers that break one promise each, all of which the simulation must see. A check that cannot fail
//! proves nothing.

use super::plan::generate;
use super::run::run;
use super::server::sabotage::Sabotage;
use attune::store::MemoryStore;
use std::sync::Arc;

/// Seeds within which a broken server must be caught.
const SEEDS: u64 = 25;

/// The promises that were seen broken, over the first seeds, until this one was.
fn caught(sabotage: Sabotage, promise: &str) {
    let mut seen = Vec::new();
    for seed in 0..SEEDS {
        let outcome = run(&generate::plan(seed), sabotage, Arc::new(MemoryStore::new()));
        seen.extend(outcome.violation.map(|violation| violation.promise));
        if seen.contains(&promise) {
            return;
        }
    }
    panic!("{sabotage:?} was not caught breaking {promise} in {SEEDS} seeds; seen: {seen:?}");
}

#[test]
fn acknowledging_before_the_commit_breaks_d2() {
    caught(Sabotage::AcknowledgesEarly, "D2");
}

#[test]
fn dropping_one_event_breaks_d1() {
    caught(Sabotage::DropsOne, "D1");
}

#[test]
fn doubling_one_event_breaks_d1() {
    caught(Sabotage::DoublesOne, "D1");
}

#[test]
fn forgetting_ids_breaks_d2() {
    caught(Sabotage::ForgetsIds, "D2");
}

#[test]
fn speaking_without_the_floor_breaks_r3() {
    caught(Sabotage::ForgetsTheFloor, "R3");
}

#[test]
fn exceeding_capacity_breaks_r1() {
    caught(Sabotage::ExceedsCapacity, "R1");
}

#[test]
fn offering_nothing_breaks_r2() {
    caught(Sabotage::OffersNothing, "R2");
}

#[test]
fn waiting_for_scores_breaks_t1() {
    caught(Sabotage::WaitsForScores, "T1");
}

#[test]
fn flapping_breaks_t2() {
    caught(Sabotage::Flaps, "T2");
}

#[test]
fn losing_scores_breaks_t3() {
    caught(Sabotage::LosesScores, "T3");
}

#[test]
fn repeating_what_was_told_breaks_the_notices() {
    caught(Sabotage::RepeatsNotices, "notices");
}

#[test]
fn showing_scores_to_visitors_breaks_c6() {
    caught(Sabotage::LeaksScores, "C6");
}
