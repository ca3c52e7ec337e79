//! The knowledge base as the settings page shows it: its articles, and how the bot would answer a question.
//!
//! Owns shapes, and when a review is due. Changes nothing (`own_articles` does). A question that is tried is kept nowhere
//! and reaches no conversation, and a draft that is tried with it is kept nowhere either; a language model, where one is
//! set up, is asked as it would be for a customer.

use super::input::Body;
use super::own_articles::{PutArticle, faulty};
use super::{ApiState, Problem};
use crate::domain::{BotAct, Language, Seq, Timestamp};
use crate::knowledge::judge::{ANSWER_AT, Mode};
use crate::knowledge::{Entry, Library, language_of};
use crate::routing::{Bot, BotQuestion};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// After so long an answer should be looked at again.
const REVIEW_AFTER: Duration = Duration::from_hours(180 * 24);
/// Longest question, in characters.
const QUESTION_CHARS: usize = 1_000;
/// Articles that are shown for a question.
const SHOWN: usize = 3;

/// Where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Origin {
    /// In the operator's files, or among what is shipped.
    File,
    /// Written by an admin.
    Own,
}

/// An article.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticleView {
    /// Names it; a file's article's id follows from its language and question.
    id: String,
    /// Where it stands: `file` or `own`.
    origin: Origin,
    /// Whether a file's article stands behind it, which holds again once this one is deleted.
    in_file: bool,
    /// Whether it is kept without being answered from.
    withdrawn: bool,
    #[schema(value_type = String)]
    language: Language,
    /// The question, as most people ask it.
    title: String,
    /// Other ways to ask.
    variants: Vec<String>,
    /// Its answer as it is written, with its places.
    answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    version: u32,
    /// The day on which somebody last made sure that it is right, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    reviewed: Option<Timestamp>,
    /// That day is 180 days past, or nobody ever looked.
    due: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// All articles.
#[derive(Serialize, ToSchema)]
pub(super) struct ArticlesView {
    /// In the order of their files, English ones first.
    articles: Vec<ArticleView>,
}

/// All articles of the bot.
#[utoipa::path(get, path = "/v1/knowledge/articles",
    responses((status = 200, body = ArticlesView), (status = "4XX", body = Problem)))]
pub(super) async fn list(State(api): State<ApiState>) -> Json<ArticlesView> {
    let now = api.clock.now();
    Json(ArticlesView { articles: api.articles.entries().iter().map(|entry| view(entry, now)).collect() })
}

pub(super) fn view(entry: &Entry, now: Timestamp) -> ArticleView {
    let article = &entry.article;
    let after = i64::try_from(REVIEW_AFTER.as_millis()).unwrap_or(i64::MAX);
    ArticleView {
        id: entry.id.clone(),
        origin: if entry.is_own { Origin::Own } else { Origin::File },
        in_file: entry.in_file,
        withdrawn: entry.withdrawn,
        language: article.language,
        title: article.title.clone(),
        variants: article.variants.clone(),
        answer: article.answer.written(),
        category: article.category.clone(),
        version: article.version,
        reviewed: article.reviewed,
        due: article.reviewed.is_none_or(|day| now.0.saturating_sub(day.0) > after),
        source: article.source.clone(),
    }
}

/// A question to try.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// 1 to 1,000 characters.
    text: String,
    /// Language of the widget, for lack of a better sign in the text.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "en")]
    language: Language,
    /// An article as if it were saved: the answer is what it would be then.
    #[serde(default)]
    draft: Option<Draft>,
}

/// An article that is not saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Draft {
    /// Of the article whose place it would take.
    id: String,
    article: PutArticle,
}

/// An article that fits a question.
#[derive(Serialize, ToSchema)]
struct HitView {
    /// Its title.
    article: String,
    /// How sure the search is that it is the right one, 0 to 1.
    sure: f32,
}

/// How the bot would answer.
#[derive(Serialize, ToSchema)]
pub(super) struct Preview {
    /// The language that the question was taken for.
    #[schema(value_type = String)]
    language: Language,
    /// The bot's words.
    text: String,
    /// What it means by them.
    #[schema(value_type = Object)]
    act: BotAct,
    /// Buttons under them.
    quick_replies: Vec<String>,
    /// The best articles, best first.
    hits: Vec<HitView>,
    /// The bot answers where it is at least so sure.
    answer_at: f32,
    /// Whether meanings were searched too, or words alone.
    by_meaning: bool,
}

/// How the bot would answer a question that begins a conversation.
#[utoipa::path(post, path = "/v1/knowledge/preview", request_body = Question,
    responses((status = 200, body = Preview), (status = "4XX", body = Problem)))]
pub(super) async fn preview(
    State(api): State<ApiState>,
    Body(Question { text, language, draft }): Body<Question>,
) -> Result<Json<Preview>, Problem> {
    if text.trim().is_empty() || text.chars().count() > QUESTION_CHARS {
        return Err(Problem::invalid("text", format!("1 to {QUESTION_CHARS} characters")));
    }
    let (library, bot) = searched(&api, draft).await?;
    let vector = library.meaning(&text).await;
    let spoken = language_of(&text).unwrap_or(language);
    let hits = library.hits(spoken, &text, vector.as_ref(), SHOWN).into_iter();
    let hits = hits.map(|hit| HitView { article: hit.article.title.clone(), sure: hit.sure }).collect();
    let by_meaning = library.mode(spoken) == Mode::Hybrid && vector.is_some();
    let now = api.clock.now();
    let asked = BotQuestion { language, text: Some(text), message: Seq(2), now, ..BotQuestion::default() };
    let reply = bot.answer(&asked).await;
    Ok(Json(Preview {
        language: spoken,
        text: reply.text.into(),
        act: reply.act,
        quick_replies: reply.quick_replies,
        hits,
        answer_at: ANSWER_AT,
        by_meaning,
    }))
}

/// What is searched, and who answers from it: what is in force, or what would be with a draft. One draft is looked at at a
/// time, since indexing it takes computing.
async fn searched(api: &ApiState, draft: Option<Draft>) -> Result<(Arc<Library>, Arc<Bot>), Problem> {
    let library = api.articles.library();
    let Some(Draft { id, article }) = draft else { return Ok((Arc::clone(library), Arc::clone(&api.bot))) };
    let _one_at_a_time = api.articles.changing().await;
    let written = api.articles.judged(article.under(id)).map_err(faulty)?;
    let library = api.articles.trial(written).await;
    Ok((Arc::clone(&library), Arc::new(api.bot.over(library))))
}
