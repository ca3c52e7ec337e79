//! Colleagues: whom an agent can pass a conversation to.

use super::guard::Proven;
use super::{ApiState, Problem};
use crate::domain::{Language, StaffId, Timestamp};
use crate::protocol::Code;
use crate::routing::colleagues::{self, Colleague, Colleagues};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

/// A colleague who is connected.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ColleagueView {
    /// Who.
    #[schema(value_type = String)]
    staff: StaffId,
    /// Display name.
    name: String,
    /// Takes new conversations.
    available: bool,
    /// Conversations held, offered, or on their way to them.
    load: u32,
    /// At most.
    capacity: u32,
    /// Names of topics.
    skills: Vec<String>,
    /// `en`, `zh`; empty where nothing is said about it.
    #[schema(value_type = Vec<String>)]
    languages: Vec<Language>,
}

/// Everybody else who is connected, and every team.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ColleaguesView {
    /// By name, without whoever asks.
    colleagues: Vec<ColleagueView>,
    /// Names of topics, in the operator's order.
    teams: Vec<String>,
    /// Those of them that are closed: nobody with the skill takes conversations, and the hours of all of them are over.
    closed: Vec<ClosedTeam>,
}

/// A team whose hours are over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClosedTeam {
    /// Which.
    team: String,
    /// When it opens; absent where no opening is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    opens_at: Option<Timestamp>,
    /// What is passed to it is kept for it until then; else it goes to whoever is free.
    keeps: bool,
}

/// Whom a conversation can be passed to.
#[utoipa::path(get, path = "/v1/colleagues",
    responses((status = 200, body = ColleaguesView), (status = "4XX", body = Problem)))]
pub(super) async fn list(
    State(api): State<ApiState>,
    Proven(session): Proven,
) -> Result<Json<ColleaguesView>, Problem> {
    let Some(Colleagues { people, teams, closed }) = api.desk.colleagues().await else {
        return Err(Problem::new(Code::Draining));
    };
    let others = people.into_iter().filter(|colleague| colleague.staff != session.member.id);
    let closed = closed.into_iter().map(ClosedTeam::from);
    let colleagues = others.map(ColleagueView::from).collect();
    Ok(Json(ColleaguesView { colleagues, teams, closed: closed.collect() }))
}

impl From<colleagues::ClosedTeam> for ClosedTeam {
    fn from(closed: colleagues::ClosedTeam) -> Self {
        let colleagues::ClosedTeam { team, opens_at, keeps } = closed;
        Self { team, opens_at, keeps }
    }
}

impl From<Colleague> for ColleagueView {
    fn from(colleague: Colleague) -> Self {
        let Colleague { staff, name, available, load, capacity, skills, languages } = colleague;
        Self { staff, name, available, load, capacity, skills, languages }
    }
}
