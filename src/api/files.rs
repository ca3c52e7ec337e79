//! Files beside messages, over HTTP: in, and out again.
//!
//! Owns the shapes of both and the headers that keep a browser from taking a file for anything but what it is. Who may have
//! one: whoever sees its conversation; until a message stands beside it, its sender alone.

use super::guard::Someone;
use super::input::{id, text};
use super::{ApiState, Problem};
use crate::domain::{AttachedFile, ConversationId, FileId, FileKind, PhaseName};
use crate::files::{Denied, Incoming, Upload};
use crate::protocol::Code;
use crate::session::access::sees;
use crate::store::{FileBound, KeptFile, Sender};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt as _;
use serde::Serialize;
use std::fmt::Write as _;
use std::time::Duration;
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;

/// Longest name that is looked at, in bytes; of a longer one the rest is no name.
const NAME_MAX_BYTES: usize = 1_000;
/// Files are read in pieces of this size.
const PIECE: usize = 64 * 1_024;
/// When to come back where too many come at once, and where today's room is used up.
const SOON: Duration = Duration::from_secs(5);
const LATER: Duration = Duration::from_hours(1);
/// Which kinds are taken.
const KINDS: &str = "a PNG, JPEG, GIF or WebP picture, or a PDF";

/// A file that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Taken {
    /// What a message names, and what every message that names it shows.
    #[schema(value_type = Object)]
    file: AttachedFile,
}

/// Takes a file for a conversation. The body is its bytes, with `Content-Length`; what it is is read from them. It is kept
/// for an hour, and for good once a message names it.
#[utoipa::path(post, path = "/v1/files",
    params(("conv" = String, Query, description = "The conversation"),
        ("name" = String, Query, description = "What it is called; it is cleaned, and its ending made to fit")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Taken), (status = "4XX", body = Problem), (status = 503, body = Problem)))]
pub(super) async fn send(
    State(api): State<ApiState>,
    someone: Someone,
    pairs: Result<Query<Vec<(String, String)>>, QueryRejection>,
    request: Request,
) -> Result<Response, Problem> {
    let Query(pairs) = pairs.map_err(|_| Problem::new(Code::BadFrame).rule("a query string such as conv=…&name=…"))?;
    let (conv, name) = read(&pairs)?;
    let bytes = length(request.headers())?;
    // Whoever asks before sending is told at once; others write first and read their answer then.
    let patient = !request.headers().contains_key(header::EXPECT);
    let body = incoming(request.into_body());
    if let Err(problem) = goes_on(&api, &someone, conv).await {
        if patient {
            api.files.discard(body, bytes).await;
        }
        return Err(problem);
    }
    let upload = Upload { conv, by: sender(&someone), name, bytes, body };
    let file = api.files.receive(upload, patient).await?;
    Ok((StatusCode::CREATED, Json(Taken { file })).into_response())
}

/// The conversation is there for whoever sends, and has not ended.
async fn goes_on(api: &ApiState, someone: &Someone, conv: ConversationId) -> Result<(), Problem> {
    let summary = api.store.summary(conv).await?.filter(|summary| sees(&someone.actor(), summary));
    match summary.map(|summary| summary.phase) {
        None => Err(Problem::new(Code::NotFound).field("conv")),
        Some(PhaseName::Closed) => Err(Problem::new(Code::Closed)),
        Some(_) => Ok(()),
    }
}

fn read(pairs: &[(String, String)]) -> Result<(ConversationId, String), Problem> {
    let (mut conv, mut name) = (None, None);
    for (key, value) in pairs {
        let field = match key.as_str() {
            "conv" => &mut conv,
            "name" => &mut name,
            _ => return Err(Problem::invalid(key, "one of conv, name")),
        };
        if field.replace(value.as_str()).is_some() {
            return Err(Problem::invalid(key, "given once"));
        }
    }
    let conv = id(conv.unwrap_or_default()).map_err(|problem| problem.field("conv"))?;
    let name = name.filter(|name| !name.trim().is_empty());
    let name = name.ok_or_else(|| Problem::invalid("name", "what the file is called, at least one character"))?;
    let end = (0..=NAME_MAX_BYTES.min(name.len())).rev().find(|at| name.is_char_boundary(*at)).unwrap_or(0);
    Ok((ConversationId(conv), name[..end].to_owned()))
}

