//! Looking back: closed conversations and their logs, for staff.

use super::guard::Proven;
use super::input::{id, numbers};
use super::{ApiState, Problem};
use crate::auth::StaffSession;
use crate::domain::{ConversationId, Event, Seq, Stamped, Summary};
use crate::protocol::{Code, HISTORY_MAX, ServerFrame, encode};
use crate::session::access::sees;
use crate::store::StoreError;
use axum::Json;
use axum::extract::{Path, RawQuery, State};
use serde::Serialize;
use utoipa::ToSchema;

const PAGE: u64 = 50;

/// Lines of closed conversations.
#[derive(Serialize, ToSchema)]
pub(super) struct Closed {
    /// Most recently changed first; the shape of `conv.summary` on the socket.
    #[schema(value_type = Vec<Object>)]
    conversations: Vec<Summary>,
}

/// Most conversations of one visitor that are named beside one of them.
const OTHERS: u32 = 20;

/// One conversation, and what else its visitor has had.
#[derive(Serialize, ToSchema)]
pub(super) struct Known {
    /// Its line; the shape of `conv.summary` on the socket.
    #[schema(value_type = Object)]
    conversation: Summary,
    /// The latest others of the same visitor, most recently changed first, at most 20.
    #[schema(value_type = Vec<Object>)]
    others: Vec<Summary>,
}

/// A stretch of one log.
#[derive(Serialize, ToSchema)]
pub(super) struct Events {
    /// `event` frames as on the socket, oldest first.
    #[schema(value_type = Vec<Object>)]
    items: Vec<ServerFrame>,
    /// There is more in the direction asked for.
    more: bool,
    /// Last place in the log.
    #[schema(value_type = u64)]
    head: Seq,
}

/// A conversation's line, for whoever may see it; what they may not see is not there.
pub(super) async fn seen(api: &ApiState, session: &StaffSession, conv: ConversationId) -> Result<Summary, Problem> {
    let actor = session.member.actor();
    let summary = api.store.summary(conv).await?.filter(|summary| sees(&actor, summary));
    summary.ok_or_else(|| Problem::new(Code::NotFound))
}

/// Closed conversations, latest first.
#[utoipa::path(get, path = "/v1/conversations/closed", params(("limit" = Option<u64>, Query)),
    responses((status = 200, body = Closed), (status = "4XX", body = Problem)))]
pub(super) async fn closed(State(api): State<ApiState>, RawQuery(query): RawQuery) -> Result<Json<Closed>, Problem> {
    let [limit] = numbers(query.as_deref(), ["limit"])?;
    let conversations = api.store.closed_conversations(page(limit)?).await?;
    Ok(Json(Closed { conversations }))
}

/// The line of one conversation, however old, and the others of its visitor.
#[utoipa::path(get, path = "/v1/conversations/{id}", params(("id" = String, Path)),
    responses((status = 200, body = Known), (status = "4XX", body = Problem)))]
pub(super) async fn conversation(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(conv): Path<String>,
) -> Result<Json<Known>, Problem> {
    let conversation = seen(&api, &session, ConversationId(id(&conv)?)).await?;
    let mut others = api.store.conversations_of(conversation.visitor, OTHERS + 1).await?;
    let actor = session.member.actor();
    others.retain(|other| other.conv != conversation.conv && sees(&actor, other));
    others.truncate(OTHERS as usize);
    Ok(Json(Known { conversation, others }))
}

/// Events of one conversation, open or closed.
#[utoipa::path(get, path = "/v1/conversations/{id}/events",
    params(("id" = String, Path), ("after" = Option<u64>, Query), ("before" = Option<u64>, Query),
        ("limit" = Option<u64>, Query)),
    responses((status = 200, body = Events), (status = "4XX", body = Problem)))]
pub(super) async fn events(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(conv): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Events>, Problem> {
    let conv = ConversationId(id(&conv)?);
    let [after, before, limit] = numbers(query.as_deref(), ["after", "before", "limit"])?;
    let limit = page(limit)?;
    let summary = seen(&api, &session, conv).await?;
    let (found, more) = stretch(&api, conv, (after, before), limit).await?;
    let items = found.iter().map(|logged| encode::for_staff(conv, logged)).collect();
    Ok(Json(Events { items, more, head: summary.last_seq }))
}

/// One page, and whether there is more: one event beyond it is asked for.
async fn stretch(
    api: &ApiState,
    conv: ConversationId,
    range: (Option<u64>, Option<u64>),
    limit: u32,
) -> Result<(Vec<Stamped<Event>>, bool), Problem> {
    let most = limit as usize;
    let found: Result<Vec<Stamped<Event>>, StoreError> = match range {
        (Some(_), Some(_)) => return Err(Problem::invalid("before", "not together with `after`")),
        (None, Some(before)) => {
            let mut found = api.store.events_before(conv, Seq(before), limit + 1).await?;
            let more = found.len() > most;
            found.drain(..found.len().saturating_sub(most));
            return Ok((found, more));
        }
        (after, None) => api.store.events_after(conv, Seq(after.unwrap_or(0)), limit + 1).await,
    };
    let mut found = found?;
    let more = found.len() > most;
    found.truncate(most);
    Ok((found, more))
}

fn page(limit: Option<u64>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(PAGE);
    match u32::try_from(limit) {
        Ok(limit) if (1..=u32::from(HISTORY_MAX)).contains(&limit) => Ok(limit),
        _ => Err(Problem::invalid("limit", format!("1 to {HISTORY_MAX}, not {limit}"))),
    }
}
