//! Nothing is put in force that was not shown or that a guard stands against; what does worse goes back by itself, and a
//! restart knows it all.

use super::*;
use crate::clock::Clock;
use crate::conversation::fixtures::{OWNER, customer};
use crate::conversation::{State, evolve};
use crate::domain::{ConversationId, Event, Judgement, Reading, Seq, SiteId, StaffId, Stage, Stamped, Subject};
use crate::store::{Append, MemoryStore};
use proptest::prelude::*;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
    fn fresh_id(&self) -> Uuid {
        Uuid::now_v7()
    }
}

const OFF: Correction = Correction { slope: 0.6, bias: -0.8 };

struct World {
    store: Arc<MemoryStore>,
    clock: Arc<Hands>,
    triage: Triage,
    answered: u32,
}

impl World {
    fn new() -> Self {
        let (store, clock) = (Arc::new(MemoryStore::new()), Arc::new(Hands(AtomicI64::new(1_000_000))));
        let triage = Triage::with_scorer(|_| unreachable!("nobody says anything"));
        Self { store, clock, triage, answered: 0 }
    }

    async fn keeper(&self) -> CalibrationKeeper {
        let clock: SharedClock = self.clock.clone();
        CalibrationKeeper::open(self.store.clone(), clock, self.triage.clone()).await.unwrap()
    }

    /// So many conversations in which two messages were asked about, and people's anger follows `truth`.
    async fn answer(&mut self, conversations: u32, truth: Correction) {
        self.clock.0.fetch_add(1_000, Ordering::SeqCst);
        for _ in 0..conversations {
            let site = SiteId::try_from("demo".to_owned()).unwrap();
            let opened = Event::Opened { site, visitor: OWNER, customer: customer("/"), before: None, earlier: None };
            let asked: Vec<_> = (0..2).flat_map(|half| self.question(half, truth)).collect();
            let (conv, at) = (ConversationId(Uuid::now_v7()), self.clock.now());
            let events: Vec<_> = (1..)
                .zip([(Party::Visitor, opened)].into_iter().chain(asked))
                .map(|(seq, (by, event))| {
                    let public = event.is_public().then_some(Seq(1));
                    Stamped { seq: Seq(seq), public, at, by, event }
                })
                .collect();
            let summary = events.iter().fold(State::default(), evolve).summary(conv).unwrap();
            self.store.append(&Append { conv, events, summary, outcome: None, claim: None }).await.unwrap();
        }
        self.clock.0.fetch_add(1_000, Ordering::SeqCst);
    }

    fn question(&mut self, half: u64, truth: Correction) -> [(Party, Event); 2] {
        self.answered += 1;
        let place = f64::from(self.answered);
        let base = 0.02 + 0.96 * (place * 0.618_034).fract() as f32;
        let is_angry = (place * 0.754_877).fract() < f64::from(truth.of(base));
        let (message, model) = (Seq(half + 1), "scripted".to_owned());
        let read = Reading { language: Some(Language::En), anger: base, base, stage: Stage::Calm, model };
        let judgement = if is_angry == read.says_angry() { Judgement::Right } else { Judgement::Wrong };
        let sampled = Event::Sampled { message, p: 0.5, read: read.clone() };
        let (subject, read) = (Subject::Message { message }, Some(read));
        let judged = Event::Judged { subject, judgement, level: None, asked: true, read, mutes: None };
        [(Party::System, sampled), (sam(), judged)]
    }
}

fn sam() -> Party {
    Party::Staff { id: StaffId(Uuid::from_u128(7)), name: "Sam".to_owned() }
}

async fn shown(keeper: &CalibrationKeeper) -> Proposal {
    keeper.known().await.unwrap().proposal(Language::En).unwrap()
}

#[tokio::test]
async fn only_what_was_shown_is_put_in_force_and_a_restart_knows_it() {
    let mut world = World::new();
    let keeper = world.keeper().await;
    let guarded = keeper.apply(Language::En, &shown(&keeper).await.id, sam()).await;
    assert!(matches!(guarded, Err(NotChanged::Guarded)), "nobody has answered anything");
    world.answer(150, OFF).await;
    let proposal = shown(&keeper).await;
    assert_eq!(proposal.found.verdict, Verdict::Ready, "{proposal:?}");
    world.answer(5, OFF).await;
    let outdated = keeper.apply(Language::En, &proposal.id, sam()).await;
    assert!(matches!(outdated, Err(NotChanged::Outdated)), "people have answered since: {outdated:?}");
    let proposal = shown(&keeper).await;
    keeper.apply(Language::En, &proposal.id, sam()).await.unwrap();
    assert_eq!(world.triage.recalibration().en, proposal.found.correction);
    let again = keeper.apply(Language::En, &proposal.id, sam()).await;
    assert!(matches!(again, Err(NotChanged::Guarded)), "it is in force: {again:?}");
    let fresh = World { triage: Triage::with_scorer(|_| unreachable!("nobody says anything")), ..world };
    let keeper = fresh.keeper().await;
    assert_eq!(fresh.triage.recalibration().en, proposal.found.correction);
    let undone = keeper.undo(sam()).await.unwrap();
    assert!(undone.change.undoes && !fresh.triage.recalibration().is_in_force());
    assert!(matches!(keeper.undo(sam()).await, Err(NotChanged::NothingToUndo)));
    assert_eq!(keeper.known().await.unwrap().records.len(), 2, "the history is kept");
}

#[tokio::test]
async fn what_later_answers_speak_against_goes_back_by_itself_and_what_they_bear_out_stays() {
    for (truth, goes) in [(OFF, false), (Correction::NONE, true)] {
        let mut world = World::new();
        let keeper = world.keeper().await;
        world.answer(150, OFF).await;
        keeper.apply(Language::En, &shown(&keeper).await.id, sam()).await.unwrap();
        assert_eq!(keeper.look().await.unwrap(), None, "nobody has answered since");
        world.answer(100, truth).await;
        let gone = keeper.look().await.unwrap();
        assert_eq!(
            gone.as_ref().map(|record| (record.by.clone(), record.change.undoes)),
            goes.then_some((Party::System, true))
        );
        assert_eq!(world.triage.recalibration().is_in_force(), !goes);
        assert_eq!(keeper.look().await.unwrap(), None, "once");
    }
}

#[tokio::test]
async fn without_a_model_nothing_is_offered_or_changed() {
    let world = World { triage: Triage::off("no model in this test"), ..World::new() };
    let keeper = world.keeper().await;
    assert_eq!(keeper.known().await.unwrap().proposal(Language::En), None);
    assert!(matches!(keeper.apply(Language::En, "", sam()).await, Err(NotChanged::NotScoring)));
    assert!(matches!(keeper.undo(sam()).await, Err(NotChanged::NotScoring)));
    assert_eq!(keeper.look().await.unwrap(), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever people answer: what is in force changes only where the verdict was `ready`, and stays within bounds.
    #[test]
    fn no_answers_get_a_guarded_line_into_force(slope in 0.2_f32..2.5, bias in -3.0_f32..3.0, conversations in 0_u32..90) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut world = World::new();
            let keeper = world.keeper().await;
            world.answer(conversations, Correction { slope, bias }).await;
            let proposal = shown(&keeper).await;
            let applied = keeper.apply(Language::En, &proposal.id, sam()).await;
            let now = world.triage.recalibration();
            assert_eq!(applied.is_ok(), proposal.found.verdict == Verdict::Ready);
            assert_eq!(now.is_in_force(), applied.is_ok());
            assert_eq!(now.en, now.en.bounded());
        });
    }
}
