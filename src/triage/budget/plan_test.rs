//! The life of lines on a virtual clock: computed, in shadow, in force, held, given up.

use crate::domain::budget::{Basis, Lines, LinesChange, Scope, Step, Why, parted};
use crate::domain::outcome::AngerAlerts;
use crate::domain::{Language, Outcome, Stage, Timestamp};
use crate::triage::Policy;
use crate::triage::budget::fixtures::{basis, calm_chat, shop};
use crate::triage::budget::{Book, Budgets, Source};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::Arc;

/// Milliseconds of a day; chats end a minute after one another.
const DAY: i64 = 1_440 * 60_000;

struct Life {
    book: Book,
    dice: StdRng,
    chats: u32,
    history: Vec<LinesChange>,
}

impl Life {
    fn new() -> Self {
        let book = Book::new(Budgets::default(), Arc::new(Policy::default()), "m".to_owned());
        Self { book, dice: StdRng::seed_from_u64(3), chats: 0, history: Vec::new() }
    }

    /// Calm chats that peak evenly between two levels.
    fn calm(&mut self, count: u32, from: f32, to: f32) {
        for _ in 0..count {
            let level = self.dice.random_range(from..to);
            self.end(|chat| Outcome { peak: crate::domain::outcome::Peak { level, ..chat.peak }, ..chat });
        }
    }

    fn end(&mut self, make: impl FnOnce(Outcome) -> Outcome) {
        self.chats += 1;
        self.book.hear(&make(calm_chat(self.chats, 0.0)));
    }

    fn now(&self) -> i64 {
        i64::from(self.chats) * 60_000
    }

    /// Does what is due on the site so long after the last chat.
    fn look(&mut self, later: i64) -> Option<(Step, Why)> {
        let change = self.book.due(&here(), Timestamp(self.now() + later))?;
        self.book.apply(&change);
        self.history.push(change.clone());
        Some((change.step, change.why))
    }

    fn lines(&self) -> Option<Lines> {
        self.book.ledger().standing(&here())?.lines
    }
}

fn here() -> Scope {
    Scope { site: Some(shop()), language: Language::En }
}

/// A life whose lines are in force: those of chats that peak between -2 and 0.
fn settled() -> Life {
    let mut life = Life::new();
    life.calm(1_000, -2.0, 0.0);
    assert_eq!(life.look(0), Some((Step::Shadowed, Why::Scheduled)));
    life.calm(1_440, -2.0, 0.0);
    assert_eq!(life.look(0), Some((Step::Promoted, Why::NoWorse)));
    life
}

#[test]
fn lines_come_after_500_chats_and_out_of_the_shadow() {
    let mut life = Life::new();
    life.calm(499, -2.0, 0.0);
    assert_eq!(life.look(0), None);
    life.calm(1, -2.0, 0.0);
    assert_eq!(life.look(0), Some((Step::Shadowed, Why::Scheduled)));
    assert_eq!(life.lines(), None);
    assert_eq!(life.look(2 * DAY), None, "nothing to compare yet");
    life.calm(99, -2.0, 0.0);
    assert_eq!(life.look(2 * DAY), None);
    life.calm(1, -2.0, 0.0);
    assert_eq!(life.look(DAY / 2), None, "a whole day");
    assert_eq!(life.look(DAY), Some((Step::Promoted, Why::NoWorse)));
    let [watch, concern, critical] = life.lines().unwrap();
    assert!((-0.3..-0.1).contains(&watch) && (-0.2..0.1).contains(&concern) && critical > concern, "{watch} {concern}");
    let policy = life.book.ledger().policy(&Policy::default(), &shop());
    assert_eq!(parted(&policy.version).1, Some(2));
    assert_eq!(policy.lines_by_language.en, life.lines());
}

#[test]
fn lines_that_fit_stay_and_are_looked_at_once_a_week() {
    let mut life = settled();
    let before = life.lines();
    for _ in 0..5 {
        life.calm(1_440, -2.0, 0.0);
        assert_eq!(life.look(0), None);
    }
    life.calm(1_440, -2.0, 0.0);
    assert_eq!(life.look(0), Some((Step::Held, Why::WithinNoise)));
    assert_eq!(life.look(60_000), None);
    assert_eq!(life.lines(), before);
}

