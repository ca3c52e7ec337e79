//! Search over many messages: how long the newest 20 hits take, and what a message costs to index.
//!
//! `cargo bench --bench search` fills a database with 20,000 messages of both languages, makes their index, and asks;
//! `-- --messages 1000000` fills more, `-- --folder DIR` keeps both files there and uses them again. Not a test: nothing
//! fails for being slow.

#![expect(clippy::disallowed_methods, reason = "a bench measures wall time and runs no server of its own")]
#![expect(clippy::cast_sign_loss, reason = "ranks and shares are never negative")]

mod ask;
mod fill;
#[path = "../shared/percentiles.rs"]
mod percentiles;
mod text;

use anyhow::{Context, bail};
use attune::search::{Search, TIME_LIMIT, beside};
use attune::store::SqliteStore;
use attune::store::sqlite::Settings;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const MESSAGES: u64 = 20_000;
/// Ticks a second in /proc; fixed on every Linux that people run.
const TICKS: f64 = 100.0;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if arguments.iter().any(|argument| argument == "--test") {
        return Ok(());
    }
    let messages = given(&arguments, "--messages")?.map_or(Ok(MESSAGES), |text| text.parse().context("--messages"))?;
    let kept = given(&arguments, "--folder")?.map(PathBuf::from);
    let fresh = tempfile::tempdir()?;
    let folder = kept.as_deref().unwrap_or(fresh.path());
    std::fs::create_dir_all(folder)?;
    let database = folder.join("attune.db");
    if !database.exists() {
        fill::fill(&database, messages).await?;
    }
    let store = SqliteStore::open(&database, Settings::default())?;
    let search = Search::start(&database, store.changes(), TIME_LIMIT)?;
    index(&search, &database, messages).await?;
    ask::all(&search, &mut text::Writer::new(7)).await
}

/// Waits until everything is indexed, and says what it cost.
async fn index(search: &Search, database: &Path, messages: u64) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        let standing = search.standing();
        if standing.behind == 0 && !standing.is_rebuilding {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (wall, cpu) = (began.elapsed().as_secs_f64(), cpu_seconds_of("attune-search")?);
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    let (log, words) = (size(database), size(&beside(database)));
    println!("| figure | value |\n|---|---|");
    println!("| messages | {messages} |");
    println!("| indexing, CPU-s per 100,000 | {:.2} |", cpu * 100_000.0 / messages as f64);
    println!("| indexing, wall s (it rests half of it) | {wall:.1} |");
    println!("| database, MB | {} |", log / 1_000_000);
    println!("| index, MB (bytes a message) | {} ({}) |\n", words / 1_000_000, words / messages);
    Ok(())
}

/// Processor seconds of this process's threads of that name.
fn cpu_seconds_of(thread: &str) -> anyhow::Result<f64> {
    let mut ticks = 0.0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let path = task?.path();
        if std::fs::read_to_string(path.join("comm"))?.trim() != thread {
            continue;
        }
        let stat = std::fs::read_to_string(path.join("stat"))?;
        // The name in parentheses may hold anything; what follows it is fixed. utime and stime are fields 14 and 15.
        let (_, rest) = stat.rsplit_once(')').context("no process name")?;
        let fields = rest.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        ticks += fields.sum::<Result<f64, _>>()?;
    }
    Ok(ticks / TICKS)
}

fn given<'a>(arguments: &'a [String], name: &str) -> anyhow::Result<Option<&'a str>> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    match arguments.get(at + 1) {
        Some(value) => Ok(Some(value)),
        None => bail!("{name} takes a value"),
    }
}
