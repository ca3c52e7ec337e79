//! Shapes that the answers about feedback are made of.

use crate::conversation::calibration_keeper::Record;
use crate::domain::budget::Purpose;
use crate::domain::{AlertKind, Language, Party, Stage, Timestamp};
use crate::triage::feedback::fit::{Gain, Verdict};
use crate::triage::feedback::precision::{About, Row};
use crate::triage::feedback::recall::{self, Answers, LEAST_ANGRY, LEAST_UNFLAGGED};
use crate::triage::feedback::{Correction, Ledger};
use serde::Serialize;
use utoipa::ToSchema;

/// A share with its 95 % interval, 0 to 1.
#[derive(Serialize, ToSchema)]
pub(super) struct ShareView {
    value: f64,
    low: f64,
    high: f64,
}

/// What was judged that is about the same, in one language: each message or alert once.
#[derive(Serialize, ToSchema)]
pub(super) struct JudgedView {
    /// `message` or `alert`.
    of: &'static str,
    /// Of a message `angry` or `calm`, as it was taken for; of an alert `anger`, `threat` or `distress`.
    about: &'static str,
    /// What an alert's stage sets off: `badge`, `handoff` or `page`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    purpose: Option<Purpose>,
    /// Absent where there is none to tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    language: Option<Language>,
    right: u32,
    wrong: u32,
    /// Share of the right.
    precision: ShareView,
}

impl From<Row> for JudgedView {
    fn from(Row { about, language, right, wrong, precision }: Row) -> Self {
        let (of, about, purpose) = match about {
            About::Angry => ("message", "angry", None),
            About::Calm => ("message", "calm", None),
            About::Alert(kind, stage) => ("alert", kind.name(), purpose(kind, stage)),
        };
        let precision = ShareView { value: precision.share, low: precision.low, high: precision.high };
        Self { of, about, purpose, language, right, wrong, precision }
    }
}

/// Threats and distress call somebody whatever the stage of anger.
fn purpose(kind: AlertKind, stage: Stage) -> Option<Purpose> {
    Purpose::ALL.into_iter().find(|purpose| kind == AlertKind::Anger && purpose.stage() == stage)
}

/// Messages of the random sample.
#[derive(Serialize, ToSchema)]
struct AnswersView {
    /// Drawn.
    drawn: usize,
    /// Of those, answered.
    answered: usize,
    /// Of those, angry.
    angry: usize,
}

impl From<Answers> for AnswersView {
    fn from(Answers { drawn, answered, angry }: Answers) -> Self {
        Self { drawn, answered, angry }
    }
}

/// What the random sample says.
#[derive(Serialize, ToSchema)]
pub(super) struct SampleView {
    /// Messages after which the conversation stood at watch or higher.
    flagged: AnswersView,
    /// All others.
    unflagged: AnswersView,
    /// Share of the angry messages that were flagged; absent until there are enough answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    recall: Option<ShareView>,
    /// Fewer angry answers give no figure.
    least_angry: usize,
    /// Fewer answers about unflagged messages give none.
    least_unflagged: usize,
}

impl SampleView {
    pub(super) fn of(ledger: &Ledger, language: Option<Language>) -> Self {
        let drawn = ledger.drawn(language);
        let found = recall::recall(&drawn);
        Self {
            flagged: Answers::of(&drawn, true).into(),
            unflagged: Answers::of(&drawn, false).into(),
            recall: found.map(|recall::Recall { value, low, high }| ShareView { value, low, high }),
            least_angry: LEAST_ANGRY,
            least_unflagged: LEAST_UNFLAGGED,
        }
    }
}

/// A line through the logits of anger: `slope * logit + bias`.
#[derive(Serialize, ToSchema)]
pub(super) struct ShiftView {
    slope: f32,
    bias: f32,
}

impl From<Correction> for ShiftView {
    fn from(Correction { slope, bias }: Correction) -> Self {
        Self { slope, bias }
    }
}

/// How much better than what it is compared with, with standard errors; above 0 is better.
#[derive(Serialize, ToSchema)]
pub(super) struct GainView {
    /// Mean difference of the squared errors (Brier score).
    brier: f64,
    brier_error: f64,
    log_loss: f64,
    log_loss_error: f64,
}

impl From<Gain> for GainView {
    fn from(Gain { brier, brier_error, log_loss, log_loss_error }: Gain) -> Self {
        Self { brier, brier_error, log_loss, log_loss_error }
    }
}

pub(super) const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooFew => "too_few",
        Verdict::NoBetter => "no_better",
        Verdict::WorseInShadow => "worse_in_shadow",
        Verdict::Ready => "ready",
    }
}

/// One change of the calibration.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangeView {
    #[schema(value_type = i64)]
    at: Timestamp,
    /// Who; `system` where answers since the change before spoke against it.
    #[schema(value_type = Object)]
    by: Party,
    /// Stands in every score's provenance.
    version: u32,
    /// It took the change before it back.
    undoes: bool,
    /// The languages that it changed.
    languages: Vec<MovedLanguage>,
}

/// What a change did to one language.
#[derive(Serialize, ToSchema)]
struct MovedLanguage {
    #[schema(value_type = String)]
    language: Language,
    before: ShiftView,
    after: ShiftView,
}

impl From<Record> for ChangeView {
    fn from(Record { at, by, change }: Record) -> Self {
        let moved = |language| {
            let [before, after] = [change.before, change.after].map(|one| one.correction(Some(language)));
            (before != after).then(|| MovedLanguage { language, before: before.into(), after: after.into() })
        };
        let languages = [Language::En, Language::Zh].into_iter().filter_map(moved).collect();
        Self { at, by, version: change.after.version, undoes: change.undoes, languages }
    }
}
