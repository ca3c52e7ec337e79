//! What a challenger costs the champion: the time from handing a message over to its answer, with and without one.
//!
//! `cargo bench --bench challenger` loads the bundled model twice and lets the same messages arrive at the same
//! moments, rounds with and without in turn; `-- --engine rten` or `ort` names the engine, `-- --rate 50` the messages a
//! second, `-- --challenger DIR` another model's folder. Not a test: nothing fails for being slow.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]
#![expect(clippy::cast_sign_loss, reason = "ranks and shares are never negative")]

#[path = "../triage/corpus.rs"]
mod corpus;
#[path = "../shared/percentiles.rs"]
mod percentiles;

use anyhow::{Context, anyhow, bail, ensure};
use attune::domain::{ConversationId, Paired, Scoring, Seq, Stage, Timestamp};
use attune::triage::challenger::{Parts, Status};
use attune::triage::reader::Model;
use attune::triage::{EngineChoice, Request, Settings, Triage, bundle};
use percentiles::Percentiles;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Rounds of each kind.
const ROUNDS: usize = 4;
/// Messages a second, unless said otherwise: a busy day of one node.
const RATE: f64 = 50.0;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if arguments.iter().any(|argument| argument == "--test") {
        return Ok(());
    }
    let load = |models| -> anyhow::Result<Model> {
        let settings = Settings { engine: engine(&arguments)?, models, workers: 1, ..Settings::default() };
        bundle::load(&settings).map_err(|why| anyhow!(why))
    };
    let (champion, challenger) = (load(None)?, load(given(&arguments, "--challenger")?.map(PathBuf::from))?);
    let rate = given(&arguments, "--rate")?.map_or(Ok(RATE), |text| text.parse().context("--rate takes a number"))?;
    let messages = corpus::messages(&champion)?;
    warm(&champion, &messages)?;
    let (mut without, mut with, mut read) = (Vec::new(), Vec::new(), 0);
    for round in 0..ROUNDS {
        without.extend(play(&champion, None, &messages, rate, round as u64)?.0);
        let (latencies, pairs) = play(&champion, Some(&challenger), &messages, rate, round as u64)?;
        with.extend(latencies);
        read += pairs;
    }
    let engine = &champion.provenance.engine;
    println!("{} messages a second, {engine}, {ROUNDS} rounds of {} messages:\n", rate, messages.len());
    println!("| champion | p50 ms | p99 ms | messages |\n|---|---|---|---|");
    for (name, latencies) in [("alone", without), ("beside a challenger", with)] {
        let found = Percentiles::of(latencies);
        let ms = |d: Duration| d.as_secs_f64() * 1_000.0;
        println!("| {name} | {:.2} | {:.2} | {} |", ms(found.p50), ms(found.p99), found.count);
    }
    println!("\nThe challenger read {read} of {} messages meanwhile.", ROUNDS * messages.len());
    Ok(())
}

fn given(arguments: &[String], name: &str) -> anyhow::Result<Option<String>> {
    let Some(place) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    arguments.get(place + 1).cloned().map(Some).with_context(|| format!("{name} needs a value"))
}

fn engine(arguments: &[String]) -> anyhow::Result<EngineChoice> {
    match given(arguments, "--engine")?.as_deref() {
        None => Ok(EngineChoice::Auto),
        Some("ort") => Ok(EngineChoice::Ort),
        Some("rten") => Ok(EngineChoice::Rten),
        Some(other) => bail!("--engine is {other}; must be ort or rten"),
    }
}

/// One pass before the clock starts, so that neither kind pays for the first touch of the weights.
fn warm(model: &Model, messages: &[&str]) -> anyhow::Result<()> {
    let mut reader = attune::triage::reader::Reader::new(model).map_err(|why| anyhow!(why))?;
    for prepared in corpus::warming(model, messages)? {
        reader.read(&[&prepared]);
    }
    Ok(())
}

/// Lets all messages arrive, each in its own conversation, at moments drawn from the seed (a Poisson process), and
/// waits for the answers; gives their latencies, and how many messages the challenger had read by then.
fn play(
    champion: &Model,
    challenger: Option<&Model>,
    messages: &[&str],
    rate: f64,
    seed: u64,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    let triage = Triage::with_model(champion.clone(), 1).map_err(|why| anyhow!(why))?;
    let pairs = challenger.map(|model| challenge(&triage, model)).transpose()?;
    let mut dice = StdRng::seed_from_u64(seed);
    let (answer, answers) = channel();
    let mut due = Instant::now();
    for (n, text) in messages.iter().enumerate() {
        due += Duration::from_secs_f64(-(1.0 - dice.random::<f64>()).ln() / rate);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        let (answer, start) = (answer.clone(), Instant::now());
        let reply = Box::new(move |scoring| {
            let _ = answer.send((start.elapsed(), matches!(scoring, Scoring::Scored(_))));
        });
        let (conv, message) = (ConversationId(Uuid::from_u128(n as u128)), Seq(1));
        triage.submit(Request {
            conv,
            message,
            text: (*text).to_owned(),
            context: Vec::new(),
            stage: Stage::Calm,
            reply,
        });
    }
    drop(answer);
    let answered: Vec<(Duration, bool)> = answers.iter().collect();
    ensure!(answered.iter().all(|(_, is_scored)| *is_scored), "a message was not scored");
    let read = pairs.map_or(0, |pairs| pairs.try_iter().count());
    Ok((answered.into_iter().map(|(latency, _)| latency).collect(), read))
}

fn challenge(triage: &Triage, model: &Model) -> anyhow::Result<Receiver<Paired>> {
    let ((kept, pairs), model) = (channel(), model.clone());
    let keep = Box::new(move |pair: &Paired| {
        let _ = kept.send(pair.clone());
    });
    let (load, now) = (Box::new(move || Ok(model)), Box::new(|| Timestamp(0)));
    triage.challenge(Parts { load, share: 1.0, backlog: 512, now, keep });
    while triage.challenger() == Some(Status::Loading) {
        std::thread::sleep(Duration::from_millis(5));
    }
    match triage.challenger() {
        Some(Status::On { .. }) => Ok(pairs),
        other => bail!("the challenger does not read: {other:?}"),
    }
}
