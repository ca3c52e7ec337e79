//! `POST /v1/feedback/labels`: what a member of the staff says of a message or an alert; the `judge` frame over HTTP, for
//! whoever holds no socket. The conversation decides, and its log keeps it.

use crate::api::guard::Proven;
use crate::api::input::Body;
use crate::api::{ApiState, Problem};
use crate::domain::{AlertId, AngerLevel, Command, ConversationId, Judgement, Opinion, Seq, Subject, Timestamp};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A label: of a `message` or of an `alert`; a `judgement`, or of a message a `level`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct NewLabel {
    #[schema(value_type = String)]
    conv: ConversationId,
    /// A visitor's message, by its place in the log.
    #[schema(value_type = Option<u64>)]
    message: Option<Seq>,
    #[schema(value_type = Option<String>)]
    alert: Option<AlertId>,
    /// `right`, `wrong`, or `withdrawn` to take it back.
    #[schema(value_type = Option<String>)]
    judgement: Option<Judgement>,
    /// 0 calm, 1 displeased, 2 annoyed, 3 furious.
    #[schema(value_type = Option<u8>)]
    level: Option<AngerLevel>,
    /// Somebody was asked: the answer counts in the estimate, if the message is in the random sample.
    #[serde(default)]
    asked: bool,
}

/// Where it stands.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Labelled {
    /// Place in the log of the conversation.
    #[schema(value_type = u64)]
    seq: Seq,
    #[schema(value_type = i64)]
    at: Timestamp,
}

/// Judges a score or an alert; said again by the same person, the latest counts.
#[utoipa::path(post, path = "/v1/feedback/labels", request_body = NewLabel,
    responses((status = 200, body = Labelled), (status = "4XX", body = Problem)))]
pub(in crate::api) async fn label(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(wanted): Body<NewLabel>,
) -> Result<Json<Labelled>, Problem> {
    let subject = match (wanted.message, wanted.alert) {
        (Some(message), None) => Subject::Message { message },
        (None, Some(alert)) => Subject::Alert { alert },
        _ => return Err(Problem::invalid("message", "either `message` or `alert`")),
    };
    let opinion = match (wanted.judgement, wanted.level) {
        (Some(judgement), None) => Opinion::Plain(judgement),
        (None, Some(level)) if wanted.message.is_some() => Opinion::Level(level),
        (None, Some(_)) => return Err(Problem::invalid("level", "of a `message`, not of an `alert`")),
        _ => return Err(Problem::invalid("judgement", "either `judgement` or `level`")),
    };
    let by = session.member.actor();
    let done = api.registry.send(wanted.conv, Command::Judge { by, subject, opinion, asked: wanted.asked }).await?;
    Ok(Json(Labelled { seq: done.seq, at: done.at }))
}
