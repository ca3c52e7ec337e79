//! `attune replay --log`: a live database decided again, conversation by conversation.
//!
//! Owns what is printed. Never writes to the database, and needs no model: the log holds the scores. Memory holds one
//! conversation at a time.

use crate::conversation::policy_book::known;
use crate::conversation::replay::difference::differences;
use crate::conversation::replay::in_force::InForce;
use crate::conversation::replay::logged::{Moment, Redecided, redecide};
use crate::conversation::replay::report::facts::{facts, raised};
use crate::conversation::replay::report::{Comparing, markdown};
use crate::domain::date;
use crate::domain::{AlertKind, Belief, ConversationId, Event, Party, Reason, Seq, SiteId, Stage, Stamped, Timestamp};
use crate::store::Period;
use crate::store::sqlite::SqliteLog;
use crate::triage::{Policies, Policy};
use anyhow::{Context, bail};
use serde::Serialize;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// Conversations listed at once.
const PAGE: u32 = 200;

/// Flags of `attune replay` over a database.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Decide a database's log again instead of reading lines; the server may be running
    #[arg(long, value_name = "DATABASE")]
    pub log: Option<PathBuf>,
    /// Only conversations that began at this day or moment (UTC) or later
    #[arg(long, value_name = "DATE", value_parser = date::parse, requires = "log")]
    since: Option<Timestamp>,
    /// Only conversations that began before this day or moment (UTC)
    #[arg(long, value_name = "DATE", value_parser = date::parse, requires = "log")]
    until: Option<Timestamp>,
    /// Only conversations of this site
    #[arg(long, value_name = "ID", value_parser = site, requires = "log")]
    site: Option<SiteId>,
    /// Print only where the replay differs from the log, and exit with 1 if it does anywhere
    #[arg(long, requires = "log")]
    check: bool,
    /// Compare the policy of --policy with the policies that were in force
    #[arg(long, requires_all = ["log", "policy"], conflicts_with = "check")]
    compare: bool,
    /// Print the comparison as JSON
    #[arg(long, requires = "compare")]
    json: bool,
    /// Divide alerts over so many supervisors; everybody of the staff who may supervise unless given
    #[arg(long, value_name = "NUMBER", requires = "compare", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    supervisors: Option<u32>,
}

fn site(text: &str) -> Result<SiteId, String> {
    SiteId::try_from(text.to_owned())
}

/// By which numbers to decide.
pub struct Deciding {
    /// The policy was named on the command line, and decides everything.
    pub given: bool,
    /// It, or the configured one, for a log that does not know its own.
    pub policy: Policy,
}

