//! What is timed. Every pass gets a reader of its own, so that none finds in memory what another left there.

use crate::corpus::{prepare, warming};
use crate::percentiles::Percentiles;
use crate::report::Report;
use anyhow::{anyhow, ensure};
use attune::domain::{Belief, ConversationId, Scoring, Stage, Timestamp};
use attune::triage::batch::{Waiting, choose};
use attune::triage::reader::{Model, Prepared, Reader};
use attune::triage::trajectory::Before;
use attune::triage::{Behaviour, Policy, step};
use std::hint::black_box;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Times the list is read, for each figure.
const PASSES: usize = 5;
/// From this many tokens on a message counts as long.
const LONG: usize = 20;

/// Durations of the parts of one message's way, one per message and pass.
#[derive(Default)]
struct Alone {
    normalising: Vec<Duration>,
    preparing: Vec<Duration>,
    whole: Vec<Duration>,
    long: Vec<Duration>,
}

/// All figures of one engine.
///
/// # Errors
/// When the engine fails on a message.
pub fn measure(model: &Model, messages: &[&str]) -> anyhow::Result<Report> {
    let mut alone = Alone::default();
    let mut together = Together::default();
    for _ in 0..PASSES {
        read_alone(model, messages, &mut alone)?;
        read_together(model, messages, &mut together)?;
    }
    let tokens = messages.iter().map(|text| Ok(prepare(model, text)?.length())).sum::<anyhow::Result<usize>>()?;
    let read = (PASSES * messages.len()) as f64;
    Ok(Report {
        who: format!("Attune, {}", model.provenance.engine),
        mean_tokens: tokens as f64 / messages.len() as f64,
        alone_per_second: read / alone.whole.iter().sum::<Duration>().as_secs_f64(),
        together_per_second: read / together.took.as_secs_f64(),
        mean_batch: read / together.batches as f64,
        normalising: Percentiles::of(alone.normalising),
        preparing: Percentiles::of(alone.preparing),
        whole: Percentiles::of(alone.whole),
        long: Percentiles::of(alone.long),
    })
}

/// One message after the other: from text to score to belief.
fn read_alone(model: &Model, messages: &[&str], out: &mut Alone) -> anyhow::Result<()> {
    let mut reader = warm_reader(model, messages)?;
    let policy = Policy::default();
    let mut belief = None;
    for (place, text) in messages.iter().enumerate() {
        let start = Instant::now();
        let prepared = prepare(model, text)?;
        let ready = Instant::now();
        let scorings = reader.read(&[&prepared]);
        belief = Some(after(&policy, belief.as_ref(), &scorings[0], place)?);
        let end = Instant::now();
        out.preparing.push(ready - start);
        out.whole.push(end - start);
        if prepared.length() >= LONG {
            out.long.push(end - start);
        }
        // Apart from the message's way, where the clock would add to it.
        let start = Instant::now();
        black_box(model.assembler.normalise(text));
        out.normalising.push(start.elapsed());
    }
    Ok(())
}

#[derive(Default)]
struct Together {
    took: Duration,
    batches: usize,
}

/// All messages wait at once, each in its own conversation; the batches are those that the worker would form.
fn read_together(model: &Model, messages: &[&str], out: &mut Together) -> anyhow::Result<()> {
    let mut reader = warm_reader(model, messages)?;
    let policy = Policy::default();
    let start = Instant::now();
    let prepared = messages.iter().map(|text| prepare(model, text)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut left: Vec<usize> = (0..prepared.len()).collect();
    while !left.is_empty() {
        let waiting: Vec<Waiting> = left.iter().map(|place| waiting(*place, &prepared[*place])).collect();
        let mut chosen = choose(&waiting);
        chosen.sort_unstable();
        let batch: Vec<&Prepared> = chosen.iter().map(|at| &prepared[left[*at]]).collect();
        for (at, scoring) in chosen.iter().zip(reader.read(&batch)) {
            black_box(after(&policy, None, &scoring, left[*at])?);
        }
        for at in chosen.into_iter().rev() {
            left.remove(at);
        }
        out.batches += 1;
    }
    out.took += start.elapsed();
    Ok(())
}

fn waiting(place: usize, prepared: &Prepared) -> Waiting {
    let conv = ConversationId(Uuid::from_u128(place as u128));
    Waiting { conv, stage: Stage::Calm, length: prepared.length() }
}

fn after(policy: &Policy, before: Option<&Belief>, scoring: &Scoring, place: usize) -> anyhow::Result<Belief> {
    let Scoring::Scored(score) = scoring else { return Err(anyhow!("message {place} of the list was not scored")) };
    let at = Timestamp(i64::try_from(place)? * 1_000);
    Ok(black_box(step(policy, Before { belief: before, raised: &[], behaviour: Behaviour::default() }, score, at))
        .belief)
}

/// A reader that has run, alone and in a batch, on messages that are not in the list.
fn warm_reader(model: &Model, messages: &[&str]) -> anyhow::Result<Reader> {
    let mut reader = Reader::new(model).map_err(|why| anyhow!(why))?;
    let others = warming(model, messages)?;
    let (alone, together) = others.split_at(others.len() / 2);
    let mut scorings: Vec<Scoring> = alone.iter().flat_map(|one| reader.read(&[one])).collect();
    scorings.extend(reader.read(&together.iter().collect::<Vec<_>>()));
    let is_scored = |scoring: &Scoring| matches!(scoring, Scoring::Scored(_));
    ensure!(scorings.iter().all(is_scored), "a message to warm up with was not scored");
    Ok(reader)
}
