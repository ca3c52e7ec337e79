//! A simulated month of drift: what false-alarm budgets come to when conversations change under them.
//!
//! Owns the worlds and their chances. The lines are computed by the same book that the live server keeps, on a virtual
//! clock; what people do (judge, intervene, rate) is drawn. The peaks are drawn too: how far real ones drift is for a
//! server's own report to say.

use super::metrics::mean;
use super::table::Limit;
use super::{Entry, Section};
use crate::domain::budget::{Basis, Purpose};
use crate::domain::outcome::{AngerAlerts, JudgedReadings, Outcome, Peak};
use crate::domain::{ConversationId, Language, SiteId, Stage, Timestamp};
use crate::triage::Policy;
use crate::triage::budget::{Book, Budgets};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::Arc;
use uuid::Uuid;

/// Days before the month, in which nothing changes and lines are found.
const BEFORE: u32 = 21;
/// Days of the month.
const DAYS: u32 = 30;
/// The clock is looked at so often a day.
const LOOKS: u32 = 2;
/// Milliseconds of a day.
const DAY: u64 = 24 * 60 * 60 * 1_000;
/// The share of visitors who are angry in truth.
const ANGRY: f64 = 0.05;
/// The share of alarms that staff judge, and of conversations that are rated.
const JUDGED: f64 = 0.4;
const RATED: f64 = 0.2;
/// The share of alarms that somebody comes in after.
const HELPED: f64 = 0.8;
/// Months drawn for the table.
const MONTHS: u64 = 8;
/// What `triage.budget` may be overspent by.
const LIMIT: Limit = Limit::AtMost { floor: 2.0, goal: Some(1.5) };

/// How conversations change over the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// Not at all.
    Steady,
    /// Every day a little angrier, by .3 logits in the end.
    Creeping,
    /// From the ninth day on a quarter of the visitors come from another source, and peak 1 logit higher.
    Source,
    /// Weekends are .4 logits angrier, before the month too.
    Weekends,
    /// From the ninth day on everybody is .5 logits calmer.
    Relief,
}

impl World {
    /// All.
    pub const ALL: [Self; 5] = [Self::Steady, Self::Creeping, Self::Source, Self::Weekends, Self::Relief];

    const fn name(self) -> &'static str {
        match self {
            Self::Steady => "a steady month",
            Self::Creeping => "a month of creeping anger",
            Self::Source => "a new source of visitors",
            Self::Weekends => "angrier weekends",
            Self::Relief => "a calmer month",
        }
    }

    /// How much higher a calm conversation peaks on this day of the month.
    fn shift(self, day: u32, dice: &mut impl Rng) -> f32 {
        let of_month = day.checked_sub(BEFORE);
        match (self, of_month) {
            (Self::Weekends, _) if day % 7 >= 5 => 0.4,
            (Self::Creeping, Some(day)) => 0.3 * day as f32 / DAYS as f32,
            (Self::Source, Some(8..)) if dice.random_bool(0.25) => 1.0,
            (Self::Relief, Some(8..)) => -0.5,
            _ => 0.0,
        }
    }
}

/// What a month came to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spent {
    /// Calm conversations.
    pub calm: u32,
    /// How many of them set off each purpose.
    pub alarms: [u32; 3],
    /// How often other lines came into force, or were given up.
    pub changes: u32,
}

impl Spent {
    /// False alarms for each one that the budget allows.
    #[must_use]
    pub fn ratio(&self, purpose: Purpose) -> f64 {
        let allowed = Budgets::default().share(purpose) * f64::from(self.calm);
        f64::from(self.alarms[purpose as usize]) / allowed
    }
}

/// Plays the days before and the month, with so many conversations a day. Unless `kept`, the lines found before the
/// month stay as they are.
#[must_use]
pub fn month(world: World, kept: bool, per_day: u32, seed: u64) -> Spent {
    let mut play = Play::new(seed);
    let mut spent = Spent::default();
    for day in 0..BEFORE + DAYS {
        for look in 0..LOOKS {
            for at in look * per_day / LOOKS..(look + 1) * per_day / LOOKS {
                let now = u64::from(day) * DAY + u64::from(at) * DAY / u64::from(per_day);
                let shift = world.shift(day, &mut play.dice);
                let (is_calm, stage) = play.chat(now, shift);
                if day >= BEFORE && is_calm {
                    spent.calm += 1;
                    Purpose::ALL.iter().filter(|purpose| stage >= purpose.stage()).for_each(|purpose| {
                        spent.alarms[*purpose as usize] += 1;
                    });
                }
            }
            if kept || day < BEFORE {
                let changes = play.look(u64::from(day) * DAY + u64::from(look + 1) * DAY / u64::from(LOOKS));
                spent.changes += if day < BEFORE { 0 } else { changes };
            }
        }
    }
    spent
}

