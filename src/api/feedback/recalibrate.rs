//! `POST /v1/feedback/recalibration/…`: shows what the answers call for, puts exactly that in force, takes it back.

use super::report::{FeedbackView, view};
use super::shapes::{GainView, ShiftView, verdict_name};
use super::{computed, known};
use crate::api::guard::Proven;
use crate::api::input::Body;
use crate::api::{ApiState, Problem};
use crate::conversation::calibration_keeper::{NotChanged, Proposal};
use crate::domain::Language;
use crate::protocol::Code;
use crate::triage::feedback::Correction;
use crate::triage::feedback::fit::Verdict;
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Chances that are shown before and after.
const SHOWN: [f32; 5] = [0.1, 0.3, 0.5, 0.7, 0.9];

/// Of which language.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Wanted {
    #[schema(value_type = String, example = "en")]
    language: Language,
}

/// What was shown, and is to be put in force.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Shown {
    #[schema(value_type = String, example = "en")]
    language: Language,
    /// The `proposal` that was answered.
    proposal: String,
}

/// What becomes of one chance of anger.
#[derive(Serialize, ToSchema)]
struct MovedView {
    /// What the model says of itself.
    model: f32,
    /// What is shown now.
    before: f32,
    /// What would be shown.
    after: f32,
}

/// What the answers of one language call for.
#[derive(Serialize, ToSchema)]
pub(in crate::api) struct ProposalView {
    /// Names exactly this proposal; absent unless it may be put in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<String>,
    #[schema(value_type = String)]
    language: Language,
    /// `too_few`, `no_better`, `worse_in_shadow` or `ready`.
    verdict: &'static str,
    /// Answers that it rests on.
    answers: usize,
    /// Of those, angry.
    angry: usize,
    /// In force now.
    before: ShiftView,
    /// The line that the answers call for; absent while there are too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<ShiftView>,
    /// What becomes of a few chances; none while there are too few answers.
    moved: Vec<MovedView>,
    /// On answers that it was not fitted on.
    gain: GainView,
    /// On the newest fifth of the answers, fitted on the others.
    shadow: GainView,
}

impl ProposalView {
    fn of(language: Language, Proposal { id, in_force, found }: Proposal) -> Self {
        let after = (found.verdict != Verdict::TooFew).then_some(found.correction);
        let moved = |new: Correction| {
            SHOWN.map(|model| MovedView { model, before: in_force.of(model), after: new.of(model) }).into()
        };
        Self {
            proposal: (found.verdict == Verdict::Ready).then_some(id),
            language,
            verdict: verdict_name(found.verdict),
            answers: found.answers,
            angry: found.angry,
            before: in_force.into(),
            after: after.map(ShiftView::from),
            moved: after.map(moved).unwrap_or_default(),
            gain: found.gain.into(),
            shadow: found.shadow.into(),
        }
    }
}

/// What the answers call for, before it is put in force. Changes nothing.
#[utoipa::path(post, path = "/v1/feedback/recalibration/proposal", request_body = Wanted,
    responses((status = 200, body = ProposalView), (status = "4XX", body = Problem)))]
pub(in crate::api) async fn propose(
    State(api): State<ApiState>,
    Body(Wanted { language }): Body<Wanted>,
) -> Result<Json<ProposalView>, Problem> {
    let known = known(&api).await?;
    let proposal = computed(move || known.proposal(language)).await?;
    let proposal = proposal.ok_or_else(|| Problem::from(NotChanged::NotScoring))?;
    Ok(Json(ProposalView::of(language, proposal)))
}

/// Puts a proposal in force, for every message read from now on; `conflict` unless it is exactly what was shown and
/// every guard lets it pass.
#[utoipa::path(post, path = "/v1/feedback/recalibration/apply", request_body = Shown,
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem)))]
pub(in crate::api) async fn apply(
    State(api): State<ApiState>,
    Proven(session): Proven,
    Body(Shown { language, proposal }): Body<Shown>,
) -> Result<Json<FeedbackView>, Problem> {
    api.calibration.apply(language, &proposal, session.member.party()).await?;
    view(&api).await.map(Json)
}

/// Takes the last change back; `conflict` where there is none.
#[utoipa::path(post, path = "/v1/feedback/recalibration/undo",
    responses((status = 200, body = FeedbackView), (status = "4XX", body = Problem)))]
pub(in crate::api) async fn undo(
    State(api): State<ApiState>,
    Proven(session): Proven,
) -> Result<Json<FeedbackView>, Problem> {
    api.calibration.undo(session.member.party()).await?;
    view(&api).await.map(Json)
}

impl From<NotChanged> for Problem {
    fn from(error: NotChanged) -> Self {
        let conflict = Self::new(Code::Conflict);
        match error {
            NotChanged::NotScoring => conflict.rule("messages are being scored"),
            NotChanged::Guarded => conflict.field("language").rule("a language whose proposal is `ready`"),
            NotChanged::Outdated => conflict.field("proposal").rule("the present proposal: look at it again"),
            NotChanged::NothingToUndo => conflict.rule("a change to take back"),
            NotChanged::Store(error) => error.into(),
        }
    }
}
