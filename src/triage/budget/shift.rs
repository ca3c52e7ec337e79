//! Whether peaks are still spread as they were: the two-sample Kolmogorov-Smirnov test against percentiles kept with
//! the lines.

use super::window::Peaks;

/// Chance of a false call in one look is 1 in 1,000: the test is looked at every day.
const CRITICAL: f64 = 1.95;
/// Percentiles say where a distribution lies to within this.
const COARSE: f64 = 0.01;
/// With fewer conversations nothing is said.
const LEAST: usize = 100;

/// Percentiles 0 to 100; empty for no peaks.
pub(super) fn percentiles(peaks: &Peaks) -> Vec<f32> {
    let values: Vec<f32> = peaks.sorted().map(|(peak, _)| peak).collect();
    let Some(last) = values.len().checked_sub(1) else { return Vec::new() };
    (0..=100).map(|percent| values[(last * percent + 50) / 100]).collect()
}

/// The largest difference between both distributions, when it is more than chance makes.
pub(super) fn shifted(reference: &[f32], chats: u32, now: &Peaks) -> Option<f64> {
    if reference.is_empty() || now.len() < LEAST || (chats as usize) < LEAST {
        return None;
    }
    let (before, after) = (f64::from(chats), now.len() as f64);
    let critical = CRITICAL * ((before + after) / (before * after)).sqrt() + COARSE;
    Some(distance(reference, now)).filter(|distance| *distance > critical)
}

fn distance(reference: &[f32], now: &Peaks) -> f64 {
    let values: Vec<f32> = now.sorted().map(|(peak, _)| peak).collect();
    let n = values.len() as f64;
    let mut largest: f64 = 0.0;
    let mut from = 0;
    while from < values.len() {
        let value = values[from];
        let to = from + values[from..].partition_point(|other| *other <= value);
        let (under, up_to) = shares(reference, value);
        largest = largest.max((from as f64 / n - under).abs()).max((to as f64 / n - up_to).abs());
        from = to;
    }
    largest
}

/// The shares of a distribution, given by its percentiles, that lie under a value and up to it.
fn shares(percentiles: &[f32], value: f32) -> (f64, f64) {
    let steps = (percentiles.len() - 1) as f64;
    let (under, up_to) =
        (percentiles.partition_point(|other| *other < value), percentiles.partition_point(|other| *other <= value));
    if under < up_to {
        // The value is one of them, and several where many conversations peaked at it.
        return (under as f64 / steps, (up_to - 1) as f64 / steps);
    }
    let (Some(before), Some(after)) = (under.checked_sub(1).map(|at| percentiles[at]), percentiles.get(under)) else {
        return if under == 0 { (0.0, 0.0) } else { (1.0, 1.0) };
    };
    let share = ((under - 1) as f64 + f64::from((value - before) / (after - before))) / steps;
    (share, share)
}

#[cfg(test)]
#[path = "shift_test.rs"]
mod tests;
