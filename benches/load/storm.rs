//! All clients come back at once, as after a restart of the network: how many a second are ready to write.

use crate::dialect::{Door, Seat};
use crate::pairs;
use crate::proc;
use crate::subject::Subject;
use crate::table::Figures;
use crate::workload::Workload;
use futures_util::StreamExt;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Sockets under way at the same time.
const UNDER_WAY: usize = 256;
const ROUNDS: u32 = 3;

/// Runs the workload.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    // Where a client has to introduce itself first, that has happened long before the storm.
    let mut known: Vec<Seat> = pairs::open_visitors(&door, workload.conversations).await?;
    let (mut waits, mut took, mut cpu) = (Vec::new(), Duration::ZERO, 0.0);
    for _ in 0..ROUNDS {
        let tickets: Vec<_> = known.drain(..).map(Seat::leave).collect();
        sleep(Duration::from_secs(1)).await;
        let (spent, began) = (proc::cpu_seconds(subject.pid()?)?, Instant::now());
        let mut coming = futures_util::stream::iter(tickets)
            .map(|ticket| {
                let door = &door;
                async move {
                    let asked = Instant::now();
                    door.come_back(ticket).await.map(|seat| (seat, asked.elapsed()))
                }
            })
            .buffered(UNDER_WAY);
        while let Some(back) = coming.next().await {
            let (seat, wait) = back?;
            waits.push(wait);
            known.push(seat);
        }
        took += began.elapsed();
        cpu += proc::cpu_seconds(subject.pid()?)? - spent;
    }
    let all = f64::from(workload.conversations * ROUNDS);
    Ok(Figures::default()
        .one("ready a second", all / took.as_secs_f64())
        .spread("ready", waits)
        .one("CPU-s per 10,000 ready", cpu * 10_000.0 / all))
}
