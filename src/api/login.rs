//! Staff at the door: login, logout, who am I, a ticket for the socket, and the first admin.

use super::guard::Proven;
use super::input::{Body, CameFrom};
use super::staff::StaffView;
use super::{ApiState, Problem, cookie};
use crate::auth::{LoggedIn, NewMember, TICKET_LIFE};
use crate::domain::{Language, Role};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Address and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LoginRequest {
    email: String,
    password: String,
}

/// The first admin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SetupRequest {
    /// From the link that the server printed at its first start.
    token: String,
    email: String,
    name: String,
    /// 10 to 200 characters.
    password: String,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "en")]
    language: Language,
}

/// Opens one socket.
#[derive(Serialize, ToSchema)]
pub(super) struct Ticket {
    /// To be said in `hello`, once.
    ticket: String,
    /// It holds this long.
    expires_in_ms: u64,
}

/// Logs a member of the staff in; the answer sets the cookie.
#[utoipa::path(post, path = "/v1/login", request_body = LoginRequest,
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub(super) async fn login(
    State(api): State<ApiState>,
    CameFrom(from): CameFrom,
    Body(asked): Body<LoginRequest>,
) -> Result<Response, Problem> {
    match api.auth.login(&asked.email, &asked.password, from).await {
        Ok(logged_in) => Ok(welcome(&api, logged_in)),
        Err(error) => {
            metrics::counter!("auth_denied_total", "reason" => "login").increment(1);
            Err(error.into())
        }
    }
}

/// Ends this login, with its sockets.
#[utoipa::path(post, path = "/v1/logout", responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn logout(State(api): State<ApiState>, Proven(session): Proven) -> Result<Response, Problem> {
    api.auth.logout(&session).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::clear(&api.settings.own))]).into_response())
}

/// Who is logged in.
#[utoipa::path(get, path = "/v1/me", responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub(super) async fn me(Proven(session): Proven) -> Json<StaffView> {
    Json(session.member.into())
}

/// A one-time ticket that opens a socket as the caller.
#[utoipa::path(post, path = "/v1/ticket", responses((status = 200, body = Ticket), (status = "4XX", body = Problem)))]
pub(super) async fn ticket(State(api): State<ApiState>, Proven(session): Proven) -> Result<Json<Ticket>, Problem> {
    let token = api.auth.ticket(&session)?;
    let expires_in_ms = u64::try_from(TICKET_LIFE.as_millis()).unwrap_or(u64::MAX);
    Ok(Json(Ticket { ticket: token.reveal().to_owned(), expires_in_ms }))
}

/// Creates the first admin and logs them in; only while there is no staff.
#[utoipa::path(post, path = "/v1/setup", request_body = SetupRequest,
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub(super) async fn setup(
    State(api): State<ApiState>,
    CameFrom(from): CameFrom,
    Body(asked): Body<SetupRequest>,
) -> Result<Response, Problem> {
    let SetupRequest { token, email, name, password, language } = asked;
    let (address, secret) = (email.clone(), password.clone());
    let admin = NewMember { email, name, password, role: Role::Admin, capacity: 4, language };
    api.auth.finish_setup(&token, admin).await?;
    Ok(welcome(&api, api.auth.login(&address, &secret, from).await?))
}

fn welcome(api: &ApiState, logged_in: LoggedIn) -> Response {
    let cookie = cookie::set(&api.settings.own, &logged_in.token);
    ([(header::SET_COOKIE, cookie)], Json(StaffView::from(logged_in.session.member))).into_response()
}
