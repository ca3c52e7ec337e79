//! The keeper of this site's calibration of anger: proposes, puts in force, takes back, and watches what it put in force.
//!
//! Owns the order of a change: it stands in the audit before it counts, and the audit alone says what is in force after a
//! restart. Whether a line is good enough is `triage::feedback::fit`'s matter. A person applies, and only what they were
//! shown; alone the keeper only ever goes back, when answers since then say that the line before was better.

use crate::clock::SharedClock;
use crate::domain::{Language, Party, Timestamp};
use crate::store::{AuditLine, Store, StoreError};
use crate::triage::feedback::fit::{self, Candidate, Gain, Verdict, candidate};
use crate::triage::feedback::history::{ACT, Change};
use crate::triage::feedback::{Correction, History, Ledger, Recalibration};
use crate::triage::{Status, Triage};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

/// Judgements count for this long.
const WINDOW: Duration = Duration::from_hours(30 * 24);
/// Most events about feedback that are read; the latest count.
const EVENTS: u32 = 20_000;
/// Lines of the audit among which changes are looked for.
const LINES: u32 = 100_000;
/// How often it looks whether what it put in force does worse.
const EVERY: Duration = Duration::from_mins(10);

/// Keeps the calibration of a server.
pub struct CalibrationKeeper {
    store: Arc<dyn Store>,
    clock: SharedClock,
    triage: Triage,
    /// One change at a time.
    changing: Mutex<()>,
}

/// A change with who made it and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// When.
    pub at: Timestamp,
    /// Who; the system where answers since the change spoke against it.
    pub by: Party,
    /// What.
    pub change: Change,
}

/// What the answers of one language call for.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Names exactly this: the model, what is in force, and the line.
    pub id: String,
    /// In force now.
    pub in_force: Correction,
    /// What was fitted, and whether it may be put in force.
    pub found: Candidate,
}

