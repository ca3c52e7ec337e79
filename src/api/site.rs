//! The site, changed by admins while the server runs.
//!
//! Owns the order of a change: judged as a whole, stored, in force, audited. Pages of a new origin may carry the widget
//! from the next request on; who is there already stays until they connect again.

use super::change::to_its_end;
use super::guard::Proven;
use super::input::Body;
use super::{ApiState, Problem, audit, overlaid};
use crate::auth::StaffSession;
use crate::protocol::Code;
use crate::session::SiteSettings;
use crate::store::{OverlayKind, Site};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

/// Sets the site, in the place of what is configured.
#[utoipa::path(put, path = "/v1/settings/site", request_body = SiteSettings,
    responses((status = 200, body = SiteSettings), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(asked): Body<SiteSettings>,
) -> Result<Json<SiteSettings>, Problem> {
    let faults = api.site.faults(&asked);
    if !faults.is_empty() {
        return Err(Problem::faulty(faults));
    }
    to_its_end(&api.clone(), async move { changed(&api, &session, Some(asked)).await }).await.map(Json)
}

/// Takes back what was set: the site is as it is configured.
#[utoipa::path(delete, path = "/v1/settings/site", responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(State(api): State<ApiState>, Proven(session): Proven) -> Result<StatusCode, Problem> {
    to_its_end(&api.clone(), async move { changed(&api, &session, None).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn changed(api: &ApiState, session: &StaffSession, asked: Option<SiteSettings>) -> Result<SiteSettings, Problem> {
    let _one_at_a_time = api.site.changing().await;
    if asked.is_none() && api.site.own().is_none() {
        return Err(Problem::new(Code::NotFound).rule("a site that was changed in the settings"));
    }
    let id = api.site.id().clone();
    // What the configuration says anyway need not be kept.
    let own = asked.filter(|asked| asked != api.site.configured());
    overlaid::store(api, OverlayKind::Site, &id.to_string(), own.as_ref()).await?;
    let act = if own.is_some() { "site_put" } else { "site_delete" };
    let set = own.clone().unwrap_or_else(|| api.site.configured().clone());
    let (name, language, origins) = (set.name.clone(), set.language, set.origins.clone());
    api.store.put_site(Site { id: id.clone(), name, language, origins }).await?;
    api.site.amend(own);
    audit(api, session, act, &id.to_string()).await?;
    Ok(set)
}
