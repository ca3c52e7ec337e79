//! `attune replay`: conversations in, what the live server would have done out, one JSON line each.
//! Owns the reading and writing of lines. What happens in between is `conversation::replay`; messages are read
//! through the same code as the server's, unless they bring their scores. `--log` reads a live database instead.

mod input;
mod log;
mod output;
mod score;

pub use log::{Deciding, Options as LogOptions, run as run_log};

use self::input::Chat;
use super::lines::{self, Fault, Faults};
use crate::conversation::replay::{Readers, replay};
use crate::domain::{Scoring, Unscored};
use crate::routing::Bot;
use crate::triage::reader::{Model, Reader};
use crate::triage::{Policy, Turn, bundle};
use anyhow::anyhow;
use std::cell::{OnceCell, RefCell};
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
/// When a turn has to be read and there is no usable model, or the output cannot be written. A bad line is reported on `faults`, skipped, and
/// makes the exit code 1 at the end.
pub fn run(
    settings: &bundle::Settings,
    asked: Asked<'_>,
    input: impl BufRead,
    output: impl Write,
    faults: impl Write,
) -> anyhow::Result<ExitCode> {
    let reading = Reading { settings, loaded: OnceCell::new() };
    let bot = Bot::default();
    let score = |text: &str, context: &[Turn]| reading.read(text, context);
    let readers = Readers { policy: asked.policy, score: &score, bot: &|question| bot.reply(question) };
    play_all(input, output, faults, &Playing { readers, ready: &|| reading.ready().map(drop), explain: asked.explain })
}

/// The model, loaded when the first turn without a score comes.
struct Reading<'a> {
    settings: &'a bundle::Settings,
    loaded: OnceCell<(Model, RefCell<Reader>)>,
}

impl Reading<'_> {
    fn ready(&self) -> anyhow::Result<&(Model, RefCell<Reader>)> {
        if let Some(loaded) = self.loaded.get() {
            return Ok(loaded);
        }
        let model = bundle::load(self.settings).map_err(|why| anyhow!("no usable model: {why}"))?;
        let reader = Reader::new(&model).map_err(|why| anyhow!("{why}"))?;
        Ok(self.loaded.get_or_init(|| (model, RefCell::new(reader))))
    }

    fn read(&self, text: &str, context: &[Turn]) -> Scoring {
        let failed = Scoring::NotScored { why: Unscored::Failed };
        let Some((model, reader)) = self.loaded.get() else { return failed };
        let Ok(prepared) = model.prepare(text, context, None) else { return failed };
        reader.borrow_mut().read(&[&prepared]).pop().unwrap_or(failed)
    }
}

/// How lines are played.
struct Playing<'a> {
    readers: Readers<'a>,
    /// Called before anything is read.
    ready: &'a dyn Fn() -> anyhow::Result<()>,
    explain: bool,
}

fn play_all(
    input: impl BufRead,
    mut output: impl Write,
    faults: impl Write,
    playing: &Playing<'_>,
) -> anyhow::Result<ExitCode> {
    let mut faults = Faults::new(faults);
    for (number, line) in lines::numbered(input) {
        match line.and_then(|line| chat(&line)) {
            Ok(None) => {}
            Ok(Some(chat)) => {
                if chat.is_unread() {
                    (playing.ready)()?;
                }
                match play(&chat, playing) {
                    Ok(outcome) => writeln!(output, "{outcome}")?,
                    Err(fault) => faults.report(number, &fault)?,
                }
            }
            Err(fault) => faults.report(number, &fault)?,
        }
    }
    output.flush()?;
    Ok(faults.exit_code())
}

fn chat(line: &str) -> Result<Option<Chat>, Fault> {
    if line.trim().is_empty() { Ok(None) } else { input::read(line).map(Some) }
}

fn play(chat: &Chat, playing: &Playing<'_>) -> Result<String, Fault> {
    let played = replay(chat.conv, chat.language, &chat.turns, &playing.readers)
        .map_err(|refusal| Fault::field("turns", format!("cannot follow each other so: {refusal}")))?;
    Ok(output::write(&chat.id, &played, playing.explain))
}

#[cfg(test)]
#[path = "replay_test.rs"]
mod tests;
