//! `attune replay`: conversations in, what the live server would have done out, one JSON line each.
//! Owns the reading and writing of lines. What happens in between is `conversation::replay`; messages are read
//! through the same code as the server's.

mod input;
mod output;

use super::lines::{self, Fault, Faults};
use crate::conversation::replay::{Readers, replay};
use crate::domain::{Scoring, Unscored};
use crate::routing::Bot;
use crate::triage::reader::Reader;
use crate::triage::{Policy, Turn, bundle};
use anyhow::anyhow;
use std::cell::RefCell;
use std::io::{BufRead, Write};
use std::process::ExitCode;

/// What to replay by, and what to say of it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The numbers to decide by.
    pub policy: &'a Policy,
    /// Whether to print what each decision was made of.
    pub explain: bool,
}

/// Replays every line of `input`.
///
/// # Errors
/// When there is no usable model, or the output cannot be written. A bad line is reported on `faults`, skipped, and
/// makes the exit code 1 at the end.
pub fn run(
    settings: &bundle::Settings,
    asked: Asked<'_>,
    input: impl BufRead,
    output: impl Write,
    faults: impl Write,
) -> anyhow::Result<ExitCode> {
    let model = bundle::load(settings).map_err(|why| anyhow!("no usable model: {why}"))?;
    let reader = RefCell::new(Reader::new(&model).map_err(|why| anyhow!("{why}"))?);
    let score = |text: &str, context: &[Turn]| {
        let failed = Scoring::NotScored { why: Unscored::Failed };
        let Ok(prepared) = model.prepare(text, context, None) else { return failed };
        reader.borrow_mut().read(&[&prepared]).pop().unwrap_or(failed)
    };
    let bot = Bot::default();
    let readers = Readers { policy: asked.policy, score: &score, bot: &|question| bot.reply(question) };
    play_all(input, output, faults, &readers, asked.explain)
}

fn play_all(
    input: impl BufRead,
    mut output: impl Write,
    faults: impl Write,
    readers: &Readers<'_>,
    explain: bool,
) -> anyhow::Result<ExitCode> {
    let mut faults = Faults::new(faults);
    for (number, line) in lines::numbered(input) {
        match line.and_then(|line| play(&line, readers, explain)) {
            Ok(None) => {}
            Ok(Some(outcome)) => writeln!(output, "{outcome}")?,
            Err(fault) => faults.report(number, &fault)?,
        }
    }
    output.flush()?;
    Ok(faults.exit_code())
}

fn play(line: &str, readers: &Readers<'_>, explain: bool) -> Result<Option<String>, Fault> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let chat = input::read(line)?;
    let played = replay(chat.conv, chat.language, &chat.turns, readers)
        .map_err(|refusal| Fault::field("turns", format!("cannot follow each other so: {refusal}")))?;
    Ok(Some(output::write(&chat.id, &played, explain)))
}

#[cfg(test)]
#[path = "replay_test.rs"]
mod tests;
