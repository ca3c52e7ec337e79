//! What a test asks of the process and the machine: memory, processor time, signals, limits, mounts.

use crate::process::Server;
use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, prlimit};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tokio::time::{Instant, sleep};

fn pid(server: &Server) -> Pid {
    Pid::from_child(&server.child)
}

/// Sends a signal.
pub fn signal(server: &Server, signal: Signal) {
    kill_process(pid(server), signal).expect("the process is ours");
}

/// Waits for the process to end by itself; its exit code.
pub async fn ended(server: &mut Server, within: Duration) -> Option<i32> {
    let until = Instant::now() + within;
    loop {
        if let Some(status) = server.child.try_wait().expect("the process is ours") {
            return status.code();
        }
        assert!(Instant::now() < until, "the process did not end within {within:?}");
        sleep(Duration::from_millis(10)).await;
    }
}

/// Memory that the process holds, in bytes.
pub fn memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).expect("it runs");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).expect("a number") * 1024
}

/// Processor time that the process has used.
pub fn processor_time(server: &Server) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", server.child.id())).expect("it runs");
    let rest = stat.rsplit_once(") ").expect("a name in brackets").1;
    let ticks: u64 = rest.split(' ').skip(11).take(2).map(|text| text.parse::<u64>().expect("a number")).sum();
    // USER_HZ is 100 on every Linux that people run this on.
    Duration::from_millis(ticks * 10)
}

/// Waits until all that can be served is served: the process rests.
pub async fn until_idle(server: &Server) {
    const LOOK: Duration = Duration::from_millis(500);
    let mut before = processor_time(server);
    loop {
        sleep(LOOK).await;
        let now = processor_time(server);
        if now.saturating_sub(before) < LOOK / 10 {
            return;
        }
        before = now;
    }
}

/// Sets how many files the running process may have open.
pub fn limit_files(server: &Server, count: u64) {
    let limit = Rlimit { current: Some(count), maximum: getrlimit(Resource::Nofile).maximum };
    prlimit(Some(pid(server)), Resource::Nofile, limit).expect("the process is ours");
}

/// A mounted file system; unmounted when dropped.
pub struct Mounted {
    pub at: PathBuf,
}

impl Mounted {
    /// `None`, said aloud, where that is not permitted.
    pub fn try_new(args: &[&str], at: &Path) -> Option<Self> {
        std::fs::create_dir_all(at).expect("a folder");
        let done = Command::new("mount").args(args).arg(at).output();
        match done {
            Ok(output) if output.status.success() => Some(Self { at: at.to_owned() }),
            other => {
                eprintln!("SKIPPED: mount is not permitted here ({other:?})");
                None
            }
        }
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}
