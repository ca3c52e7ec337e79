//! Articles that admins write on top of those of the files.
//!
//! Owns shapes, and the order of a change: judged as a whole, stored, in force, audited. Changes come one after the
//! other, so that what is in force is always what is stored; one that was begun goes to its end, whoever hangs up.

use super::articles::{ArticleView, view};
use super::change::to_its_end;
use super::guard::Proven;
use super::input::Body;
use super::{ApiState, Problem, audit, overlaid};
use crate::auth::StaffSession;
use crate::domain::Language;
use crate::knowledge::{FieldFault, OwnArticle};
use crate::protocol::Code;
use crate::store::OverlayKind;
use crate::wording::Fault;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// An article to be. What is empty counts as not written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PutArticle {
    /// Written and kept, but not answered from.
    #[serde(default)]
    withdrawn: bool,
    #[schema(value_type = String, example = "en")]
    language: Language,
    /// The question, as most people ask it; 1 to 120 characters, once in its language.
    title: String,
    /// At most 50 other ways to ask, each 1 to 200 characters.
    #[serde(default)]
    variants: Vec<String>,
    /// 1 to 1,200 characters; `{order}`, `{customer name|there}` and the like are places to fill.
    answer: String,
    /// 1 to 60 characters.
    #[serde(default)]
    category: Option<String>,
    /// The day on which somebody last made sure that it is right, such as 2026-11-26.
    #[serde(default)]
    reviewed: Option<String>,
    /// Where more is written: an address of up to 500 characters.
    #[serde(default)]
    source: Option<String>,
}

impl PutArticle {
    pub(super) fn under(self, id: String) -> OwnArticle {
        let Self { withdrawn, language, title, variants, answer, category, reviewed, source } = self;
        OwnArticle { id, withdrawn, language, title, variants, answer, category, version: 1, reviewed, source }
    }
}

/// Everything that is wrong with an article.
pub(super) fn faulty(faults: Vec<FieldFault>) -> Problem {
    Problem::faulty(faults.into_iter().map(|(field, rule)| Fault { field: field.to_owned(), rule }).collect())
}

/// Writes or changes an article; the bot answers from it at once. One of a file article's id takes its place, unless it
/// says just what the file says.
#[utoipa::path(put, path = "/v1/knowledge/articles/{id}", params(("id" = String, Path)), request_body = PutArticle,
    responses((status = 200, body = ArticleView), (status = "4XX", body = Problem)))]
pub(super) async fn put(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(id): Path<String>,
    Body(asked): Body<PutArticle>,
) -> Result<Json<ArticleView>, Problem> {
    to_its_end(&api.clone(), async move { changed(&api, &session, asked.under(id)).await }).await
}

async fn changed(api: &ApiState, session: &StaffSession, asked: OwnArticle) -> Result<Json<ArticleView>, Problem> {
    let _one_at_a_time = api.articles.changing().await;
    let written = api.articles.judged(asked).map_err(faulty)?;
    let id = written.id.clone();
    let kept = Some(written).filter(|written| !api.articles.is_as_in_file(written));
    overlaid::store(api, OverlayKind::Article, &id, kept.as_ref()).await?;
    let entry = api.articles.amend(&id, kept).await;
    audit(api, session, "article_put", &id).await?;
    let entry = entry.ok_or_else(|| Problem::new(Code::Internal))?;
    Ok(Json(view(&entry, api.clock.now())))
}

/// Deletes what an admin has written; a file's article whose place it took is answered from again.
#[utoipa::path(delete, path = "/v1/knowledge/articles/{id}", params(("id" = String, Path)),
    responses((status = 204), (status = "4XX", body = Problem)))]
pub(super) async fn delete(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    to_its_end(&api.clone(), async move { deleted(&api, &session, &id).await }).await
}

async fn deleted(api: &ApiState, session: &StaffSession, id: &str) -> Result<StatusCode, Problem> {
    let _one_at_a_time = api.articles.changing().await;
    if api.articles.written(id).is_none() {
        return Err(Problem::new(Code::NotFound).field("id").rule("an article that was written in the settings"));
    }
    api.store.delete_overlay(OverlayKind::Article, id).await?;
    api.articles.amend(id, None).await;
    audit(api, session, "article_delete", id).await?;
    Ok(StatusCode::NO_CONTENT)
}
