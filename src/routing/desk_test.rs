//! The desk's task on a stopped clock: nothing passes but what a test lets pass.

use super::super::fixtures::{ANA, LIN, chat, summary};
use super::*;
use crate::clock::Clock;
use crate::domain::{AlertId, AlertKind, AlertState, Command, PhaseName, Seq, Stage, Timestamp};
use crate::fanout::{Delivery, Follow, Frame, Outbox};
use crate::protocol::server::DistressResources;
use crate::routing::help_words;
use std::sync::Mutex;
use std::time::Duration;
use tokio::time::advance;
use uuid::Uuid;

#[path = "desk_hours_test.rs"]
mod keeping_hours;

const GRACE: Duration = Duration::from_secs(30);
const ESCALATE_AFTER: Duration = Duration::from_mins(1);

/// Wall time that goes with tokio's.
struct Watch(Instant);

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        Timestamp(1_000_000).plus(self.0.elapsed())
    }
    fn fresh_id(&self) -> Uuid {
        Uuid::nil()
    }
}

#[derive(Default)]
struct Posts(Mutex<Vec<Post>>);

impl Conversations for Posts {
    fn post(&self, conv: ConversationId, command: Command) {
        self.0.lock().unwrap().push((conv, command));
    }
}

/// A screen that keeps what it is shown.
#[derive(Default)]
struct Screen(Mutex<Vec<serde_json::Value>>);

impl Outbox for Screen {
    fn deliver(&self, _: &Arc<Delivery>, _: Follow) {}
    fn push(&self, frame: Frame) {
        self.0.lock().unwrap().push(serde_json::from_str(&frame.text).unwrap());
    }
    fn staff(&self) -> Option<StaffId> {
        None
    }
}

impl Screen {
    fn take(&self) -> Vec<serde_json::Value> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

struct Office {
    desk: Desk,
    posts: Arc<Posts>,
    fanout: Arc<Fanout>,
    clock: SharedClock,
    stop: CancellationToken,
}

impl Office {
    fn open() -> Self {
        Self::keeping(Arc::default(), Rules::default())
    }

    fn keeping(calendars: Arc<Calendars>, rules: Rules) -> Self {
        let (posts, fanout) = (Arc::<Posts>::default(), Arc::<Fanout>::default());
        let (clock, stop): (SharedClock, _) = (Arc::new(Watch(Instant::now())), CancellationToken::new());
        let parts = DeskParts {
            conversations: Arc::clone(&posts) as Arc<dyn Conversations>,
            fanout: Arc::clone(&fanout),
            clock: Arc::clone(&clock),
            grace: GRACE,
            escalate_after: ESCALATE_AFTER,
            rules,
            calendars,
            help: help_words(&DistressResources::default()).unwrap(),
            scoring: ScoringStatus::Off { why: "a test".to_owned() },
            stop: stop.clone(),
        };
        let desk = Desk::start(&TaskTracker::new(), parts);
        Self { desk, posts, fanout, clock, stop }
    }

    async fn online(&self, staff: StaffId, capacity: u32) {
        let (name, email, language) = ("Agent".to_owned(), format!("{staff}@demo.test"), Language::En);
        let (available, supervises) = (true, false);
        self.desk.tell(DeskNews::Online { staff, name, email, capacity, available, language, supervises }).await;
    }

    async fn hear(&self, n: u128, phase: PhaseName, agent: Option<StaffId>) {
        let news = summary(chat(n), phase, agent, self.clock.now());
        self.desk.tell(DeskNews::Conversation(Arc::new(news))).await;
    }

    /// What was posted since the last look, in short; the desk has taken in all news by then.
    async fn posted(&self) -> Vec<String> {
        self.desk.board().await.expect("the desk is there");
        let posts = std::mem::take(&mut *self.posts.0.lock().unwrap());
        let name = |agent: StaffId| if agent == LIN { "Lin" } else { "Ana" };
        let short = |(conv, command): Post| {
            let n = conv.0.as_u128();
            match command {
                Command::Offer { agent, packet: None, .. } => format!("offer {n} to {}", name(agent)),
                Command::EndOffer { agent } => format!("end offer {n} to {}", name(agent)),
                Command::LoseAgent { agent } => format!("{n} loses {}", name(agent)),
                Command::Inform { notice, .. } => format!("tell {n}: {notice:?}"),
                other => panic!("the desk never says {other:?}"),
            }
        };
        posts.into_iter().map(short).collect()
    }

