//! Whether what a model says may be said. Pure.
//!
//! Owns the rules, which hold whatever the model was talked into: it names articles that it was given; every number
//! stands in them or in the visitor's words; every link stands in them; and enough of its words do. An answer that
//! breaks one is no answer at all.

use super::prompt::{SOURCES, UNKNOWN, name};
use super::{Ground, NoAnswer};
use crate::knowledge::words;
use std::collections::BTreeSet;

/// Longest answer, in characters.
const ANSWER_CHARS: usize = 1_200;
/// The least share of an answer's telling words that stand in the articles it names.
const SHARED: f32 = 1.0 / 3.0;

/// Reads what a model said: which article it named first, and its words.
///
/// # Errors
/// Which rule is broken.
pub(super) fn judge(said: &str, question: &str, grounds: &[Ground]) -> Result<(usize, String), NoAnswer> {
    let said = said.trim();
    if said.trim_matches(|letter: char| !letter.is_alphanumeric()).eq_ignore_ascii_case(UNKNOWN) {
        return Err(NoAnswer::Unknown);
    }
    let (first, text) = said.split_once('\n').ok_or(NoAnswer::Uncited)?;
    let named = named(first, grounds.len()).ok_or(NoAnswer::Uncited)?;
    let text = text.trim();
    if text.is_empty() || text.chars().count() > ANSWER_CHARS {
        return Err(NoAnswer::Garbage("no answer, or a long one"));
    }
    let cited: Vec<&str> =
        named.iter().flat_map(|at| [grounds[*at].title.as_str(), grounds[*at].text.as_str()]).collect();
    let cited = cited.join("\n");
    if text.contains(UNKNOWN) || text.contains("<article") || text.contains("</customer") {
        return Err(NoAnswer::Garbage("marks of the request"));
    }
    if !numbers(text).is_subset(&numbers(&format!("{cited}\n{question}"))) {
        return Err(NoAnswer::Ungrounded("a number"));
    }
    if !links(text).is_subset(&links(&cited)) {
        return Err(NoAnswer::Ungrounded("a link"));
    }
    if shared(text, &cited) < SHARED {
        return Err(NoAnswer::Ungrounded("words"));
    }
    Ok((named[0], text.to_owned()))
}

/// The articles of the first line, if it names at least one and none that was not given.
fn named(line: &str, given: usize) -> Option<Vec<usize>> {
    let list = line.trim().strip_prefix(SOURCES)?;
    let names =
        list.split([',', ' ', '，', '、']).map(|one| one.trim_matches(['[', ']', '.'])).filter(|one| !one.is_empty());
    let places: Option<Vec<usize>> = names.map(|one| (0..given).find(|place| name(*place) == one)).collect();
    places.filter(|places| !places.is_empty())
}

/// Runs of digits, without what stands between them in long ones.
pub(super) fn numbers(text: &str) -> BTreeSet<String> {
    let runs = text.split(|letter: char| !letter.is_numeric() && !matches!(letter, '.' | ','));
    runs.map(|run| run.trim_matches(['.', ',']).replace(',', "")).filter(|run| !run.is_empty()).collect()
}

/// Whatever reads as an address of the web or of mail.
pub(super) fn links(text: &str) -> BTreeSet<String> {
    let parts =
        text.split(|letter: char| letter.is_whitespace() || !letter.is_ascii() || "\"'()<>[],;!?".contains(letter));
    let parts = parts.map(|part| part.trim_matches(['.', ':', '/', '*', '_', '`']).to_ascii_lowercase());
    parts.filter(|part| part.contains("://") || part.contains('@') || is_host(part)).collect()
}

/// `www.shop.example`, `shop.example/path`: a dot between letters.
fn is_host(part: &str) -> bool {
    let host = part.split('/').next().unwrap_or_default();
    let (Some(first), Some(end)) = (host.split('.').next(), host.rsplit('.').next()) else { return false };
    host.contains('.') && first.len() > 1 && end.len() > 1 && end.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Which share of the telling words stands in the articles.
pub(super) fn shared(text: &str, cited: &str) -> f32 {
    let said: BTreeSet<String> = words(text).into_iter().collect();
    let given: BTreeSet<String> = words(cited).into_iter().collect();
    if said.is_empty() { 0.0 } else { said.intersection(&given).count() as f32 / said.len() as f32 }
}

#[cfg(test)]
#[path = "verdict_test.rs"]
mod tests;
