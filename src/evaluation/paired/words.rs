//! The comparison in words: the verdict, and the report as Markdown.

use super::{Group, Labelled, Outcome, Percentiles, Report, Side, Verdict};
use crate::evaluation::interval::Estimate;
use std::fmt::Write;

/// A verdict takes this many messages of each kind …
const EACH: usize = 20;
/// … from this many conversations; below, the intervals themselves cannot be relied on.
const CONVERSATIONS: usize = 10;

/// The order of messages decides, since lines are drawn anew for every model; calibration may not be shown worse.
pub(super) fn verdict(n: usize, labelled: Option<&Labelled>) -> Verdict {
    let Some(labelled) = labelled.filter(|found| found.conversations >= CONVERSATIONS && each(found) >= EACH) else {
        let (positives, negatives) = labelled.map_or((0, 0), |found| (found.positives, found.n - found.positives));
        let words = format!(
            "Not judged: a verdict takes {EACH} messages judged angry and {EACH} judged calm, from {CONVERSATIONS} \
             conversations; there are {positives} and {negatives}. n = {n} messages read by both."
        );
        return Verdict { outcome: Outcome::NotJudged, words };
    };
    let (auroc, brier) = (labelled.auroc.difference, labelled.brier.difference);
    let outcome = if auroc.high < 0.0 || brier.low > 0.0 {
        Outcome::Worse
    } else if auroc.low > 0.0 {
        Outcome::Better
    } else {
        Outcome::NoDifferenceShown
    };
    let said = match outcome {
        Outcome::Better => "Challenger better",
        Outcome::Worse => "Challenger worse",
        Outcome::NoDifferenceShown | Outcome::NotJudged => "No difference shown",
    };
    let words = format!(
        "{said}: AUROC {}, Brier score {} (less is better); n = {} judged messages ({} angry) in {} conversations.",
        signed(auroc),
        signed(brier),
        labelled.n,
        labelled.positives,
        labelled.conversations
    );
    Verdict { outcome, words }
}

const fn each(labelled: &Labelled) -> usize {
    let negatives = labelled.n - labelled.positives;
    if negatives < labelled.positives { negatives } else { labelled.positives }
}

/// The report as Markdown.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut out = head(report);
    if report.n > 0 {
        for part in [groups(&report.groups), flips(&report.groups), risks(report), latency(report)] {
            out.push_str(&part);
        }
    }
    if let Some(found) = &report.labelled {
        out.push_str(&labels(found));
    }
    out
}

fn head(report: &Report) -> String {
    let Report { models, n, conversations, failed, others, older, verdict, .. } = report;
    let mut out = String::from("# Champion and challenger\n\n");
    if report.period.is_none() {
        return out + "Nothing was read by both yet.\n";
    }
    let _ = write!(
        out,
        "**{}**\n\nChampion {}, challenger {}. {n} messages in {conversations} conversations; the challenger failed on \
         {failed}. Left out: {others} of other models, {older} older.\n\nDifferences are the challenger's figure less \
         the champion's, with the 95 % interval of the paired bootstrap over conversations.\n",
        verdict.words, models.champion, models.challenger
    );
    out
}

fn groups(groups: &[Group]) -> String {
    let mut out = String::from(
        "\n| messages | n | same side of .5 | P(anger), difference | expected level, difference | P(anger), distance |\n\
         |---|---|---|---|---|---|\n",
    );
    for Group { name, n, agreement, anger, level, distance, .. } in groups {
        let (anger, level) = (signed(*anger), signed(*level));
        let _ =
            writeln!(out, "| {name} | {n} | {:.1} % | {anger} | {level} | {} |", agreement * 100.0, plain(*distance));
    }
    out
}

fn flips(groups: &[Group]) -> String {
    let mut out = String::from(
        "\nDecisions on single messages. `watch`, `concern` and `critical` set the evidence of a message's words against \
         the policy's lines; alerts and handoff are what it would lead to as the first of a chat.\n\n\
         | messages | decision | champion | challenger | only challenger | only champion |\n|---|---|---|---|---|---|\n",
    );
    for group in groups {
        for flip in &group.flips {
            let (name, line) = (group.name, flip.line);
            let counts = [flip.champion, flip.challenger, flip.up, flip.down].map(|count| count.to_string());
            let _ = writeln!(out, "| {name} | {line} | {} |", counts.join(" | "));
        }
    }
    out
}

fn risks(report: &Report) -> String {
    let mut out = String::from("\n| risk | champion, mean | challenger, mean | distance |\n|---|---|---|---|\n");
    for risk in &report.risks {
        let figures = [risk.champion, risk.challenger, risk.distance].map(plain);
        let _ = writeln!(out, "| {} | {} |", risk.name, figures.join(" | "));
    }
    out
}

fn latency(report: &Report) -> String {
    let line = |who: &str, of: Percentiles| format!("| {who} | {:.2} | {:.2} | {:.2} |\n", of.p50, of.p95, of.p99);
    format!(
        "\nTime in the network, ms. The champion's is each message's share of its batch; the challenger reads alone, at \
         a low priority. Exact repeats are remembered by both.\n\n| | p50 | p95 | p99 |\n|---|---|---|---|\n{}{}",
        line("champion", report.latency.champion),
        line("challenger", report.latency.challenger)
    )
}

fn labels(found: &Labelled) -> String {
    let mut out = format!(
        "\nAgainst {} judged messages ({} angry) in {} conversations.\n\n| measure | champion | challenger | difference \
         |\n|---|---|---|---|\n",
        found.n, found.positives, found.conversations
    );
    for (name, side) in [("AUROC", found.auroc), ("Brier score (less is better)", found.brier)] {
        let Side { champion, challenger, difference } = side;
        let _ = writeln!(out, "| {name} | {} | {} | {} |", plain(champion), plain(challenger), signed(difference));
    }
    let test = &found.mcnemar;
    let _ = writeln!(
        out,
        "\nAt P(anger) = .5 the champion alone is right {} times and the challenger alone {} times (McNemar's exact test: \
         p = {:.3}).",
        test.champion_right, test.challenger_right, test.p
    );
    out
}

fn signed(Estimate { value, low, high }: Estimate) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    format!("{value:+.3} ({low:+.3} to {high:+.3})")
}

fn plain(value: f64) -> String {
    if value.is_nan() { "–".to_owned() } else { format!("{value:.3}") }
}
