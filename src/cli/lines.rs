//! JSON lines from people: numbered, bounded, and reported by number and field when they are wrong.

use crate::triage::Speaker;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

/// Longest line, in bytes.
const LINE_MAX: u64 = 1024 * 1024;

/// Who spoke a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The customer.
    Visitor,
    /// The bot.
    Bot,
    /// A person of ours.
    Agent,
}

impl From<Role> for Speaker {
    fn from(role: Role) -> Self {
        match role {
            Role::Visitor => Self::Visitor,
            Role::Bot => Self::Bot,
            Role::Agent => Self::Agent,
        }
    }
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    /// A field that breaks a rule.
    pub fn field(name: &str, rule: impl std::fmt::Display) -> Self {
        Self(format!("field `{name}`: {rule}"))
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Parses one line; the fault names the field.
///
/// # Errors
/// When it is not JSON of the documented shape.
pub fn parse<T: DeserializeOwned>(line: &str) -> Result<T, Fault> {
    serde_json::from_str(line).map_err(|error| Fault(error.to_string().replace(" at line 1 column", " at column")))
}

/// Lines with their numbers from 1. A line that is too long or not UTF-8 is a fault, not the end; a stream that
/// cannot be read is both.
pub fn numbered(mut input: impl BufRead) -> impl Iterator<Item = (usize, Result<String, Fault>)> {
    let mut number = 0;
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        number += 1;
        let mut bytes = Vec::new();
        match input.by_ref().take(LINE_MAX + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => None,
            Ok(_) if bytes.len() as u64 > LINE_MAX => {
                // The rest of it is passed over, so that the next line starts where it should.
                let rest = input.skip_until(b'\n');
                Some((
                    number,
                    rest.map_err(|e| Fault(e.to_string())).and(Err(Fault(format!("longer than {LINE_MAX} bytes")))),
                ))
            }
            Ok(_) => Some((number, String::from_utf8(bytes).map_err(|_| Fault("not UTF-8".to_owned())))),
            Err(error) => {
                // It would fail again and again: what stands behind it cannot be reached.
                broken = true;
                Some((number, Err(Fault(error.to_string()))))
            }
        }
    })
}

/// Reports faults and remembers that there were some.
pub struct Faults<W> {
    out: W,
    any: bool,
}

impl<W: Write> Faults<W> {
    /// Nothing reported yet.
    pub fn new(out: W) -> Self {
        Self { out, any: false }
    }

    /// Says what is wrong with a line.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub fn report(&mut self, number: usize, fault: &Fault) -> std::io::Result<()> {
        self.any = true;
        writeln!(self.out, "line {number}: {fault}")
    }

    /// 1 after any fault.
    pub fn exit_code(&self) -> ExitCode {
        if self.any { ExitCode::FAILURE } else { ExitCode::SUCCESS }
    }
}
