//! `attune serve`: the server until it is told to stop.

use crate::app::{self, Options, Running};
use crate::config::Settings;
use crate::triage::Status;
use std::process::ExitCode;

/// Runs the server.
pub fn run(settings: &Settings) -> anyhow::Result<ExitCode> {
    super::log::start(&settings.log)?;
    runtime()?.block_on(async {
        let running = app::start(settings, Options::default()).await?;
        let base = base_address(settings, &running);
        super::say(&format!("Attune listens on {base}  (inbox {base}/inbox, board {base}/board)"));
        super::say(&scoring_line(&running));
        if let Some(token) = &running.setup_token {
            super::say(&format!("Create the first admin once at {base}/inbox?setup={token}"));
        }
        until_told().await;
        super::say("Stopping: finishing what was accepted.");
        running.stop().await;
        Ok(ExitCode::SUCCESS)
    })
}

fn base_address(settings: &Settings, running: &Running) -> String {
    let public = &settings.server.public_origin;
    if public.is_empty() { format!("http://{}", running.addr) } else { public.clone() }
}

/// What to say about the model.
pub fn scoring_line(running: &Running) -> String {
    match running.triage.status() {
        Status::On { model, engine } => format!("Messages are scored by model {model} on {engine}."),
        Status::Off { why } => format!("Messages are NOT scored: {why}. `attune doctor` says what to do."),
    }
}

/// The runtime of every command that serves.
pub fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Waits for Ctrl-C or SIGTERM.
pub async fn until_told() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else { return interrupted.await };
        tokio::select! {
            () = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
