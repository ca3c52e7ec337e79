//! The list of words that the inbox checks replies against: read by staff, added to by admins.
//!
//! Owns shapes, and the order of a change: judged as a whole, stored, in force, audited. Changes come one after the
//! other, so that what is in force is always what is stored. What a phrase finds is `wording`'s business.

use super::guard::Proven;
use super::input::Body;
use super::{ApiState, Problem, audit};
use crate::protocol::Code;
use crate::store::WordingRule;
use crate::wording::{Kind, Level, Listing, Origin, RULES, Rule, Why};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Longest text that is tried, in characters.
const TRIED_CHARS: usize = 4_000;

/// Phrases that staff should not send, with what they may say instead.
#[utoipa::path(get, path = "/v1/wording",
    responses((status = 200, body = Listing), (status = "4XX", body = Problem)))]
pub(super) async fn wording(State(api): State<ApiState>) -> Json<Listing> {
    Json(api.wording.in_force().listing().clone())
}

/// A rule in force.
#[derive(Serialize, ToSchema)]
pub(super) struct RuleView {
    /// Where it stands: `shipped`, `file` or `own`.
    origin: Origin,
    #[serde(flatten)]
    rule: Rule,
}

/// Every rule in force.
#[derive(Serialize, ToSchema)]
pub(super) struct RulesView {
    /// Configured ones first.
    rules: Vec<RuleView>,
}

/// Every rule in force, and where it stands.
#[utoipa::path(get, path = "/v1/wording/rules",
    responses((status = 200, body = RulesView), (status = "4XX", body = Problem)))]
pub(super) async fn rules(State(api): State<ApiState>) -> Json<RulesView> {
    let in_force = api.wording.in_force();
    let rules = in_force.listing().rules.iter();
    Json(RulesView {
        rules: rules.map(|rule| RuleView { origin: api.wording.origin(rule), rule: rule.clone() }).collect(),
    })
}

/// A rule to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PutRule {
    kind: Kind,
    #[serde(default)]
    level: Level,
    /// 1 to 200 of 1 to 60 characters; `#` is any number.
    phrases: Vec<String>,
    /// Longer phrases inside which they are none.
    #[serde(default)]
    unless: Vec<String>,
    /// What may stand in their place; each 1 to 300 characters.
    #[serde(default)]
    instead: Vec<String>,
    why: Why,
}

/// Creates or replaces a rule; it is in force at once. One of a configured rule's id takes its place.
#[utoipa::path(put, path = "/v1/wording/rules/{id}", params(("id" = String, Path)), request_body = PutRule,
    responses((status = 200, body = RuleView), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(id): Path<String>,
    Body(asked): Body<PutRule>,
) -> Result<Json<RuleView>, Problem> {
    let PutRule { kind, level, phrases, unless, instead, why } = asked;
    let rule = Rule { id, kind, level, phrases, unless, instead, why };
    let faults = rule.faults();
    if !faults.is_empty() {
        return Err(Problem::faulty(faults));
    }
    let _one_at_a_time = api.wording.changing().await;
    let mut own = api.wording.own();
    own.retain(|known| known.id != rule.id);
    own.push(rule.clone());
    own.sort_by(|a, b| a.id.cmp(&b.id));
    if own.len() > RULES {
        return Err(Problem::invalid("id", format!("no more than {RULES} rules")));
    }
    let body = serde_json::to_string(&rule).map_err(|error| Problem::fault(&error))?;
    api.store.put_wording_rule(WordingRule { id: rule.id.clone(), body }).await?;
    api.wording.amend(own).map_err(|error| Problem::fault(&error))?;
    audit(&api, &session, "wording_put", &rule.id).await?;
    Ok(Json(RuleView { origin: Origin::Own, rule }))
}

/// Deletes an admin's rule; a configured one whose place it took is in force again.
#[utoipa::path(delete, path = "/v1/wording/rules/{id}", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let _one_at_a_time = api.wording.changing().await;
    let mut own = api.wording.own();
    let before = own.len();
    own.retain(|known| known.id != id);
    if own.len() == before {
        return Err(Problem::new(Code::NotFound).field("id").rule("a rule that was made in the settings"));
    }
    api.store.delete_wording_rule(&id).await?;
    api.wording.amend(own).map_err(|error| Problem::fault(&error))?;
    audit(&api, &session, "wording_delete", &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A text to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Tried {
    /// 0 to 4,000 characters.
    text: String,
}

/// Words that were found.
#[derive(Serialize, ToSchema)]
struct FoundView {
    /// As they stand in the text.
    words: String,
    /// The rule's id.
    rule: String,
    kind: Kind,
    level: Level,
    why: Why,
    instead: Vec<String>,
}

/// What was found in a text.
#[derive(Serialize, ToSchema)]
pub(super) struct Findings {
    /// In the order of the text.
    found: Vec<FoundView>,
}

/// What the rules in force find in a text. Nothing is kept of it.
#[utoipa::path(post, path = "/v1/wording/check", request_body = Tried,
    responses((status = 200, body = Findings), (status = "4XX", body = Problem)))]
pub(super) async fn check(
    State(api): State<ApiState>,
    Body(Tried { text }): Body<Tried>,
) -> Result<Json<Findings>, Problem> {
    if text.chars().count() > TRIED_CHARS {
        return Err(Problem::invalid("text", format!("at most {TRIED_CHARS} characters")));
    }
    let in_force = api.wording.in_force();
    let found = in_force.find(&text).into_iter().map(|one| FoundView {
        words: one.words.to_owned(),
        rule: one.rule.id.clone(),
        kind: one.rule.kind,
        level: one.rule.level,
        why: one.rule.why.clone(),
        instead: one.rule.instead.clone(),
    });
    Ok(Json(Findings { found: found.collect() }))
}