    fn screen(&self, follow: Follow) -> Arc<Screen> {
        let screen = Arc::<Screen>::default();
        self.fanout.follow(Uuid::new_v4(), follow, Arc::clone(&screen) as Arc<dyn Outbox>);
        screen
    }
}

#[tokio::test(start_paused = true)]
async fn a_freed_agent_gets_the_next_at_once() {
    let office = Office::open();
    office.online(LIN, 1).await;
    for n in [1, 2] {
        office.hear(n, PhaseName::Waiting, None).await;
    }
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
    office.hear(1, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(1, PhaseName::WithAgent, Some(LIN)).await;
    assert!(office.posted().await.is_empty(), "Lin is at capacity");
    let before = Instant::now();
    office.hear(1, PhaseName::Closed, None).await;
    assert_eq!(office.posted().await, ["offer 2 to Lin"]);
    assert_eq!(before.elapsed(), Duration::ZERO, "no clock was waited for");
}

#[tokio::test(start_paused = true)]
async fn an_offer_that_is_not_confirmed_is_made_again_to_the_same_agent() {
    let office = Office::open();
    office.online(LIN, 1).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
    office.online(ANA, 9).await;
    advance(Duration::from_millis(4_900)).await;
    assert!(office.posted().await.is_empty());
    advance(Duration::from_millis(200)).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
    office.hear(1, PhaseName::HandingOff, Some(LIN)).await;
    advance(Duration::from_mins(1)).await;
    assert!(office.posted().await.is_empty(), "confirmed");
}

#[tokio::test(start_paused = true)]
async fn an_agent_who_never_gets_it_makes_way_for_another() {
    let office = Office::open();
    office.online(LIN, 1).await;
    office.hear(1, PhaseName::Waiting, None).await;
    let mut offers = office.posted().await;
    office.online(ANA, 9).await;
    for _ in 0..3 {
        advance(Duration::from_secs(5)).await;
        offers.extend(office.posted().await);
    }
    assert_eq!(offers, ["offer 1 to Lin", "offer 1 to Lin", "offer 1 to Lin", "offer 1 to Ana"]);
}

#[tokio::test(start_paused = true)]
async fn a_declined_offer_goes_to_the_next_and_comes_back_after_a_minute() {
    let office = Office::open();
    office.online(LIN, 2).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
    office.online(ANA, 1).await;
    office.hear(1, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 1 to Ana"]);
    // Ana takes another one meanwhile and lets this one pass too; but Lin's no is forgotten first.
    office.hear(1, PhaseName::HandingOff, Some(ANA)).await;
    advance(Duration::from_secs(59)).await;
    office.hear(2, PhaseName::WithAgent, Some(ANA)).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"], "everybody said no: the first is asked again");
}

#[tokio::test(start_paused = true)]
async fn a_busy_agent_is_waited_for_until_the_no_of_a_free_one_is_a_minute_old() {
    let office = Office::open();
    office.online(LIN, 2).await;
    office.online(ANA, 1).await;
    office.hear(2, PhaseName::WithAgent, Some(ANA)).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
    office.hear(1, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert!(office.posted().await.is_empty());
    advance(Duration::from_secs(59)).await;
    let told = office.posted().await;
    assert!(told.iter().all(|post| post.starts_with("tell")), "only that it takes longer: {told:?}");
    advance(Duration::from_secs(1)).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
}

#[tokio::test(start_paused = true)]
async fn offers_end_at_once_and_conversations_after_the_grace_when_an_agent_is_gone() {
    let office = Office::open();
    office.online(LIN, 5).await;
    office.hear(1, PhaseName::WithAgent, Some(LIN)).await;
    office.hear(2, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 2 to Lin"]);
    office.hear(2, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(3, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 3 to Lin"]);
    office.desk.tell(DeskNews::Offline { staff: LIN }).await;
    assert_eq!(office.posted().await, ["end offer 2 to Lin"]);
    // The offer of 3 was on its way still.
    office.hear(3, PhaseName::HandingOff, Some(LIN)).await;
    assert_eq!(office.posted().await, ["end offer 3 to Lin"]);
    advance(GRACE.saturating_sub(Duration::from_millis(1))).await;
    assert!(office.posted().await.is_empty());
    advance(Duration::from_millis(1)).await;
    assert_eq!(office.posted().await, ["1 loses Lin", "tell 1: AgentLost"]);
    advance(Duration::from_secs(5)).await;
    assert_eq!(office.posted().await, ["1 loses Lin", "tell 1: AgentLost"], "asked again until it is done");
    office.hear(1, PhaseName::Waiting, None).await;
    advance(Duration::from_secs(5)).await;
    assert!(office.posted().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn who_is_back_within_the_grace_keeps_everything() {
    let office = Office::open();
    office.online(LIN, 5).await;
    office.hear(1, PhaseName::WithAgent, Some(LIN)).await;
    office.desk.tell(DeskNews::Offline { staff: LIN }).await;
    assert!(office.posted().await.is_empty());
    advance(GRACE.saturating_sub(Duration::from_secs(1))).await;
    office.online(LIN, 5).await;
    advance(GRACE * 2).await;
    assert!(office.posted().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_agents_get_the_same_grace() {
    let office = Office::open();
    office.hear(1, PhaseName::WithAgent, Some(LIN)).await;
    office.hear(2, PhaseName::WithAgent, Some(ANA)).await;
    office.hear(3, PhaseName::HandingOff, Some(LIN)).await;
    assert!(office.posted().await.is_empty(), "that offer's own clock runs");
    advance(Duration::from_secs(2)).await;
    office.online(LIN, 5).await;
    advance(GRACE).await;
    assert_eq!(office.posted().await, ["2 loses Ana", "tell 2: AgentLost"]);
}

#[tokio::test(start_paused = true)]
async fn an_offer_that_comes_too_late_for_its_agents_room_ends() {
    let office = Office::open();
    office.online(LIN, 1).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.posted().await, ["offer 1 to Lin"]);
    office.hear(2, PhaseName::WithAgent, Some(LIN)).await;
    office.hear(1, PhaseName::HandingOff, Some(LIN)).await;
    assert_eq!(office.posted().await, ["end offer 1 to Lin"]);
}

#[tokio::test(start_paused = true)]
async fn the_board_is_shown_once_a_beat_and_when_all_is_quiet() {
    let office = Office::open();
    let screen = office.screen(Follow::Board);
    let shown = || screen.take().iter().filter(|frame| frame["t"] == "board").count();
    for n in 1..=40 {
        office.hear(n, PhaseName::Waiting, None).await;
        office.posted().await;
    }
    shown();
    office.hear(41, PhaseName::Waiting, None).await;
    office.posted().await;
    assert_eq!(shown(), 0, "within the beat");
    advance(BEAT).await;
    office.posted().await;
    assert_eq!(shown(), 1);
    advance(QUIET.saturating_sub(BEAT)).await;
    office.posted().await;
    assert_eq!(shown(), 0, "nothing changed");
    advance(BEAT).await;
    office.posted().await;
    assert_eq!(shown(), 1, "so that staleness shows");
}

#[tokio::test(start_paused = true)]
async fn a_new_alert_is_counted_at_once_and_a_storm_of_them_ten_times_a_second() {
    let office = Office::open();
    let screen = office.screen(Follow::Board);
    let critical = || -> Vec<u64> {
        let boards = screen.take().into_iter().filter(|frame| frame["t"] == "board");
        boards.map(|frame| frame["stages"]["critical"].as_u64().unwrap()).collect()
    };
    let alarm = async |n: u128| {
        let mut news = summary(chat(n), PhaseName::WithBot, None, office.clock.now());
        let id = AlertId(Uuid::from_u128(n));
        let raised = AlertState::raised(id, (AlertKind::Anger, Stage::Critical), Vec::new(), Seq(1), news.last_at);
        (news.stage, news.alerts) = (Stage::Critical, vec![raised]);
        office.desk.tell(DeskNews::Conversation(Arc::new(news))).await;
        office.posted().await;
    };
    // Half a beat after what the visitor said was shown.
    advance(BEAT).await;
    office.hear(1, PhaseName::WithBot, None).await;
    office.posted().await;
    advance(URGENT).await;
    office.posted().await;
    critical();
    alarm(1).await;
    assert_eq!(critical(), [1], "with the alert, not at the next beat");
    alarm(1).await;
    assert!(critical().is_empty(), "it is known");
    for n in 2..=40 {
        advance(URGENT / 20).await;
        alarm(n).await;
    }
    advance(URGENT).await;
    office.posted().await;
    let storm = critical();
    assert!((1..=4).contains(&storm.len()) && storm.last() == Some(&40), "{storm:?}");
}

#[tokio::test(start_paused = true)]
async fn the_snapshot_counts_everything_told_before() {
    let office = Office::open();
    office.online(LIN, 3).await;
    office.hear(1, PhaseName::WithBot, None).await;
    office.hear(2, PhaseName::WithAgent, Some(LIN)).await;
    office.hear(3, PhaseName::Waiting, None).await;
    office.hear(4, PhaseName::Waiting, None).await;
    office.hear(4, PhaseName::HandingOff, Some(LIN)).await;
    advance(Duration::from_secs(9)).await;
    let board = office.desk.board().await.expect("the desk is there");
    assert_eq!((board.with_bot, board.waiting, board.with_agent, board.stages.calm), (1, 2, 1, 4));
    assert_eq!(board.longest_wait_ms, 9_000);
    let lin = &board.agents[0];
    assert_eq!((lin.load, lin.capacity, lin.online), (3, 3, true), "held, offered, and on its way");
    office.stop.cancel();
    advance(BEAT).await;
    assert!(office.desk.board().await.is_none(), "the server is stopping");
}

#[tokio::test(start_paused = true)]
async fn who_waits_hears_how_long_and_that_it_takes_longer_before_that_is_over() {
    let office = Office::open();
    let screen = office.screen(Follow::AsVisitor(chat(2)));
    let minutes = || screen.take().last().map(|frame| frame["minutes"].as_u64());
    office.hear(2, PhaseName::Waiting, None).await;
    advance(BEAT).await;
    office.posted().await;
    assert_eq!(minutes(), Some(None), "nobody is there");
    office.hear(1, PhaseName::WithAgent, Some(LIN)).await;
    office.online(LIN, 1).await;
    advance(BEAT).await;
    assert!(office.posted().await.is_empty());
    assert_eq!(
        minutes(),
        Some(Some(11)),
        "five minutes are the average; most waits keep ten, and an answer takes seconds"
    );
    for _ in 0..12 {
        advance(Duration::from_secs(43)).await;
        assert!(office.posted().await.is_empty());
    }
    advance(Duration::from_secs(13)).await;
    let told = office.posted().await;
    assert!(told.len() == 1 && told[0].starts_with("tell 2: Delayed"), "before the last fifth of the eleven: {told:?}");
}

#[tokio::test(start_paused = true)]
async fn visitors_are_told_their_place_when_it_changes_and_now_and_then() {
    let office = Office::open();
    let (first, second) = (office.screen(Follow::AsVisitor(chat(1))), office.screen(Follow::AsVisitor(chat(2))));
    let far = office.screen(Follow::AsVisitor(chat(60)));
    let places = |screen: &Screen| screen.take().iter().map(|frame| frame["position"].as_u64()).collect::<Vec<_>>();
    office.hear(1, PhaseName::Waiting, None).await;
    for n in 2..=60 {
        advance(Duration::from_millis(1)).await;
        office.hear(n, PhaseName::Waiting, None).await;
    }
    office.posted().await;
    advance(BEAT).await;
    office.posted().await;
    assert_eq!((places(&first).last(), places(&second).last()), (Some(&Some(1)), Some(&Some(2))));
    office.hear(1, PhaseName::Closed, None).await;
    office.hear(60, PhaseName::Waiting, None).await;
    advance(BEAT).await;
    office.posted().await;
    assert_eq!((places(&first), places(&second)), (vec![], vec![Some(1)]));
    advance(QUIET).await;
    office.posted().await;
    assert_eq!(places(&second), [Some(1)], "their socket may have been cut meanwhile");
    assert!(far.take().is_empty(), "too far back to be told");
}

#[tokio::test(start_paused = true)]
async fn the_mood_of_the_floor_is_noted_once_a_minute_and_not_before_the_desk_has_settled() {
    let office = Office::open();
    office.hear(1, PhaseName::WithBot, None).await;
    let calm = async || -> Vec<u32> {
        let history = office.desk.moods(None).await.expect("the desk is there");
        history.moods.iter().map(|mood| mood.stages.calm).collect()
    };
    advance(Duration::from_secs(58)).await;
    assert!(calm().await.is_empty(), "a start has not heard of all yet");
    advance(Duration::from_secs(4)).await;
    office.posted().await;
    assert_eq!(calm().await, [1]);
    office.hear(2, PhaseName::WithBot, None).await;
    for _ in 0..120 {
        advance(Duration::from_millis(500)).await;
        office.posted().await;
    }
    assert_eq!(calm().await, [1, 2]);
}
