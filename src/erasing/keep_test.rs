use super::*;
use std::sync::Mutex;
use tokio::time::{Instant, advance};
use tokio_util::task::TaskTracker;

const DAY: Duration = Duration::from_hours(24);
const MINUTE: Duration = Duration::from_mins(1);

/// Keeps from when on something would have gone, in minutes after the start.
#[derive(Clone)]
struct Broom {
    started: Instant,
    swept: Arc<Mutex<Vec<i64>>>,
}

impl Sweeper for Broom {
    fn now(&self) -> Timestamp {
        Timestamp(0).plus(self.started.elapsed())
    }

    async fn sweep(&self, until: Timestamp) -> Result<u32, EraseError> {
        self.swept.lock().unwrap().push(until.0 / 60_000);
        Ok(0)
    }
}

fn broom() -> Broom {
    Broom { started: Instant::now(), swept: Arc::default() }
}

/// Days before the start, and minutes after it.
fn at(days: u32, minutes: i64) -> i64 {
    minutes - i64::from(days) * 24 * 60
}

async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

async fn pass(minutes: u32) {
    settle().await;
    for _ in 0..minutes {
        advance(MINUTE).await;
        settle().await;
    }
}

#[tokio::test(start_paused = true)]
async fn an_hour_after_a_change_it_holds_and_not_before() {
    let (broom, days, stop) = (broom(), Arc::new(KeptDays::new(30, None, 100)), CancellationToken::new());
    let swept = || std::mem::take(&mut *broom.swept.lock().unwrap());
    let tasks = TaskTracker::new();
    tasks.spawn(keep(broom.clone(), Arc::clone(&days), stop.clone()));
    pass(50).await;
    assert_eq!(swept(), [at(30, 0)], "at the start");
    days.amend(Some(1));
    pass(59).await;
    assert_eq!(swept(), [0; 0], "it can be taken back");
    days.amend(Some(2));
    pass(59).await;
    assert_eq!(swept(), [0; 0], "each change begins the hour anew");
    pass(2).await;
    assert_eq!(swept(), [at(2, 169)]);
    days.amend(Some(0));
    pass(200).await;
    assert_eq!(swept(), [0; 0], "for good");
    days.amend(None);
    pass(61).await;
    assert_eq!(swept().len(), 1, "as configured");
    stop.cancel();
    tasks.close();
    tasks.wait().await;
}

#[test]
fn what_cannot_be_set_any_more_is_not_in_force() {
    assert_eq!(KeptDays::new(30, Some(101), 100).in_force(), 30);
    assert_eq!(KeptDays::new(30, Some(100), 100).in_force(), 100);
    assert_eq!(KeptDays::until(0, Timestamp(7)), None);
    assert_eq!(KeptDays::until(1, Timestamp(0).plus(DAY)), Some(Timestamp(0)));
}
