//! Search over all messages, for staff. Owns the query string and the shape of an answer; what is found, in which order
//! and within which time is `crate::search`'s business.

use super::guard::Proven;
use super::{ApiState, Problem};
use crate::domain::{ConversationId, Event, Language, Party, PhaseName, Seq, SiteId, Timestamp};
use crate::protocol::Code;
use crate::search::{Hit, Query, SearchError, Span, Speaker, Words};
use crate::session::access::sees;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as Pairs, State};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// Hits of an answer unless asked otherwise, and at most.
const PAGE: u32 = 20;
const PAGE_MAX: u32 = 50;
const FIELDS: &str = "q, language, site, from, to, party, before, limit";

/// What was found.
#[derive(Serialize, ToSchema)]
pub(super) struct Results {
    /// Newest first.
    hits: Vec<Match>,
    /// `before` of the next page; absent where this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<i64>,
    /// `false`: the time for one search was over; there may be older hits than these.
    complete: bool,
    /// Messages that were said and cannot be found yet.
    behind: u64,
    /// The index is being made (anew): older messages may be missing.
    rebuilding: bool,
}

/// A message that holds the words.
#[derive(Serialize, ToSchema)]
struct Match {
    /// Its conversation.
    #[schema(value_type = String)]
    conv: ConversationId,
    /// Its place there.
    #[schema(value_type = u64)]
    seq: Seq,
    /// When it was said.
    #[schema(value_type = i64)]
    at: Timestamp,
    /// Who said it.
    #[schema(value_type = Object)]
    by: Party,
    /// `message`, or `note` for what only staff sees.
    kind: &'static str,
    /// All of it, as written.
    text: String,
    /// The names of its files, which are found too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    files: Vec<String>,
    /// Where the words stand in it, in Unicode scalar values, in order.
    #[schema(value_type = Vec<Object>)]
    spans: Vec<Span>,
    /// Where it was said.
    #[schema(value_type = String)]
    site: SiteId,
    /// The visitor's name, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_name: Option<String>,
    /// The conversation's phase now.
    #[schema(value_type = String)]
    phase: PhaseName,
}

impl Match {
    fn of(hit: Hit) -> Option<Self> {
        let Hit { summary, logged, spans } = hit;
        let (kind, text, files) = match logged.event {
            Event::Said { text, files, .. } => ("message", text, files),
            Event::Noted { text, .. } => ("note", text, Vec::new()),
            _ => return None,
        };
        Some(Self {
            conv: summary.conv,
            seq: logged.seq,
            at: logged.at,
            by: logged.by,
            kind,
            text: text.into(),
            files: files.into_iter().map(|file| file.name).collect(),
            spans,
            site: summary.site,
            visitor_name: summary.visitor_name,
            phase: summary.phase,
        })
    }
}

/// Messages and notes that hold all these words, newest first.
#[utoipa::path(get, path = "/v1/search",
    params(("q" = String, Query, description = "Words; together inside quotation marks, or written without a space"),
        ("language" = Option<String>, Query, description = "en or zh: of the message, by its letters"),
        ("site" = Option<String>, Query),
        ("from" = Option<i64>, Query, description = "Milliseconds since 1970, inclusive"),
        ("to" = Option<i64>, Query, description = "Milliseconds since 1970, exclusive"),
        ("party" = Option<String>, Query, description = "visitor, bot, agent, or note"),
        ("before" = Option<i64>, Query, description = "`next` of the page before"),
        ("limit" = Option<u64>, Query)),
    responses((status = 200, body = Results), (status = "4XX", body = Problem)))]
pub(super) async fn search(
    State(api): State<ApiState>,
    Proven(session): Proven,
    pairs: Result<Pairs<Vec<(String, String)>>, QueryRejection>,
) -> Result<Json<Results>, Problem> {
    let Pairs(pairs) = pairs.map_err(|_| Problem::new(Code::BadFrame).rule("a query string such as q=refund"))?;
    let query = read(&pairs)?;
    let found = api.search.find(query).await?;
    let actor = session.member.actor();
    let hits = found.hits.into_iter().filter(|hit| sees(&actor, &hit.summary)).filter_map(Match::of).collect();
    let standing = api.search.standing();
    Ok(Json(Results {
        hits,
        next: found.next,
        complete: found.is_complete,
        behind: standing.behind,
        rebuilding: standing.is_rebuilding,
    }))
}

/// A query string: only known names, each at most once.
fn read(pairs: &[(String, String)]) -> Result<Query, Problem> {
    let mut words = None;
    let mut query = Query { limit: PAGE, ..Query::of(Words::none()) };
    for (at, (name, value)) in pairs.iter().enumerate() {
        if pairs[..at].iter().any(|(before, _)| before == name) {
            return Err(Problem::invalid(name, "given once"));
        }
        match name.as_str() {
            "q" => words = Some(Words::parse(value).map_err(|why| Problem::invalid("q", why.to_string()))?),
            "language" => query.language = Some(language(value)?),
            "site" => query.site = Some(site(value)?),
            "from" => query.from = Some(Timestamp(number(name, value)?)),
            "to" => query.to = Some(Timestamp(number(name, value)?)),
            "party" => query.speaker = Some(speaker(value)?),
            "before" => query.before = Some(number(name, value)?),
            "limit" => query.limit = limit(value)?,
            _ => return Err(Problem::invalid(name, format!("one of {FIELDS}"))),
        }
    }
    query.words = words.ok_or_else(|| Problem::invalid("q", "required: the words to look for"))?;
    match (query.from, query.to) {
        (Some(from), Some(to)) if from >= to => Err(Problem::invalid("to", format!("after `from` ({})", from.0))),
        _ => Ok(query),
    }
}

fn language(value: &str) -> Result<Language, Problem> {
    match value {
        "en" => Ok(Language::En),
        "zh" => Ok(Language::Zh),
        _ => Err(Problem::invalid("language", format!("en or zh, not `{value}`"))),
    }
}

fn site(value: &str) -> Result<SiteId, Problem> {
    SiteId::try_from(value.to_owned()).map_err(|rule| Problem::invalid("site", format!("{rule}, not `{value}`")))
}

fn speaker(value: &str) -> Result<Speaker, Problem> {
    let known = Speaker::ALL.iter().find(|(_, word)| *word == value);
    known.map(|(speaker, _)| *speaker).ok_or_else(|| {
        let words = Speaker::ALL.map(|(_, word)| word).join(", ");
        Problem::invalid("party", format!("one of {words}, not `{value}`"))
    })
}

fn limit(value: &str) -> Result<u32, Problem> {
    let fits = value.parse().ok().filter(|limit| (1..=PAGE_MAX).contains(limit));
    fits.ok_or_else(|| Problem::invalid("limit", format!("1 to {PAGE_MAX}, not `{value}`")))
}

fn number(name: &str, value: &str) -> Result<i64, Problem> {
    let number = value.parse().ok().filter(|number| *number >= 0);
    number.ok_or_else(|| Problem::invalid(name, format!("a whole number from 0 on, not `{value}`")))
}

impl From<SearchError> for Problem {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Off(why) => Self::new(Code::NotFound).rule(format!("search is off: {why}")),
            SearchError::Busy => Self::new(Code::Overloaded).retry(Duration::from_secs(1)),
            SearchError::Log(error) => error.into(),
            SearchError::Index(_) | SearchError::File(_) => Self::fault(&error),
        }
    }
}

#[cfg(test)]
#[path = "search_test.rs"]
mod tests;
