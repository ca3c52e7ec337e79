//! Models that do what a test says.

use attune::domain::{Emotions, Language, Provenance, Risks, Score, Scoring, Sentiment};
use attune::triage::engine::{Batch, Engine, Loaded, Output};
use attune::triage::reader::Model;
use attune::triage::{EngineChoice, Settings, Triage, bundle};
use std::sync::{Arc, OnceLock};

/// A score with this P(anger >= 2), certain of itself.
pub fn score(anger: f32, risks: Risks) -> Scoring {
    let by = Provenance {
        model: "scripted".to_owned(),
        engine: "scripted".to_owned(),
        policy: "1".to_owned(),
        calibrator: None,
    };
    Scoring::Scored(Score {
        language: Some(Language::En),
        anger,
        base: None,
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
    Triage::with_scorer(|request| {
        let anger = request.text.matches('!').count() as f32 * 0.33;
        score(anger, Risks { urgent: anger, ..Risks::default() })
    })
}

type Before = dyn Fn() -> Result<(), String> + Send + Sync;

struct Wrapped {
    inner: Box<dyn Engine>,
    before: Arc<Before>,
}

impl Engine for Wrapped {
    fn run(&mut self, batch: &Batch) -> Result<Output, String> {
        (self.before)()?;
        self.inner.run(batch)
    }
}

/// The bundled model on the built-in engine, and something that happens before each run: it may wait, fail or panic.
pub fn bundled(before: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Model {
    static LOADED: OnceLock<Model> = OnceLock::new();
    let load = || bundle::load(&Settings { engine: EngineChoice::Rten, ..Settings::default() });
    let bundled = LOADED.get_or_init(|| load().expect("the bundled model loads")).clone();
    let (network, before) = (bundled.network.clone(), Arc::new(before) as Arc<Before>);
    let make =
        move || Ok(Box::new(Wrapped { inner: network.engine()?, before: Arc::clone(&before) }) as Box<dyn Engine>);
    Model { network: Loaded::new(bundled.network.name.clone(), make), ..bundled }
}
