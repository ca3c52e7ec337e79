//! What the settings page shows of the site: how it is set, what a page needs to carry the widget, and which of the
//! first steps are done.
//!
//! Owns shapes, and the reading of the steps from what is stored. Changes nothing (`site`, `hours`, `spending` and `retention` do).

use super::hours::HoursView;
use super::retention::RetentionView;
use super::spending::SpendingView;
use super::{ApiState, Problem};
use crate::domain::{Event, Role, Seq, SiteId};
use crate::protocol::Code;
use crate::session::SiteSettings;
use crate::store::{Site, Store};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use utoipa::ToSchema;

/// Conversations in which a page with the widget is looked for: those that changed last.
const LOOKED_AT: u32 = 50;

/// What was found done once; it stays done.
#[derive(Debug, Default)]
pub struct Guide {
    chatted: AtomicBool,
    embedded: AtomicBool,
}

/// The site as it is set.
#[derive(Serialize, ToSchema)]
struct SiteView {
    /// As in the widget's `data-site`.
    #[schema(value_type = String)]
    site: SiteId,
    /// Whether it was changed in the settings; else it is as it is configured.
    own: bool,
    #[serde(flatten)]
    set: SiteSettings,
}

/// A first step, from an empty database to the first chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Step {
    /// An origin is listed.
    Origin,
    /// A conversation was opened on a page of a listed origin.
    Snippet,
    /// There was a conversation.
    Chat,
    /// Somebody beside the admins may log in.
    Colleague,
}

/// What the settings page shows of the site.
#[derive(Serialize, ToSchema)]
pub(super) struct SettingsView {
    site: SiteView,
    /// What `integrity` says of `/widget.js`, as this version of the server serves it.
    widget_integrity: String,
    /// When people answer.
    hours: HoursView,
    /// False alarms allowed per 100 calm conversations.
    budgets: SpendingView,
    /// How long conversations that have ended are kept.
    retention: RetentionView,
    /// First steps that are done: `origin`, `snippet`, `chat`, `colleague`.
    done: Vec<Step>,
}

/// The site, what its pages need, and the first steps.
#[utoipa::path(get, path = "/v1/settings",
    responses((status = 200, body = SettingsView), (status = "4XX", body = Problem)))]
pub(super) async fn see(State(api): State<ApiState>) -> Result<Json<SettingsView>, Problem> {
    let unknown = || Problem::new(Code::NotFound).field("site").rule("the configured site");
    let site = api.store.site(api.site.id()).await?.ok_or_else(unknown)?;
    let done = done(&api, &site).await?;
    let site = SiteView { site: site.id, own: api.site.own().is_some(), set: (*api.site.in_force()).clone() };
    let (widget_integrity, retention) = (api.settings.widget_integrity.clone(), RetentionView::of(&api.kept_days));
    let hours = HoursView::of(&api.hours, api.clock.now());
    let budgets = SpendingView::of(&api.spending);
    Ok(Json(SettingsView { site, widget_integrity, hours, budgets, retention, done }))
}

async fn done(api: &ApiState, site: &Site) -> Result<Vec<Step>, Problem> {
    let guide = &api.guide;
    if !guide.embedded.load(Ordering::Relaxed) {
        look(&api.store, site, guide).await?;
    }
    let staff = api.store.all_staff().await?;
    let steps = [
        (Step::Origin, !site.origins.is_empty()),
        (Step::Snippet, guide.embedded.load(Ordering::Relaxed)),
        (Step::Chat, guide.chatted.load(Ordering::Relaxed)),
        (Step::Colleague, staff.iter().any(|one| one.active && one.role != Role::Admin)),
    ];
    Ok(steps.into_iter().filter_map(|(step, is_done)| is_done.then_some(step)).collect())
}

/// Looks for a conversation, and for one that began on a page of the site.
async fn look(store: &Arc<dyn Store>, site: &Site, guide: &Guide) -> Result<(), Problem> {
    let mut latest = store.open_conversations(None, LOOKED_AT).await?;
    let room = LOOKED_AT.saturating_sub(u32::try_from(latest.len()).unwrap_or(LOOKED_AT));
    latest.extend(store.closed_conversations(room).await?);
    for summary in latest.iter().filter(|summary| summary.site == site.id) {
        guide.chatted.store(true, Ordering::Relaxed);
        let first = store.events_after(summary.conv, Seq(0), 1).await?;
        let page = first.into_iter().find_map(|logged| match logged.event {
            Event::Opened { customer, .. } => customer.page,
            _ => None,
        });
        if page.is_some_and(|page| carries(site, &page)) {
            guide.embedded.store(true, Ordering::Relaxed);
            return Ok(());
        }
    }
    Ok(())
}

/// Whether an address is one of the site's own pages; the chat page of this server is none.
fn carries(site: &Site, page: &str) -> bool {
    let rest = site.origins.iter().find_map(|origin| page.strip_prefix(origin.as_str()));
    rest.is_some_and(|path| (path.is_empty() || path.starts_with(['/', '?', '#'])) && !path.starts_with("/chat/"))
}

#[cfg(test)]
#[path = "settings_test.rs"]
mod tests;