/// Decides a database's log again.
///
/// # Errors
/// When the database cannot be read or the output cannot be written. A conversation that cannot be followed is reported
/// on `faults`, skipped, and makes the exit code 1 at the end.
pub fn run(
    database: &Path,
    options: &Options,
    deciding: Deciding,
    mut output: impl Write,
    faults: impl Write,
) -> anyhow::Result<ExitCode> {
    let log = SqliteLog::open(database).with_context(|| format!("opening {}", database.display()))?;
    let Deciding { given, policy } = deciding;
    let (version, new) = (policy.version.clone(), InForce::new(Arc::new(Policies::fixed(policy.clone())), Vec::new()));
    let live = known(&log.policies()?).unwrap_or_else(|| Policies::fixed(policy));
    let live = InForce::new(Arc::new(live), log.lines_changes()?);
    let mut replaying = Replaying { log: &log, period: period(options), faults, any: false };
    if options.compare {
        let mut comparing = Comparing::default();
        replaying.each(|conv, record| {
            let old = raised(&again(conv, record, &live)?.log);
            comparing.take(&facts(conv, record), &old, &raised(&again(conv, record, &new)?.log));
            Ok(())
        })?;
        let supervisors = options.supervisors.map_or_else(|| log.supervisors(), Ok)?;
        let comparison = comparing.report(supervisors);
        if options.json {
            serde_json::to_writer(&mut output, &comparison)?;
            output.write_all(b"\n")?;
        } else {
            let shown = markdown(&comparison, ("in force", &version), |conv| format!("/inbox#{conv}"));
            output.write_all(shown.as_bytes())?;
        }
    } else {
        let rules = if given { &new } else { &live };
        let mut differ = false;
        replaying.each(|conv, record| {
            let again = again(conv, record, rules)?;
            if !options.check {
                return Ok(writeln!(output, "{}", line(conv, &again))?);
            }
            for mismatch in differences(conv, record, &again) {
                differ = true;
                writeln!(output, "{mismatch}")?;
            }
            Ok(())
        })?;
        replaying.any |= differ;
    }
    output.flush()?;
    Ok(if replaying.any { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn period(options: &Options) -> Period {
    let (since, until) = (options.since.unwrap_or(Timestamp(i64::MIN)), options.until.unwrap_or(Timestamp(i64::MAX)));
    Period { since, until, site: options.site.clone() }
}

fn again(conv: ConversationId, record: &[Stamped<Event>], rules: &InForce) -> anyhow::Result<Redecided> {
    Ok(redecide(conv, record, &|moment: Moment<'_>| rules.at(moment))?)
}

struct Replaying<'a, W> {
    log: &'a SqliteLog,
    period: Period,
    faults: W,
    any: bool,
}

impl<W: Write> Replaying<'_, W> {
    fn each(
        &mut self,
        mut take: impl FnMut(ConversationId, &[Stamped<Event>]) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut after = None;
        loop {
            let page = self.log.conversations(&self.period, after, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.conv);
            for summary in &page {
                let record = self.log.events(summary.conv)?;
                match take(summary.conv, &record) {
                    Err(error) if error.is::<std::io::Error>() => bail!(error),
                    Err(error) => {
                        self.any = true;
                        writeln!(self.faults, "{error:#}")?;
                    }
                    Ok(()) => {}
                }
            }
        }
    }
}

#[derive(Serialize)]
struct Outcome<'a> {
    id: ConversationId,
    turns: Vec<Turn>,
    alerts: Vec<Alert<'a>>,
    handoff: Option<Handoff<'a>>,
}

/// A message of the visitor after its score.
#[derive(Serialize)]
struct Turn {
    /// Its place in the log.
    message: Seq,
    anger: Option<f32>,
    belief: f32,
    stage: Stage,
}

#[derive(Serialize)]
struct Alert<'a> {
    message: Seq,
    at: Timestamp,
    kind: AlertKind,
    stage: Stage,
    reasons: &'a [Reason],
}

#[derive(Serialize)]
struct Handoff<'a> {
    at: Timestamp,
    reasons: &'a [Reason],
}

/// What came of a conversation as a JSON line.
fn line(conv: ConversationId, again: &Redecided) -> String {
    let mut outcome = Outcome { id: conv, turns: Vec::new(), alerts: Vec::new(), handoff: None };
    for Stamped { at, by, event, .. } in &again.log {
        match event {
            Event::Scored { message, scoring, belief } => {
                let anger = scoring.score().map(|score| score.anger);
                let Belief { stage, .. } = *belief;
                outcome.turns.push(Turn { message: again.there(*message), anger, belief: belief.probability(), stage });
            }
            Event::AlertRaised { about, stage, reasons, message, .. } => {
                let (message, at) = (again.there(*message), *at);
                outcome.alerts.push(Alert { message, at, kind: *about, stage: *stage, reasons });
            }
            Event::Queued { reasons, .. } if !matches!(by, Party::Staff { .. }) => {
                outcome.handoff.get_or_insert(Handoff { at: *at, reasons });
            }
            _ => {}
        }
    }
    serde_json::to_string(&outcome).expect("an outcome holds only maps with text keys")
}
