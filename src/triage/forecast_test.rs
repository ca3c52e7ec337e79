//! When there is a forecast, and which way it leans.

use super::*;
use crate::domain::Timestamp;
use crate::triage::policy::Forecast;

fn belief(level: f32, stage: Stage) -> Belief {
    let evidence = Some(level);
    Belief {
        fast: level,
        slow: -2.0,
        level,
        stage,
        below: 0,
        turns: 3,
        rising: 1,
        evidence,
        forecast: None,
        at: Timestamp(0),
    }
}

fn policy(shown: bool) -> Policy {
    let forecast = Forecast { shown, bias: -1.0, level: 0.8, rise: 0.3, evidence: 0.2, turns: 0.1 };
    Policy { forecast, ..Policy::default() }
}

#[test]
fn it_rises_with_the_level_and_is_a_probability() {
    let at = |level| forecast(&policy(true), &belief(level, Stage::Watch)).unwrap();
    assert!(at(-3.0) < at(0.0) && at(0.0) < at(3.0));
    assert!([-60.0, -3.0, 3.0, 60.0].map(at).iter().all(|p| (0.0..=1.0).contains(p)));
}

#[test]
fn there_is_none_where_it_would_be_none() {
    assert_eq!(forecast(&policy(false), &belief(0.0, Stage::Watch)), None, "not proven");
    assert_eq!(forecast(&policy(true), &belief(3.0, Stage::Critical)), None, "it has come true");
    let unread = Belief { evidence: None, ..belief(0.0, Stage::Calm) };
    assert_eq!(forecast(&policy(true), &unread), None, "nothing was read yet");
}
