//! The book: windows of recent conversations and the ledger, and what is due in any scope. Pure; whoever keeps it
//! posts outcomes and ticks, stores each record, and only then has it applied.

use super::ledger::{Ledger, Standing};
use super::plan::View;
use super::window::{Sample, WINDOW, Window};
use super::{Budgets, Report, report};
use crate::domain::budget::{Basis, LinesChange, Scope};
use crate::domain::{ConversationId, Language, Outcome, SiteId, Timestamp};
use crate::triage::Policy;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// All that is known.
#[derive(Debug, Clone)]
pub struct Book {
    pub(super) budgets: Budgets,
    pub(super) policy: Arc<Policy>,
    basis: Basis,
    windows: BTreeMap<(SiteId, Language), Window>,
    pub(super) ledger: Ledger,
}

impl Book {
    /// An empty one. `model` names the model that reads now; levels read by another one do not count.
    #[must_use]
    pub fn new(budgets: Budgets, policy: Arc<Policy>, model: String) -> Self {
        let basis = Basis { model, policy: policy.version.clone() };
        Self { budgets, policy, basis, windows: BTreeMap::new(), ledger: Ledger::default() }
    }

    /// Takes in how a conversation went. Told of one again, it goes by the last word.
    pub fn hear(&mut self, outcome: &Outcome) {
        self.forget(outcome.conv);
        let Some((sample, language)) = Sample::of(outcome).zip(outcome.language) else { return };
        if outcome.basis == self.basis {
            self.windows.entry((outcome.site.clone(), language)).or_default().push(sample);
        }
    }

    /// The record of what is due in a scope now, if anything is. Nothing changes before it is applied.
    #[must_use]
    pub fn due(&self, scope: &Scope, now: Timestamp) -> Option<LinesChange> {
        let plan = self.look(scope, |view| view.plan(now))?;
        Some(LinesChange {
            version: self.ledger.last() + 1,
            at: now,
            scope: scope.clone(),
            step: plan.step,
            why: plan.why,
            from: self.ledger.standing(scope).and_then(|standing| standing.lines),
            to: plan.to,
            chats: u32::try_from(plan.chats).unwrap_or(u32::MAX),
            per_100: self.budgets.per_100,
            basis: self.basis.clone(),
            reference: plan.reference,
            fit: plan.fit,
        })
    }

    /// Applies a record, which stands in the store by now.
    pub fn apply(&mut self, change: &LinesChange) {
        self.ledger.apply(change);
    }

    /// Which lines are in force.
    #[must_use]
    pub const fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Everything that supervisors are shown.
    #[must_use]
    pub fn report(&self) -> Report {
        report::report(self)
    }

    /// Every scope there is something to say of.
    #[must_use]
    pub fn scopes(&self) -> BTreeSet<Scope> {
        let sites = self.windows.keys().map(|(site, language)| Scope { site: Some(site.clone()), language: *language });
        let everywhere = self.windows.keys().map(|(_, language)| Scope { site: None, language: *language });
        let known = self.ledger.scopes().map(|(scope, _)| scope.clone());
        sites.chain(everywhere).chain(known).collect()
    }

    /// The latest conversations of a scope, in the order of their ends.
    pub(super) fn samples(&self, scope: &Scope) -> Vec<Sample> {
        let fits = |site: &SiteId| scope.site.as_ref().is_none_or(|own| own == site);
        let windows = self.windows.iter().filter(|((site, language), _)| *language == scope.language && fits(site));
        let mut samples: Vec<Sample> = windows.flat_map(|(_, window)| window.samples()).copied().collect();
        samples.sort_by_key(|sample| sample.closed_at);
        samples.split_off(samples.len().saturating_sub(WINDOW))
    }

    /// Hands a scope's view to `look`.
    pub(super) fn look<T>(&self, scope: &Scope, look: impl FnOnce(&View<'_>) -> T) -> T {
        let (samples, fresh) = (self.samples(scope), Standing::default());
        look(&View {
            budgets: &self.budgets,
            basis: &self.basis,
            shipped: self.policy.lines_of(Some(scope.language)),
            standing: self.ledger.standing(scope).unwrap_or(&fresh),
            samples: &samples,
        })
    }

    fn forget(&mut self, conv: ConversationId) {
        for window in self.windows.values_mut() {
            window.forget(conv);
        }
    }
}
