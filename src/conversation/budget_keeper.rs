//! The keeper of the budgets: brings outcomes from the store into the book, looks what is due, and puts lines into force.
//!
//! Owns the order of a change: decided by the book, stored, and only then in force, so that a restart knows every line
//! that ever decided anything. Never decides where a line lies. Everything it holds can be read again from the store.

use crate::clock::SharedClock;
use crate::domain::budget::LinesChange;
use crate::store::{Store, StoreError};
use crate::triage::budget::{Book, Budgets, Ledger, LinesInForce, Report, WINDOW};
use crate::triage::{Policies, Policy};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::yield_now;
use tokio_util::sync::CancellationToken;

/// How often it looks for news. Nothing it does is urgent: the shortest term of a change is a day.
const EVERY: Duration = Duration::from_mins(1);
/// Outcomes read at once.
const PAGE: u32 = 500;

/// What it works with.
pub struct KeeperParts {
    /// Outcomes and the history of lines.
    pub store: Arc<dyn Store>,
    /// Time.
    pub clock: SharedClock,
    /// The policies that lines are laid over.
    pub policies: Arc<Policies>,
    /// Where lines are put into force.
    pub lines: Arc<LinesInForce>,
    /// What may be spent, to begin with.
    pub budgets: Budgets,
    /// The model that reads; none: nothing is read, and nothing is changed.
    pub model: Option<String>,
}

/// Keeps the budgets of a server.
pub struct BudgetKeeper {
    parts: KeeperParts,
    kept: Mutex<Kept>,
}

struct Kept {
    budgets: Budgets,
    book: Book,
    policy: Arc<Policy>,
    /// Outcomes up to this place are in the book.
    place: u64,
    changes: Vec<LinesChange>,
    /// Something failed half way: what is kept must be read again.
    broken: bool,
}

impl BudgetKeeper {
    /// Reads what is stored and puts its lines into force, but for those of another model or policy.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub async fn open(parts: KeeperParts) -> Result<Self, StoreError> {
        let kept = Mutex::new(read(&parts, parts.budgets).await?);
        let keeper = Self { parts, kept };
        keeper.look().await?;
        Ok(keeper)
    }

    /// Looks for news now and then, until told to stop.
    pub async fn run(self: Arc<Self>, stop: CancellationToken) {
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "the budgets could not be looked after and will be again");
            }
        }
    }

    /// Takes in what has ended since, and does what is due.
    ///
    /// # Errors
    /// When the store cannot be read or written; the lines in force stay.
    pub async fn look(&self) -> Result<(), StoreError> {
        let mut kept = self.kept.lock().await;
        let now = self.parts.clock.now();
        if kept.broken || kept.policy.version != self.parts.policies.at(now).version {
            *kept = read(&self.parts, kept.budgets).await?;
        }
        kept.broken = true;
        kept.catch_up(&*self.parts.store).await?;
        if kept.budgets.enabled && self.parts.model.is_some() {
            self.act(&mut kept).await?;
        }
        kept.broken = false;
        let none = Ledger::default();
        self.parts.lines.put(if kept.budgets.enabled { kept.book.ledger() } else { &none });
        Ok(())
    }

    /// So much may be spent from now on. What follows from it is done at once, or, where the store fails, with the next look.
    pub async fn spend(&self, budgets: Budgets) {
        let mut kept = self.kept.lock().await;
        // Read anew, as at a start with these budgets.
        (kept.budgets, kept.broken) = (budgets, true);
        drop(kept);
        if let Err(error) = self.look().await {
            tracing::warn!(%error, "the budgets could not be looked after and will be again");
        }
    }

    /// What supervisors are shown, and the latest records, at most `limit`, newest first.
    pub async fn report(&self, limit: usize) -> (Report, Vec<LinesChange>) {
        let kept = self.kept.lock().await;
        (kept.book.report(), kept.changes.iter().rev().take(limit).cloned().collect())
    }

    async fn act(&self, kept: &mut Kept) -> Result<(), StoreError> {
        for scope in kept.book.scopes() {
            if let Some(change) = kept.book.due(&scope, self.parts.clock.now()) {
                self.parts.store.add_lines_change(change.clone()).await?;
                tell(&change);
                kept.book.apply(&change);
                kept.changes.push(change);
            }
            // A scope costs a few milliseconds; others want the thread too.
            yield_now().await;
        }
        Ok(())
    }
}

impl Kept {
    async fn catch_up(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        loop {
            let page = store.outcomes_after(self.place, PAGE).await?;
            for (place, outcome) in &page {
                self.book.hear(outcome);
                self.place = *place;
            }
            if page.len() < PAGE as usize {
                return Ok(());
            }
        }
    }
}

async fn read(parts: &KeeperParts, budgets: Budgets) -> Result<Kept, StoreError> {
    let policy = parts.policies.at(parts.clock.now());
    let mut book = Book::new(budgets, Arc::clone(&policy), parts.model.clone().unwrap_or_default());
    let changes = parts.store.lines_changes().await?;
    for change in &changes {
        book.apply(change);
    }
    let recent = parts.store.recent_outcomes(u32::try_from(WINDOW).unwrap_or(u32::MAX)).await?;
    let place = recent.last().map_or(0, |(place, _)| *place);
    for (_, outcome) in &recent {
        book.hear(outcome);
    }
    Ok(Kept { budgets, book, policy, place, changes, broken: false })
}

fn tell(change: &LinesChange) {
    let LinesChange { version, scope, step, why, from, to, chats, .. } = change;
    let site = scope.site.as_ref().map_or("all", |site| site.as_str());
    let language = scope.language;
    tracing::info!(version, site, ?language, ?step, ?why, ?from, ?to, chats, "lines of the stages");
    metrics::counter!("lines_changes_total", "step" => format!("{step:?}")).increment(1);
}

#[cfg(test)]
#[path = "budget_keeper_test.rs"]
mod tests;
