//! Who has just had a hot conversation end: others take the next one for a while. Pure: time is an argument, counted
//! from the desk's start. Owns one moment for each agent, nothing more.

use super::Open;
use crate::domain::{PhaseName, StaffId, Summary};
use crate::routing::rules::HOT;
use std::collections::HashMap;
use std::time::Duration;

/// When the last hot conversation of each agent ended.
#[derive(Debug, Default)]
pub(super) struct Strain(HashMap<StaffId, Duration>);

impl Strain {
    /// A conversation changed: whoever held it while it was hot, and holds it no more, is to rest.
    pub(super) fn hear(&mut self, before: Option<&Open>, now_is: &Summary, now: Duration) {
        let held = before.filter(|open| open.stage >= HOT).and_then(Open::holder);
        let holds = now_is.agent.filter(|_| now_is.phase == PhaseName::WithAgent);
        if let Some(agent) = held.filter(|agent| holds != Some(*agent)) {
            self.0.insert(agent, now);
        }
    }

    /// Whether an agent's last hot conversation ended less than `rest` ago.
    pub(super) fn rests(&self, agent: StaffId, rest: Duration, now: Duration) -> bool {
        self.0.get(&agent).is_some_and(|ended| now.saturating_sub(*ended) < rest)
    }
}
