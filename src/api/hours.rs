//! When people answer, changed by admins while the server runs.
//!
//! Owns the order of a change: judged as a whole, stored, in force, audited. Conversations and the bot go by it from the
//! next moment on, and the desk hears of it. What hours mean is the configuration's business: it comes as a value.

use super::change::to_its_end;
use super::guard::Proven;
use super::input::Body;
use super::overlaid::Overlaid;
use super::{ApiState, Problem, audit};
use crate::auth::StaffSession;
use crate::domain::Timestamp;
use crate::routing::DeskNews;
use crate::routing::calendar_book::CalendarBook;
use crate::routing::calendars::Calendars;
use crate::routing::hours::Hours;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;
use utoipa::ToSchema;

/// The shop's business hours, as they are written in the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursSettings {
    /// Where, as in the time zone database.
    pub time_zone: String,
    /// Days and hours, such as `mon-fri 09:00-18:00`; empty: always open.
    pub week: Vec<String>,
    /// Days that are different, such as `12-25`, or `2026-12-24 09:00-12:00`.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// Outside them too, whoever waits is offered to agents who are there; else only personal distress is.
    pub offer_when_closed: bool,
}

/// What hours mean: the shop's, and those of teams, which may stand in the shop's zone.
pub type ReadHours = Box<dyn Fn(&HoursSettings) -> (Hours, Vec<Hours>) + Send + Sync>;

/// The shop's hours.
pub struct HoursBook {
    set: Overlaid<HoursSettings>,
    read: ReadHours,
    calendars: Arc<CalendarBook>,
}

impl fmt::Debug for HoursBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HoursBook({:?})", self.set)
    }
}

impl HoursBook {
    /// From now on `calendars` go by what holds.
    #[must_use]
    pub fn new(set: Overlaid<HoursSettings>, read: ReadHours, calendars: Arc<CalendarBook>) -> Self {
        let book = Self { set, read, calendars };
        book.apply();
        book
    }

    /// What holds now.
    #[must_use]
    pub fn in_force(&self) -> HoursSettings {
        self.set.in_force()
    }

    fn apply(&self) -> Arc<Calendars> {
        let (shop, teams) = (self.read)(&self.in_force());
        self.calendars.put(shop, teams)
    }
}

/// The shop's hours as they stand.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HoursView {
    /// Whether they were set here; else they are as configured.
    own: bool,
    #[serde(flatten)]
    set: HoursSettings,
    /// Whether it is open now.
    open: bool,
    /// When that ends, in milliseconds since 1970; absent where it does not within a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    until: Option<Timestamp>,
}

impl HoursView {
    pub(super) fn of(book: &HoursBook, now: Timestamp) -> Self {
        let calendars = book.calendars.now();
        let shop = calendars.shop();
        let open = shop.is_open(now);
        let until = if open { shop.next_closing(now) } else { shop.next_opening(now) };
        Self { own: book.set.is_own(), set: book.in_force(), open, until }
    }
}

/// Sets the shop's hours, in the place of what is configured.
#[utoipa::path(put, path = "/v1/settings/hours", request_body = HoursSettings,
    responses((status = 200, body = HoursView), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(asked): Body<HoursSettings>,
) -> Result<Json<HoursView>, Problem> {
    api.hours.set.check(&asked)?;
    to_its_end(&api.clone(), async move { changed(&api, &session, Some(asked)).await }).await.map(Json)
}

/// Takes back what was set: the hours are as they are configured.
#[utoipa::path(delete, path = "/v1/settings/hours", responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(State(api): State<ApiState>, Proven(session): Proven) -> Result<StatusCode, Problem> {
    to_its_end(&api.clone(), async move { changed(&api, &session, None).await }).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn changed(api: &ApiState, session: &StaffSession, asked: Option<HoursSettings>) -> Result<HoursView, Problem> {
    let _one_at_a_time = api.hours.calendars.changing().await;
    api.hours.set.set(api, asked, "hours").await?;
    let act = if api.hours.set.is_own() { "hours_put" } else { "hours_delete" };
    let calendars = api.hours.apply();
    api.desk.tell(DeskNews::OfferWhenClosed(api.hours.in_force().offer_when_closed)).await;
    api.desk.tell(DeskNews::Calendars(calendars)).await;
    audit(api, session, act, "shop").await?;
    Ok(HoursView::of(&api.hours, api.clock.now()))
}
