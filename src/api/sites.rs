//! Sites as visitors' browsers meet them: what a site is called, and a token to chat there.

use super::input::{Body, CameFrom, text};
use super::{ApiState, Problem};
use crate::auth::identity::verified;
use crate::auth::origin::admits;
use crate::domain::identity::Identity;
use crate::domain::{Language, SiteId, Timestamp, VisitorId};
use crate::protocol::Code;
use crate::store::Site;
use axum::Json;
use axum::extract::{FromRequest, FromRequestParts};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What anybody may know of a site.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SiteInfo {
    /// Shown to visitors.
    name: String,
    /// Default language.
    #[schema(value_type = String, example = "en")]
    language: Language,
}

/// Asks for a visitor token.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionRequest {
    /// The token this browser has; it is renewed if it still holds.
    #[serde(default)]
    token: Option<String>,
    /// Who the shop says this is: a JSON Web Token (HS256) signed with the site's `identity_secret`.
    #[serde(default)]
    identity: Option<String>,
}

/// A visitor token.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Session {
    /// To be said in `hello`.
    token: String,
    /// Who.
    #[schema(value_type = String)]
    visitor: VisitorId,
    /// Milliseconds since 1970, UTC.
    #[schema(value_type = i64)]
    expires_at: Timestamp,
}

/// Name and language of a site.
#[utoipa::path(get, path = "/v1/sites/{site}", params(("site" = String, Path)),
    responses((status = 200, body = SiteInfo), (status = "4XX", body = Problem)))]
pub(super) async fn info(
    State(api): State<ApiState>,
    Path(site): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = find(&api, site).await?;
    let admitted = admits(&site, origin(&headers), text(&headers, &header::HOST), &api.settings.own, false);
    let info = Json(SiteInfo { name: site.name, language: site.language }).into_response();
    Ok(if admitted { readable_by(&headers, info) } else { info })
}

/// A token for a visitor of a site: renewed if the browser has one, new otherwise.
#[utoipa::path(post, path = "/v1/sites/{site}/session", params(("site" = String, Path)),
    request_body = SessionRequest,
    responses((status = 200, body = Session), (status = "4XX", body = Problem)))]
pub(super) async fn session(State(api): State<ApiState>, request: Request) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let Path(site) = Path::<String>::from_request_parts(&mut parts, &api).await.map_err(|_| unknown())?;
    let Ok(from) = CameFrom::from_request_parts(&mut parts, &api).await;
    let headers = parts.headers.clone();
    let site = admitted(&api, site, &headers).await?;
    // From here on the page may read the answer, also when it is a problem.
    let body = Body::<SessionRequest>::from_request(Request::from_parts(parts, body), &api).await;
    let granted = match body {
        Ok(Body(asked)) => grant(&api, &site, asked, from).await,
        Err(problem) => Err(problem),
    };
    Ok(readable_by(&headers, granted.map(Json).into_response()))
}

/// What a browser asks before it sends JSON from another origin.
pub(super) async fn preflight(
    State(api): State<ApiState>,
    Path(site): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    admitted(&api, site, &headers).await?;
    let mut response = readable_by(&headers, StatusCode::NO_CONTENT.into_response());
    let allow: [(HeaderName, &'static str); 3] = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    response.headers_mut().extend(allow.map(|(name, value)| (name, HeaderValue::from_static(value))));
    Ok(response)
}

async fn grant(api: &ApiState, site: &Site, asked: SessionRequest, from: CameFrom) -> Result<Session, Problem> {
    let identity = asked.identity.map(|token| identity(api, &token)).transpose()?;
    let grant = api.auth.visit(&site.id, asked.token.as_deref(), identity, from.0).await?;
    let token = grant.token.reveal().to_owned();
    Ok(Session { token, visitor: grant.visitor, expires_at: grant.expires_at })
}

fn identity(api: &ApiState, token: &str) -> Result<Identity, Problem> {
    let Some(secret) = &api.settings.identity_secret else {
        return Err(Problem::invalid("identity", "none: this server has no site.identity_secret"));
    };
    let proven = verified(token, secret, api.clock.now());
    if proven.is_err() {
        metrics::counter!("auth_denied_total", "reason" => "identity_refused").increment(1);
    }
    Ok(proven?)
}

/// The site, if the page behind the request may use it.
pub(super) async fn admitted(api: &ApiState, site: String, headers: &HeaderMap) -> Result<Site, Problem> {
    let site = find(api, site).await?;
    let host = text(headers, &header::HOST);
    if admits(&site, origin(headers), host, &api.settings.own, api.settings.allow_missing_origin) {
        return Ok(site);
    }
    metrics::counter!("auth_denied_total", "reason" => "origin_refused").increment(1);
    Err(Problem::new(Code::OriginRefused).field("origin").rule("an origin on the site's list, exactly as listed"))
}

/// The site of this name.
pub(super) async fn find(api: &ApiState, site: String) -> Result<Site, Problem> {
    let id = SiteId::try_from(site).map_err(|_| unknown())?;
    api.store.site(&id).await?.ok_or_else(unknown)
}

fn unknown() -> Problem {
    Problem::new(Code::NotFound).field("site").rule("the name of a site of this server")
}

/// An Origin that is no text is there, and nobody's.
fn origin(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or_default())
}

/// Lets the page of this (admitted) Origin read the answer. No credentials: visitors have no cookies.
fn readable_by(headers: &HeaderMap, mut response: Response) -> Response {
    if let Some(origin) = headers.get(header::ORIGIN) {
        response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    response.headers_mut().insert(header::VARY, HeaderValue::from_static("origin"));
    response
}
