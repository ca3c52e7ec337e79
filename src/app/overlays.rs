//! What is configured with what admins have set on top of it, read from the store at the start.
//!
//! Owns what becomes of what is stored and cannot be used any more: it is named in the log and is not in force; nothing of
//! it is lost.

use super::translate::{self, articles, wording};
use crate::api::{BudgetSettings, HoursBook, HoursSettings, Overlaid, Profile, Profiles, RetentionSettings};
use crate::config::{self, Agent, Budget, Problem, Retention, Routing, Settings, SiteLanguage};
use crate::domain::Language;
use crate::erasing::KeptDays;
use crate::knowledge::{self, OwnArticle};
use crate::routing::calendar_book::CalendarBook;
use crate::store::{OverlayKind, Store};
use crate::wording::{Book, Fault, Rule};
use anyhow::{Context, anyhow};
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The configured list of words with the rules of admins.
pub(super) async fn words(settings: &Settings, store: &Arc<dyn Store>) -> anyhow::Result<Arc<Book>> {
    let book = Book::new(wording(settings)?);
    let rules = store.wording_rules().await.context("reading the rules of wording")?;
    let own = rules.into_iter().filter_map(|kept| read::<Rule>("a rule of wording", &kept.id, &kept.body));
    book.amend(own.collect()).map_err(|problems| anyhow!("{problems}"))?;
    Ok(Arc::new(book))
}

/// The configured articles with those of admins.
pub(super) async fn knowledge(settings: &Settings, store: &Arc<dyn Store>) -> anyhow::Result<Arc<knowledge::Book>> {
    let kept = store.overlays(OverlayKind::Article).await.context("reading the articles of admins")?;
    let own = kept.into_iter().filter_map(|kept| read::<OwnArticle>("an article", &kept.id, &kept.body));
    let (book, faulty) = knowledge::Book::new(articles(settings)?, own.collect());
    for (id, faults) in faulty {
        tracing::error!(id, ?faults, "an article in the database is not in force");
    }
    Ok(Arc::new(book))
}

/// What the staff can do, as it is configured and as admins have set it; from then on the hours of their teams count.
pub(super) async fn profiles(
    settings: &Settings,
    store: &Arc<dyn Store>,
    calendars: &Arc<CalendarBook>,
) -> anyhow::Result<Arc<Profiles>> {
    let routing = settings.routing.clone();
    let skills = routing.queue.topics.iter().map(|topic| topic.name.clone()).collect();
    let teams = routing.teams.iter().map(|team| team.name.clone()).collect();
    let judge = move |profile: &Profile| faults(&routing, profile);
    let kept = store.overlays(OverlayKind::Profile).await.context("reading what the staff can do")?;
    let own = kept.into_iter().filter_map(|kept| {
        let profile = read::<Profile>("what somebody can do", &kept.id, &kept.body)?;
        let faults = judge(&profile);
        if !faults.is_empty() {
            tracing::error!(id = kept.id, ?faults, "what somebody can do, in the database, is not in force");
        }
        faults.is_empty().then_some((kept.id, profile))
    });
    let (own, configured) = (own.collect(), translate::profiles(settings));
    Ok(Arc::new(Profiles::new((skills, teams), (configured, own), Box::new(judge), Arc::clone(calendars))))
}

/// When people answer, as it is configured and as an admin has set it.
pub(super) async fn hours(
    settings: &Settings,
    store: &Arc<dyn Store>,
    calendars: &Arc<CalendarBook>,
) -> anyhow::Result<Arc<HoursBook>> {
    let config::Hours { time_zone, week, holidays, offer_when_closed } = settings.routing.hours.clone();
    let configured = HoursSettings { time_zone, week, holidays, offer_when_closed };
    let (judging, reading) = (settings.routing.clone(), settings.routing.clone());
    let judge = move |set: &HoursSettings| wrong_hours(&judging, set);
    let own = one(store, OverlayKind::Hours, "hours", &judge).await?;
    let set = Overlaid::new((OverlayKind::Hours, "shop"), configured, own, Box::new(judge));
    let meaning = move |set: &HoursSettings| translate::all_hours(&reading, &written(set));
    Ok(Arc::new(HoursBook::new(set, Box::new(meaning), Arc::clone(calendars))))
}

