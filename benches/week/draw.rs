//! Draws from a seed. Owns the shapes of what is drawn: when people come, how long they stay, how angry they are.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::Duration;

/// Share of the usual crowd by hour of the day; the shop answers from 8 to 22.
const HOURS: [f64; 24] = [
    0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.7, 1.1, 1.5, 1.5, 1.2, 1.3, 1.5, 1.4, 1.3, 1.1, 1.0, 1.1, 1.2, 0.9, 0.0,
    0.0,
];
/// The same by day, Monday first.
const DAYS: [f64; 7] = [1.1, 1.0, 1.0, 1.0, 1.05, 1.3, 1.2];
/// Conversations an hour where both are 1.
const AN_HOUR: f64 = 38.0;

/// A source of chance.
pub struct Draw(StdRng);

impl Draw {
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// From 0 to below 1.
    pub fn share(&mut self) -> f64 {
        self.0.random()
    }

    pub fn chance(&mut self, of: f64) -> bool {
        self.share() < of
    }

    /// Spread like waits for something that comes at random.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    /// When somebody comes, over the week: a Poisson stream whose rate follows the clock.
    pub fn arrivals(&mut self, crowd: f64) -> Vec<Duration> {
        let peak = AN_HOUR * crowd * 2.0;
        let (mut at, mut all) = (0.0, Vec::new());
        loop {
            at += self.exponential(3_600.0 / peak);
            let hour = (at / 3_600.0) as usize;
            if hour >= 7 * 24 {
                return all;
            }
            let rate = AN_HOUR * crowd * HOURS[hour % 24] * DAYS[hour / 24];
            if self.chance(rate / peak) {
                all.push(Duration::from_secs_f64(at));
            }
        }
    }

    /// How long a conversation stays with its agent: nine minutes on average, spread as sums of two exponential times
    /// are; half as long again in anger.
    pub fn stay(&mut self, is_hot: bool) -> Duration {
        let mean = if is_hot { 810.0 } else { 540.0 };
        Duration::from_secs_f64(self.exponential(mean / 2.0) + self.exponential(mean / 2.0))
    }

    /// From the offer to the click.
    pub fn reaction(&mut self) -> Duration {
        Duration::from_secs_f64(2.0 + self.exponential(4.0).min(20.0))
    }
}
