//! How well belief fits what became of conversations: the Brier score, and when it is worse than before.

use super::window::Sample;
use crate::domain::budget::Fit;

/// Standard errors beyond which a difference is no chance.
const SURE: f64 = 3.0;
/// Smaller differences mean nothing to anybody.
const MATTERS: f64 = 0.02;

/// Over those whose outcome is known; `None` where there is none. Belief at its peak is the probability given, and
/// "not calm" what it was given for.
pub(super) fn fit<'a>(samples: impl IntoIterator<Item = &'a Sample>) -> Option<Fit> {
    let (mut n, mut sum, mut squares) = (0_u32, 0.0, 0.0);
    for sample in samples {
        let Some(calm) = sample.calm else { continue };
        let p = 1.0 / (1.0 + (-f64::from(sample.peak)).exp());
        let error = (p - f64::from(u8::from(!calm))).powi(2);
        (n, sum, squares) = (n + 1, sum + error, squares + error * error);
    }
    let count = f64::from(n);
    let mean = sum / count;
    let sd = (squares / count - mean * mean).max(0.0).sqrt();
    (n > 0).then_some(Fit { mean: mean as f32, sd: sd as f32, chats: n })
}

/// Whether it has become worse, by more than chance and by enough to matter.
pub(super) fn is_worse(before: &Fit, after: &Fit) -> bool {
    let variance = |fit: &Fit| f64::from(fit.sd).powi(2) / f64::from(fit.chats.max(1));
    let difference = f64::from(after.mean) - f64::from(before.mean);
    difference > MATTERS.max(SURE * (variance(before) + variance(after)).sqrt())
}
