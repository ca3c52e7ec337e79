//! A comparison in words and tables, for people. Pure.

use super::{Change, Comparison, Lead, Report, Target};
use crate::domain::{AlertKind, Stage};
use std::fmt::Write;

/// Two policies beside each other; `link` gives the address of a conversation.
#[must_use]
pub fn markdown(
    comparison: &Comparison,
    (old, new): (&str, &str),
    link: impl Fn(&crate::domain::ConversationId) -> String,
) -> String {
    let mut text = format!("| | policy {old} | policy {new} |\n|---|---:|---:|\n");
    for (name, value) in rows() {
        row(&mut text, name, [value(&comparison.old), value(&comparison.new)]);
    }
    let mut kinds: Vec<(AlertKind, Stage)> =
        comparison.old.by.iter().chain(&comparison.new.by).map(|count| (count.kind, count.stage)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for (kind, stage) in kinds {
        let count = |report: &Report| {
            let found = report.by.iter().find(|count| (count.kind, count.stage) == (kind, stage));
            found.map_or(0, |count| count.alerts).to_string()
        };
        let name = format!("alerts: {}, {}", kind.name(), stage_name(stage));
        row(&mut text, &name, [count(&comparison.old), count(&comparison.new)]);
    }
    let Comparison { gained, lost, earlier, later, left_out, .. } = comparison;
    let _ = writeln!(text, "\n{gained} alerts gained, {lost} lost, {earlier} earlier, {later} later.");
    if comparison.changes.is_empty() {
        return text;
    }
    text.push_str("\n| conversation | alert | change | turns | seconds |\n|---|---|---|---:|---:|\n");
    for changed in &comparison.changes {
        let alert = format!("{}, {}", changed.kind.name(), stage_name(changed.stage));
        let (by, seconds) = match changed.change {
            Change::Gained | Change::Lost => ("–".to_owned(), "–".to_owned()),
            Change::Earlier | Change::Later => (format!("{:+}", changed.turns), format!("{:+}", changed.seconds)),
        };
        let change = super::name(changed.change);
        let _ = writeln!(text, "| {} | {alert} | {change} | {by} | {seconds} |", link(&changed.conv));
    }
    if *left_out > 0 {
        let _ = writeln!(text, "\n… and {left_out} more.");
    }
    text
}

type Value = fn(&Report) -> String;

fn rows() -> [(&'static str, Value); 11] {
    [
        ("conversations", |report| report.conversations.to_string()),
        ("alerts", |report| report.alerts.to_string()),
        ("alerts per 100 conversations", |report| format!("{:.1}", report.per_100)),
        ("alerts per supervisor and hour", |report| format!("{:.2}", report.load.per_hour)),
        ("the same in the busiest hour", |report| format!("{:.2}", report.load.busiest)),
        ("lead over the worst message", |report| lead(report, Target::Worst)),
        ("lead over a person's first words", |report| lead(report, Target::Human)),
        ("lead over a bad rating", |report| lead(report, Target::BadRating)),
        ("bad conversations", |report| report.bad.to_string()),
        ("of these without an alert", |report| report.missed.to_string()),
        ("false alarms", |report| report.false_alarms.to_string()),
    ]
}

fn lead(report: &Report, against: Target) -> String {
    match report.lead.iter().find(|lead| lead.against == against) {
        Some(Lead { turns: Some(turns), seconds: Some(seconds), conversations, .. }) => {
            format!("{turns:+} turns, {seconds:+} s (median of {conversations})")
        }
        _ => "–".to_owned(),
    }
}

fn row(text: &mut String, name: &str, [old, new]: [String; 2]) {
    let _ = writeln!(text, "| {name} | {old} | {new} |");
}

const fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Calm => "calm",
        Stage::Watch => "watch",
        Stage::Concern => "concern",
        Stage::Critical => "critical",
    }
}
