//! How long a start takes: from the process until `/readyz` says that it is ready.

use crate::proc;
use crate::subject::Subject;
use crate::table::Figures;
use anyhow::ensure;
use std::process::Command;
use std::time::Duration;
use tokio::time::sleep;

/// Starts with the database in the system's memory, after one without.
const WARM: usize = 5;

/// Runs the workload: the server is killed and started again, each time on what it left.
pub async fn run(subject: &mut Subject) -> anyhow::Result<Figures> {
    subject.kill().await?;
    let mib = std::fs::metadata(subject.database())?.len() as f64 / 1_048_576.0;
    forget(subject)?;
    let cold = subject.start_again().await?;
    let (mut warm, mut cpu, mut resident) = (Vec::new(), 0.0, 0);
    for _ in 0..WARM {
        subject.kill().await?;
        warm.push(subject.start_again().await?);
        (cpu, resident) = (proc::cpu_seconds(subject.pid()?)?, proc::resident_bytes(subject.pid()?)?);
        // What it does beside the live work after a start belongs to this start, not to the next.
        sleep(Duration::from_secs(1)).await;
    }
    Ok(Figures::default()
        .one("ready after, nothing of the file in memory, ms", cold.as_secs_f64() * 1000.0)
        .spread("ready after", warm)
        .one("CPU-s until ready", cpu)
        .one("memory when ready, MiB", resident as f64 / 1_048_576.0)
        .one("database, MiB", mib))
}

/// Drops the database from the system's memory, as after the machine's own start.
fn forget(subject: &Subject) -> anyhow::Result<()> {
    std::fs::File::open(subject.database())?.sync_all()?;
    let input = format!("if={}", subject.database().display());
    let status = Command::new("dd").args([input.as_str(), "iflag=nocache", "count=0", "status=none"]).status()?;
    ensure!(status.success(), "dd could not drop the file from memory: {status}");
    Ok(())
}