#[test]
fn drift_is_answered_after_a_day_and_with_the_chats_of_a_week() {
    let mut life = settled();
    life.calm(60, -2.0, 0.0);
    assert_eq!(life.look(0), None);
    life.calm(700, -1.0, 1.0);
    let found = life.look(DAY);
    assert!(matches!(found, Some((Step::Shadowed, Why::OverBudget))), "{found:?}");
    let candidate = life.book.ledger().standing(&here()).unwrap().candidate.unwrap();
    let [watch, .., critical] = life.lines().unwrap();
    assert!(candidate.lines[0] > watch + 0.2 && candidate.lines[2] > critical + 0.7, "{candidate:?}");
    let report = life.book.report();
    let site = report.scopes.iter().find(|scope| scope.scope == here()).unwrap();
    assert!(site.drift.over_budget && site.source == Source::Site);
}

#[test]
fn lines_in_shadow_that_do_worse_are_given_up() {
    let mut life = settled();
    life.calm(1_440 * 7, -4.0, -2.0);
    assert_eq!(life.look(0).unwrap().0, Step::Shadowed, "calmer: lower lines would do");
    let before = life.lines();
    life.calm(1_440, -2.0, 0.0);
    assert_eq!(life.look(0), Some((Step::Dropped, Why::Worse)), "but they are back as they were");
    assert_eq!(life.lines(), before);
}

#[test]
fn lines_that_overspend_where_those_before_would_not_are_rolled_back() {
    let mut life = settled();
    let first = life.lines();
    life.calm(1_440 * 7, -4.0, -2.0);
    life.look(0);
    life.calm(1_440, -4.0, -2.0);
    assert_eq!(life.look(0), Some((Step::Promoted, Why::NoWorse)));
    life.calm(600, -2.0, -0.3);
    assert_eq!(life.look(0), Some((Step::RolledBack, Why::Worse)));
    assert_eq!(life.lines(), first);
    assert_eq!(life.look(0), None, "and not at once again");
    let last = life.history.last().unwrap();
    assert_eq!((last.to, last.from.is_some()), (first, true));
}

#[test]
fn lines_are_rolled_back_when_belief_fits_worse() {
    let mut life = settled();
    for _ in 0..40 {
        life.calm(3, -2.0, -1.3);
        life.end(|chat| Outcome {
            rating: Some(1),
            peak: crate::domain::outcome::Peak { level: -3.0, stage: Stage::Calm },
            ..chat
        });
    }
    assert_eq!(life.look(0), Some((Step::RolledBack, Why::WorseFit)));
    assert_eq!(life.lines(), None, "the policy's own were before them");
}

#[test]
fn alerts_that_nobody_judges_hold_the_lines() {
    let mut life = Life::new();
    life.calm(600, -2.0, 0.0);
    for _ in 0..20 {
        life.end(|chat| Outcome { alerts: AngerAlerts { raised: 1, intervened: 1, ..AngerAlerts::default() }, ..chat });
    }
    assert_eq!(life.look(0), Some((Step::Held, Why::TooFewJudged)));
    assert_eq!(life.look(DAY), None, "said once a week");
    let report = life.book.report();
    let site = report.scopes.iter().find(|scope| scope.scope == here()).unwrap();
    assert_eq!((site.alarms, site.judged, site.purposes[2].realised), (20, 0, None));
}

#[test]
fn another_model_puts_the_policys_own_lines_back() {
    let mut life = settled();
    let mut other = Book::new(Budgets::default(), Arc::new(Policy::default()), "other".to_owned());
    life.history.iter().for_each(|change| other.apply(change));
    let change = other.due(&here(), Timestamp(life.now())).unwrap();
    assert_eq!((change.step, change.why, change.to), (Step::Reset, Why::NewBasis, None));
    other.apply(&change);
    assert_eq!(other.ledger().policy(&Policy::default(), &shop()), Policy::default());
    life.calm(10, 0.0, 1.0);
    other.hear(&Outcome { basis: basis(), ..calm_chat(1, 0.0) });
    assert_eq!(other.report().scopes[0].calm, 0, "levels of the model before do not count");
}

