//! Percentiles of durations.

use std::fmt;
use std::time::Duration;

/// Median, 99th percentile and count.
pub struct Percentiles {
    pub p50: Duration,
    pub p99: Duration,
    pub count: usize,
}

impl Percentiles {
    /// Nearest-rank percentiles.
    pub fn of(mut values: Vec<Duration>) -> Self {
        values.sort_unstable();
        let at = |share: f64| {
            let rank = (share * values.len() as f64).ceil() as usize;
            values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        Self { p50: at(0.50), p99: at(0.99), count: values.len() }
    }
}

impl fmt::Display for Percentiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |d: Duration| d.as_secs_f64() * 1000.0;
        write!(f, "p50 {:.1} ms, p99 {:.1} ms (n = {})", ms(self.p50), ms(self.p99), self.count)
    }
}
