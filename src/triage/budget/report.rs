//! What supervisors are shown of the budgets. Owns the figures; words are the client's.

use super::book::Book;
use super::plan::View;
use super::rate::{Rate, Z95};
use super::window::{Judged, Peaks, Sample};
use crate::domain::budget::{Lines, Purpose, Scope};
use crate::domain::{Language, SiteId, Timestamp};

/// Everything.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Whether lines are computed at all.
    pub enabled: bool,
    /// Calm conversations needed before they are.
    pub min_chats: u32,
    /// One for each site and language, and one for each language in the whole workspace.
    pub scopes: Vec<LinesReport>,
}

/// Whose lines hold in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The policy's own.
    Shipped,
    /// Computed over the whole workspace.
    Workspace,
    /// Computed for the site.
    Site,
}

/// In what way conversations are no longer as they were.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// More false alarms than the budget allows, by more than chance and by half at least.
    pub over_budget: bool,
    /// How far peaks have shifted, where that is no chance: the largest difference of the distributions, 0 to 1.
    pub shift: Option<f64>,
}

/// One scope.
#[derive(Debug, Clone, PartialEq)]
pub struct LinesReport {
    /// Which.
    pub scope: Scope,
    /// Whose lines hold.
    pub source: Source,
    /// Since when; `None`: from the beginning.
    pub since: Option<Timestamp>,
    /// Calm conversations in the window.
    pub calm: u32,
    /// Conversations in the window that a person was called to for anger, and that only staff can judge.
    pub alarms: u32,
    /// How many of them were judged.
    pub judged: u32,
    /// Each purpose, in the order of the lines.
    pub purposes: Vec<PurposeReport>,
    /// How conversations have changed.
    pub drift: Drift,
    /// Lines in shadow.
    pub candidate: Option<Lines>,
}

/// One purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PurposeReport {
    /// Which.
    pub purpose: Purpose,
    /// False alarms allowed per 100 calm conversations.
    pub budget: f32,
    /// The line in force, logit.
    pub line: f32,
    /// False alarms in calm conversations since it came into force; `None` where too few alarms were judged.
    pub realised: Option<Rate>,
}

pub(super) fn report(book: &Book) -> Report {
    let scopes = book.scopes().into_iter().map(|scope| book.look(&scope, |view| of(book, &scope, view))).collect();
    Report { enabled: book.budgets.enabled, min_chats: book.budgets.min_chats, scopes }
}

fn of(book: &Book, scope: &Scope, view: &View<'_>) -> LinesReport {
    let (source, lines, since) = holding(book, scope, view);
    let all = Judged::of(view.samples);
    let calm: Vec<&Sample> = view.samples.iter().filter(|sample| sample.calm == Some(true)).collect();
    let is_under = |sample: &&Sample| since.is_none_or(|since| sample.opened_at >= since);
    let under: Vec<&Sample> = calm.iter().copied().filter(is_under).collect();
    let realised = all.weight().map(|weight| realised(&under, weight));
    let lately = view.lately();
    let purposes = Purpose::ALL.map(|purpose| PurposeReport {
        purpose,
        budget: book.budgets.per_100[purpose as usize],
        line: lines[purpose as usize],
        realised: realised.map(|rates| rates[purpose as usize]),
    });
    LinesReport {
        scope: scope.clone(),
        source,
        since,
        calm: u32::try_from(calm.len()).unwrap_or(u32::MAX),
        alarms: all.alarms,
        judged: all.judged,
        purposes: purposes.to_vec(),
        drift: Drift {
            over_budget: lately.as_ref().is_some_and(|lately| view.over_budget(lately)),
            shift: lately.as_ref().and_then(|lately| view.shift(lately)),
        },
        candidate: view.standing.candidate.map(|candidate| candidate.lines),
    }
}

/// Whose lines hold in a scope, which, and since when.
fn holding(book: &Book, scope: &Scope, view: &View<'_>) -> (Source, Lines, Option<Timestamp>) {
    let found = match &scope.site {
        Some(site) => held(book, site, scope.language),
        None => view.standing.lines.map(|lines| (Source::Workspace, lines, view.standing.since)),
    };
    found.unwrap_or((Source::Shipped, view.shipped, view.standing.since))
}

fn held(book: &Book, site: &SiteId, language: Language) -> Option<(Source, Lines, Option<Timestamp>)> {
    let (scope, lines) = book.ledger.holding(&book.policy.version, site, language)?;
    let source = if scope.site.is_some() { Source::Site } else { Source::Workspace };
    Some((source, lines, book.ledger.standing(scope).and_then(|standing| standing.since)))
}

/// Over conversations that were under these lines from their beginning: what they set off in truth, words alone
/// included.
fn realised(under: &[&Sample], weight: f64) -> [Rate; 3] {
    let calm = Peaks::of(under.iter().copied(), weight);
    Purpose::ALL.map(|purpose| {
        let alarms = under.iter().copied().filter(|sample| sample.stage >= purpose.stage());
        Rate::among(&calm, Peaks::of(alarms, weight).total(), Z95)
    })
}
