//! Canned replies: read by staff, kept by admins. Every change is audited.

use super::guard::Proven;
use super::input::Body;
use super::{ApiState, Problem, audit};
use crate::domain::MessageText;
use crate::domain::canned::{CannedReply, CannedText};
use crate::protocol::Code;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Replies that there are, at most.
const MOST: usize = 500;

/// A reply in one language.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReplyText {
    /// Shown in the list, 1 to 80 characters.
    title: String,
    /// What is sent, 1 to 4,000 characters; `{customer}`, `{agent}` and `{order}` are filled, each with what stands
    /// there otherwise if given: `{customer|there}`.
    text: String,
}

/// A reply; in one language or in both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PutReply {
    #[serde(default)]
    en: Option<ReplyText>,
    #[serde(default)]
    zh: Option<ReplyText>,
}

/// A reply with its shortcut.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReplyView {
    /// The shortcut.
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    en: Option<ReplyText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zh: Option<ReplyText>,
}

/// Every reply.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Replies {
    /// By shortcut.
    replies: Vec<ReplyView>,
}

impl From<CannedReply> for ReplyView {
    fn from(CannedReply { id, en, zh }: CannedReply) -> Self {
        let view = |CannedText { title, text }| ReplyText { title, text: text.into() };
        Self { id, en: en.map(view), zh: zh.map(view) }
    }
}

/// Texts that agents send often.
#[utoipa::path(get, path = "/v1/replies", responses((status = 200, body = Replies), (status = "4XX", body = Problem)))]
pub(super) async fn list(State(api): State<ApiState>) -> Result<Json<Replies>, Problem> {
    let replies = api.store.canned_replies().await?;
    Ok(Json(Replies { replies: replies.into_iter().map(ReplyView::from).collect() }))
}

/// Creates or replaces a reply.
#[utoipa::path(put, path = "/v1/replies/{id}", params(("id" = String, Path)), request_body = PutReply,
    responses((status = 200, body = ReplyView), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(id): Path<String>,
    Body(PutReply { en, zh }): Body<PutReply>,
) -> Result<Json<ReplyView>, Problem> {
    let reply = CannedReply { id, en: taken("en", en)?, zh: taken("zh", zh)? };
    if let Some((field, rule)) = reply.fault() {
        return Err(Problem::invalid(field, rule));
    }
    let known = api.store.canned_replies().await?;
    if known.len() >= MOST && known.iter().all(|other| other.id != reply.id) {
        return Err(Problem::invalid("id", format!("at most {MOST} replies")));
    }
    api.store.put_canned_reply(reply.clone()).await?;
    audit(&api, &session, "reply_put", &reply.id).await?;
    Ok(Json(reply.into()))
}

/// Deletes a reply.
#[utoipa::path(delete, path = "/v1/replies/{id}", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    if api.store.canned_replies().await?.iter().all(|known| known.id != id) {
        return Err(Problem::new(Code::NotFound));
    }
    api.store.delete_canned_reply(&id).await?;
    audit(&api, &session, "reply_delete", &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn taken(language: &str, given: Option<ReplyText>) -> Result<Option<CannedText>, Problem> {
    let Some(ReplyText { title, text }) = given else { return Ok(None) };
    let text = MessageText::try_from(text).map_err(|rule| Problem::invalid(format!("{language}.text"), rule))?;
    Ok(Some(CannedText { title, text }))
}
