//! `attune score`: JSON lines in, one scored line each out, in the same order. Owns the line format; reads through
//! the same code as the server.

use super::lines::{self, Fault};
use crate::domain::{Language, Score, Scoring};
use crate::triage::reader::{Model, Prepared, Reader};
use crate::triage::reading::{self, CHUNK};
use crate::triage::{Speaker, Turn, bundle};
use anyhow::anyhow;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// Longest text of a line, in characters; the model reads its beginning and end.
const TEXT_MAX: usize = 20_000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: serde_json::Value,
    text: String,
    #[serde(default)]
    lang: Option<Language>,
    #[serde(default)]
    context: Vec<ContextTurn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextTurn {
    role: lines::Role,
    text: String,
}

/// A good line that waits for its neighbours.
struct Waiting {
    number: usize,
    id: serde_json::Value,
    prepared: Prepared,
}

/// A score as it is printed; `attune replay` takes it back with a turn.
#[derive(Serialize)]
pub(super) struct Scored<'a> {
    id: &'a serde_json::Value,
    lang: Option<Language>,
    anger: f32,
    level: f32,
    sentiment: crate::domain::Sentiment,
    emotions: crate::domain::Emotions,
    risks: crate::domain::Risks,
    confidence: f32,
    spans: &'a [crate::domain::Span],
    model: &'a str,
    engine: &'a str,
}

/// Scores every line of `input`.
///
/// # Errors
/// When there is no usable model, or the output cannot be written. A bad line is reported on `faults`, skipped, and
/// makes the exit code 1 at the end.
pub fn run(
    settings: &bundle::Settings,
    input: impl BufRead,
    mut output: impl Write,
    faults: impl Write,
) -> anyhow::Result<ExitCode> {
    let model = bundle::load(settings).map_err(|why| anyhow!("no usable model: {why}"))?;
    let mut reader = Reader::new(&model).map_err(|why| anyhow!("{why}"))?;
    let mut faults = lines::Faults::new(faults);
    let mut chunk = Vec::with_capacity(CHUNK);
    for (number, line) in lines::numbered(input) {
        match line.and_then(|line| prepare(&model, &line)) {
            Ok(None) => {}
            Ok(Some((id, prepared))) => chunk.push(Waiting { number, id, prepared }),
            Err(fault) => faults.report(number, &fault)?,
        }
        if chunk.len() == CHUNK {
            flush(&mut reader, &mut chunk, &mut output, &mut faults)?;
        }
    }
    flush(&mut reader, &mut chunk, &mut output, &mut faults)?;
    output.flush()?;
    Ok(faults.exit_code())
}

fn prepare(model: &Model, line: &str) -> Result<Option<(serde_json::Value, Prepared)>, Fault> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let line: Line = lines::parse(line)?;
    if line.text.chars().count() > TEXT_MAX {
        return Err(Fault::field("text", format!("longer than {TEXT_MAX} characters")));
    }
    let context: Vec<Turn> =
        line.context.into_iter().map(|t| Turn { speaker: Speaker::from(t.role), text: t.text.into() }).collect();
    let prepared = model.prepare(&line.text, &context, line.lang).map_err(|why| Fault::field("text", why))?;
    Ok(Some((line.id, prepared)))
}

/// Reads a chunk and writes it in the order it came.
fn flush(
    reader: &mut Reader,
    chunk: &mut Vec<Waiting>,
    output: &mut impl Write,
    faults: &mut lines::Faults<impl Write>,
) -> anyhow::Result<()> {
    let prepared: Vec<&Prepared> = chunk.iter().map(|waiting| &waiting.prepared).collect();
    let outcomes = reading::read_all(reader, &prepared);
    for (Waiting { number, id, .. }, outcome) in chunk.drain(..).zip(outcomes) {
        let Scoring::Scored(score) = outcome else {
            faults.report(number, &Fault::field("text", "the engine failed on it"))?;
            continue;
        };
        serde_json::to_writer(&mut *output, &shown(&id, &score))?;
        output.write_all(b"\n")?;
    }
    Ok(())
}

/// A score in the shape of its line.
pub(super) fn shown<'a>(id: &'a serde_json::Value, score: &'a Score) -> Scored<'a> {
    Scored {
        id,
        lang: score.language,
        anger: score.anger,
        level: score.level,
        sentiment: score.sentiment,
        emotions: score.emotions,
        risks: score.risks,
        confidence: score.confidence,
        spans: &score.spans,
        model: &score.by.model,
        engine: &score.by.engine,
    }
}
