//! The policy in force: see it, check another, apply one that was replayed, take it back.

use super::guard::Proven;
use super::input::Body;
use super::{ApiState, Problem};
use crate::conversation::policy_book::{NotAdopted, previous, text};
use crate::domain::{Party, Timestamp};
use crate::protocol::Code;
use crate::store::{AuditLine, PolicyOrigin, PolicyTerm};
use crate::triage::Policy;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Terms that are shown, the latest ones.
const SHOWN: usize = 20;

/// A policy and since when it is in force.
#[derive(Serialize, ToSchema)]
pub(super) struct TermView {
    version: String,
    #[schema(value_type = i64)]
    since: Timestamp,
    /// `configured`, `applied` or `undone`.
    origin: &'static str,
    /// Who; `system` for the configuration.
    #[schema(value_type = Object)]
    by: Party,
}

/// The policy in force.
#[derive(Serialize, ToSchema)]
pub(super) struct PolicyView {
    /// What is in force.
    #[serde(flatten)]
    term: TermView,
    /// All of it, as TOML.
    toml: String,
    /// All of it, by name.
    #[schema(value_type = Object)]
    numbers: Policy,
    /// Version of what an undo would put back; absent when nothing was applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    /// What was in force before, latest first, twenty at most.
    history: Vec<TermView>,
}

/// A policy's text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    /// A policy as TOML.
    toml: String,
}

/// What is to be said of a policy's text.
#[derive(Serialize, ToSchema)]
pub(super) struct Checked {
    /// Everything that is wrong with it.
    problems: Vec<String>,
    /// What it says, where nothing is wrong.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    numbers: Option<Policy>,
    /// All of it with its defaults, as TOML.
    #[serde(skip_serializing_if = "Option::is_none")]
    toml: Option<String>,
}

/// A policy to apply.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Apply {
    /// A policy as TOML.
    toml: String,
    /// A replay of exactly this text, done within the last hour.
    #[schema(value_type = String)]
    replay: Uuid,
}

/// What is in force.
#[utoipa::path(get, path = "/v1/policy", responses((status = 200, body = PolicyView), (status = "4XX", body = Problem)))]
pub(super) async fn see(State(api): State<ApiState>) -> Result<Json<PolicyView>, Problem> {
    Ok(Json(view(&api).await?))
}

/// What is wrong with a policy, and what it says.
#[utoipa::path(post, path = "/v1/policy/check", request_body = Text,
    responses((status = 200, body = Checked), (status = "4XX", body = Problem)))]
pub(super) async fn check(Body(Text { toml }): Body<Text>) -> Json<Checked> {
    Json(match Policy::parse(&toml) {
        Ok(policy) => Checked { problems: Vec::new(), toml: Some(text(&policy)), numbers: Some(policy) },
        Err(problems) => {
            let problems = problems.lines().map(str::to_owned).collect();
            Checked { problems, numbers: None, toml: None }
        }
    })
}

/// Puts a policy into force that was replayed.
#[utoipa::path(post, path = "/v1/policy", request_body = Apply,
    responses((status = 200, body = PolicyView), (status = "4XX", body = Problem)))]
pub(super) async fn apply(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(Apply { toml, replay }): Body<Apply>,
) -> Result<Json<PolicyView>, Problem> {
    let policy = parsed("toml", &toml)?;
    if !api.replays.has_shown(replay, &toml) {
        let rule = "a replay of exactly this text, done within the last hour";
        return Err(Problem::new(Code::ReplayRequired).field("replay").rule(rule));
    }
    let by = session.member.party();
    let term = api.book.apply(policy, by).await?;
    audit(&api, "policy_apply", &term).await?;
    Ok(Json(view(&api).await?))
}

/// Puts back what was in force before the policy applied last.
#[utoipa::path(post, path = "/v1/policy/undo", responses((status = 200, body = PolicyView), (status = "4XX", body = Problem)))]
pub(super) async fn undo(State(api): State<ApiState>, Proven(session): Proven) -> Result<Json<PolicyView>, Problem> {
    let by = session.member.party();
    let term = api.book.undo(by).await?;
    audit(&api, "policy_undo", &term).await?;
    Ok(Json(view(&api).await?))
}

/// A policy of a client.
pub(super) fn parsed(field: &str, text: &str) -> Result<Policy, Problem> {
    Policy::parse(text).map_err(|problems| Problem::invalid(field, problems))
}

async fn view(api: &ApiState) -> Result<PolicyView, Problem> {
    let history = api.book.history().await?;
    let numbers = api.book.policies().at(api.clock.now());
    let mut terms = history.iter().rev().map(shown);
    let fallback = TermView {
        version: numbers.version.clone(),
        since: Timestamp(0),
        origin: origin(PolicyOrigin::Configured),
        by: Party::System,
    };
    Ok(PolicyView {
        term: terms.next().unwrap_or(fallback),
        toml: text(&numbers),
        numbers: (*numbers).clone(),
        previous: previous(&history).map(|term| term.version.clone()),
        history: terms.take(SHOWN).collect(),
    })
}

fn shown(term: &PolicyTerm) -> TermView {
    let (version, by) = (term.version.clone(), term.by.clone());
    TermView { version, since: term.since, origin: origin(term.origin), by }
}

const fn origin(origin: PolicyOrigin) -> &'static str {
    match origin {
        PolicyOrigin::Configured => "configured",
        PolicyOrigin::Applied => "applied",
        PolicyOrigin::Undone => "undone",
    }
}

async fn audit(api: &ApiState, act: &str, term: &PolicyTerm) -> Result<(), Problem> {
    let detail = serde_json::json!({"version": term.version, "since": term.since}).to_string();
    let line = AuditLine { at: api.clock.now(), by: term.by.clone(), act: act.to_owned(), detail };
    Ok(api.store.put_audit(line).await?)
}

impl From<NotAdopted> for Problem {
    fn from(error: NotAdopted) -> Self {
        match error {
            NotAdopted::VersionTaken(version) => {
                let rule = format!("a version of its own: `{version}` names another policy already");
                Self::new(Code::Conflict).field("version").rule(rule)
            }
            NotAdopted::NothingToUndo => Self::new(Code::Conflict).rule("the configured policy is in force"),
            NotAdopted::Store(error) => error.into(),
        }
    }
}
