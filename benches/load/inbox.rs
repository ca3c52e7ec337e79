//! The list of all open conversations on staff's screens while some of them change.

use crate::crowd::Crowd;
use crate::dialect::{Door, Mark, Snapshot};
use crate::proc;
use crate::subject::Subject;
use crate::table::Figures;
use crate::workload::Workload;
use futures_util::StreamExt;
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Runs the workload: visitors write in turn, `rate` messages a second each, and the watchers count what reaches them.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    door.unlock().await?;
    let visitors = Crowd::open(&door, 0..workload.conversations).await?;
    let (bytes, frames) = (Rc::new(Cell::new(0_usize)), Rc::new(Cell::new(0_usize)));
    let mut snapshots = Vec::new();
    for _ in 0..workload.watchers {
        let (mut seat, snapshot) = door.watcher().await?;
        snapshots.push(snapshot);
        let (bytes, frames) = (Rc::clone(&bytes), Rc::clone(&frames));
        tokio::task::spawn_local(async move {
            while let Some(Ok(frame)) = seat.socket.next().await {
                bytes.set(bytes.get() + frame.len());
                frames.set(frames.get() + 1);
            }
        });
    }
    let pace = Duration::from_secs_f64(1.0 / (workload.rate.unwrap_or(1.0) * f64::from(workload.conversations)));
    let (mut due, end) = (Instant::now(), Instant::now() + Duration::from_secs_f64(workload.seconds));
    let (used, bytes_before, frames_before) = (proc::cpu_seconds(subject.pid()?)?, bytes.get(), frames.get());
    let mut sent = 0_u64;
    while due < end {
        sleep_until(due).await;
        let conversation = u32::try_from(sent % u64::from(workload.conversations))?;
        let mark = Mark { conversation, number: sent / u64::from(workload.conversations), sent };
        visitors.write(conversation as usize, mark).await?;
        (sent, due) = (sent + 1, due + pace);
    }
    sleep_until(due + Duration::from_millis(500)).await;
    visitors.check()?;
    let cpu = proc::cpu_seconds(subject.pid()?)? - used;
    let each = sent as f64 * f64::from(workload.watchers);
    Ok(Figures::default()
        .one("messages a second", sent as f64 / workload.seconds)
        .one("CPU-s per 100,000", cpu * 100_000.0 / sent as f64)
        .one("bytes to each inbox per message", (bytes.get() - bytes_before) as f64 / each)
        .one("frames to each inbox per message", (frames.get() - frames_before) as f64 / each)
        .one("first 50 lines of the list, ms (slowest)", slowest(&snapshots, |snapshot| snapshot.first_page))
        .one("all of the list, ms (slowest)", slowest(&snapshots, |snapshot| snapshot.whole))
        .one("all of the list, KiB", snapshots.last().map_or(0.0, |snapshot| snapshot.bytes as f64 / 1024.0)))
}

fn slowest(snapshots: &[Snapshot], time: impl Fn(&Snapshot) -> Duration) -> f64 {
    snapshots.iter().map(time).max().unwrap_or_default().as_secs_f64() * 1000.0
}