/// What may be spent on false alarms, as it is configured and as an admin has set it.
pub(super) async fn spending(
    settings: &Settings,
    store: &Arc<dyn Store>,
) -> anyhow::Result<Arc<Overlaid<BudgetSettings>>> {
    let Budget { enabled, page, handoff, badge, min_chats } = settings.triage.budget;
    let configured = BudgetSettings { enabled, page, handoff, badge, min_chats };
    let judge = |set: &BudgetSettings| {
        let BudgetSettings { enabled, page, handoff, badge, min_chats } = *set;
        let problems = Budget { enabled, page, handoff, badge, min_chats }.problems();
        faults_within("triage.budget.", problems)
    };
    let own = one(store, OverlayKind::Budgets, "budgets", &judge).await?;
    let kept = (OverlayKind::Budgets, "false_alarms");
    Ok(Arc::new(Overlaid::new(kept, configured, own, Box::new(judge))))
}

/// Problems of a part of the configuration, by the names of its fields.
fn faults_within(part: &str, problems: Vec<Problem>) -> Vec<Fault> {
    let field = |at: String| at.strip_prefix(part).map(str::to_owned).unwrap_or(at);
    problems.into_iter().map(|problem| Fault { field: field(problem.at), rule: problem.what }).collect()
}

/// What an admin has set of something that there is one of, where it can be used.
async fn one<T: DeserializeOwned>(
    store: &Arc<dyn Store>,
    kind: OverlayKind,
    what: &str,
    judge: &(impl Fn(&T) -> Vec<Fault> + Sync),
) -> anyhow::Result<Option<T>> {
    let kept = store.overlays(kind).await.with_context(|| format!("reading the {what} of admins"))?;
    let set = kept.first().and_then(|kept| read::<T>(what, &kept.id, &kept.body));
    Ok(set.filter(|set| {
        let faults = judge(set);
        if !faults.is_empty() {
            tracing::error!(what, ?faults, "what an admin has set is not in force");
        }
        faults.is_empty()
    }))
}

fn written(set: &HoursSettings) -> config::Hours {
    let HoursSettings { time_zone, week, holidays, offer_when_closed } = set.clone();
    config::Hours { time_zone, week, holidays, offer_when_closed }
}

fn wrong_hours(routing: &Routing, set: &HoursSettings) -> Vec<Fault> {
    faults_within("routing.hours.", routing.check_hours(&written(set)))
}

/// For how many days what has ended is kept.
pub(super) async fn kept_days(settings: &Settings, store: &Arc<dyn Store>) -> anyhow::Result<Arc<KeptDays>> {
    let kept = store.overlays(OverlayKind::Retention).await.context("reading how long conversations are kept")?;
    let set = kept.first().and_then(|kept| read::<RetentionSettings>("a number of days", &kept.id, &kept.body));
    let (own, most) = (set.map(|set| set.closed_days), Retention::DAYS_MOST);
    if let Some(days) = own.filter(|days| *days > most) {
        tracing::error!(days, most, "how long conversations are kept, in the database, is not in force");
    }
    Ok(Arc::new(KeptDays::new(settings.retention.closed_days, own, most)))
}

/// By the rules of the configuration.
fn faults(routing: &Routing, profile: &Profile) -> Vec<Fault> {
    let Profile { skills, languages, tier, team } = profile.clone();
    let spoken = |language| if language == Language::Zh { SiteLanguage::Zh } else { SiteLanguage::En };
    let languages = languages.into_iter().map(spoken).collect();
    // Whose it is has been found already.
    let agent = Agent { email: "somebody@here".to_owned(), skills, languages, tier, team };
    let field = |at: String| at.rsplit('.').next().unwrap_or_default().to_owned();
    let problems = routing.check_agent(&agent).into_iter();
    problems.map(|problem| Fault { field: field(problem.at), rule: problem.what }).collect()
}

fn read<T: DeserializeOwned>(what: &str, id: &str, body: &str) -> Option<T> {
    serde_json::from_str(body)
        .inspect_err(|error| tracing::error!(id, %error, "{what} in the database is not in force"))
        .ok()
}