#[test]
fn lines_of_another_policy_do_not_hold_even_before_they_are_reset() {
    let life = settled();
    let newer = Policy { version: "newer".to_owned(), ..Policy::default() };
    assert_eq!(life.book.ledger().policy(&newer, &shop()), newer);
}

#[test]
fn other_budgets_are_computed_for_at_once() {
    let life = settled();
    let budgets = Budgets { per_100: [20.0, 10.0, 2.0], ..Budgets::default() };
    let mut other = Book::new(budgets, Arc::new(Policy::default()), "m".to_owned());
    life.history.iter().for_each(|change| other.apply(change));
    (1..=2_000).for_each(|n| other.hear(&calm_chat(n, -2.0 + n as f32 / 1_000.0)));
    let change = other.due(&here(), Timestamp(life.now())).unwrap();
    assert_eq!((change.step, change.why), (Step::Shadowed, Why::NewBudgets));
    assert!(change.to.unwrap()[0] < life.lines().unwrap()[0], "a larger budget, a lower line");
}

#[test]
fn a_site_of_few_chats_goes_by_the_workspace() {
    let mut life = Life::new();
    life.calm(1_000, -2.0, 0.0);
    let everywhere = Scope { site: None, language: Language::En };
    let at = |life: &Life| Timestamp(life.now());
    let change = life.book.due(&everywhere, at(&life)).unwrap();
    life.book.apply(&change);
    life.calm(1_440, -2.0, 0.0);
    let change = life.book.due(&everywhere, at(&life)).unwrap();
    life.book.apply(&change);
    let small = crate::domain::SiteId::try_from("small".to_owned()).unwrap();
    life.end(|chat| Outcome { site: small.clone(), ..chat });
    let lines = life.book.ledger().policy(&Policy::default(), &small).lines_by_language.en;
    assert_eq!(lines, change.to);
    let report = life.book.report();
    let of_small = report.scopes.iter().find(|scope| scope.scope.site.as_ref() == Some(&small)).unwrap();
    assert_eq!((of_small.source, of_small.calm), (Source::Workspace, 1));
    assert!(life.book.due(&of_small.scope, at(&life)).is_none());
}

#[test]
fn a_year_without_change_never_swings_to_and_fro() {
    let mut life = Life::new();
    for _ in 0..52 * 2 {
        life.calm(100, -2.0, 0.0);
        life.look(7 * DAY / 2 - 100 * 60_000);
        // The clock runs on beyond the chats.
        life.chats += u32::try_from(7 * DAY / 2 / 60_000).unwrap() - 100;
    }
    let in_force: Vec<f32> =
        life.history.iter().filter(|change| change.step.changes_lines()).map(|change| change.to.unwrap()[2]).collect();
    assert!((1..=3).contains(&in_force.len()), "{in_force:?}");
    let turns = in_force.windows(3).filter(|lines| (lines[1] > lines[0]) != (lines[2] > lines[1])).count();
    assert!(turns <= 1, "{in_force:?}");
    assert!(life.history.iter().all(|change| !matches!(change.step, Step::RolledBack | Step::Dropped)));
}

#[test]
fn a_record_says_everything_that_an_audit_asks() {
    let life = settled();
    let [computed, promoted] = &life.history[..] else { panic!("{:?}", life.history) };
    assert_eq!((computed.version, promoted.version), (1, 2));
    assert_eq!((computed.chats, computed.reference.len()), (1_000, 101));
    assert_eq!((promoted.from, promoted.to), (None, computed.to));
    assert_eq!(promoted.basis, Basis { model: "m".to_owned(), policy: Policy::default().version });
    assert!(computed.fit.is_some() && promoted.at > computed.at);
}
