//! From raw logits to a calibrated score. Pure. Owns which logit means what, the confidence, and the words that
//! explain the anger.

use super::feedback::Recalibration;
use super::input::Input;
use super::manifest::{Calibration, Manifest, ManifestError};
use super::word::{Kind, Word};
use crate::domain::{Emotions, Language, Provenance, Risks, Score, Sentiment, Span};

const SENTIMENT: [&str; 3] = ["negative", "neutral", "positive"];
const EMOTIONS: [&str; 8] = ["anger", "disgust", "fear", "joy", "sadness", "surprise", "optimism", "neutral"];
const RISKS: [&str; 10] =
    ["abuse", "human", "churn", "legal", "publicity", "distress", "complaint", "gratitude", "sarcasm", "urgent"];
/// Confidence where the model abstains.
const ABSTAINS: f32 = 0.05;
/// Above this share of unknown tokens the model abstains.
const TOO_UNKNOWN: f32 = 0.3;
/// Two pieces of one word.
const LETTERS: (Kind, Kind) = (Kind::Letters, Kind::Letters);
/// Most spans in a score.
pub const SPANS: usize = 8;

/// One row of the network's output with what is known of its message.
pub struct Raw<'a> {
    /// All heads' logits.
    pub logits: &'a [f32],
    /// Per token, padding included.
    pub contributions: &'a [f32],
    /// The message.
    pub input: &'a Input,
    /// The language to read it as.
    pub language: Option<Language>,
    /// Whether it is written in another script than those of the model's languages.
    pub is_foreign: bool,
}

/// Where each head begins, and its calibration per language.
pub struct Heads {
    starts: [usize; 4],
    english: [Calibration; 4],
    chinese: [Calibration; 4],
}

const NAMES: [&str; 4] = ["anger", "sentiment", "emotions", "risks"];

impl Heads {
    /// Reads the layout from a manifest.
    ///
    /// # Errors
    /// When a head is missing or has other labels.
    pub fn new(manifest: &Manifest) -> Result<Self, ManifestError> {
        let starts = [
            manifest.head("anger", &["1", "2", "3"])?,
            manifest.head("sentiment", &SENTIMENT)?,
            manifest.head("emotions", &EMOTIONS)?,
            manifest.head("risks", &RISKS)?,
        ];
        let of = |language| NAMES.map(|head| manifest.calibration(language, head));
        Ok(Self { starts, english: of(Language::En), chinese: of(Language::Zh) })
    }

    /// Reads one row; anger as this site has recalibrated it.
    #[must_use]
    pub fn score(&self, raw: &Raw<'_>, by: &Provenance, site: &Recalibration) -> Score {
        let (correction, is_recalibrated) = (site.correction(raw.language), site.is_in_force());
        let calibration = if raw.language == Some(Language::Zh) { &self.chinese } else { &self.english };
        let logit = |head: usize, label: usize| calibration[head].apply(raw.logits[self.starts[head] + label], label);
        let levels = [0, 1, 2].map(|label| logit(0, label));
        let [_, base, _] = at_least(levels.map(sigmoid));
        let [one, two, three] = at_least(levels.map(|level| sigmoid(correction.apply(level))));
        let [negative, neutral, positive] = softmax([0, 1, 2].map(|label| logit(1, label)));
        let e = softmax([0, 1, 2, 3, 4, 5, 6, 7].map(|label| logit(2, label)));
        let r = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(|label| sigmoid(logit(3, label)));
        Score {
            language: raw.language,
            anger: two,
            base: is_recalibrated.then_some(base),
            level: one + two + three,
            sentiment: Sentiment { negative, neutral, positive },
            emotions: Emotions {
                anger: e[0],
                disgust: e[1],
                fear: e[2],
                joy: e[3],
                sadness: e[4],
                surprise: e[5],
                optimism: e[6],
                neutral: e[7],
            },
            risks: Risks {
                abuse: r[0],
                human: r[1],
                churn: r[2],
                legal: r[3],
                publicity: r[4],
                distress: r[5],
                complaint: r[6],
                gratitude: r[7],
                sarcasm: r[8],
                urgent: r[9],
            },
            confidence: confidence(raw),
            spans: spans(raw),
            by: Provenance { calibrator: is_recalibrated.then_some(site.version), ..by.clone() },
        }
    }
}

/// P(level >= 3) cannot exceed P(level >= 2), nor that P(level >= 1).
fn at_least([one, two, three]: [f32; 3]) -> [f32; 3] {
    [one.max(two).max(three), two.max(three), three]
}

fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

fn softmax<const N: usize>(logits: [f32; N]) -> [f32; N] {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers = logits.map(|logit| (logit - highest).exp());
    let sum: f32 = powers.iter().sum();
    powers.map(|power| power / sum)
}

/// 1 for a text the model was made for; falls with unknown tokens, near 0 where the model abstains: other scripts,
/// mostly unknown tokens, nothing but punctuation.
fn confidence(raw: &Raw<'_>) -> f32 {
    let Input { unknown, is_informative, .. } = *raw.input;
    if raw.is_foreign || unknown > TOO_UNKNOWN || !is_informative { ABSTAINS } else { 1.0 - unknown }
}

/// The words with the largest share in the anger logit, largest first.
fn spans(raw: &Raw<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = joined(raw.input, raw.contributions);
    spans.retain(|span| span.weight.is_finite() && span.weight > 0.0);
    spans.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    spans.truncate(SPANS);
    spans
}

/// All words of a message, in its order, without weights.
pub fn words(input: &Input) -> impl Iterator<Item = Span> + use<> {
    joined(input, &[]).into_iter()
}

/// Tokens joined to words, each with its share.
fn joined(input: &Input, contributions: &[f32]) -> Vec<Span> {
    let mut joined: Vec<(Span, Kind)> = Vec::new();
    for Word { place, start, end, kind } in input.words.iter().copied().filter(|word| word.kind.explains()) {
        let weight = contributions.get(place).copied().unwrap_or(0.0);
        match joined.last_mut() {
            // Pieces of one word touch; in Chinese words are pieces already and stay apart. What was respelled stands
            // for the same characters as a whole.
            Some((last, before)) if start < last.end || (last.end == start && (*before, kind) == LETTERS) => {
                last.end = last.end.max(end);
                last.weight += weight;
            }
            _ if start < end => joined.push((Span { start, end, weight }, kind)),
            _ => {}
        }
    }
    joined.into_iter().map(|(span, _)| span).collect()
}

#[cfg(test)]
#[path = "score_test.rs"]
mod tests;
