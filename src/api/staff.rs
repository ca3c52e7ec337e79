//! The staff, for admins: list, create, change, deactivate.

use super::input::{Body, id};
use super::profiles::Profile;
use super::{ApiState, Problem};
use crate::auth::{Member, MemberChange, NewMember};
use crate::domain::{Language, Role, StaffId};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Conversations at once, unless said otherwise.
const CAPACITY: u32 = 4;

/// A member of the staff as screens show them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StaffView {
    /// Who.
    #[schema(value_type = String)]
    staff: StaffId,
    /// Display name.
    name: String,
    /// Login name.
    email: String,
    /// `agent`, `supervisor` or `admin`.
    #[schema(value_type = String)]
    role: Role,
    /// Language of the screens.
    #[schema(value_type = String)]
    language: Language,
    /// Conversations at once.
    capacity: u32,
    /// May log in.
    active: bool,
    /// What they can do, where the configuration or an admin says it; only in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    profile: Option<Profile>,
    /// Whether an admin says it.
    profile_own: bool,
}

impl From<Member> for StaffView {
    fn from(member: Member) -> Self {
        let Member { id, email, name, role, capacity, language, active } = member;
        Self { staff: id, name, email, role, language, capacity, active, profile: None, profile_own: false }
    }
}

/// Everybody.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StaffList {
    /// By name.
    staff: Vec<StaffView>,
    /// Names of the skills that there are: topics of the queue.
    skills: Vec<String>,
    /// Names of the teams that there are; empty: a team is any word.
    teams: Vec<String>,
}

/// A member to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateStaff {
    email: String,
    name: String,
    /// 10 to 200 characters.
    password: String,
    /// `agent`, `supervisor` or `admin`.
    #[schema(value_type = String)]
    role: Role,
    /// 1 to 50; 4 unless given.
    #[serde(default)]
    capacity: Option<u32>,
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "en")]
    language: Language,
}

/// What is to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateStaff {
    #[serde(default)]
    name: Option<String>,
    /// Ends every login of this member.
    #[serde(default)]
    password: Option<String>,
    /// A new role ends every login of this member.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    role: Option<Role>,
    #[serde(default)]
    capacity: Option<u32>,
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    language: Option<Language>,
    /// `false` deactivates: every login ends, none is possible.
    #[serde(default)]
    active: Option<bool>,
}

/// Everybody, by name.
#[utoipa::path(get, path = "/v1/staff", responses((status = 200, body = StaffList), (status = "4XX", body = Problem)))]
pub(super) async fn list(State(api): State<ApiState>) -> Result<Json<StaffList>, Problem> {
    let members = api.auth.members().await?;
    let profiled = |member: Member| {
        let (profile, profile_own) = api.profiles.of(&member.email);
        StaffView { profile, profile_own, ..StaffView::from(member) }
    };
    let (skills, teams) = (api.profiles.skills().to_vec(), api.profiles.teams().to_vec());
    Ok(Json(StaffList { staff: members.into_iter().map(profiled).collect(), skills, teams }))
}

/// Creates a member.
#[utoipa::path(post, path = "/v1/staff", request_body = CreateStaff,
    responses((status = 201, body = StaffView), (status = "4XX", body = Problem)))]
pub(super) async fn create(
    State(api): State<ApiState>,
    Body(asked): Body<CreateStaff>,
) -> Result<(StatusCode, Json<StaffView>), Problem> {
    let CreateStaff { email, name, password, role, capacity, language } = asked;
    let capacity = capacity.unwrap_or(CAPACITY);
    let member = api.auth.create_member(NewMember { email, name, password, role, capacity, language }).await?;
    Ok((StatusCode::CREATED, Json(member.into())))
}

/// Changes a member, or deactivates them.
#[utoipa::path(post, path = "/v1/staff/{id}", params(("id" = String, Path)), request_body = UpdateStaff,
    responses((status = 200, body = StaffView), (status = "4XX", body = Problem)))]
pub(super) async fn update(
    State(api): State<ApiState>,
    Path(member): Path<String>,
    Body(asked): Body<UpdateStaff>,
) -> Result<Json<StaffView>, Problem> {
    let UpdateStaff { name, password, role, capacity, language, active } = asked;
    let change = MemberChange { name, password, role, capacity, language, active };
    Ok(Json(api.auth.change_member(StaffId(id(&member)?), change).await?.into()))
}
