//! The desk outside the business hours: what is held, and what the opening lets go without anybody asking.

use super::*;
use jiff::tz::TimeZone;
use tokio::task::yield_now;

/// The clock starts at 00:16:40; it opens at 00:17.
const OPENS_IN: Duration = Duration::from_secs(20);

impl Office {
    /// Open for an hour from then on, and nothing but distress is offered before.
    fn closed() -> Self {
        let hours = Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(17, 77)]));
        Self::keeping(Arc::new(hours), Rules { offer_when_closed: false, ..Rules::default() })
    }

    async fn hear_distress(&self, n: u128) {
        let mut news = summary(chat(n), PhaseName::Waiting, None, self.clock.now());
        let kind = (AlertKind::Distress, Stage::Critical);
        news.alerts = vec![AlertState::raised(AlertId(Uuid::from_u128(n)), kind, Vec::new(), Seq(1), news.last_at)];
        self.desk.tell(DeskNews::Conversation(Arc::new(news))).await;
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
