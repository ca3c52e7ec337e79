//! The bot's flows: read at the start, read again whenever their file changes.
//!
//! Owns how a change is noticed. The file is looked at once a second: one `stat`, which sees what notifications of the
//! system miss (a file on a network share, one that an editor or a deployment puts in the place of another), and needs
//! nothing beside the standard library. A change is taken up once the file has rested for one look, so that a file that is
//! being written is not read by halves. While anything is wrong, all of it is logged and the flows before stay in force.

use crate::config::Settings;
use crate::routing::flows::{self, FlowBook, Flows};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// How often the file is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// When a file was written last, and how long it is; nothing where there is none.
type Stamp = Option<(SystemTime, u64)>;

/// The configured flows; the demo has the bundled ones where none are configured.
///
/// # Errors
/// When the file cannot be read or something is wrong with it; every problem is named.
pub(super) fn read(settings: &Settings, demo: bool) -> anyhow::Result<Arc<FlowBook>> {
    let flows = match path(settings) {
        Some(path) => flows::from_path(path)?,
        None if demo => flows::example()?,
        None => Flows::default(),
    };
    Ok(Arc::new(FlowBook::new(flows)))
}

fn path(settings: &Settings) -> Option<&Path> {
    Some(settings.bot.flows.as_path()).filter(|path| !path.as_os_str().is_empty())
}

/// Takes up changes until told to stop; at once where no file is configured.
pub(super) async fn watch(settings: Settings, book: Arc<FlowBook>, stop: CancellationToken) {
    let Some(path) = path(&settings).map(Path::to_owned) else { return };
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // What was read at the start may have changed since: the first look counts as a change.
    let (mut seen, mut taken): (Stamp, Stamp) = (None, None);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = looks.tick() => {}
        }
        let now = stamp(&path).await;
        let rests = now.is_some() && now == std::mem::replace(&mut seen, now);
        if rests && now != taken {
            taken = now;
            take_up(&path, &book).await;
        }
    }
}

async fn stamp(path: &Path) -> Stamp {
    let found = tokio::fs::metadata(path).await.ok()?;
    Some((found.modified().ok()?, found.len()))
}

async fn take_up(path: &Path, book: &FlowBook) {
    let file = PathBuf::from(path);
    let outcome = match tokio::task::spawn_blocking(move || flows::from_path(&file)).await {
        Ok(Ok(flows)) => {
            let (count, steps) = flows.size();
            book.put(flows);
            tracing::info!(path = %path.display(), flows = count, steps, "flows are in force");
            "taken"
        }
        Ok(Err(error)) => {
            tracing::error!(path = %path.display(), "the flows before stay in force: {error}");
            "refused"
        }
        // The runtime is stopping.
        Err(_) => return,
    };
    metrics::counter!("flow_reloads_total", "outcome" => outcome).increment(1);
}
