//! `attune normalise`: messages as the model reads them, for training and for the curious. Owns the line format.

use super::lines;
use crate::triage::bundle;
use anyhow::anyhow;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::process::ExitCode;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    text: String,
}

/// Normalises every line of `input`.
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
    let mut faults = lines::Faults::new(faults);
    for (number, line) in lines::numbered(input) {
        match line.and_then(|line| lines::parse::<Line>(&line)) {
            Ok(Line { text }) => {
                let text = model.assembler.normalise(&text).text;
                serde_json::to_writer(&mut output, &Line { text })?;
                output.write_all(b"\n")?;
            }
            Err(fault) => faults.report(number, &fault)?,
        }
    }
    output.flush()?;
    Ok(faults.exit_code())
}
