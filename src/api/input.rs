//! Reading what clients send: bodies, ids, numbers, addresses. Every refusal names the field and its rule.

use super::{ApiState, Problem};
use crate::protocol::Code;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FailedToBufferBody};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use serde::de::DeserializeOwned;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use uuid::Uuid;

/// A body must have arrived by then.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

/// A JSON body of exactly the documented shape.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<ApiState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &ApiState) -> Result<Self, Problem> {
        let kind = text(request.headers(), &header::CONTENT_TYPE).unwrap_or_default();
        // Also keeps plain forms of other sites out, which browsers send without asking first.
        if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
            return Err(Problem::new(Code::BadFrame).field("content-type").rule("application/json"));
        }
        let reading = tokio::time::timeout(BODY_TIMEOUT, Bytes::from_request(request, state)).await;
        let bytes = reading.map_err(|_| Problem::new(Code::BadFrame).rule("the body must arrive within 10 s"))?;
        decode(&bytes.map_err(|rejection| unread(&rejection))?).map(Self)
    }
}

fn unread(rejection: &BytesRejection) -> Problem {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            Problem::new(Code::TooLarge).rule("at most 65536 bytes")
        }
        _ => Problem::new(Code::BadFrame).rule("the body could not be read"),
    }
}

/// JSON text to a value; the problem names the path of the field that does not fit.
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let problem = Problem::new(Code::BadFrame).rule(error.inner().to_string());
        match error.path().to_string() {
            at if at == "." || at == "?" => problem,
            at => problem.field(at),
        }
    })?;
    reader.end().map_err(|error| Problem::new(Code::BadFrame).rule(error.to_string()))?;
    Ok(value)
}

/// An id in a path.
pub(super) fn id(text: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Problem::invalid("id", "a UUID such as 0190a3c2-7b1e-7c3d-8f00-0123456789ab"))
}

/// The numbers of a query string such as `after=7&limit=50`: only these names, each at most once.
pub(super) fn numbers<const N: usize>(query: Option<&str>, names: [&str; N]) -> Result<[Option<u64>; N], Problem> {
    let mut found = [None; N];
    for pair in query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let Some(at) = names.iter().position(|known| *known == name) else {
            return Err(Problem::invalid(name, format!("one of {}", names.join(", "))));
        };
        let number = value.parse().map_err(|_| Problem::invalid(name, format!("a whole number, not `{value}`")))?;
        if found[at].replace(number).is_some() {
            return Err(Problem::invalid(name, "given once"));
        }
    }
    Ok(found)
}

/// Where a request comes from: the peer, or what a trusted proxy says of it.
pub(super) struct CameFrom(pub(super) IpAddr);

impl FromRequestParts<ApiState> for CameFrom {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
        Ok(Self(sender(peer, &parts.headers, &state.settings.trusted_proxies)))
    }
}

/// The nearest address that is no trusted proxy. From a peer that is none itself, the header means nothing.
fn sender(peer: IpAddr, headers: &HeaderMap, trusted: &[IpAddr]) -> IpAddr {
    const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");
    let lines = headers.get_all(FORWARDED).iter().filter_map(|line| line.to_str().ok());
    let mut hops: Vec<&str> = lines.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut nearest = peer;
    while trusted.contains(&nearest) {
        match hops.pop().map(str::parse::<IpAddr>) {
            Some(Ok(before)) => nearest = before.to_canonical(),
            Some(Err(_)) | None => break,
        }
    }
    nearest
}

/// A header's text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
#[path = "input_test.rs"]
mod tests;
