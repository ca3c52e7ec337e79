//! Leafing back through a long conversation, page by page, by many at once.

use crate::dialect::past::{self, Page, Place};
use crate::dialect::{Door, Socket};
use crate::proc;
use crate::stored;
use crate::subject::Subject;
use crate::table::Figures;
use crate::workload::Workload;
use anyhow::{Context, ensure};
use futures_util::future::try_join_all;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// A little below what one socket may ask.
const STAFF_PACE: Duration = Duration::from_millis(55);
const VISITOR_PACE: Duration = Duration::from_millis(220);

/// What one socket read.
#[derive(Default)]
struct Read {
    took: Vec<Duration>,
    events: usize,
    bytes: usize,
}

/// Runs the workload: every socket begins elsewhere, and at the beginning goes on from the end.
pub async fn run(subject: &Subject, workload: &Workload) -> anyhow::Result<Figures> {
    let door = Door::new(subject)?;
    door.unlock().await?;
    let (mut staff, mut visitors) = (Vec::new(), Vec::new());
    for _ in 0..workload.readers {
        visitors.push(past::visitor(&door, 0, stored::token(0)).await?.socket);
        staff.push(door.staff().await?);
    }
    let name = door.name_of(0)?;
    let end = Instant::now() + Duration::from_secs_f64(workload.seconds);
    let spent = proc::cpu_seconds(subject.pid()?)?;
    let all = |sockets: Vec<Socket>, pace: Duration| {
        let name = name.as_str();
        let count = sockets.len();
        try_join_all(sockets.into_iter().enumerate().map(move |(place, socket)| {
            let share = place as f64 / count as f64;
            leaf(socket, name, (workload.page, share), pace, end)
        }))
    };
    let (staff, visitors) = tokio::try_join!(all(staff, STAFF_PACE), all(visitors, VISITOR_PACE))?;
    let cpu = proc::cpu_seconds(subject.pid()?)? - spent;
    let (staff, visitors) = (sum(staff), sum(visitors));
    let pages = (staff.took.len() + visitors.took.len()) as f64;
    Ok(Figures::default()
        .one("pages a second", pages / workload.seconds)
        .one("CPU-ms a page", cpu * 1000.0 / pages)
        .one("events on a page, staff", staff.events as f64 / staff.took.len() as f64)
        .one("KiB a page, staff", staff.bytes as f64 / 1024.0 / staff.took.len() as f64)
        .spread("page for staff", staff.took)
        .spread("page for the visitor", visitors.took))
}

/// Reads pages until the time is over. Each must end where the one after it began.
async fn leaf(
    mut socket: Socket,
    name: &str,
    (size, share): (u16, f64),
    pace: Duration,
    end: Instant,
) -> anyhow::Result<Read> {
    let head = past::page(&mut socket, name, Place::Newest, 1).await?.head;
    let (mut read, mut before) = (Read::default(), head + 1 - (head as f64 * share) as u64);
    let mut due = Instant::now() + pace.mul_f64(share);
    while due < end {
        sleep_until(due).await;
        let Page { took, bytes, places, more, .. } = past::page(&mut socket, name, Place::Before(before), size).await?;
        let (first, last) = (*places.first().context("an empty page")?, *places.last().context("an empty page")?);
        ensure!(last + 1 == before, "asked for what stands before {before}, got up to {last}");
        ensure!(more || first == 1, "there is nothing before {first}, says the server");
        before = if more { first } else { head + 1 };
        read.took.push(took);
        read.events += places.len();
        read.bytes += bytes;
        due += pace;
    }
    Ok(read)
}

fn sum(all: Vec<Read>) -> Read {
    all.into_iter().fold(Read::default(), |mut sum, one| {
        sum.took.extend(one.took);
        sum.events += one.events;
        sum.bytes += one.bytes;
        sum
    })
}
