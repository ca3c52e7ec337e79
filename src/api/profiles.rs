//! What members of the staff can do, set by admins on top of the configuration.
//!
//! Owns which of the two holds, shapes, and the order of a change: judged as a whole, stored, in force, audited. The desk
//! hears of a change and goes by it from the next offer on. What the rules are is the configuration's business: they come
//! as a value.

use super::change::to_its_end;
use super::guard::Proven;
use super::input::{Body, id};
use super::{ApiState, Problem, audit, overlaid};
use crate::auth::{Member, StaffSession};
use crate::domain::{Language, StaffId};
use crate::protocol::Code;
use crate::routing::DeskNews;
use crate::routing::calendar_book::CalendarBook;
use crate::routing::calendars::Calendars;
use crate::routing::rules::NamedProfile;
use crate::store::OverlayKind;
use crate::wording::Fault;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use utoipa::ToSchema;

/// What a member of the staff can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Names of topics.
    pub skills: Vec<String>,
    /// Languages they answer in; none: the language of their screen is preferred.
    #[schema(value_type = Vec<String>)]
    pub languages: Vec<Language>,
    /// 1: everybody; 2 and above: seniors.
    pub tier: u32,
    /// Empty: none.
    pub team: String,
}

impl Profile {
    fn named(self, calendars: &CalendarBook) -> NamedProfile {
        let Self { skills, languages, tier, team } = self;
        let (tier, calendar) = (u8::try_from(tier).unwrap_or(u8::MAX), calendars.place(&team));
        NamedProfile { skills, languages, tier, team, calendar }
    }
}

/// Everything that is wrong with what is to be set.
pub type Judge = Box<dyn Fn(&Profile) -> Vec<Fault> + Send + Sync>;

/// Profiles by login name in lower case.
pub type ByEmail = BTreeMap<String, Profile>;

/// What everybody can do.
pub struct Profiles {
    skills: Vec<String>,
    teams: Vec<String>,
    configured: ByEmail,
    own: RwLock<ByEmail>,
    judge: Judge,
    calendars: Arc<CalendarBook>,
}

impl fmt::Debug for Profiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profiles({:?} over {:?})", self.own, self.configured)
    }
}

impl Profiles {
    /// What is configured, with what admins have set before. `skills` and `teams` are those that there are; from now on
    /// the hours of teams count that somebody belongs to.
    #[must_use]
    pub fn new(
        (skills, teams): (Vec<String>, Vec<String>),
        (configured, own): (ByEmail, ByEmail),
        judge: Judge,
        calendars: Arc<CalendarBook>,
    ) -> Self {
        let profiles = Self { skills, teams, configured, own: RwLock::new(own), judge, calendars };
        profiles.keep_hours();
        profiles
    }

    /// Names of the skills that there are.
    #[must_use]
    pub fn skills(&self) -> &[String] {
        &self.skills
    }

    /// Names of the teams that there are; none: a team is any word.
    #[must_use]
    pub fn teams(&self) -> &[String] {
        &self.teams
    }

    /// What holds for a login name, and whether an admin has set it.
    #[must_use]
    pub fn of(&self, email: &str) -> (Option<Profile>, bool) {
        let email = email.to_lowercase();
        let own = self.own.read().unwrap_or_else(PoisonError::into_inner).get(&email).cloned();
        let is_own = own.is_some();
        (own.or_else(|| self.configured.get(&email).cloned()), is_own)
    }

    /// All that holds, as the desk begins with it.
    #[must_use]
    pub fn in_force(&self) -> BTreeMap<String, NamedProfile> {
        self.all().into_iter().map(|(email, profile)| (email, profile.named(&self.calendars))).collect()
    }

    fn all(&self) -> ByEmail {
        let mut all = self.configured.clone();
        all.extend(self.own.read().unwrap_or_else(PoisonError::into_inner).clone());
        all
    }

    /// The hours of teams count that somebody belongs to; the calendars, if that changed them.
    fn keep_hours(&self) -> Option<Arc<Calendars>> {
        self.calendars.keep(&self.all().into_values().map(|profile| profile.team).collect())
    }

    /// Puts it into force; the calendars, if that changed them.
    fn amend(&self, email: &str, own: Option<Profile>) -> Option<Arc<Calendars>> {
        let mut all = self.own.write().unwrap_or_else(PoisonError::into_inner);
        match own {
            Some(profile) => drop(all.insert(email.to_owned(), profile)),
            None => drop(all.remove(email)),
        }
        drop(all);
        self.keep_hours()
    }
}

/// Says what a member can do, in the place of what is configured.
#[utoipa::path(put, path = "/v1/staff/{id}/profile", params(("id" = String, Path)), request_body = Profile,
    responses((status = 200, body = Profile), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(member): Path<String>,
    Body(asked): Body<Profile>,
) -> Result<Json<Profile>, Problem> {
    let member = find(&api, &member).await?;
    let faults = (api.profiles.judge)(&asked);
    if !faults.is_empty() {
        return Err(Problem::faulty(faults));
    }
    let set = asked.clone();
    to_its_end(&api.clone(), async move { changed(&api, &session, &member, Some(set)).await }).await?;
    Ok(Json(asked))
}

/// Takes back what was set: what is configured holds again.
#[utoipa::path(delete, path = "/v1/staff/{id}/profile", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(member): Path<String>,
) -> Result<StatusCode, Problem> {
    let member = find(&api, &member).await?;
    to_its_end(&api.clone(), async move { changed(&api, &session, &member, None).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find(api: &ApiState, member: &str) -> Result<Member, Problem> {
    let staff = StaffId(id(member)?);
    let members = api.auth.members().await?;
    members.into_iter().find(|member| member.id == staff).ok_or_else(|| Problem::new(Code::NotFound))
}

async fn changed(
    api: &ApiState,
    session: &StaffSession,
    member: &Member,
    asked: Option<Profile>,
) -> Result<(), Problem> {
    let _one_at_a_time = api.profiles.calendars.changing().await;
    let email = member.email.to_lowercase();
    if asked.is_none() && !api.profiles.of(&email).1 {
        return Err(Problem::new(Code::NotFound).rule("somebody whose skills were set in the settings"));
    }
    // What the configuration says anyway need not be kept.
    let own = asked.filter(|asked| api.profiles.configured.get(&email) != Some(asked));
    overlaid::store(api, OverlayKind::Profile, &email, own.as_ref()).await?;
    let act = if own.is_some() { "profile_put" } else { "profile_delete" };
    if let Some(calendars) = api.profiles.amend(&email, own) {
        api.desk.tell(DeskNews::Calendars(calendars)).await;
    }
    let (profile, _) = api.profiles.of(&email);
    let profile = profile.map(|profile| profile.named(&api.profiles.calendars)).unwrap_or_default();
    api.desk.tell(DeskNews::Profile { staff: member.id, email: email.clone(), profile }).await;
    audit(api, session, act, &email).await
}
