//! A smaller plan that still fails alike. Takes steps out in chunks, large ones first, as long as the same promise breaks.

use super::Plan;
use std::time::Duration;
use tokio::time::Instant;

/// `fails`: whether a plan still breaks the promise. Stops trying after `most`.
pub fn shrink(plan: &Plan, most: Duration, fails: impl Fn(&Plan) -> bool) -> Plan {
    let began = Instant::now();
    let mut smallest = plan.clone();
    let mut chunk = smallest.steps.len().div_ceil(2).max(1);
    loop {
        let mut start = 0;
        while start < smallest.steps.len() {
            if began.elapsed() > most {
                return smallest;
            }
            let mut candidate = smallest.clone();
            let end = (start + chunk).min(candidate.steps.len());
            candidate.steps.drain(start..end);
            if fails(&candidate) {
                smallest = candidate;
            } else {
                start = end;
            }
        }
        if chunk == 1 {
            return smallest;
        }
        chunk = chunk.div_ceil(2);
    }
}
