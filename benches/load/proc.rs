//! What a process costs, read from /proc (Linux).

use anyhow::Context;
use std::fs;

/// Ticks a second in /proc; fixed on every Linux that people run.
const TICKS: f64 = 100.0;

/// Processor seconds (user and system) that a process has used, all threads.
pub fn cpu_seconds(pid: u32) -> anyhow::Result<f64> {
    ticks_of(&format!("/proc/{pid}/stat"))
}

/// The same for those of its threads whose name begins so.
pub fn cpu_seconds_of(pid: u32, thread: &str) -> anyhow::Result<f64> {
    let mut sum = 0.0;
    for task in fs::read_dir(format!("/proc/{pid}/task"))? {
        let path = task?.path();
        if fs::read_to_string(path.join("comm")).is_ok_and(|name| name.starts_with(thread)) {
            sum += ticks_of(&path.join("stat").display().to_string())?;
        }
    }
    Ok(sum)
}

fn ticks_of(path: &str) -> anyhow::Result<f64> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {path}: is the server gone?"))?;
    // The name in parentheses may hold anything; what follows it is fixed. utime and stime are fields 14 and 15.
    let rest = text.rsplit_once(')').map(|(_, rest)| rest).context("no process name")?;
    let mut fields = rest.split_whitespace().skip(11);
    let mut next = || fields.next().and_then(|field| field.parse::<f64>().ok()).context("too few fields");
    Ok((next()? + next()?) / TICKS)
}

/// Memory in use, in bytes.
pub fn resident_bytes(pid: u32) -> anyhow::Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("no number")?.parse()?;
    Ok(kilobytes * 1024)
}

/// Seconds for which a core was not idle, whoever used it.
pub fn core_busy_seconds(core: usize) -> anyhow::Result<f64> {
    let text = fs::read_to_string("/proc/stat")?;
    let name = format!("cpu{core}");
    let line = text.lines().find(|line| line.split_whitespace().next() == Some(&name)).context("no such core")?;
    let ticks: Vec<f64> = line.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
    // user, nice, system, idle, iowait, irq, softirq, steal
    Ok([0, 1, 2, 5, 6].iter().filter_map(|at| ticks.get(*at)).sum::<f64>() / TICKS)
}
