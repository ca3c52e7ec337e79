//! `GET /v1/feedback`: what was judged right, the estimate of what was caught, what outcomes say, and what is in force.

use super::outcomes::{Labelled, outcomes};
use super::shapes::{ChangeView, GainView, JudgedView, SampleView, ShiftView, verdict_name};
use super::{computed, known};
use crate::api::{ApiState, Problem};
use crate::conversation::calibration_keeper::Known;
use crate::domain::{Event, Language, Scoring, Timestamp};
use crate::triage::feedback::Correction;
use crate::triage::feedback::fit::{self, Candidate};
use crate::triage::feedback::labels::{Source, Went};
use crate::triage::feedback::ledger::JudgedAlert;
use crate::triage::feedback::precision::{self, About};
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Changes that are shown, the latest ones.
const CHANGES: usize = 20;
/// Alerts of which the language is looked up, the latest ones; of others it is not said.
const ALERTS: usize = 500;
/// Events before an alert among which the score that raised it is looked for.
const AMONG: u32 = 12;

/// What one source says of how conversations went, of those that ended last.
#[derive(Serialize, ToSchema)]
struct ImplicitView {
    /// `judged`, `rated`, `handled`, `escalated`, `intervened`, `complained` or `calm`.
    #[schema(value_type = String)]
    source: Source,
    /// How far it can be trusted, 0 to 1.
    weight: f32,
    good: u32,
    bad: u32,
}

/// What the answers of one language come to.
#[derive(Serialize, ToSchema)]
struct LanguageView {
    #[schema(value_type = String)]
    language: Language,
    /// What the random sample says of it.
    sample: SampleView,
    /// In force.
    in_force: ShiftView,
    /// Answers that may move the calibration.
    answers: usize,
    /// Of those, angry.
    angry: usize,
    /// Fewer answers move nothing.
    least: usize,
    /// Fewer of either kind move nothing.
    least_of_each: usize,
    /// `too_few`, `no_better`, `worse_in_shadow` or `ready`; absent while no model reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    /// How what is in force does beside what stood before, on answers since; absent while it cannot be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    since_change: Option<GainView>,
}

impl LanguageView {
    fn of(known: &Known, language: Language) -> Self {
        let proposal = known.proposal(language);
        let found = proposal.as_ref().map(|proposal| proposal.found);
        let (answers, angry) = found.map_or((0, 0), |Candidate { answers, angry, .. }| (answers, angry));
        Self {
            language,
            sample: SampleView::of(&known.ledger, Some(language)),
            in_force: proposal.map_or(Correction::NONE, |proposal| proposal.in_force).into(),
            answers,
            angry,
            least: fit::LEAST,
            least_of_each: fit::LEAST_OF_EACH,
            verdict: found.map(|found| verdict_name(found.verdict)),
            since_change: known.watched(language).map(GainView::from),
        }
    }
}

/// How the scores are judged.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct FeedbackView {
    /// Judgements since then count.
    #[schema(value_type = i64)]
    since: Timestamp,
    /// What was judged, by what it is about and by language.
    judged: Vec<JudgedView>,
    /// What the random sample says.
    sample: SampleView,
    /// Questions that nobody has answered.
    questions: usize,
    /// Conversations that ended last and were looked at for what outcomes say.
    conversations: usize,
    /// What outcomes say, where they say something.
    implicit: Vec<ImplicitView>,
    /// Version of the recalibration in force; 0 is the model as it came.
    version: u32,
    /// There is a change to take back.
    can_undo: bool,
    /// Each language of the model.
    languages: Vec<LanguageView>,
    /// The latest changes of the calibration, newest first.
    changes: Vec<ChangeView>,
}

/// What was judged right, what was caught, what outcomes say, and what is in force.
#[utoipa::path(get, path = "/v1/feedback",
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem)))]
pub(in crate::api) async fn see(State(api): State<ApiState>) -> Result<Json<FeedbackView>, Problem> {
    view(&api).await.map(Json)
}

pub(super) async fn view(api: &ApiState) -> Result<FeedbackView, Problem> {
    let known = known(api).await?;
    let mut verdicts = known.ledger.of_messages();
    let alerts = known.ledger.of_alerts();
    let unknown = alerts.len().saturating_sub(ALERTS);
    for (nth, alert) in alerts.iter().enumerate() {
        let language = if nth < unknown { None } else { language_of(api, alert).await? };
        let (about, is_right) = (About::Alert(alert.kind, alert.stage), alert.is_right);
        verdicts.push(precision::Verdict { about, language, is_right });
    }
    let (conversations, labelled) = outcomes(api).await?;
    computed(move || FeedbackView {
        since: known.since,
        judged: precision::rows(verdicts).into_iter().map(JudgedView::from).collect(),
        sample: SampleView::of(&known.ledger, None),
        questions: known.ledger.unanswered(),
        conversations,
        implicit: implicit(&labelled),
        version: known.history.in_force().version,
        can_undo: known.history.earlier().is_some(),
        languages: [Language::En, Language::Zh].map(|language| LanguageView::of(&known, language)).into(),
        changes: known.records.into_iter().rev().take(CHANGES).map(ChangeView::from).collect(),
    })
    .await
}

/// As what the words were read that led to an alert.
async fn language_of(api: &ApiState, alert: &JudgedAlert) -> Result<Option<Language>, Problem> {
    let before = api.store.events_before(alert.conv, alert.raised, AMONG).await?;
    Ok(before.into_iter().rev().find_map(|logged| match logged.event {
        Event::Scored { scoring: Scoring::Scored(score), .. } => score.language,
        _ => None,
    }))
}

/// The strongest source of each conversation, the most trustworthy source first.
fn implicit(labelled: &[Labelled]) -> Vec<ImplicitView> {
    let mut counts: BTreeMap<Source, (u32, u32)> = BTreeMap::new();
    for one in labelled {
        let (good, bad) = counts.entry(one.label.source).or_default();
        *(if one.label.went == Went::Good { good } else { bad }) += 1;
    }
    let view = |(source, (good, bad)): (Source, (u32, u32))| {
        let weight = source.weight();
        ImplicitView { source, weight, good, bad }
    };
    counts.into_iter().rev().map(view).collect()
}
