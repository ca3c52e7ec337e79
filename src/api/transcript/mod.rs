//! A conversation as a text to keep: for its visitor, and for staff to hand on.
//!
//! Owns the query string and reading the log in pages, so that a long talk costs one page of memory. What stands in the
//! text is what the visitor's frames hold (`protocol::encode`, invariant C6): never a note, a score or an alert.

mod text;

use super::guard::Someone;
use super::input::id;
use super::{ApiState, Problem};
use crate::domain::{ConversationId, Language, Seq, Summary};
use crate::protocol::{Code, encode};
use crate::session::access::sees;
use crate::store::{Store, StoreError};
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use jiff::tz::TimeZone;
use std::future::ready;
use std::sync::Arc;
use text::{Reader, Telling};

/// Events read at once.
const PAGE: u32 = 50;
const FIELDS: &str = "language, zone";

/// What was said, as plain text: who, when, and how the chat went on. Without what only staff sees.
#[utoipa::path(get, path = "/v1/conversations/{id}/transcript",
    params(("id" = String, Path),
        ("language" = Option<String>, Query, description = "en or zh: of the words around what was said"),
        ("zone" = Option<String>, Query, description = "A time zone such as Asia/Shanghai; UTC without it")),
    responses((status = 200, body = String, content_type = "text/plain"), (status = "4XX", body = Problem)))]
pub(super) async fn transcript(
    State(api): State<ApiState>,
    someone: Someone,
    Path(conv): Path<String>,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
) -> Result<Response, Problem> {
    let conv = ConversationId(id(&conv)?);
    let Query(pairs) = pairs.map_err(|_| Problem::new(Code::BadFrame).rule("a query string such as language=en"))?;
    let (language, zone) = read(&pairs)?;
    let summary = api.store.summary(conv).await?.filter(|summary| sees(&someone.actor(), summary));
    let summary = summary.ok_or_else(|| Problem::new(Code::NotFound))?;
    let site = api.store.site(&summary.site).await?.map_or_else(String::new, |site| site.name);
    let reader = if matches!(someone, Someone::Visitor(_)) { Reader::Visitor } else { Reader::Staff };
    let telling = Telling { language, zone, reader };
    let name = format!("attachment; filename=\"chat-{}.txt\"", telling.day(summary.opened_at));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).expect("a date is ASCII")),
    ];
    Ok((headers, Body::from_stream(told(Arc::clone(&api.store), &summary, &site, telling))).into_response())
}

/// The text, page by page, up to where the conversation stands now.
fn told(
    store: Arc<dyn Store>,
    summary: &Summary,
    site: &str,
    telling: Telling,
) -> impl stream::Stream<Item = Result<Bytes, StoreError>> + use<> {
    let head = telling.head(site, summary.opened_at);
    let (conv, last) = (summary.conv, summary.last_public);
    let pages = stream::try_unfold((Seq(0), store, telling), move |(after, store, telling)| async move {
        let page = if after < last { store.public_after(conv, after, PAGE).await? } else { Vec::new() };
        let Some(end) = page.last().and_then(|event| event.public) else { return Ok(None) };
        let frames = page.iter().filter(|event| event.public <= Some(last));
        let lines: String = frames.filter_map(|event| telling.line(&encode::for_visitor(conv, event)?)).collect();
        Ok(Some((Bytes::from(lines), (end, store, telling))))
    });
    // The answer has begun: a fault can only end it early, which clients notice.
    let pages = pages.inspect(|page| {
        if let Err(error) = page {
            tracing::error!(error = error as &dyn std::error::Error, "a transcript ended early");
        }
    });
    stream::once(ready(Ok(Bytes::from(head)))).chain(pages)
}

fn read(pairs: &[(String, String)]) -> Result<(Language, TimeZone), Problem> {
    let (mut language, mut zone) = (Language::En, TimeZone::UTC);
    for (name, value) in pairs {
        match (name.as_str(), value.as_str()) {
            ("language", "en") => language = Language::En,
            ("language", "zh") => language = Language::Zh,
            ("language", _) => return Err(Problem::invalid("language", "en or zh")),
            ("zone", value) => {
                let rule = "a time zone such as Asia/Shanghai";
                zone = TimeZone::get(value).map_err(|_| Problem::invalid("zone", rule))?;
            }
            _ => return Err(Problem::invalid(name, format!("one of {FIELDS}"))),
        }
    }
    Ok((language, zone))
}
