//! Sockets that only stay open: what each keeps of the server's memory.

use crate::dialect::{Door, Mark};
use crate::pairs;
use crate::proc;
use crate::subject::Subject;
use crate::table::Figures;
use crate::workload::Workload;
use futures_util::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Runs the workload: every socket writes `rate` messages, waits for the answers, and is silent.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    // A few first, so that what the server allocates once is not counted.
    let first = pairs::open_visitors(&door, 64).await?;
    let before = proc::resident_bytes(subject.pid()?)?;
    let mut seats = Vec::with_capacity(workload.conversations as usize);
    for conversation in 0..workload.conversations {
        seats.push(door.visitor(64 + conversation).await?);
    }
    for number in 0..workload.rate.unwrap_or_default() as u64 {
        for (conversation, seat) in (64..).zip(&mut seats) {
            let frame = seat.speech.write(&Mark { conversation, number, sent: number });
            seat.socket.send(frame).await?;
            // Whatever the answer is: the sockets should have been read from and written to.
            if subject.kind.acknowledges() {
                let _ = timeout(Duration::from_secs(5), seat.socket.next()).await;
            }
        }
    }
    sleep(Duration::from_secs_f64(workload.warmup)).await;
    let (spent, after) = (proc::cpu_seconds(subject.pid()?)?, proc::resident_bytes(subject.pid()?)?);
    sleep(Duration::from_secs_f64(workload.seconds)).await;
    let idle_share = (proc::cpu_seconds(subject.pid()?)? - spent) / workload.seconds;
    drop((first, seats));
    let kept = after.saturating_sub(before) as f64 / 1024.0 / f64::from(workload.conversations);
    Ok(Figures::default().one("KiB per socket", kept).one("share of a core while idle", idle_share))
}
