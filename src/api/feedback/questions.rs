//! `GET /v1/feedback/questions`: messages of the random sample that nobody has answered for, with two turns before
//! them. A few at a time, in an order of each person's own.

use super::known;
use crate::api::guard::Proven;
use crate::api::{ApiState, Problem};
use crate::domain::{ConversationId, Event, Party, Seq, Stamped};
use crate::protocol::encode::speaker;
use crate::protocol::server::Speaker;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// Questions at once.
const MOST: usize = 20;
/// Turns shown before the message.
const TURNS: usize = 2;
/// Events among which the turns are looked for.
const AMONG: u32 = 24;

/// Something that was said.
#[derive(Serialize, ToSchema)]
struct Said {
    /// `visitor`, `bot` or `agent`.
    #[schema(value_type = String)]
    from: Speaker,
    text: String,
}

/// Is this customer angry at us? Answered with `message`, `level` and `"asked": true`, in a `judge` frame or over
/// HTTP.
#[derive(Serialize, ToSchema)]
struct Question {
    #[schema(value_type = String)]
    conv: ConversationId,
    #[schema(value_type = u64)]
    message: Seq,
    /// Up to two turns before it, oldest first.
    before: Vec<Said>,
    /// The message.
    text: String,
}

/// A few questions; none when all are answered.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct Questions {
    questions: Vec<Question>,
}

/// Questions about single messages, for whoever asks.
#[utoipa::path(get, path = "/v1/feedback/questions",
    responses((status = 200, body = Questions), (status = "4XX", body = Problem)))]
pub(in crate::api) async fn questions(
    State(api): State<ApiState>,
    Proven(session): Proven,
) -> Result<Json<Questions>, Problem> {
    let ledger = known(&api).await?.ledger;
    let mut questions = Vec::new();
    for (conv, message) in ledger.questions(session.member.id, MOST) {
        let events = api.store.events_before(conv, message.next(), AMONG).await?;
        questions.extend(question(conv, message, &events));
    }
    Ok(Json(Questions { questions }))
}

fn question(conv: ConversationId, message: Seq, events: &[Stamped<Event>]) -> Option<Question> {
    let mut turns: Vec<Said> = events.iter().filter_map(said).collect();
    let last = events.last().filter(|last| last.seq == message && last.by == Party::Visitor)?;
    let Said { text, .. } = turns.pop().filter(|_| matches!(last.event, Event::Said { .. }))?;
    turns.drain(..turns.len().saturating_sub(TURNS));
    Some(Question { conv, message, before: turns, text })
}

fn said(logged: &Stamped<Event>) -> Option<Said> {
    let Event::Said { text, .. } = &logged.event else { return None };
    // Nobody can say of a file alone how angry it is.
    if text.is_empty() {
        return None;
    }
    Some(Said { from: speaker(&logged.by).0, text: text.as_str().to_owned() })
}
