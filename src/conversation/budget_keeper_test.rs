//! Lines over restarts, switched off, and looked back on.

use super::*;
use crate::clock::Clock;
use crate::conversation::fixtures::*;
use crate::conversation::node::{MINUTE, Node};
use crate::conversation::replay::in_force::InForce;
use crate::conversation::replay::logged::{Moment, redecide};
use crate::domain::budget::{Basis, Scope, Step, Why, parted};
use crate::domain::event::CloseCause;
use crate::domain::outcome::{AngerAlerts, JudgedReadings, Outcome, Peak};
use crate::domain::{Command, ConversationId, Event, Language, Risks, Scoring, SiteId, Stage, Timestamp};
use crate::store::MemoryStore;
use crate::triage::Triage;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// A clock that moves when told.
struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
    fn fresh_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

const DAY: i64 = 24 * 60 * 60 * 1_000;

struct World {
    store: Arc<MemoryStore>,
    clock: Arc<Hands>,
    policies: Arc<Policies>,
    ended: u32,
}

impl World {
    fn new() -> Self {
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(Hands(AtomicI64::new(1_000))));
        Self { store, clock, policies: Arc::new(Policies::fixed(Policy::default())), ended: 0 }
    }

    /// So many calm conversations end now.
    fn end(&mut self, count: u32) {
        self.clock.0.fetch_add(1, Ordering::SeqCst);
        for _ in 0..count {
            self.ended += 1;
            let level = -2.0 + (self.ended % 100) as f32 / 50.0;
            let outcome = Outcome {
                conv: ConversationId(Uuid::from_u128(u128::from(self.ended))),
                site: demo(),
                language: Some(Language::En),
                opened_at: self.clock.now(),
                closed_at: self.clock.now(),
                peak: Peak { level, stage: Stage::Calm },
                scored: 3,
                unread: 0,
                rating: None,
                alerts: AngerAlerts::default(),
                sensitive: false,
                readings: JudgedReadings::default(),
                helped: false,
                basis: Basis { model: "m".to_owned(), policy: Policy::default().version },
            };
            self.store.put_outcome(outcome);
        }
        self.clock.0.fetch_add(DAY + 1, Ordering::SeqCst);
    }

    async fn start(&self, enabled: bool) -> (BudgetKeeper, Arc<LinesInForce>) {
        let lines = Arc::new(LinesInForce::default());
        let parts = KeeperParts {
            store: self.store.clone(),
            clock: self.clock.clone(),
            policies: Arc::clone(&self.policies),
            lines: Arc::clone(&lines),
            budgets: Budgets { enabled, ..Budgets::default() },
            model: Some("m".to_owned()),
        };
        (BudgetKeeper::open(parts).await.unwrap(), lines)
    }

    fn decides(&self, lines: &LinesInForce) -> Arc<Policy> {
        lines.policy(self.policies.at(self.clock.now()), &demo())
    }
}

fn demo() -> SiteId {
    SiteId::try_from("demo".to_owned()).unwrap()
}

#[tokio::test]
async fn lines_come_into_force_without_a_restart_and_stay_over_one() {
    let mut world = World::new();
    let (keeper, lines) = world.start(true).await;
    world.end(600);
    keeper.look().await.unwrap();
    assert_eq!(world.decides(&lines).version, Policy::default().version, "in shadow");
    world.end(200);
    keeper.look().await.unwrap();
    let live = world.decides(&lines);
    assert!(parted(&live.version).1.is_some(), "{}", live.version);
    assert_ne!(live.lines_by_language.en, Policy::default().lines_by_language.en);

    let (again, lines) = world.start(true).await;
    assert_eq!(*world.decides(&lines), *live);
    assert_eq!(again.report(100).await.0, keeper.report(100).await.0);
    let elsewhere = SiteId::try_from("elsewhere".to_owned()).unwrap();
    let there = lines.policy(world.policies.at(world.clock.now()), &elsewhere);
    assert_eq!(there.lines_by_language, live.lines_by_language, "the workspace's");

    let (_, lines) = world.start(false).await;
    assert_eq!(*world.decides(&lines), Policy::default(), "switched off");
}

#[tokio::test]
async fn other_budgets_hold_at_once_as_after_a_start_with_them() {
    let mut world = World::new();
    let (keeper, lines) = world.start(true).await;
    world.end(600);
    keeper.look().await.unwrap();
    world.end(200);
    keeper.look().await.unwrap();
    let live = world.decides(&lines);
    assert!(parted(&live.version).1.is_some(), "{}", live.version);
    keeper.spend(Budgets { enabled: false, ..Budgets::default() }).await;
    assert_eq!(*world.decides(&lines), Policy::default(), "switched off");
    keeper.spend(Budgets::default()).await;
    assert_eq!(*world.decides(&lines), *live, "and on again");
    let tight = Budgets { per_100: [4.0, 2.0, 1.0], ..Budgets::default() };
    keeper.spend(tight).await;
    let (report, changes) = keeper.report(1).await;
    assert!(
        report.scopes.iter().flat_map(|scope| &scope.purposes).all(|purpose| tight.per_100.contains(&purpose.budget))
    );
    assert_eq!(changes[0].why, Why::NewBudgets, "lines by them run in shadow first");
}

