//! All clients come back having missed something, after a cut of the network or a restart of the server: how soon each
//! has everything again, and whether it has everything once and in order.

use crate::audit::Faults;
use crate::dialect::past::{self, Back, Kept};
use crate::dialect::{Door, Heard, Mark, Seat};
use crate::pairs;
use crate::proc;
use crate::subject::Subject;
use crate::table::Figures;
use crate::workload::Workload;
use anyhow::{Context, bail};
use futures_util::{SinkExt, StreamExt, TryStreamExt};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// Sockets under way at the same time.
const UNDER_WAY: usize = 256;
/// Events that every client has not seen when its socket is cut.
const MISSED: u64 = 2;
/// A server that does not acknowledge within this time has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client that was cut off, and the last event of its conversation.
struct Cut {
    kept: Kept,
    head: u64,
}

/// Runs the workload: every visitor writes `rate` messages, is cut off, and comes back.
pub async fn run(subject: &mut Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    let seats = pairs::open_visitors(&door, workload.conversations).await?;
    let messages = workload.rate.unwrap_or(MISSED as f64) as u64;
    let written = futures_util::stream::iter(seats.into_iter().zip(0..))
        .map(|(seat, conversation)| write(seat, conversation, messages))
        .buffered(UNDER_WAY)
        .try_collect::<Vec<(Seat, u64)>>()
        .await?;
    // All sockets are cut before the first comes back.
    let cut: Vec<Cut> = written
        .into_iter()
        .filter_map(|(seat, head)| Some(Cut { kept: seat.cut(head - MISSED.min(head))?, head }))
        .collect();
    let mut figures = Figures::default();
    if workload.restart {
        subject.kill().await?;
        let ready = subject.start_again().await?;
        figures = figures.one("ready after, ms", ready.as_secs_f64() * 1000.0);
    } else {
        sleep(Duration::from_secs(1)).await;
    }
    storm(subject, &door, cut, figures).await
}

async fn storm(subject: &Subject, door: &Door, cut: Vec<Cut>, figures: Figures) -> anyhow::Result<Figures> {
    let (spent, began, all) = (proc::cpu_seconds(subject.pid()?)?, Instant::now(), cut.len() as f64);
    let (mut waits, mut resumed, mut seats, mut faults) = (Vec::new(), 0, Vec::new(), Vec::new());
    let mut coming = futures_util::stream::iter(&cut)
        .map(|one| async move {
            let asked = Instant::now();
            let back = past::come_back(door, &one.kept, one.head).await?;
            anyhow::Ok((one, back, asked.elapsed()))
        })
        .buffer_unordered(UNDER_WAY);
    while let Some((one, back, wait)) = coming.try_next().await? {
        waits.push(wait);
        resumed += usize::from(back.resumed);
        faults.push(compared(one, &back));
        seats.push(back.socket);
    }
    let took = began.elapsed().as_secs_f64();
    let cpu = proc::cpu_seconds(subject.pid()?)? - spent;
    Ok(figures
        .one("all back after, s", took)
        .one("ready a second", all / took)
        .spread("ready", waits)
        .one("CPU-s per 10,000 ready", cpu * 10_000.0 / all)
        .one("sessions that went on, %", resumed as f64 * 100.0 / all)
        .with_faults(faults.into_iter().sum()))
}

/// Writes until the last message is acknowledged; the place of that.
async fn write(mut seat: Seat, conversation: u32, messages: u64) -> anyhow::Result<(Seat, u64)> {
    let (mut last, mut heard) = (0, Vec::new());
    for number in 0..messages {
        let frame = seat.speech.write(&Mark { conversation, number, sent: number });
        seat.socket.send(frame).await?;
        loop {
            let frame = timeout(PATIENCE, seat.socket.next()).await.context("no acknowledgement in time")?;
            let frame = frame.context("the server closed the socket")??;
            seat.speech.read(&frame, &mut heard);
            match heard.pop() {
                Some(Heard::Stored(_)) => {
                    last = past::place_of(frame.to_text()?)?;
                    break;
                }
                Some(Heard::Later(_)) => bail!("the server cannot store what is written"),
                Some(Heard::Refused(why)) => bail!("{why}"),
                _ => {}
            }
        }
    }
    Ok((seat, last))
}

/// What is wrong with what came: it should be every place after what the client had, up to the last.
fn compared(one: &Cut, back: &Back) -> Faults {
    let expected = (one.kept.had + 1)..=one.head;
    let lost = expected.clone().filter(|place| !back.places.contains(place)).count() as u64;
    let (mut sorted, came) = (back.places.clone(), back.places.len());
    sorted.sort_unstable();
    let disordered = sorted.iter().zip(&back.places).filter(|(right, there)| right != there).count() as u64;
    sorted.dedup();
    let unwanted = sorted.iter().filter(|place| !expected.contains(place)).count();
    Faults { lost, doubled: (came - sorted.len() + unwanted) as u64, disordered }
}
