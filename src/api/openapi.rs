//! The `OpenAPI` document, made from the routes themselves.

use super::{
    articles, budgets, challenger, colleagues, erase, feedback, files, health, hours, knowledge, login, moods, own,
    own_articles, policy, problem::Problem, profiles, promises, replay, replies, retention, review, search, settings,
    site, sites, spending, staff, transcript, wording,
};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(title = "Attune", description = "REST beside the socket protocol attune.v1.json; see docs/protocol.md."),
    paths(
        sites::info,
        sites::session,
        login::login,
        login::logout,
        login::me,
        login::ticket,
        login::setup,
        colleagues::list,
        staff::list,
        staff::create,
        staff::update,
        profiles::put,
        profiles::delete,
        promises::list,
        own::list,
        review::closed,
        review::conversation,
        erase::conversation,
        erase::visitor,
        review::events,
        transcript::transcript,
        files::send,
        files::get,
        knowledge::suggest,
        knowledge::see_gaps,
        articles::list,
        articles::preview,
        own_articles::put,
        own_articles::delete,
        search::search,
        replies::list,
        replies::put,
        replies::delete,
        wording::wording,
        wording::rules,
        wording::put,
        wording::delete,
        wording::check,
        settings::see,
        site::put,
        site::delete,
        hours::put,
        hours::delete,
        spending::put,
        spending::delete,
        retention::preview,
        retention::put,
        retention::delete,
        challenger::report,
        replay::begin,
        replay::see,
        replay::cancel,
        policy::see,
        policy::apply,
        policy::check,
        policy::undo,
        budgets::budgets,
        moods::moods,
        feedback::see,
        feedback::questions,
        feedback::labels,
        feedback::label,
        feedback::propose,
        feedback::apply,
        feedback::undo,
        health::healthz,
        health::readyz,
        health::metrics,
        serve
    ),
    components(schemas(Problem))
)]
struct Document;

/// The document as JSON.
///
/// # Panics
/// Never: it is made of plain strings and maps.
#[must_use]
pub fn document() -> String {
    Document::openapi().to_pretty_json().expect("plain strings and maps")
}

/// This document.
#[utoipa::path(get, path = "/v1/openapi.json", responses((status = 200, body = Object)))]
pub(super) async fn serve() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(document);
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}

#[cfg(test)]
#[path = "openapi_generated_test.rs"]
mod generated;