#[tokio::test]
async fn the_report_tells_what_was_done_newest_first() {
    let mut world = World::new();
    let (keeper, _) = world.start(true).await;
    let (report, changes) = keeper.report(10).await;
    assert_eq!((report.scopes.len(), changes.len()), (0, 0));
    world.end(37);
    keeper.look().await.unwrap();
    let (report, _) = keeper.report(10).await;
    assert!(report.scopes.iter().all(|scope| scope.calm == 37));
    world.end(600);
    keeper.look().await.unwrap();
    world.end(200);
    keeper.look().await.unwrap();
    let (_, changes) = keeper.report(3).await;
    let versions: Vec<(u32, Step)> = changes.iter().map(|change| (change.version, change.step)).collect();
    assert_eq!(versions, [(4, Step::Promoted), (3, Step::Promoted), (2, Step::Shadowed)]);
}

#[tokio::test]
async fn another_policy_is_answered_with_its_own_lines_at_once() {
    let mut world = World::new();
    let (keeper, lines) = world.start(true).await;
    world.end(600);
    keeper.look().await.unwrap();
    world.end(200);
    keeper.look().await.unwrap();
    world.policies = Arc::new(Policies::fixed(Policy { version: "newer".to_owned(), ..Policy::default() }));
    assert_eq!(world.decides(&lines).version, "newer");
    let (keeper, lines) = world.start(true).await;
    assert_eq!(world.decides(&lines).version, "newer");
    let (_, changes) = keeper.report(1).await;
    assert_eq!((changes[0].step, changes[0].why), (Step::Reset, Why::NewBasis));
}

/// Lines that change in the middle of a conversation: the history gives each decision its own back.
#[test]
fn a_log_over_a_change_of_lines_is_decided_again_to_the_bit() {
    let change = |version: u32, lines: [f32; 3]| LinesChange {
        version,
        at: Timestamp(0),
        scope: Scope { site: None, language: Language::En },
        step: Step::Promoted,
        why: Why::NoWorse,
        from: None,
        to: Some(lines),
        chats: 500,
        per_100: [10.0, 5.0, 1.0],
        basis: Basis { model: "m".to_owned(), policy: Policy::default().version },
        reference: Vec::new(),
        fit: None,
    };
    let history = [change(1, [-2.2, -2.0, 4.0]), change(2, [-2.2, 3.5, 4.0])];
    let mut chat = Chat::opened();
    for (id, version) in [(1, 0), (2, 1), (3, 2), (4, 2), (5, 1), (6, 2)] {
        chat.policy = Ledger::at(&history, version).policy(&Policy::default(), &demo());
        chat.put(&say(visitor(), id, "why does nobody answer me")).unwrap();
        let message = chat.state.first_unscored().unwrap();
        chat.put(&Command::Scored { message, scoring: score(0.35, Risks::default()) }).unwrap();
        // As the live clock does before anything else happens.
        chat.now = chat.now.plus(Duration::from_mins(1));
        chat.put(&Command::NoteWaiting).unwrap();
    }
    let versions: Vec<&str> = chat.log.iter().filter_map(|logged| version(&logged.event)).collect();
    let numbers: Vec<Option<u32>> = versions.iter().map(|version| parted(version).1).collect();
    assert!([None, Some(1), Some(2)].iter().all(|number| numbers.contains(number)), "{versions:?}");
    assert!(chat.log.iter().any(|logged| matches!(logged.event, Event::Waited { .. })));
    let again = |history: &[LinesChange]| {
        let rules = InForce::new(Arc::new(Policies::fixed(Policy::default())), history.to_vec());
        redecide(CONV, &chat.log, &|moment: Moment<'_>| rules.at(moment)).unwrap().log
    };
    assert_eq!(again(&history), chat.log);
    assert_ne!(again(&[]), chat.log, "without their history it is another log");
}

/// The version that a decision names.
fn version(event: &Event) -> Option<&str> {
    match event {
        Event::Scored { scoring: Scoring::Scored(score), .. } => Some(&score.by.policy),
        Event::Waited { policy, .. } => policy.as_deref(),
        _ => None,
    }
}

/// From the lines in force to the score, and from the end to the outcome, through the one writer. In real time: the
/// scorer is a thread, which a stopped clock would not wait for.
#[tokio::test]
async fn the_writer_decides_by_the_lines_in_force_and_keeps_how_it_went() {
    let triage = Triage::with_scorer(|_| score(0.3, Risks::default()));
    let node = Node::with(&Arc::new(MemoryStore::new()), MINUTE, triage);
    node.send(open()).await.unwrap();
    let change = LinesChange {
        version: 7,
        at: Timestamp(0),
        scope: Scope { site: Some(demo()), language: Language::En },
        step: Step::Promoted,
        why: Why::NoWorse,
        from: None,
        to: Some([-4.9, -4.8, 4.9]),
        chats: 500,
        per_100: [10.0, 5.0, 1.0],
        basis: Basis { model: "m".to_owned(), policy: Policy::default().version },
        reference: Vec::new(),
        fit: None,
    };
    node.registry.parts.lines.put(&Ledger::of([&change]));
    node.send(say(visitor(), 1, "my parcel is late")).await.unwrap();
    let scored = node.until(|logged| matches!(logged.event, Event::Scored { .. })).await;
    let Event::Scored { scoring: Scoring::Scored(score), belief, .. } = scored.event else { panic!("{scored:?}") };
    assert_eq!((parted(&score.by.policy).1, belief.stage), (Some(7), Stage::Concern));
    assert_eq!(node.store.outcomes_after(0, 10).await.unwrap(), []);
    node.send(Command::Close { by: visitor(), cause: CloseCause::Visitor }).await.unwrap();
    let outcomes = node.store.outcomes_after(0, 10).await.unwrap();
    let [(_, outcome)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!((outcome.peak.stage, outcome.peak.level.to_bits()), (Stage::Concern, belief.level.to_bits()));
    assert_eq!(outcome.basis, Basis { model: "m".to_owned(), policy: Policy::default().version });
}
