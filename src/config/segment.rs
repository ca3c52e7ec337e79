//! `[[routing.queue.segments]]`: kinds of customers, told by what the shop signs. Owns their rules.

use super::Problem;
use super::routing::{LIFTS, LISTED};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most characters of a name, which stands in lists.
const NAME_CHARS: usize = 40;

/// A kind of customer, by an attribute of the signed identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Its name, as agents read it.
    pub name: String,
    /// The signed attribute that tells it.
    pub attribute: String,
    /// What the attribute says, to the letter; any one of them.
    pub values: Vec<String>,
    /// Stages that it counts more in the queue, 0 to 2.
    #[serde(default)]
    pub lift: u32,
}

/// What is wrong with them, in their order.
pub(super) fn check(segments: &[Segment], problems: &mut Vec<Problem>) {
    let mut add = |key: &str, value: &str, rule: &str| {
        problems.push(Problem::rule(&format!("routing.queue.segments{key}"), value, rule));
    };
    if segments.len() > LISTED {
        add("", &format!("{} long", segments.len()), &format!("at most {LISTED} segments"));
    }
    let mut names = BTreeSet::new();
    for (place, segment) in segments.iter().enumerate() {
        let Segment { name, attribute, values, lift } = segment;
        let is_short = name.chars().count() <= NAME_CHARS && !name.chars().any(char::is_control);
        if name.trim().is_empty() || !is_short || !names.insert(name.as_str()) {
            add(&format!("[{place}].name"), name, &format!("a name of its own, 1 to {NAME_CHARS} characters"));
        }
        if attribute.trim().is_empty() {
            add(&format!("[{place}].attribute"), attribute, "the name of an attribute that the shop signs");
        }
        if values.is_empty() || values.iter().any(|value| value.trim().is_empty()) {
            add(&format!("[{place}].values"), &values.join(", "), "one text or more, none of them empty");
        }
        if *lift > LIFTS {
            add(&format!("[{place}].lift"), &lift.to_string(), &format!("0 to {LIFTS}"));
        }
    }
}
