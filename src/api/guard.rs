//! Before every route: which right it needs, who is calling, whether another site's page is behind it.

use super::input::text;
use super::sites::admitted;
use super::{ApiState, Problem, ROUTES, cookie};
use crate::auth::{AuthError, StaffSession};
use crate::domain::{Actor, Role};
use crate::protocol::Code;
use crate::session::{Act, allowed};
use crate::store::Visitor;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

/// Who is calling, as far as proven.
#[derive(Debug, Clone)]
enum Caller {
    Nobody,
    Visitor(Box<Visitor>),
    Staff(Box<StaffSession>),
}

impl Caller {
    fn role(&self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Visitor(_) => Some(Role::Visitor),
            Self::Staff(session) => Some(session.member.role),
        }
    }
}

/// The member of the staff who is calling; `guard` has proven them and their right.
pub(super) struct Proven(pub(super) StaffSession);

impl FromRequestParts<ApiState> for Proven {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Problem> {
        match parts.extensions.get::<Caller>() {
            Some(Caller::Staff(session)) => Ok(Self((**session).clone())),
            Some(Caller::Nobody | Caller::Visitor(_)) | None => Err(Problem::new(Code::Unauthorized)),
        }
    }
}

/// The visitor, or the member of the staff, who is calling; `guard` has proven them and their right.
pub(super) enum Someone {
    Visitor(Box<Visitor>),
    Staff(Box<StaffSession>),
}

impl Someone {
    /// Who they are to `sees`.
    pub(super) fn actor(&self) -> Actor {
        match self {
            Self::Visitor(visitor) => Actor::Visitor(visitor.id),
            Self::Staff(session) => session.member.actor(),
        }
    }
}

impl FromRequestParts<ApiState> for Someone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &ApiState) -> Result<Self, Problem> {
        match parts.extensions.get::<Caller>() {
            Some(Caller::Visitor(visitor)) => Ok(Self::Visitor(visitor.clone())),
            Some(Caller::Staff(session)) => Ok(Self::Staff(session.clone())),
            Some(Caller::Nobody) | None => Err(Problem::new(Code::Unauthorized)),
        }
    }
}

/// Lets a request through to its route, or answers in its place.
pub(super) async fn guard(State(api): State<ApiState>, path: MatchedPath, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_for_sites = act_of(request.method(), path.as_str()).is_some_and(is_for_sites);
    let mut response = match admit(&api, path.as_str(), request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(origin) = origin.filter(|_| is_for_sites) {
        // No credentials: from another site it is a token that counts, which only a page that has it can send.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::VARY, HeaderValue::from_static("origin"));
    }
    let (route, status) = (path.as_str().to_owned(), response.status().as_u16().to_string());
    metrics::counter!("http_requests_total", "route" => route.clone(), "status" => status).increment(1);
    metrics::histogram!("http_seconds", "route" => route).record(began.elapsed().as_secs_f64());
    response
}

async fn admit(api: &ApiState, path: &str, mut request: Request) -> Result<Request, Problem> {
    let Some(act) = act_of(request.method(), path) else {
        // A route that was forgotten in the table: nobody gets in.
        return Err(Problem::new(Code::Forbidden));
    };
    // A token is sent by the page that has it, and counts for nothing on another site's.
    let by_token = act == Act::SendFile && request.headers().contains_key(header::AUTHORIZATION);
    if act != Act::VisitorSession && !by_token && !request.method().is_safe() {
        own_page(api, request.headers())?;
    }
    let caller = if allowed(act, None) { Caller::Nobody } else { identify(api, request.headers()).await? };
    if let (true, Caller::Visitor(visitor)) = (by_token, &caller) {
        admitted(api, visitor.site.to_string(), request.headers()).await?;
    }
    if !allowed(act, caller.role()) {
        let code = if matches!(caller, Caller::Nobody) { Code::Unauthorized } else { Code::Forbidden };
        metrics::counter!("auth_denied_total", "reason" => code.meaning().name).increment(1);
        return Err(Problem::new(code));
    }
    request.extensions_mut().insert(caller);
    Ok(request)
}

/// Whether pages of sites use it, with the visitor's token.
const fn is_for_sites(act: Act) -> bool {
    matches!(act, Act::Preflight | Act::OwnConversations | Act::Transcript | Act::SendFile | Act::SeeFile)
}

/// What a browser asks before a page of another origin sends a visitor's token along. Says nothing of anything: what
/// counts is the token.
pub(super) async fn preflight() -> Response {
    let allow: [(HeaderName, &'static str); 3] = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, allow.map(|(name, value)| (name, HeaderValue::from_static(value)))).into_response()
}

fn act_of(method: &Method, path: &str) -> Option<Act> {
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    ROUTES.iter().find(|(known, at, _)| *known == method && *at == path).map(|(_, _, act)| *act)
}

async fn identify(api: &ApiState, headers: &HeaderMap) -> Result<Caller, Problem> {
    if let Some(bearer) = text(headers, &header::AUTHORIZATION) {
        let token = bearer.strip_prefix("Bearer ").unwrap_or_default();
        return match api.auth.visitor(token).await {
            Ok(visitor) => Ok(Caller::Visitor(Box::new(visitor))),
            Err(error) => Err(error.into()),
        };
    }
    let Some(token) = cookie::read(&api.settings.own, headers) else { return Ok(Caller::Nobody) };
    match api.auth.staff(token).await {
        Ok(session) => Ok(Caller::Staff(Box::new(session))),
        Err(AuthError::Refused) => Ok(Caller::Nobody),
        Err(error) => Err(error.into()),
    }
}

/// Refuses what another site's page set off: a browser says so in one of two headers, and a cookie alone proves
/// nothing about the page. Clients without a browser send our own Origin.
fn own_page(api: &ApiState, headers: &HeaderMap) -> Result<(), Problem> {
    const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    let origin = headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or_default());
    let site = headers.get(SITE).map(|value| value.to_str().unwrap_or_default());
    let own = origin.map(|origin| api.settings.own.is_own(origin, text(headers, &header::HOST)));
    let accepted = match (own, site) {
        (Some(own), None | Some("same-origin")) => own,
        (None, Some("same-origin")) => true,
        _ => false,
    };
    if accepted {
        return Ok(());
    }
    metrics::counter!("auth_denied_total", "reason" => "origin_refused").increment(1);
    let rule = "this server's own origin (behind a proxy: server.public_origin)";
    Err(Problem::new(Code::OriginRefused).field("origin").rule(rule))
}
