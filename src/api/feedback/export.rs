//! `GET /v1/feedback/labels`: labels as JSON lines, for training and review elsewhere. Without words, unless an
//! operator allows them.

use super::known;
use super::outcomes::outcomes;
use crate::api::guard::Proven;
use crate::api::{ApiState, Problem};
use crate::domain::{AngerLevel, ConversationId, Event, Language, Seq, Stage, Timestamp};
use crate::store::AuditLine;
use crate::triage::feedback::labels::Label;
use crate::triage::feedback::ledger::Judged;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// One line.
#[derive(Serialize)]
#[serde(tag = "of", rename_all = "snake_case")]
enum Line {
    /// What people said of a message.
    Message {
        conv: ConversationId,
        message: Seq,
        at: Timestamp,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<Language>,
        angry: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<AngerLevel>,
        people: usize,
        /// Chance in the random sample; absent where people said so of their own accord.
        #[serde(skip_serializing_if = "Option::is_none")]
        p: Option<f32>,
        anger: f32,
        base: f32,
        stage: Stage,
        model: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<String>,
    },
    /// What its log says of a conversation.
    Conversation {
        conv: ConversationId,
        at: Timestamp,
        #[serde(flatten)]
        label: Label,
    },
}

/// Labels as JSON lines, messages first, then the conversations that ended last.
#[utoipa::path(get, path = "/v1/feedback/labels",
    responses((status = 200, description = "JSON lines", body = String, content_type = "application/x-ndjson"),
        (status = "4XX", body = Problem)))]
pub(in crate::api) async fn labels(State(api): State<ApiState>, Proven(session): Proven) -> Result<Response, Problem> {
    let mut out = String::new();
    let judged = known(&api).await?.ledger.judged();
    let (messages, with_text) = (judged.len(), api.feedback.export_text);
    for judged in judged {
        let text = if with_text { text(&api, &judged).await? } else { None };
        push(&mut out, &message(judged, text))?;
    }
    let (_, ended) = outcomes(&api).await?;
    for one in &ended {
        push(&mut out, &Line::Conversation { conv: one.conv, at: one.at, label: one.label })?;
    }
    let conversations = ended.len();
    let detail = serde_json::json!({"messages": messages, "conversations": conversations, "text": with_text});
    let (at, act, by) = (api.clock.now(), "labels_export".to_owned(), session.member.party());
    api.store.put_audit(AuditLine { at, by, act, detail: detail.to_string() }).await?;
    Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], out).into_response())
}

fn push(out: &mut String, line: &Line) -> Result<(), Problem> {
    *out += &serde_json::to_string(line).map_err(|error| Problem::fault(&error))?;
    out.push('\n');
    Ok(())
}

fn message(judged: Judged, text: Option<String>) -> Line {
    let Judged { conv, message, at, read, is_angry: angry, level, people, p } = judged;
    let (language, anger, base, stage, model) = (read.language, read.anger, read.base, read.stage, read.model);
    Line::Message { conv, message, at, language, angry, level, people, p, anger, base, stage, model, text }
}

async fn text(api: &ApiState, judged: &Judged) -> Result<Option<String>, Problem> {
    let found = api.store.events_before(judged.conv, judged.message.next(), 1).await?;
    Ok(found.into_iter().find_map(|logged| match logged.event {
        Event::Said { text, .. } if logged.seq == judged.message => Some(text.as_str().to_owned()),
        _ => None,
    }))
}
