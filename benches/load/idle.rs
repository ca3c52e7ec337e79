//! Sockets that only stay open: what each keeps of the server's memory.

use crate::crowd::Crowd;
use crate::dialect::{Door, Mark};
use crate::proc;
use crate::subject::Subject;
use crate::table::Figures;
use crate::workload::Workload;
use anyhow::ensure;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Sockets that are opened first, so that what the server allocates once is not counted.
const FIRST: u32 = 64;
/// How long the last acknowledgements may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Messages under way: a server that is asked for more would only queue them.
const UNDER_WAY: u64 = 256;

/// Runs the workload: every socket writes `rate` messages, waits for the answers, and is silent.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    let first = Crowd::open(&door, 0..FIRST).await?;
    let before = proc::resident_bytes(subject.pid()?)?;
    let crowd = Crowd::open(&door, FIRST..FIRST + workload.conversations).await?;
    let mut written = 0;
    for number in 0..workload.rate.unwrap_or_default() as u64 {
        for (conversation, place) in (FIRST..).zip(0..workload.conversations as usize) {
            crowd.write(place, Mark { conversation, number, sent: number }).await?;
            written += 1;
            stored(subject, &crowd, written, UNDER_WAY).await?;
        }
    }
    stored(subject, &crowd, written, 1).await?;
    sleep(Duration::from_secs_f64(workload.warmup)).await;
    let (spent, after) = (proc::cpu_seconds(subject.pid()?)?, proc::resident_bytes(subject.pid()?)?);
    sleep(Duration::from_secs_f64(workload.seconds)).await;
    let idle_share = (proc::cpu_seconds(subject.pid()?)? - spent) / workload.seconds;
    first.check()?;
    crowd.check()?;
    let kept = after.saturating_sub(before) as f64 / 1024.0 / f64::from(workload.conversations);
    Ok(Figures::default().one("KiB per socket", kept).one("share of a core while idle", idle_share))
}

/// Waits until fewer messages than this are under way.
async fn stored(subject: &Subject, crowd: &Crowd, sent: u64, fewer: u64) -> anyhow::Result<()> {
    if !subject.kind.acknowledges() {
        // As much time as others take.
        tokio::task::yield_now().await;
        return Ok(());
    }
    let until = Instant::now() + PATIENCE;
    while sent - crowd.stored() >= fewer {
        crowd.check()?;
        ensure!(Instant::now() < until, "{} messages were not acknowledged in time", sent - crowd.stored());
        sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}
