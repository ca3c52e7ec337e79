//! The budgets of false alarms, for supervisors: what may be spent, what is spent, where the lines lie and why.

use super::{ApiState, Problem};
use crate::domain::budget::{Lines, LinesChange, Purpose, Scope, Step, Why};
use crate::domain::{Language, SiteId, Timestamp};
use crate::triage::budget::{LinesReport, PurposeReport, Rate, Report, Source};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Records shown.
const CHANGES: usize = 20;

/// Everything about the budgets.
#[derive(Serialize, ToSchema)]
pub(super) struct BudgetsView {
    /// Whether lines are computed; if not, the policy's own hold.
    enabled: bool,
    /// Calm conversations needed before they are.
    min_chats: u32,
    /// For each site and language, and for each language over all sites.
    scopes: Vec<ScopeView>,
    /// The latest records of what was done about lines, newest first.
    changes: Vec<ChangeView>,
}

/// One site and language.
#[derive(Serialize, ToSchema)]
pub(super) struct ScopeView {
    /// Absent: all sites.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    site: Option<SiteId>,
    /// `en` or `zh`: what visitors mostly write.
    #[schema(value_type = String)]
    language: Language,
    /// Whose lines hold: `shipped` (the policy's own), `workspace` or `site`.
    source: &'static str,
    /// Since when, in milliseconds since 1970; absent: from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    since: Option<Timestamp>,
    /// Calm conversations that lines would rest on.
    calm: u32,
    /// Conversations that a person was called to for anger, and that only staff can judge.
    alarms: u32,
    /// How many of them somebody judged.
    judged: u32,
    /// Badge, handoff, page.
    purposes: Vec<PurposeView>,
    /// More false alarms than a budget allows: half more at least, and no chance.
    over_budget: bool,
    /// Calm conversations no longer peak as they did when the lines were computed: the largest difference of both
    /// distributions, 0 to 1; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    shift: Option<f64>,
    /// Lines that run in shadow: of watch, concern and critical, logits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<f32>>)]
    in_shadow: Option<Lines>,
}

/// One purpose.
#[derive(Serialize, ToSchema)]
pub(super) struct PurposeView {
    /// `badge`, `handoff` or `page`.
    #[schema(value_type = String)]
    purpose: Purpose,
    /// False alarms allowed per 100 calm conversations.
    per_100: f32,
    /// The line in force, logit.
    line: f32,
    /// What was spent; absent where too few alarms were judged to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    realised: Option<RealisedView>,
}

/// False alarms per 100 calm conversations since the line came into force, with the 95 % interval.
#[derive(Serialize, ToSchema)]
pub(super) struct RealisedView {
    per_100: f64,
    low: f64,
    high: f64,
    /// Calm conversations.
    chats: u32,
}

/// One record of the history.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangeView {
    /// 1, 2, 3 …; stands after `+b` in the policy version of scores.
    version: u32,
    #[schema(value_type = i64)]
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    site: Option<SiteId>,
    #[schema(value_type = String)]
    language: Language,
    /// `held`, `shadowed`, `promoted`, `dropped`, `rolled_back` or `reset`.
    #[schema(value_type = String)]
    step: Step,
    /// `scheduled`, `over_budget`, `shifted`, `new_budgets`, `within_noise`, `too_few_judged`, `no_worse`, `worse`,
    /// `worse_fit` or `new_basis`.
    #[schema(value_type = String)]
    why: Why,
    /// Lines in force before; absent: the policy's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<f32>>)]
    from: Option<Lines>,
    /// Lines in force after it, or in shadow; absent: the policy's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<f32>>)]
    to: Option<Lines>,
    /// Calm conversations that it rests on.
    chats: u32,
}

/// Budgets, what is spent of them, and the last changes of lines.
#[utoipa::path(get, path = "/v1/budgets", responses((status = 200, body = BudgetsView), (status = "4XX", body = Problem)))]
pub(super) async fn budgets(State(api): State<ApiState>) -> Json<BudgetsView> {
    let (Report { enabled, min_chats, scopes }, changes) = api.budgets.report(CHANGES).await;
    let scopes = scopes.into_iter().map(ScopeView::from).collect();
    Json(BudgetsView { enabled, min_chats, scopes, changes: changes.into_iter().map(ChangeView::from).collect() })
}

impl From<LinesReport> for ScopeView {
    fn from(report: LinesReport) -> Self {
        let Scope { site, language } = report.scope;
        Self {
            site,
            language,
            source: match report.source {
                Source::Shipped => "shipped",
                Source::Workspace => "workspace",
                Source::Site => "site",
            },
            since: report.since,
            calm: report.calm,
            alarms: report.alarms,
            judged: report.judged,
            purposes: report.purposes.into_iter().map(PurposeView::from).collect(),
            over_budget: report.drift.over_budget,
            shift: report.drift.shift,
            in_shadow: report.candidate,
        }
    }
}

impl From<PurposeReport> for PurposeView {
    fn from(report: PurposeReport) -> Self {
        let PurposeReport { purpose, budget, line, realised } = report;
        Self { purpose, per_100: budget, line, realised: realised.map(RealisedView::from) }
    }
}

impl From<Rate> for RealisedView {
    fn from(rate: Rate) -> Self {
        let Rate { share, low, high, chats } = rate;
        Self { per_100: 100.0 * share, low: 100.0 * low, high: 100.0 * high, chats }
    }
}

impl From<LinesChange> for ChangeView {
    fn from(change: LinesChange) -> Self {
        let LinesChange { version, at, scope: Scope { site, language }, step, why, from, to, chats, .. } = change;
        Self { version, at, site, language, step, why, from, to, chats }
    }
}
