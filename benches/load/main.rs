//! Conversations at speed: the real server beside yardsticks and peers, in one run, under the same clients.
//!
//! `bash benches/load/run.sh` pins the server under test to one core and this generator to another, and prints one
//! Markdown table. Owns no figures: what is measured is described by the files in `workloads/`, what it is measured on by
//! `subject.rs`. Every message carries its conversation, number and time of sending, and every run counts what was lost,
//! doubled or out of order: a run in which that is not nothing is marked void.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]
#![expect(clippy::cast_sign_loss, reason = "shares, ranks and times are never negative")]

mod audit;
mod dialect;
mod idle;
mod inbox;
mod pairs;
#[path = "../shared/percentiles.rs"]
mod percentiles;
mod proc;
mod storm;
mod subject;
mod table;
mod workload;
mod yardstick;

use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;
use subject::{Kind, Subject};
use workload::{Shape, Workload};

#[derive(Parser)]
#[command(about = "Measures chat servers under the workloads of benches/load/workloads")]
struct Arguments {
    /// Workloads by name, in this order; without any, all of them
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Servers to measure beside each other
    #[arg(long, value_delimiter = ',', value_enum, default_values_t = [Kind::Attune, Kind::RelayAck, Kind::RelayDurable])]
    against: Vec<Kind>,
    /// How often everything is measured, in turn
    #[arg(long, default_value_t = 1)]
    rounds: usize,
    /// Core of the server under test; without it, it is not pinned
    #[arg(long)]
    core: Option<usize>,
    /// Folder with the peers' programs, as run.sh sets it up
    #[arg(long, default_value = "target/bench-peers/load")]
    peers: PathBuf,
    /// Appends each result as a JSON line
    #[arg(long)]
    json: Option<PathBuf>,
    /// Serves as a yardstick instead of measuring: `ack` or `durable`
    #[arg(long, hide = true)]
    serve: Option<yardstick::Promise>,
    // cargo passes it to every bench
    #[arg(long, hide = true)]
    bench: bool,
    // `cargo test` runs benches with it; there is nothing to check then
    #[arg(long, hide = true)]
    test: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<ExitCode> {
    let given = Arguments::parse();
    if given.test {
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(promise) = given.serve {
        yardstick::serve(promise).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let workloads = workload::chosen(&given.only)?;
    let mut results = table::Results::default();
    for round in 1..=given.rounds {
        for workload in &workloads {
            for kind in &given.against {
                eprintln!("round {round} of {}: {} on {}", given.rounds, workload.name, kind.name());
                let outcome = tokio::task::LocalSet::new().run_until(measure(*kind, workload, &given)).await;
                match outcome {
                    Ok(Some(figures)) => results.add(&workload.name, *kind, figures, given.json.as_deref())?,
                    Ok(None) => {}
                    Err(error) => results.failed(&workload.name, *kind, &error),
                }
            }
        }
    }
    print!("{}", results.markdown(&workloads, &given.against));
    Ok(if results.is_whole() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One workload on a fresh server; `None` when this kind of server has nothing that it could be asked.
async fn measure(kind: Kind, workload: &Workload, given: &Arguments) -> anyhow::Result<Option<table::Figures>> {
    if workload.product && kind != Kind::Attune {
        return Ok(None);
    }
    let subject = Subject::start(kind, workload, given.core, &given.peers).await?;
    let figures = match workload.shape {
        Shape::Pairs => pairs::run(&subject, workload).await,
        Shape::Idle => idle::run(&subject, workload).await,
        Shape::Storm => storm::run(&subject, workload).await,
        Shape::Inbox => inbox::run(&subject, workload).await,
    };
    subject.stop().await?;
    figures.map(Some)
}
