//! What keeps the numbers that decide: the calibration, the policies, the budgets. Read before anything else starts.

use super::overlays;
use super::translate::model;
use crate::api::{BudgetSettings, Overlaid};
use crate::auth::Auth;
use crate::clock::SharedClock;
use crate::config::Settings;
use crate::conversation::PolicyBook;
use crate::conversation::budget_keeper::{BudgetKeeper, KeeperParts};
use crate::conversation::calibration_keeper::CalibrationKeeper;
use crate::store::Store;
use crate::triage::budget::LinesInForce;
use crate::triage::{Policy, Triage};
use anyhow::Context;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How often ended logins are deleted.
const SWEEP: Duration = Duration::from_hours(1);

/// One of each.
pub(super) struct Keepers {
    pub(super) book: Arc<PolicyBook>,
    pub(super) calibration: Arc<CalibrationKeeper>,
    pub(super) budgets: Arc<BudgetKeeper>,
    pub(super) spending: Arc<Overlaid<BudgetSettings>>,
    pub(super) lines: Arc<LinesInForce>,
}

impl Keepers {
    /// Puts in force what stood before the server was stopped.
    pub(super) async fn open(
        settings: &Settings,
        configured: Policy,
        store: &Arc<dyn Store>,
        clock: &SharedClock,
        triage: &Triage,
    ) -> anyhow::Result<Self> {
        let calibration = CalibrationKeeper::open(Arc::clone(store), Arc::clone(clock), triage.clone()).await;
        let calibration = Arc::new(calibration.context("reading the recalibrations")?);
        let book = PolicyBook::open(Arc::clone(store), Arc::clone(clock), configured).await;
        let book = Arc::new(book.context("reading the policies")?);
        let (lines, spending) = (Arc::new(LinesInForce::default()), overlays::spending(settings, store).await?);
        let parts = KeeperParts {
            store: Arc::clone(store),
            clock: Arc::clone(clock),
            policies: book.policies(),
            lines: Arc::clone(&lines),
            budgets: spending.in_force().budgets(),
            model: model(triage),
        };
        let budgets = Arc::new(BudgetKeeper::open(parts).await.context("reading the budgets")?);
        Ok(Self { book, calibration, budgets, spending, lines })
    }

    /// Looks for news now and then, until told to stop.
    pub(super) fn watch(&self, tasks: &TaskTracker, stop: &CancellationToken) {
        tasks.spawn(Arc::clone(&self.budgets).run(stop.clone()));
        tasks.spawn(Arc::clone(&self.calibration).run(stop.clone()));
    }
}

/// Deletes logins that have ended: at once, and once an hour until told to stop.
pub(super) async fn sweep(auth: Arc<Auth>, stop: CancellationToken) {
    loop {
        match auth.delete_ended_logins().await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "ended logins were deleted"),
            Err(error) => tracing::warn!(%error, "ended logins could not be deleted; tried again in an hour"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(SWEEP) => {}
        }
    }
}

#[cfg(test)]
#[path = "keepers_test.rs"]
mod tests;
