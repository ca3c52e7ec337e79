//! What single steps of a message's way cost: frame in, decision, fold, frames out, group commit, choice of a batch, policy.
//!
//! `cargo bench --bench micro`, or `-- policy` for one of them. Everything stands on one conversation of a day's kind.
//! Not a test: nothing fails for being slow.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]

mod append;
mod conversation;
#[path = "../shared/talk.rs"]
mod talk;
mod triage;
mod wire;

use criterion::Criterion;
use std::time::Duration;

fn main() {
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let times = (Duration::from_millis(500), Duration::from_secs(2));
    let mut criterion =
        Criterion::default().without_plots().warm_up_time(times.0).measurement_time(times.1).configure_from_args();
    wire::frames_in(&mut criterion);
    conversation::decisions(&mut criterion);
    conversation::folds(&mut criterion);
    wire::frames_out(&mut criterion);
    append::group_commit(&mut criterion);
    triage::batches(&mut criterion);
    triage::policy(&mut criterion);
    criterion.final_summary();
}
