//! Conversations at speed: the real server beside yardsticks and peers, in one run, under the same clients.
//!
//! `bash benches/load/run.sh` pins the server under test to one core and this generator to another, and prints one
//! Markdown table. Owns no figures: what is measured is described by the files in `workloads/`, what it is measured on by
//! `subject.rs`. Every message carries its conversation, number and time of sending, and every run counts what was lost,
//! doubled or out of order: a run in which that is not nothing is marked void.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]
#![expect(clippy::cast_sign_loss, reason = "shares, ranks and times are never negative")]

mod agent;
mod audit;
mod crowd;
mod dialect;
mod history;
mod idle;
mod inbox;
mod pairs;
#[path = "../shared/percentiles.rs"]
mod percentiles;
mod proc;
mod resume;
mod start;
mod stored;
mod storm;
mod subject;
mod table;
#[path = "../shared/talk.rs"]
mod talk;
mod workload;
mod yardstick;

use anyhow::anyhow;
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use stored::Shelf;
use subject::{Kind, Recipe, Subject};
use workload::{Extent, Shape, Workload};

/// Beside the seconds of a workload, what opening its sockets and waiting for its last messages may take.
const PATIENCE: Duration = Duration::from_mins(5);

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
    /// Attune's program, to measure another build of it; else the one that was built with this bench
    #[arg(long)]
    program: Option<PathBuf>,
    /// Runs this share of every workload's clients and stored messages, to try it out: its figures mean nothing
    #[arg(long, default_value_t = 1.0)]
    scale: f64,
    /// Measures for so long instead of a workload's own seconds
    #[arg(long)]
    seconds: Option<f64>,
    /// Keeps the databases that workloads start with in this folder, for later runs; else they go with the run
    #[arg(long)]
    databases: Option<PathBuf>,
    /// Only fills those databases
    #[arg(long, requires = "databases")]
    fill: bool,
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
    let workloads = workload::chosen(&given.only, Extent { scale: given.scale, seconds: given.seconds })?;
    let shelf = Shelf::new(given.databases.as_deref())?;
    if given.fill {
        for stored in workloads.iter().filter_map(|workload| workload.stored) {
            println!("{}", shelf.get(stored).await?.display());
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut results = table::Results::default();
    for round in 1..=given.rounds {
        for workload in &workloads {
            for kind in &given.against {
                eprintln!("round {round} of {}: {} on {}", given.rounds, workload.name, kind.name());
                let outcome = tokio::task::LocalSet::new().run_until(measure(*kind, workload, &given, &shelf)).await;
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
async fn measure(
    kind: Kind,
    workload: &Workload,
    given: &Arguments,
    shelf: &Shelf,
) -> anyhow::Result<Option<table::Figures>> {
    if workload.product && kind != Kind::Attune {
        return Ok(None);
    }
    let database = match workload.stored {
        Some(stored) => Some(shelf.get(stored).await?),
        None => None,
    };
    let (peers, program) = (given.peers.clone(), given.program.clone());
    let recipe = Recipe { kind, model: workload.model, core: given.core, peers, program };
    let mut subject = Subject::start(recipe, database.as_deref()).await?;
    let limit = PATIENCE + Duration::from_secs_f64(workload.warmup + workload.seconds);
    let run = async {
        match workload.shape {
            Shape::Pairs => pairs::run(&subject, workload).await,
            Shape::Idle => idle::run(&subject, workload).await,
            Shape::Storm => storm::run(&subject, workload).await,
            Shape::Inbox => inbox::run(&subject, workload).await,
            Shape::Agent => agent::run(&subject, workload).await,
            Shape::History => history::run(&subject, workload).await,
            Shape::Start => start::run(&mut subject).await,
            Shape::Resume => resume::run(&mut subject, workload).await,
        }
    };
    let figures = tokio::time::timeout(limit, run).await;
    let figures = figures.unwrap_or_else(|_| Err(anyhow!("it did not end within {limit:?}")));
    let figures = figures.map_err(|error| match subject.last_words() {
        silent if silent.is_empty() => error,
        words => error.context(format!("the server's last words were \"{words}\"")),
    })?;
    subject.stop().await?;
    Ok(Some(figures))
}
