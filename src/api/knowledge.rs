//! The knowledge base for staff: what it lacks, how its articles do, and articles that may help in a conversation.
//!
//! Owns shapes of answers alone; what is a gap is `knowledge::gaps`' business. What was read of a log is remembered, so
//! that it is read again only when something was added to it.

use super::guard::Proven;
use super::input::id;
use super::review::seen;
use super::{ApiState, Problem};
use crate::domain::{ConversationId, Event, Language, Party, Seq, Summary, Timestamp};
use crate::knowledge::gaps::{Gap, Lacks, gaps, lacks, uses};
use crate::knowledge::judge::ANSWER_AT;
use crate::knowledge::{Library, language_of};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;
use utoipa::ToSchema;

/// Conversations that are looked at: those that ended last.
const CONVERSATIONS: u32 = 500;
/// Gaps that are shown.
const GAPS: usize = 50;
/// Events among which the visitor's last message is looked for.
const AMONG: u32 = 50;
/// Articles that are suggested.
const SUGGESTED: usize = 3;

/// What was read, at most of so many conversations; each with the place up to which.
#[derive(Debug, Default)]
pub struct Gaps(Mutex<HashMap<ConversationId, (Seq, Lacks)>>);

/// Missed questions about the same.
#[derive(Serialize, ToSchema)]
struct GapView {
    #[schema(value_type = String)]
    language: Language,
    /// How often it was asked.
    times: u32,
    /// When last, in milliseconds since 1970.
    #[schema(value_type = i64)]
    last: Timestamp,
    /// The latest questions, each once, newest first.
    examples: Vec<String>,
    /// The title of the article that the newest is answered from, where each of them is, as the articles stand now and by
    /// words alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    answered: Option<String>,
}

impl GapView {
    fn of(gap: Gap, library: &Library) -> Self {
        let answered = answered(&gap, library);
        let Gap { language, times, last, examples, .. } = gap;
        Self { language, times, last, examples, answered }
    }
}

/// How an article does.
#[derive(Serialize, ToSchema)]
struct UseView {
    /// Its title.
    article: String,
    /// How often it was given.
    given: u32,
    /// How often a person was wanted before anything else was answered.
    escalated: u32,
}

/// What the knowledge base lacks.
#[derive(Serialize, ToSchema)]
pub(super) struct GapsView {
    /// Conversations that ended last and were looked at.
    conversations: usize,
    /// The most frequent first.
    gaps: Vec<GapView>,
    /// Articles that were given, those with most escalations first.
    articles: Vec<UseView>,
}

/// Questions that were asked and missed, grouped, and articles with how often a person was wanted after them.
#[utoipa::path(get, path = "/v1/knowledge/gaps",
    responses((status = 200, body = GapsView), (status = "4XX", body = Problem)))]
pub(super) async fn see_gaps(State(api): State<ApiState>) -> Result<Json<GapsView>, Problem> {
    let ended = api.store.closed_conversations(CONVERSATIONS).await?;
    let mut remembered = api.gaps.0.lock().await;
    let mut read = HashMap::with_capacity(ended.len());
    for Summary { conv, last_seq, .. } in &ended {
        let found = match remembered.remove(conv) {
            Some((up_to, found)) if up_to == *last_seq => found,
            _ => lacks(&api.store.log(*conv).await?),
        };
        read.insert(*conv, (*last_seq, found));
    }
    let misses: Vec<_> = ended
        .iter()
        .filter_map(|summary| Some((summary.language, &read.get(&summary.conv)?.1)))
        .flat_map(|(widget, found)| found.misses.iter().cloned().map(move |miss| (widget, miss)))
        .map(|(widget, miss)| (language_of(&miss.text).unwrap_or(widget), miss))
        .collect();
    let mut articles: Vec<UseView> = uses(read.values().flat_map(|(_, found)| &found.given))
        .into_iter()
        .map(|(article, one)| UseView { article, given: one.given, escalated: one.escalated })
        .collect();
    articles.sort_by_key(|one| (std::cmp::Reverse(one.escalated), std::cmp::Reverse(one.given)));
    *remembered = read;
    drop(remembered);
    let library = Arc::clone(api.articles.library());
    let view = move || gaps(misses).into_iter().take(GAPS).map(|gap| GapView::of(gap, &library)).collect();
    let gaps = tokio::task::spawn_blocking(view).await.map_err(|error| Problem::fault(&error))?;
    Ok(Json(GapsView { conversations: ended.len(), gaps, articles }))
}

fn answered(gap: &Gap, library: &Library) -> Option<String> {
    let title = |asked: &String| {
        let best = library.hits(gap.language, asked, None, 1).into_iter().next()?;
        (best.sure >= ANSWER_AT).then(|| best.article.title.clone())
    };
    gap.examples.iter().map(title).collect::<Option<Vec<String>>>()?.into_iter().next()
}

/// An article that may help.
#[derive(Serialize, ToSchema)]
struct Suggestion {
    /// Its title.
    article: String,
    /// Its answer; a place that is not filled stands empty.
    answer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// How sure the search is that it is the right one, 0 to 1.
    sure: f32,
}

/// The best three articles for the visitor's last message.
#[derive(Serialize, ToSchema)]
pub(super) struct Suggestions {
    /// The message; absent where the visitor has said nothing lately.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    message: Option<Seq>,
    /// Best first.
    suggestions: Vec<Suggestion>,
}

/// Articles that may help to answer the visitor's last message.
#[utoipa::path(get, path = "/v1/conversations/{id}/suggestions", params(("id" = String, Path)),
    responses((status = 200, body = Suggestions), (status = "4XX", body = Problem)))]
pub(super) async fn suggest(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Path(conv): Path<String>,
) -> Result<Json<Suggestions>, Problem> {
    let conv = ConversationId(id(&conv)?);
    let summary = seen(&api, &session, conv).await?;
    let latest = api.store.events_before(conv, summary.last_seq.next(), AMONG).await?;
    let last = latest.into_iter().rev().find_map(|logged| match logged.event {
        Event::Said { text, .. } if logged.by == Party::Visitor && !text.is_empty() => Some((logged.seq, text)),
        _ => None,
    });
    let Some((message, text)) = last else { return Ok(Json(Suggestions { message: None, suggestions: Vec::new() })) };
    let language = language_of(text.as_str()).unwrap_or(summary.language);
    let vector = api.articles.library().meaning(text.as_str()).await;
    let hits = api.articles.library().hits(language, text.as_str(), vector.as_ref(), SUGGESTED);
    let suggestions = hits.into_iter().map(|hit| Suggestion {
        article: hit.article.title.clone(),
        answer: hit.article.answer.plain(),
        category: hit.article.category.clone(),
        source: hit.article.source.clone(),
        sure: hit.sure,
    });
    Ok(Json(Suggestions { message: Some(message), suggestions: suggestions.collect() }))
}
