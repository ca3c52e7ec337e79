//! The rules of `[triage.budget]`.

use super::{Budget, Problem};

/// The most conversations that are kept to compute lines from.
const KEPT: u32 = 5_000;

impl Budget {
    /// Everything that is wrong with it.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.check(&mut problems);
        problems
    }

    pub(super) fn check(self, problems: &mut Vec<Problem>) {
        let Self { page, handoff, badge, min_chats, .. } = self;
        let mut hold = |holds: bool, key: &str, value: String, rule: &str| {
            if !holds {
                problems.push(Problem::rule(&format!("triage.budget.{key}"), &value, rule));
            }
        };
        for (key, value) in [("page", page), ("handoff", handoff), ("badge", badge)] {
            // What is no number fails too.
            hold(value > 0.0 && value <= 50.0, key, value.to_string(), "above 0 and at most 50 per 100");
        }
        let is_above = |a: f32, b: f32| a > b;
        hold(
            !is_above(page, handoff),
            "handoff",
            handoff.to_string(),
            "page or more: a handoff costs less than a page",
        );
        hold(
            !is_above(handoff, badge),
            "badge",
            badge.to_string(),
            "handoff or more: a badge costs less than a handoff",
        );
        let in_range = (100..=KEPT).contains(&min_chats);
        hold(in_range, "min_chats", min_chats.to_string(), &format!("100 to {KEPT}"));
        let is_enough = f64::from(min_chats) * f64::from(page) >= 100.0;
        let rule = "100 / page or more: fewer conversations cannot show so small a share";
        // What is out of its range is named above.
        hold(is_enough || !in_range || !is_above(page, 0.0), "min_chats", min_chats.to_string(), rule);
    }
}
