//! Models that do what a test says.

use attune::domain::{Emotions, Language, Provenance, Risks, Score, Scoring, Sentiment};
use attune::triage::Triage;

/// A score with this P(anger >= 2), certain of itself.
pub fn score(anger: f32, risks: Risks) -> Scoring {
    let by = Provenance { model: "scripted".to_owned(), engine: "scripted".to_owned(), policy: "1".to_owned() };
    Scoring::Scored(Score {
        language: Some(Language::En),
        anger,
        level: anger * 3.0,
        sentiment: Sentiment::default(),
        emotions: Emotions::default(),
        risks,
        confidence: 1.0,
        spans: Vec::new(),
        by,
    })
}

/// Reads anger off the exclamation marks: three are as angry as one can be.
pub fn by_marks() -> Triage {
    Triage::with_scorer(|request| score(request.text.matches('!').count() as f32 * 0.33, Risks::default()))
}
