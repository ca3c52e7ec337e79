//! The simulated model: reads anger off the exclamation marks, as slowly and as badly as the plan says.

use super::sabotage::Sabotage;
use super::switch::Switch;
use crate::simulation::plan::{Mood, Point};
use crate::support::score;
use attune::domain::{Risks, Scoring, Unscored};
use attune::triage::Request;
use attune::triage::by_hand::{Batch, Hand};
use rand::Rng;
use rand::rngs::StdRng;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::task::TaskTracker;

/// How often the model looks for work.
const LOOK: Duration = Duration::from_millis(25);
/// Batches read side by side.
const THREADS: usize = 2;

pub struct Engine {
    pub mood: Mutex<Mood>,
    pub rng: Mutex<StdRng>,
    pub switch: Arc<Switch>,
    pub sabotage: Sabotage,
}

impl Engine {
    pub fn mood(&self, mood: Mood) {
        *self.mood.lock().expect("not poisoned") = mood;
    }

    /// Serves the queue until the process is gone.
    pub async fn run(self: Arc<Self>, hand: Hand) {
        let reading = TaskTracker::new();
        loop {
            sleep(LOOK).await;
            if reading.len() < THREADS
                && let Some(batch) = hand.take()
            {
                reading.spawn(Arc::clone(&self).read(batch));
            }
        }
    }

    async fn read(self: Arc<Self>, batch: Batch) {
        let mood = *self.mood.lock().expect("not poisoned");
        let ms = {
            let mut rng = self.rng.lock().expect("not poisoned");
            match mood {
                Mood::Quick | Mood::Failing => rng.random_range(1..60),
                Mood::Slow => rng.random_range(15_000..30_000),
                Mood::Hanging => rng.random_range(60_000..120_000),
            }
        };
        sleep(Duration::from_millis(ms)).await;
        self.switch.reach(|point| *point == Point::AfterScore);
        if self.switch.is_off() || self.sabotage == Sabotage::LosesScores {
            return;
        }
        batch.answer(|request| match mood {
            Mood::Failing => Scoring::NotScored { why: Unscored::Failed },
            _ => read(request),
        });
    }
}

fn read(request: &Request) -> Scoring {
    let anger = (request.text.matches('!').count() as f32 * 0.33).min(0.99);
    let legal = if request.text.contains("lawyer") { 0.95 } else { 0.0 };
    let distress = if request.text.contains("cannot go on") { 0.9 } else { 0.0 };
    score(anger, Risks { urgent: anger, legal, distress, ..Risks::default() })
}