/// What it knows at one moment.
#[derive(Debug, Clone)]
pub struct Known {
    /// Judgements since then count.
    pub since: Timestamp,
    /// All judgements, and the random sample.
    pub ledger: Ledger,
    /// The model that reads; `None` while none does.
    pub model: Option<String>,
    /// What is in force for it.
    pub history: History,
    /// Every change, oldest first, those of other models too.
    pub records: Vec<Record>,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum NotChanged {
    /// No model reads messages.
    #[error("messages are not being scored")]
    NotScoring,
    /// A guard stands against it.
    #[error("the answers do not allow it")]
    Guarded,
    /// It is not what was shown.
    #[error("the proposal is not the present one")]
    Outdated,
    /// There is nothing to take back.
    #[error("there is no change to take back")]
    NothingToUndo,
    /// It could not be stored; nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl CalibrationKeeper {
    /// Puts in force what stood before the server was stopped.
    ///
    /// # Errors
    /// When the audit cannot be read.
    pub async fn open(store: Arc<dyn Store>, clock: SharedClock, triage: Triage) -> Result<Self, StoreError> {
        let keeper = Self { store, clock, triage, changing: Mutex::default() };
        if let Some(model) = keeper.model() {
            keeper.triage.recalibrate(keeper.history(&model).await?.0.in_force());
        }
        Ok(keeper)
    }

    /// Looks now and then whether what is in force does worse, until told to stop.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "the calibration could not be looked after and will be again");
            }
        }
    }

    /// Goes back by one where answers since the last change say that what stood before was better.
    ///
    /// # Errors
    /// When the store cannot be read or written; what is in force stays.
    pub async fn look(&self) -> Result<Option<Record>, StoreError> {
        let _one_at_a_time = self.changing.lock().await;
        let Some(model) = self.model() else { return Ok(None) };
        let (history, _) = self.history(&model).await?;
        let Some(change) = history.undo(&model) else { return Ok(None) };
        let ledger = self.ledger(self.clock.now().minus(WINDOW)).await?;
        let is_worse = |language| since_change(&ledger, &model, &history, language).is_some_and(|gain| gain.is_worse());
        if ![Language::En, Language::Zh].into_iter().any(is_worse) {
            return Ok(None);
        }
        let version = change.before.version;
        tracing::warn!(version, "answers speak against the calibration in force: the one before is back");
        self.put(change, Party::System).await.map(Some)
    }

    /// Everything there is to know.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn known(&self) -> Result<Known, StoreError> {
        let since = self.clock.now().minus(WINDOW);
        let (ledger, model) = (self.ledger(since).await?, self.model());
        let (history, records) = self.history(model.as_deref().unwrap_or_default()).await?;
        Ok(Known { since, ledger, model, history, records })
    }

    /// Puts a proposal in force that somebody was shown.
    ///
    /// # Errors
    /// `NotChanged` says why not.
    pub async fn apply(&self, language: Language, shown: &str, by: Party) -> Result<Record, NotChanged> {
        let _one_at_a_time = self.changing.lock().await;
        let known = self.known().await?;
        let model = known.model.clone().ok_or(NotChanged::NotScoring)?;
        let history = known.history.clone();
        // Fitting is work for a core, and must not hold up the runtime.
        let fitting = tokio::task::spawn_blocking(move || known.proposal(language)).await;
        let Proposal { id, found, .. } = fitting.ok().flatten().ok_or(NotChanged::Guarded)?;
        if found.verdict != Verdict::Ready {
            return Err(NotChanged::Guarded);
        }
        if id != shown {
            return Err(NotChanged::Outdated);
        }
        let new = history.in_force().with(language, found.correction);
        Ok(self.put(history.apply(&model, new), by).await?)
    }

    /// Takes the last change back.
    ///
    /// # Errors
    /// `NotChanged` says why not.
    pub async fn undo(&self, by: Party) -> Result<Record, NotChanged> {
        let _one_at_a_time = self.changing.lock().await;
        let model = self.model().ok_or(NotChanged::NotScoring)?;
        let (history, _) = self.history(&model).await?;
        let change = history.undo(&model).ok_or(NotChanged::NothingToUndo)?;
        Ok(self.put(change, by).await?)
    }

    async fn put(&self, change: Change, by: Party) -> Result<Record, StoreError> {
        let detail = serde_json::to_string(&change).map_err(|error| StoreError::Engine(Box::new(error)))?;
        let at = self.clock.now();
        self.store.put_audit(AuditLine { at, by: by.clone(), act: ACT.to_owned(), detail }).await?;
        self.triage.recalibrate(change.after);
        metrics::counter!("recalibrations_total", "undoes" => change.undoes.to_string()).increment(1);
        Ok(Record { at, by, change })
    }

    async fn ledger(&self, since: Timestamp) -> Result<Ledger, StoreError> {
        Ok(Ledger::read(&self.store.feedback(since, EVENTS).await?))
    }

    async fn history(&self, model: &str) -> Result<(History, Vec<Record>), StoreError> {
        let lines = self.store.audit(LINES).await?;
        let records: Vec<Record> = lines.into_iter().rev().filter(|line| line.act == ACT).filter_map(record).collect();
        let history = History::read(model, records.iter().map(|record| (record.at, &record.change)));
        Ok((history, records))
    }

    fn model(&self) -> Option<String> {
        match self.triage.status() {
            Status::On { model, .. } => Some(model),
            Status::Off { .. } => None,
        }
    }
}

impl Known {
    /// What the answers of a language call for; `None` while no model reads. Takes a while of computing.
    #[must_use]
    pub fn proposal(&self, language: Language) -> Option<Proposal> {
        let model = self.model.as_deref()?;
        let now = self.history.in_force();
        let in_force = now.correction(Some(language));
        let found = candidate(&self.ledger.cases(model, language, Timestamp(0)), in_force);
        let id = name(model, &now, language, found.correction);
        Some(Proposal { id, in_force, found })
    }

    /// How what is in force does beside what stood before, on answers about messages read since; `None` where it was
    /// not changed, or there are too few.
    #[must_use]
    pub fn watched(&self, language: Language) -> Option<Gain> {
        since_change(&self.ledger, self.model.as_deref()?, &self.history, language)
    }
}

fn since_change(ledger: &Ledger, model: &str, history: &History, language: Language) -> Option<Gain> {
    let (before, now) = (history.earlier()?.correction(Some(language)), history.in_force().correction(Some(language)));
    if before == now {
        return None;
    }
    fit::since(&ledger.cases(model, language, history.since()), before, now)
}

fn record(line: AuditLine) -> Option<Record> {
    let change = serde_json::from_str(&line.detail).ok()?;
    Some(Record { at: line.at, by: line.by, change })
}

/// A name that no other proposal has.
fn name(model: &str, now: &Recalibration, language: Language, line: Correction) -> String {
    let hash = Sha256::new()
        .chain_update(model)
        .chain_update(now.version.to_le_bytes())
        .chain_update([language as u8])
        .chain_update(line.slope.to_bits().to_le_bytes())
        .chain_update(line.bias.to_bits().to_le_bytes())
        .finalize();
    hash.iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[cfg(test)]
#[path = "calibration_keeper_test.rs"]
mod tests;
