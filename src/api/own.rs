//! A visitor's own conversations, for the list in their widget. Owns what a line of it holds: nothing of what staff
//! knows.

use super::guard::Someone;
use super::{ApiState, Problem};
use crate::domain::{ConversationId, PhaseName, Seq, Summary, Timestamp};
use crate::protocol::server::Speaker;
use crate::protocol::{Code, encode};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Most conversations named.
const MOST: u32 = 50;

/// Conversations of the visitor who asks.
#[derive(Serialize, ToSchema)]
pub(super) struct Own {
    /// Most recently changed first, at most 50.
    conversations: Vec<Line>,
}

/// One of them.
#[derive(Serialize, ToSchema)]
struct Line {
    #[schema(value_type = String)]
    conv: ConversationId,
    /// Last place in the visitor's numbering.
    #[schema(value_type = u64)]
    head: Seq,
    #[schema(value_type = String)]
    phase: PhaseName,
    /// The agent who speaks, or spoke last.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_name: Option<String>,
    /// Milliseconds since 1970, UTC.
    #[schema(value_type = i64)]
    opened_at: Timestamp,
    /// When the last message was said.
    #[schema(value_type = i64)]
    last_at: Timestamp,
    /// Its first characters; empty where nothing was said yet, and where it was only files.
    preview: String,
    /// How many files stand beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<u32>,
    /// Who said it: `visitor`, `bot` or `agent`.
    #[schema(value_type = String)]
    last_from: Speaker,
}

impl From<Summary> for Line {
    fn from(summary: Summary) -> Self {
        let (last_from, name) = encode::speaker(&summary.last_by);
        Self {
            conv: summary.conv,
            head: summary.last_public,
            phase: summary.phase,
            agent_name: summary.agent_name.or(name),
            opened_at: summary.opened_at,
            last_at: summary.last_at,
            preview: summary.preview,
            files: Some(summary.files).filter(|files| *files > 0),
            last_from,
        }
    }
}

/// The conversations of the visitor whose token this is.
#[utoipa::path(get, path = "/v1/conversations",
    responses((status = 200, body = Own), (status = "4XX", body = Problem)))]
pub(super) async fn list(State(api): State<ApiState>, someone: Someone) -> Result<Json<Own>, Problem> {
    let Someone::Visitor(visitor) = someone else { return Err(Problem::new(Code::Forbidden)) };
    let found = api.store.conversations_of(visitor.id, MOST).await?;
    Ok(Json(Own { conversations: found.into_iter().map(Line::from).collect() }))
}
