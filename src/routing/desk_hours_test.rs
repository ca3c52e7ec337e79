//! The desk outside the business hours: what is held, and what the opening lets go without anybody asking.

use super::*;
use crate::domain::Notice;
use crate::protocol::board::KeptForTeam;
use crate::routing::calendars::Calendars;
use crate::routing::colleagues::ClosedTeam;
use crate::routing::hours::Hours;
use crate::routing::rules::Profile;
use crate::routing::topics::{Topic, Topics};
use jiff::tz::TimeZone;
use tokio::task::yield_now;

/// The clock starts at 00:16:40; it opens at 00:17.
const OPENS_IN: Duration = Duration::from_secs(20);

/// Every day, from and to in minutes after midnight.
fn daily(from: u16, to: u16) -> Hours {
    Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(from, to)]))
}

impl Office {
    /// Open for an hour from then on, and nothing but distress is offered before.
    fn closed() -> Self {
        Self::keeping(Arc::new(daily(17, 77).into()), Rules { offer_when_closed: false, ..Rules::default() })
    }

    /// Lin's team answers from 00:17 to 00:18, Ana's from 00:18 on, and the shop never; returns are Ana's.
    fn of_two_teams() -> Self {
        let calendars = Calendars::new(Arc::new(daily(0, 0)), vec![daily(17, 18), daily(18, 78)]);
        let lin = Profile { calendar: 1, ..Profile::default() };
        let ana = Profile { calendar: 2, skills: vec![0], ..Profile::default() };
        let profiles = [(LIN, lin), (ANA, ana)].map(|(staff, profile)| (format!("{staff}@demo.test"), profile));
        let returns = Topic::new("returns".to_owned(), &["refund".to_owned()], 0);
        let (topics, profiles) = (Topics(vec![returns]), profiles.into());
        let rules = Rules { offer_when_closed: false, topics, profiles, ..Rules::default() };
        Self::keeping(Arc::new(calendars), rules)
    }

    /// The shop never closes; Ana's team, which returns are kept for, opens at 00:17.
    fn of_a_team_that_is_kept_for() -> Self {
        let calendars = Calendars::new(Arc::default(), vec![daily(17, 77)]);
        let ana = Profile { calendar: 1, skills: vec![0], ..Profile::default() };
        let returns = Topic::new("returns".to_owned(), &["refund".to_owned()], 0).kept_until_open();
        let profiles = [(format!("{ANA}@demo.test"), ana)].into();
        Self::keeping(Arc::new(calendars), Rules { topics: Topics(vec![returns]), profiles, ..Rules::default() })
    }

    async fn hear_distress(&self, n: u128) {
        let mut news = summary(chat(n), PhaseName::Waiting, None, self.clock.now());
        let kind = (AlertKind::Distress, Stage::Critical);
        news.alerts = vec![AlertState::raised(AlertId(Uuid::from_u128(n)), kind, Vec::new(), Seq(1), news.last_at)];
        self.desk.tell(DeskNews::Conversation(Arc::new(news))).await;
    }

    /// What was offered since the last look.
    async fn offers(&self) -> Vec<String> {
        let mut posted = self.posted().await;
        posted.retain(|post| post.starts_with("offer"));
        posted
    }

    /// How much was posted, without waking the desk.
    async fn posted_unasked(&self) -> usize {
        for _ in 0..10 {
            yield_now().await;
        }
        self.posts.0.lock().unwrap().len()
    }
}