struct Play {
    book: Book,
    policy: Arc<Policy>,
    site: SiteId,
    dice: StdRng,
    chats: u128,
}

impl Play {
    fn new(seed: u64) -> Self {
        let policy = Arc::new(Policy::default());
        let book = Book::new(Budgets::default(), Arc::clone(&policy), "drawn".to_owned());
        let site = SiteId::try_from("shop".to_owned()).expect("a constant within the rules");
        Self { book, policy, site, dice: StdRng::seed_from_u64(seed), chats: 0 }
    }

    /// One conversation: whether it was calm in truth, and the stage it reached.
    fn chat(&mut self, now: u64, shift: f32) -> (bool, Stage) {
        let is_calm = !self.dice.random_bool(ANGRY);
        let level = if is_calm { shift - 2.4 + self.skewed(0.5) } else { 0.5 + self.skewed(0.8) };
        let lines = self.book.ledger().policy(&self.policy, &self.site).lines_of(Some(Language::En));
        let reached = Purpose::ALL.iter().filter(|purpose| level >= lines[**purpose as usize]);
        let stage = reached.map(|purpose| purpose.stage()).max().unwrap_or_default();
        self.chats += 1;
        let is_judged = stage >= Stage::Concern && self.dice.random_bool(JUDGED);
        let at = Timestamp(i64::try_from(now).unwrap_or(i64::MAX));
        let outcome = Outcome {
            conv: ConversationId(Uuid::from_u128(self.chats)),
            site: self.site.clone(),
            language: Some(Language::En),
            opened_at: at,
            closed_at: at,
            peak: Peak { level, stage },
            scored: 5,
            unread: 0,
            rating: self.dice.random_bool(RATED).then_some(if is_calm { 5 } else { 1 }),
            alerts: AngerAlerts { raised: u32::from(stage >= self.policy.alert_stage), ..AngerAlerts::default() },
            sensitive: false,
            readings: JudgedReadings { right: is_judged && !is_calm, mistaken: is_judged && is_calm, missed: false },
            helped: stage >= Stage::Concern && self.dice.random_bool(HELPED),
            basis: Basis { model: "drawn".to_owned(), policy: self.policy.version.clone() },
        };
        self.book.hear(&outcome);
        (is_calm, stage)
    }

    /// The sum of two exponential draws: most conversations stay low, a few go far.
    fn skewed(&mut self, scale: f32) -> f32 {
        let mut draw = || -self.dice.random_range(f32::EPSILON..1.0).ln();
        scale * (draw() + draw())
    }

    /// Does what is due, and answers how often lines changed.
    fn look(&mut self, now: u64) -> u32 {
        let now = Timestamp(i64::try_from(now).unwrap_or(i64::MAX));
        let mut changes = 0;
        for scope in self.book.scopes() {
            if let Some(change) = self.book.due(&scope, now) {
                changes += u32::from(change.step.changes_lines());
                self.book.apply(&change);
            }
        }
        changes
    }
}

/// The section of the table.
#[must_use]
pub fn section() -> Section {
    Section::new("budgets", |_| Ok(World::ALL.into_iter().flat_map(entries).collect::<Vec<_>>().into()))
}

fn entries(world: World) -> Vec<Entry> {
    let set = format!("budgets, {}", world.name());
    let mut entries = Vec::new();
    for (kept, how, limit) in [(true, "", LIMIT), (false, ", lines left alone", Limit::None)] {
        let months: Vec<Spent> = (1..=MONTHS).map(|seed| month(world, kept, 400, seed)).collect();
        for (purpose, name) in Purpose::ALL.into_iter().zip(["badge", "handoff", "page"]) {
            let measure = format!("{name}: realised to budget{how}");
            let ratio = |months: &[&Spent]| mean(months.iter().map(|spent| spent.ratio(purpose)));
            entries.push(Entry::over_rows((&set, &measure), limit, months.clone(), ratio));
        }
    }
    entries
}

#[cfg(test)]
#[path = "month_test.rs"]
mod tests;
