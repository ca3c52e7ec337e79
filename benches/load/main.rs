//! The figures of README.md: message round trip, score delay, memory per idle socket.
//!
//! Runs the real binary (`attune demo`, defaults on: login, durable acknowledgement, delivery after commit,
//! scoring, bot) against wire-level clients in this process. `cargo bench --bench load` prints one Markdown table.
//! On Linux the idle memory is read from /proc.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]
#![expect(clippy::cast_sign_loss, reason = "ranks and shares are never negative")]

mod client;
mod figures;

use client::{Server, Staff, Visitor};
use figures::Percentiles;
use std::time::{Duration, Instant};

/// Conversations that chat at the same time.
const VISITORS: usize = 20;
/// Messages per visitor; the visitor token bucket allows 5 a second.
const MESSAGES: usize = 15;
/// Time between two messages of one visitor.
const PACE: Duration = Duration::from_millis(400);
/// Sockets that only stay open.
const IDLE: usize = 1_000;

const WORDS: [&str; 6] = [
    "Where is my parcel 88231? It should have been here yesterday.",
    "我的退款什么时候到账？已经三天了。",
    "You said 24 hours. This is the second time I ask.",
    "客服一直不回复，太让人失望了",
    "thanks, that helped",
    "This is ridiculous, nobody reads what I write!",
];

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if std::env::args().any(|arg| arg == "--test") {
        return Ok(());
    }
    let mut server = Server::start().await?;
    let scoring = server.scoring().await?;
    let (round_trip, delivery, score) = chat(&server).await?;
    let idle = idle(&server).await?;
    println!("| figure | value |\n|---|---|");
    println!("| scoring | {scoring} |");
    println!("| message to acknowledgement (durable), {VISITORS} visitors | {round_trip} |");
    println!("| message to the agent's screen | {delivery} |");
    println!("| message to its score on the agent's screen | {score} |");
    println!("| memory per idle socket, {IDLE} visitors | {:.1} KiB |", idle / 1024.0);
    server.stop().await
}

/// Sends paced messages from every visitor, with one agent following all of them.
async fn chat(server: &Server) -> anyhow::Result<(Percentiles, Percentiles, Percentiles)> {
    let mut staff = Staff::connect(server, "sam@demo.test").await?;
    let mut visitors = Vec::new();
    for _ in 0..VISITORS {
        let visitor = Visitor::connect(server).await?;
        staff.follow(&visitor.conv).await?;
        visitors.push(visitor);
    }
    let watching = tokio::spawn(staff.watch(VISITORS * MESSAGES));
    let mut senders = tokio::task::JoinSet::new();
    for (index, visitor) in visitors.into_iter().enumerate() {
        senders.spawn(send(visitor, index));
    }
    let (mut acks, mut sent) = (Vec::new(), Vec::new());
    while let Some(done) = senders.join_next().await {
        for (id, at, ack) in done?? {
            acks.push(ack);
            sent.push((id, at));
        }
    }
    let seen = tokio::time::timeout(Duration::from_mins(1), watching).await???;
    let since = |at: Option<&Instant>, start: Instant| at.map(|at| at.duration_since(start));
    let delivered = sent.iter().filter_map(|(id, at)| since(seen.delivered.get(id), *at)).collect::<Vec<_>>();
    let scored = sent.iter().filter_map(|(id, at)| since(seen.scored.get(id), *at)).collect::<Vec<_>>();
    anyhow::ensure!(delivered.len() == sent.len(), "{} of {} messages were delivered", delivered.len(), sent.len());
    Ok((Percentiles::of(acks), Percentiles::of(delivered), Percentiles::of(scored)))
}

async fn send(mut visitor: Visitor, index: usize) -> anyhow::Result<Vec<(String, Instant, Duration)>> {
    // Spread the visitors over one pace, so that they do not march in step.
    tokio::time::sleep(PACE.mul_f64(index as f64 / VISITORS as f64)).await;
    let mut out = Vec::new();
    for turn in 0..MESSAGES {
        let text = format!("{} ({index}.{turn})", WORDS[(index + turn) % WORDS.len()]);
        let start = Instant::now();
        let id = visitor.say(&text).await?;
        out.push((id, start, start.elapsed()));
        tokio::time::sleep(PACE.saturating_sub(start.elapsed())).await;
    }
    Ok(out)
}

/// Resident memory added per open and silent visitor socket, in bytes.
async fn idle(server: &Server) -> anyhow::Result<f64> {
    let before = server.resident_bytes()?;
    let mut open = Vec::with_capacity(IDLE);
    for _ in 0..IDLE {
        open.push(Visitor::connect_silent(server).await?);
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = server.resident_bytes()?;
    drop(open);
    Ok((after.saturating_sub(before)) as f64 / IDLE as f64)
}