#[tokio::test(start_paused = true)]
async fn the_opening_itself_lets_the_queue_go_and_distress_never_waits_for_it() {
    let office = Office::closed();
    office.online(LIN, 3).await;
    for n in [1, 2] {
        office.hear(n, PhaseName::Waiting, None).await;
        advance(Duration::from_millis(1)).await;
    }
    office.hear_distress(3).await;
    let mut held = office.posted().await;
    held.retain(|post| post.starts_with("offer"));
    assert_eq!(held, ["offer 3 to Lin"]);
    office.hear(3, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(3, PhaseName::WithAgent, Some(LIN)).await;
    // Between two beats, so that it is the opening that wakes the desk.
    advance(OPENS_IN.saturating_sub(Duration::from_millis(132))).await;
    office.posted().await;
    advance(Duration::from_millis(129)).await;
    assert_eq!(office.posted_unasked().await, 0, "a millisecond before");
    advance(Duration::from_millis(1)).await;
    assert_eq!(office.posted_unasked().await, 2);
    assert_eq!(office.posted().await, ["offer 1 to Lin", "offer 2 to Lin"], "in the order in which they came");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_promised_while_it_is_held_and_supervisors_see_until_when() {
    let office = Office::closed();
    let screen = office.screen(Follow::AsVisitor(chat(1)));
    office.online(LIN, 3).await;
    office.hear(1, PhaseName::Waiting, None).await;
    advance(BEAT).await;
    let told = office.posted().await;
    assert!(told.len() == 1 && told[0].starts_with("tell 1: Closed { opens_at: Some("), "{told:?}");
    let places: Vec<_> =
        screen.take().into_iter().map(|frame| (frame["position"].clone(), frame["minutes"].clone())).collect();
    assert_eq!(places.last(), Some(&(1.into(), serde_json::Value::Null)), "its place, and no minutes");
    let opens_at = Some(Timestamp(1_000_000).plus(OPENS_IN));
    assert_eq!(office.desk.board().await.expect("there").offers_resume_at, opens_at);
    advance(OPENS_IN).await;
    office.posted().await;
    assert_eq!(office.desk.board().await.expect("there").offers_resume_at, None);
}

#[tokio::test(start_paused = true)]
async fn each_team_is_offered_to_from_its_own_opening_on_and_no_longer() {
    let office = Office::of_two_teams();
    office.online(LIN, 1).await;
    office.online(ANA, 1).await;
    for n in [1, 2, 3] {
        office.hear(n, PhaseName::Waiting, None).await;
        advance(Duration::from_millis(1)).await;
    }
    office.posted().await;
    let board = office.desk.board().await.expect("there");
    assert_eq!(board.offers_resume_at, Some(Timestamp(17 * 60_000)), "the first team's opening");
    assert!(board.agents.iter().all(|agent| agent.off_hours));
    advance(OPENS_IN).await;
    assert_eq!(office.offers().await, ["offer 1 to Lin"], "hers alone, and she has one place");
    office.hear(1, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(1, PhaseName::WithAgent, Some(LIN)).await;
    let at_home: Vec<bool> = office.desk.board().await.expect("there").agents.iter().map(|one| one.off_hours).collect();
    assert_eq!(at_home, [false, true], "Ana's hours are over");
    let known = office.desk.colleagues().await.expect("there");
    let opens_at = Some(Timestamp(18 * 60_000));
    assert_eq!(known.closed, [ClosedTeam { team: "returns".to_owned(), opens_at, keeps: false }]);
    // Lin takes one more, and Ana's opening comes between two beats.
    advance(Duration::from_mins(1).saturating_sub(Duration::from_millis(134))).await;
    office.posted().await;
    office.online(LIN, 2).await;
    assert_eq!(office.offers().await, ["offer 2 to Lin"], "her hours are not over yet");
    office.hear(2, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(2, PhaseName::WithAgent, Some(LIN)).await;
    advance(Duration::from_millis(130)).await;
    assert_eq!(office.offers().await, [""; 0], "a millisecond before");
    advance(Duration::from_millis(1)).await;
    assert_ne!(office.posted_unasked().await, 0, "the opening itself");
    assert_eq!(office.offers().await, ["offer 3 to Ana"]);
    assert_eq!(office.desk.colleagues().await.expect("there").closed, []);
    office.online(LIN, 9).await;
    office.hear(4, PhaseName::Waiting, None).await;
    assert_eq!(office.offers().await, [""; 0], "Ana is full, and Lin has gone home");
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_for_a_team_is_told_and_shown_and_goes_to_nobody_else_until_it_has_opened() {
    let office = Office::of_a_team_that_is_kept_for();
    office.online(LIN, 3).await;
    let opens_at = Timestamp(17 * 60_000);
    let passed = summary(chat(1), PhaseName::Waiting, None, office.clock.now());
    let passed = Summary { team: Some("returns".to_owned()), ..passed };
    office.desk.tell(DeskNews::Conversation(Arc::new(passed))).await;
    office.hear(2, PhaseName::Waiting, None).await;
    advance(BEAT).await;
    let mut told = office.posted().await;
    told.sort_unstable();
    let closed = format!("tell 1: {:?}", Notice::Closed { opens_at: Some(opens_at) });
    assert_eq!(told, ["offer 2 to Lin".to_owned(), closed]);
    office.hear(2, PhaseName::HandingOff, Some(LIN)).await;
    office.hear(2, PhaseName::WithAgent, Some(LIN)).await;
    let board = office.desk.board().await.expect("there");
    assert_eq!(board.kept, [KeptForTeam { team: "returns".to_owned(), opens_at, waiting: 1 }]);
    assert_eq!(board.offers_resume_at, None, "others are offered");
    let known = office.desk.colleagues().await.expect("there");
    assert_eq!(known.closed, [ClosedTeam { team: "returns".to_owned(), opens_at: Some(opens_at), keeps: true }]);
    advance(OPENS_IN).await;
    assert_eq!(office.posted().await, [format!("tell 1: {:?}", Notice::Opened)]);
    assert_eq!(office.desk.board().await.expect("there").kept, []);
    advance(Duration::from_mins(1)).await;
    assert_eq!(office.offers().await, ["offer 1 to Lin"], "nobody of them came for as long as patience");
}

#[tokio::test(start_paused = true)]
async fn whoever_can_do_something_else_or_keeps_other_hours_is_offered_who_waits_at_once() {
    let office = Office::of_two_teams();
    office.online(LIN, 1).await;
    office.hear(1, PhaseName::Waiting, None).await;
    let all_day = Calendars::new(Arc::new(daily(0, 0)), vec![daily(17, 18), daily(18, 78), daily(0, 1_440)]);
    office.desk.tell(DeskNews::Calendars(Arc::new(all_day))).await;
    assert_eq!(office.offers().await, [""; 0], "nobody keeps the hours that are open");
    let (email, profile) = (format!("{LIN}@demo.test"), NamedProfile { calendar: 3, ..NamedProfile::default() });
    office.desk.tell(DeskNews::Profile { staff: LIN, email, profile }).await;
    assert_ne!(office.posted_unasked().await, 0, "the news itself");
    assert_eq!(office.offers().await, ["offer 1 to Lin"]);
    office.online(LIN, 2).await;
    office.hear(2, PhaseName::Waiting, None).await;
    assert_eq!(office.offers().await, ["offer 2 to Lin"], "when she connects again too");
}

#[tokio::test(start_paused = true)]
async fn other_hours_hold_at_once() {
    let office = Office::closed();
    office.online(LIN, 3).await;
    office.hear(1, PhaseName::Waiting, None).await;
    assert_eq!(office.offers().await, [""; 0]);
    let open = Calendars::from(daily(0, 1_440));
    office.desk.tell(DeskNews::Calendars(Arc::new(open))).await;
    assert_ne!(office.posted_unasked().await, 0, "the news itself");
    assert_eq!(office.offers().await, ["offer 1 to Lin"]);
    office.desk.tell(DeskNews::Calendars(Arc::new(daily(17, 77).into()))).await;
    office.hear(2, PhaseName::Waiting, None).await;
    assert_eq!(office.offers().await, [""; 0], "closed again");
    office.desk.tell(DeskNews::OfferWhenClosed(true)).await;
    assert_eq!(office.offers().await, ["offer 2 to Lin"], "whoever is there answers at any hour");
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_for_a_team_is_not_once_somebody_of_it_is_at_work() {
    let office = Office::of_a_team_that_is_kept_for();
    office.online(LIN, 3).await;
    let passed = summary(chat(1), PhaseName::Waiting, None, office.clock.now());
    let passed = Summary { team: Some("returns".to_owned()), ..passed };
    office.desk.tell(DeskNews::Conversation(Arc::new(passed))).await;
    assert_eq!(office.offers().await, [""; 0], "its hours are over");
    let skills = vec!["returns".to_owned()];
    let (email, profile) = (format!("{LIN}@demo.test"), NamedProfile { skills, ..NamedProfile::default() });
    office.desk.tell(DeskNews::Profile { staff: LIN, email, profile }).await;
    assert_eq!(office.offers().await, ["offer 1 to Lin"]);
    assert_eq!(office.desk.board().await.expect("there").kept, []);
}
