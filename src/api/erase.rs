//! Erasing on demand, for admins: one conversation that has ended, or everything of its visitor. Every erasure is audited,
//! with ids and without words.

use super::guard::Proven;
use super::input::id;
use super::{ApiState, Problem, audit};
use crate::domain::ConversationId;
use crate::erasing::EraseError;
use crate::protocol::Code;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

/// What became of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Erased {
    /// Conversations that are gone.
    erased: u32,
}

/// Erases a conversation that has ended.
#[utoipa::path(delete, path = "/v1/conversations/{id}", params(("id" = String, Path)),
    responses((status = 200, body = Erased), (status = "4XX", body = Problem)))]
pub(super) async fn conversation(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(conv): Path<String>,
) -> Result<Json<Erased>, Problem> {
    let conv = ConversationId(id(&conv)?);
    if !api.eraser.conversation(conv).await? {
        return Err(Problem::new(Code::NotFound));
    }
    audit(&api, &session, "conversation_erase", &conv.to_string()).await?;
    Ok(Json(Erased { erased: 1 }))
}

/// Erases everything of the visitor of a conversation: every conversation of theirs, once all have ended, and what their
/// browsers are known by.
#[utoipa::path(delete, path = "/v1/conversations/{id}/visitor", params(("id" = String, Path)),
    responses((status = 200, body = Erased), (status = "4XX", body = Problem)))]
pub(super) async fn visitor(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(conv): Path<String>,
) -> Result<Json<Erased>, Problem> {
    let summary = api.store.summary(ConversationId(id(&conv)?)).await?;
    let visitor = summary.ok_or_else(|| Problem::new(Code::NotFound))?.visitor;
    let erased = api.eraser.visitor(visitor).await?;
    audit(&api, &session, "visitor_erase", &visitor.to_string()).await?;
    Ok(Json(Erased { erased }))
}

impl From<EraseError> for Problem {
    fn from(error: EraseError) -> Self {
        match error {
            EraseError::Conversation(failure) => failure.into(),
            EraseError::Store(error) => error.into(),
            EraseError::Search(error) => Self::fault(&error),
        }
    }
}
