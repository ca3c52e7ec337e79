//! Faults: the real binary is killed, cut off from its disk, starved of descriptors, flooded and lied to. Whatever it
//! promised before must hold after.
//!
//! Every audit has a negative control: a server that breaks the promise on purpose, and must be caught. The short form
//! runs with all tests; `bash scripts/faults.sh 200` runs more rounds and larger storms (docs/testing.md).

mod audit;
mod backlog;
#[cfg(target_os = "linux")]
mod conformance;
#[cfg(target_os = "linux")]
mod doors;
#[cfg(target_os = "linux")]
mod drain;
#[cfg(target_os = "linux")]
mod floods;
mod handoff;
mod kill9;
#[cfg(target_os = "linux")]
mod machine;
mod parsers;
#[cfg(target_os = "linux")]
mod power_cut;
#[path = "../process.rs"]
mod process;
mod raw;
#[cfg(target_os = "linux")]
mod slow_reader;
mod staff;
#[cfg(target_os = "linux")]
mod storm;
mod tabs;

/// How hard this run is: kills of the kill audit. Everything else follows from it.
fn rounds() -> usize {
    const SHORT: usize = 20;
    #[expect(clippy::disallowed_methods, reason = "how long a test runs is no setting of the server")]
    let asked = std::env::var("ATTUNE_FAULT_ROUNDS");
    asked.map_or(SHORT, |text| text.parse().expect("ATTUNE_FAULT_ROUNDS is a number of kills"))
}

/// One fault at a time: they measure the process, the machine's descriptors and its time.
async fn alone() -> tokio::sync::MutexGuard<'static, ()> {
    static ONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    ONE.lock().await
}
