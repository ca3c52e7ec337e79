//! Before every route: which right it needs, who is calling, whether another site's page is behind it.

use super::input::text;
use super::{ApiState, Problem, ROUTES, cookie};
use crate::auth::{AuthError, StaffSession};
use crate::domain::Role;
use crate::protocol::Code;
use crate::session::{Act, allowed};
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::time::Instant;

/// Who is calling, as far as proven.
#[derive(Debug, Clone)]
enum Caller {
    Nobody,
    Visitor,
    Staff(Box<StaffSession>),
}

impl Caller {
    fn role(&self) -> Option<Role> {
        match self {
            Self::Nobody => None,
            Self::Visitor => Some(Role::Visitor),
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
            Some(Caller::Nobody | Caller::Visitor) | None => Err(Problem::new(Code::Unauthorized)),
        }
    }
}

/// Lets a request through to its route, or answers in its place.
pub(super) async fn guard(State(api): State<ApiState>, path: MatchedPath, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let mut response = match admit(&api, path.as_str(), request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    let headers = response.headers_mut();
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
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
    if act != Act::VisitorSession && !request.method().is_safe() {
        own_page(api, request.headers())?;
    }
    let caller = if allowed(act, None) { Caller::Nobody } else { identify(api, request.headers()).await? };
    if !allowed(act, caller.role()) {
        let code = if matches!(caller, Caller::Nobody) { Code::Unauthorized } else { Code::Forbidden };
        metrics::counter!("auth_denied_total", "reason" => code.meaning().name).increment(1);
        return Err(Problem::new(code));
    }
    request.extensions_mut().insert(caller);
    Ok(request)
}

fn act_of(method: &Method, path: &str) -> Option<Act> {
    let method = if method == Method::HEAD { "GET" } else { method.as_str() };
    ROUTES.iter().find(|(known, at, _)| *known == method && *at == path).map(|(_, _, act)| *act)
}

async fn identify(api: &ApiState, headers: &HeaderMap) -> Result<Caller, Problem> {
    if let Some(bearer) = text(headers, &header::AUTHORIZATION) {
        let token = bearer.strip_prefix("Bearer ").unwrap_or_default();
        return match api.auth.visitor(token).await {
            Ok(_) => Ok(Caller::Visitor),
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