/// How long the body is: without that no room can be taken for it.
fn length(headers: &HeaderMap) -> Result<u64, Problem> {
    let length = text(headers, &header::CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let rule = "the size of the file in bytes";
    length.ok_or_else(|| Problem::invalid("content-length", rule).status(StatusCode::LENGTH_REQUIRED))
}

fn incoming(body: Body) -> Incoming {
    Box::pin(body.into_data_stream().map(Result::ok))
}

fn sender(someone: &Someone) -> Sender {
    match someone {
        Someone::Visitor(visitor) => Sender::Visitor(visitor.id),
        Someone::Staff(session) => Sender::Staff(session.member.id),
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Off => Self::new(Code::Forbidden).rule("this server takes no files: attachments.enabled is false"),
            Denied::TooLarge(most) => Self::new(Code::TooLarge).field("body").rule(format!("at most {most} bytes")),
            Denied::Empty => Self::invalid("body", "at least one byte"),
            Denied::Kind => Self::invalid("body", KINDS),
            Denied::Cut => Self::new(Code::BadFrame).field("body").rule("as long as announced, and not too slow"),
            Denied::Busy | Denied::NoRoom(FileBound::AtOnce) => Self::new(Code::RateLimited).retry(SOON),
            Denied::NoRoom(FileBound::Conversation) => {
                Self::new(Code::RateLimited).field("conv").rule("no more files in this conversation")
            }
            Denied::NoRoom(FileBound::Day) => Self::new(Code::RateLimited).retry(LATER),
            Denied::NoRoom(FileBound::Total) => {
                Self::new(Code::StorageUnavailable).rule("there is no room for files: attachments.max_total_bytes")
            }
            Denied::Gone => Self::new(Code::NotFound).field("conv"),
            Denied::Store(error) => error.into(),
        }
    }
}

/// The bytes of a file.
#[utoipa::path(get, path = "/v1/files/{id}", params(("id" = String, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "As in `if-none-match`"), (status = "4XX", body = Problem)))]
pub(super) async fn get(
    State(api): State<ApiState>,
    someone: Someone,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let kept = api.store.file(FileId(id(&file)?)).await?;
    let kept = kept.ok_or_else(|| Problem::new(Code::NotFound))?;
    let summary = api.store.summary(kept.conv).await?.filter(|summary| sees(&someone.actor(), summary));
    let may_see = kept.message.is_some() || kept.by == sender(&someone);
    if summary.is_none() || !may_see {
        return Err(Problem::new(Code::NotFound));
    }
    let tag = tag(&kept);
    if text(&headers, &header::IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|one| one.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, shown(&kept, &tag)).into_response());
    }
    let bytes = api.files.open(&kept).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let body = Body::from_stream(ReaderStream::with_capacity(bytes, PIECE));
    let length = [(header::CONTENT_LENGTH, HeaderValue::from(kept.file.bytes))];
    Ok((shown(&kept, &tag), length, body).into_response())
}

fn tag(kept: &KeptFile) -> String {
    kept.hash[..16].iter().fold("\"".to_owned(), |mut tag, byte| {
        let _ = write!(tag, "{byte:02x}");
        tag
    }) + "\""
}

/// A file is shown as what its bytes are and as nothing else: no script runs in it, no other page frames or reads it.
fn shown(kept: &KeptFile, tag: &str) -> [(HeaderName, HeaderValue); 6] {
    const OWN: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    let value = |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static(kept.file.kind.media_type())),
        (header::CONTENT_DISPOSITION, value(&disposition(&kept.file))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=3600")),
        (header::ETAG, value(tag)),
        (OWN, HeaderValue::from_static("same-origin")),
    ]
}

/// RFC 6266: pictures are shown, documents are saved. The name in ASCII for old clients, and as it is for all others.
fn disposition(file: &AttachedFile) -> String {
    let kind = if file.kind == FileKind::Pdf { "attachment" } else { "inline" };
    let plain: String = file
        .name
        .chars()
        .map(|c| if matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%') { c } else { '_' })
        .collect();
    let mut whole = String::new();
    for byte in file.name.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
#[path = "files_test.rs"]
mod tests;
