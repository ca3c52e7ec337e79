//! The list of words that the inbox checks replies against.

use super::{ApiState, Problem};
use crate::wording::Listing;
use axum::Json;
use axum::extract::State;

/// Phrases that staff should not send, with what they may say instead.
#[utoipa::path(get, path = "/v1/wording",
    responses((status = 200, body = Listing), (status = "4XX", body = Problem)))]
pub(super) async fn wording(State(api): State<ApiState>) -> Json<Listing> {
    Json(api.wording.listing().clone())
}
