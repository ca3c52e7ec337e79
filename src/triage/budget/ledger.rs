//! The ledger: which lines are in force, a fold of the history of lines and of nothing else.
//!
//! Owns the answer to "which lines stood when this was decided": the history up to the version written beside the
//! decision gives the policy that decided it.

use crate::domain::budget::{Basis, Fit, Lines, LinesChange, Scope, Step, versioned};
use crate::domain::{Language, SiteId, Timestamp};
use crate::triage::Policy;
use std::collections::BTreeMap;

/// Lines in shadow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// The lines.
    pub lines: Lines,
    /// Since when.
    pub since: Timestamp,
}

/// Where a scope stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Standing {
    /// In force; `None`: the policy's own.
    pub lines: Option<Lines>,
    /// Since when; `None`: from the beginning.
    pub since: Option<Timestamp>,
    /// What those in force replaced, while they can still be rolled back.
    pub before: Option<Option<Lines>>,
    /// In shadow.
    pub candidate: Option<Candidate>,
    /// When they were last computed.
    pub computed_at: Option<Timestamp>,
    /// For which budgets.
    pub per_100: Lines,
    /// Percentiles of the peaks they were last computed from.
    pub reference: Vec<f32>,
    /// How many those were.
    pub chats: u32,
    /// How well belief fitted them.
    pub fit: Option<Fit>,
    /// What belief came from.
    pub basis: Basis,
}

impl Standing {
    fn apply(&mut self, change: &LinesChange) {
        self.basis.clone_from(&change.basis);
        match change.step {
            Step::Held | Step::Shadowed => {
                self.computed_at = Some(change.at);
                self.per_100 = change.per_100;
                if !change.reference.is_empty() {
                    self.reference.clone_from(&change.reference);
                    (self.chats, self.fit) = (change.chats, change.fit);
                }
                let since = change.at;
                let in_shadow = change.to.filter(|_| change.step == Step::Shadowed);
                self.candidate = in_shadow.map(|lines| Candidate { lines, since });
            }
            Step::Dropped => self.candidate = None,
            Step::Promoted => {
                self.candidate = None;
                self.before = Some(self.lines);
                (self.lines, self.since) = (change.to, Some(change.at));
            }
            Step::RolledBack => {
                (self.candidate, self.before) = (None, None);
                // What was computed last has failed; the next attempt is a whole term away.
                self.computed_at = Some(change.at);
                (self.lines, self.since) = (change.to, Some(change.at));
            }
            Step::Reset => {
                let basis = change.basis.clone();
                *self = Self { since: Some(change.at), basis, ..Self::default() };
            }
        }
    }
}

/// All scopes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ledger {
    scopes: BTreeMap<Scope, Standing>,
    last: u32,
    in_force: Option<u32>,
}

impl Ledger {
    /// After this history, oldest first.
    #[must_use]
    pub fn of<'a>(history: impl IntoIterator<Item = &'a LinesChange>) -> Self {
        let mut ledger = Self::default();
        history.into_iter().for_each(|change| ledger.apply(change));
        ledger
    }

    /// As it stood at a version (the number after `+b`), of a history oldest first.
    #[must_use]
    pub fn at(history: &[LinesChange], version: u32) -> Self {
        Self::of(history.iter().take_while(|change| change.version <= version))
    }

    /// Takes the next record into account.
    pub fn apply(&mut self, change: &LinesChange) {
        self.scopes.entry(change.scope.clone()).or_default().apply(change);
        self.last = change.version;
        if change.step.changes_lines() {
            self.in_force = Some(change.version);
        }
    }

    /// The number of the last record; 0 before the first.
    #[must_use]
    pub const fn last(&self) -> u32 {
        self.last
    }

    /// Where a scope stands; `None` before its first record.
    #[must_use]
    pub fn standing(&self, scope: &Scope) -> Option<&Standing> {
        self.scopes.get(scope)
    }

    /// All scopes that have a record.
    pub fn scopes(&self) -> impl Iterator<Item = (&Scope, &Standing)> {
        self.scopes.iter()
    }

    /// Whether any lines are in force.
    #[must_use]
    pub fn has_lines(&self) -> bool {
        self.scopes.values().any(|standing| standing.lines.is_some())
    }

    /// The scope whose lines hold on a site under a policy, the site's own before the workspace's; `None`: the policy's
    /// own. Lines that were computed for another policy do not hold.
    #[must_use]
    pub fn holding(&self, policy: &str, site: &SiteId, language: Language) -> Option<(&Scope, Lines)> {
        let own = Scope { site: Some(site.clone()), language };
        [own, Scope { site: None, language }].iter().find_map(|scope| {
            let (scope, standing) = self.scopes.get_key_value(scope)?;
            Some((scope, standing.lines.filter(|_| standing.basis.policy == policy)?))
        })
    }

    /// The policy that decides on a site: `base` with the lines in force, and their version in its own.
    #[must_use]
    pub fn policy(&self, base: &Policy, site: &SiteId) -> Policy {
        let held = |language| self.holding(&base.version, site, language).map(|(_, lines)| lines);
        let [en, zh] = [Language::En, Language::Zh].map(held);
        let mut policy = base.clone();
        if en.is_none() && zh.is_none() {
            return policy;
        }
        policy.lines_by_language.en = en.or(policy.lines_by_language.en);
        policy.lines_by_language.zh = zh.or(policy.lines_by_language.zh);
        policy.version = versioned(&base.version, self.in_force);
        policy
    }
}

#[cfg(test)]
#[path = "ledger_test.rs"]
mod tests;
