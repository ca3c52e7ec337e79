//! Champion and challenger, for supervisors: how the challenger is, and the paired report.

use super::{ApiState, Problem};
use crate::domain::Timestamp;
use crate::evaluation::paired::{Labels, Report, compare, labels};
use crate::store::pairs::read_pairs;
use crate::store::sqlite::SqliteLog;
use crate::triage::{Policies, challenger};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Mutex;
use utoipa::ToSchema;

/// Where the readings lie, and the lines to compare them at.
#[derive(Debug)]
pub struct Comparison {
    database: PathBuf,
    data: PathBuf,
    policies: Arc<Policies>,
    /// Reading and comparing is work for a core: one at a time, whoever asks.
    turn: Arc<Mutex<()>>,
}

impl Comparison {
    /// Of the readings that lie in the folder of a database, against what it says of them, at the lines of the policy
    /// in force.
    #[must_use]
    pub fn new(database: PathBuf, data: PathBuf, policies: Arc<Policies>) -> Self {
        Self { database, data, policies, turn: Arc::default() }
    }

    /// Blocks.
    fn report(&self, at: Timestamp) -> Result<Report, Problem> {
        let kept = read_pairs(&self.data).map_err(|error| Problem::fault(&error))?;
        // Through a connection of its own: the store's are for those who wait. No file: nothing was judged in it.
        let labels = if self.database.is_file() {
            let log = SqliteLog::open(&self.database)?;
            labels(&kept.pairs, |conv| log.judgements(conv))?
        } else {
            Labels::new()
        };
        Ok(compare(&kept.pairs, &self.policies.at(at), &labels))
    }
}

/// How a challenger is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "status", rename_all = "lowercase")]
pub(super) enum ChallengerState {
    /// Its model is being loaded.
    Loading,
    /// It reads in idle time.
    On {
        /// First 12 hexadecimal digits of the model file's SHA-256.
        model: String,
        /// Engine and version.
        engine: String,
    },
    /// It does not read.
    Off {
        /// Why.
        why: String,
    },
}

impl From<challenger::Status> for ChallengerState {
    fn from(status: challenger::Status) -> Self {
        match status {
            challenger::Status::Loading => Self::Loading,
            challenger::Status::On { model, engine } => Self::On { model, engine },
            challenger::Status::Off { why } => Self::Off { why },
        }
    }
}

/// The challenger and what it has shown so far.
#[derive(Serialize, ToSchema)]
pub(super) struct ChallengerView {
    /// How it is; absent when none is set.
    #[serde(skip_serializing_if = "Option::is_none")]
    challenger: Option<ChallengerState>,
    /// When the report was made.
    #[schema(value_type = i64)]
    at: Timestamp,
    /// As printed by `attune challenger report --json`.
    #[schema(value_type = Object)]
    report: Report,
}

/// Champion and challenger on the same messages.
#[utoipa::path(get, path = "/v1/challenger",
    responses((status = 200, body = ChallengerView), (status = "4XX", body = Problem)))]
pub(super) async fn report(State(api): State<ApiState>) -> Result<Json<ChallengerView>, Problem> {
    let comparison = Arc::clone(&api.comparison);
    let turn = Arc::clone(&comparison.turn).lock_owned().await;
    let at = api.clock.now();
    let work = tokio::task::spawn_blocking(move || {
        // Kept here: a client that leaves does not end the work.
        let _turn = turn;
        comparison.report(at)
    });
    let report = work.await.map_err(|error| Problem::fault(&error))??;
    Ok(Json(ChallengerView { challenger: api.triage.challenger().map(Into::into), at, report }))
}
