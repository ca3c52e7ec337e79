//! How many false alarms may be spent, changed by admins while the server runs.
//!
//! Owns the order of a change: judged as a whole, stored, in force, audited. What follows from it for the lines is
//! `conversation::budget_keeper`'s business, as at a start with these budgets.

use super::change::to_its_end;
use super::guard::Proven;
use super::input::Body;
use super::overlaid::Overlaid;
use super::{ApiState, Problem, audit};
use crate::auth::StaffSession;
use crate::triage::budget::Budgets;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// False alarms allowed per 100 calm conversations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetSettings {
    /// Whether lines are computed from recent conversations; if not, the policy's own hold.
    pub enabled: bool,
    /// Pages to a supervisor; above 0 and at most 50.
    pub page: f32,
    /// Handoffs from the bot to a person; `page` or more, at most 50.
    pub handoff: f32,
    /// Badges on an agent's list; `handoff` or more, at most 50.
    pub badge: f32,
    /// Calm conversations needed before lines are computed; 100 to 5000, and 100 / `page` or more.
    pub min_chats: u32,
}

impl BudgetSettings {
    /// In the order of the lines.
    #[must_use]
    pub const fn budgets(self) -> Budgets {
        let Self { enabled, page, handoff, badge, min_chats } = self;
        Budgets { enabled, per_100: [badge, handoff, page], min_chats }
    }
}

/// How they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SpendingView {
    /// Whether they were set here; else they are as configured.
    own: bool,
    #[serde(flatten)]
    set: BudgetSettings,
}

impl SpendingView {
    pub(super) fn of(set: &Overlaid<BudgetSettings>) -> Self {
        Self { own: set.is_own(), set: set.in_force() }
    }
}

/// Sets the budgets, in the place of what is configured.
#[utoipa::path(put, path = "/v1/settings/budgets", request_body = BudgetSettings,
    responses((status = 200, body = SpendingView), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(asked): Body<BudgetSettings>,
) -> Result<Json<SpendingView>, Problem> {
    api.spending.check(&asked)?;
    to_its_end(&api.clone(), async move { changed(&api, &session, Some(asked)).await }).await.map(Json)
}

/// Takes back what was set: the budgets are as they are configured.
#[utoipa::path(delete, path = "/v1/settings/budgets", responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(State(api): State<ApiState>, Proven(session): Proven) -> Result<StatusCode, Problem> {
    to_its_end(&api.clone(), async move { changed(&api, &session, None).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn changed(
    api: &ApiState,
    session: &StaffSession,
    asked: Option<BudgetSettings>,
) -> Result<SpendingView, Problem> {
    let _one_at_a_time = api.spending.changing().await;
    api.spending.set(api, asked, "budgets").await?;
    let set = api.spending.in_force();
    api.budgets.spend(set.budgets()).await;
    let act = if api.spending.is_own() { "budgets_put" } else { "budgets_delete" };
    let BudgetSettings { enabled, page, handoff, badge, min_chats } = set;
    let detail = format!("enabled {enabled}, page {page}, handoff {handoff}, badge {badge}, min_chats {min_chats}");
    audit(api, session, act, &detail).await?;
    Ok(SpendingView::of(&api.spending))
}
