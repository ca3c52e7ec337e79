//! How fast messages are read: one alone, and many together, on one core, through the shipped path.
//!
//! `cargo bench --bench triage` measures both engines and prints a Markdown table; `-- --engine ort` or `rten` measures
//! one, `-- --json` prints a line for `run.sh`, which sets Python and Node beside it. One thread does all the work; who
//! wants one core pins the process (`taskset -c 1`). Not a test: nothing fails for being slow.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]
#![expect(clippy::cast_sign_loss, reason = "ranks and shares are never negative")]

mod corpus;
#[path = "../shared/percentiles.rs"]
mod percentiles;
mod reading;
mod report;

use anyhow::{Context, bail};
use attune::triage::{EngineChoice, Settings, bundle};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if arguments.iter().any(|argument| argument == "--test") {
        return Ok(());
    }
    let is_json = arguments.iter().any(|argument| argument == "--json");
    let engines = engines(&arguments)?;
    let mut reports = Vec::new();
    for engine in engines {
        let settings = Settings { engine, workers: 1, policy: "1".to_owned(), ..Settings::default() };
        let model = match bundle::load(&settings) {
            Ok(model) => model,
            Err(why) if arguments.iter().any(|argument| argument == "--engine") => bail!(why),
            Err(why) => {
                eprintln!("left out: {why}");
                continue;
            }
        };
        let messages = corpus::messages(&model)?;
        reports.push(reading::measure(&model, &messages)?);
    }
    for report in &reports {
        if is_json {
            println!("{}", report.json());
        }
    }
    if !is_json {
        print!("{}", report::table(&reports));
    }
    Ok(())
}

fn engines(arguments: &[String]) -> anyhow::Result<Vec<EngineChoice>> {
    let Some(place) = arguments.iter().position(|argument| argument == "--engine") else {
        return Ok(vec![EngineChoice::Ort, EngineChoice::Rten]);
    };
    let named = arguments.get(place + 1).context("--engine needs a name: ort or rten")?;
    match named.as_str() {
        "ort" => Ok(vec![EngineChoice::Ort]),
        "rten" => Ok(vec![EngineChoice::Rten]),
        other => bail!("--engine is {other}; must be ort or rten"),
    }
}
