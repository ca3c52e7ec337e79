//! `attune demo`: everything on loopback with a seeded workspace, kept in a folder of its own.

use super::script;
use super::serve::{runtime, scoring_line, until_told};
use crate::app::{self, Broken, Options as AppOptions, seed};
use crate::config::{self, Settings};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// Flags of `attune demo`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Port; 0 takes a free one
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Address; must be loopback, since the demo's passwords are known to everybody
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST), value_parser = loopback)]
    pub host: IpAddr,
    /// Folder of the demo's database
    #[arg(long, value_name = "DIR", default_value = "data/demo")]
    pub data: PathBuf,
    /// Plays a few chats by itself and tells them, in both languages: the bot, handoffs, and what can go wrong with them.
    /// Ends by itself, with 1 when something did not happen; uses a folder of its own that it takes away
    #[arg(long, conflicts_with_all = ["data", "port"])]
    pub script: bool,
    /// Breaks the promise of durability, to prove that the audits can fail. Not in release builds
    #[cfg_attr(debug_assertions, arg(long, hide = true, value_parser = broken))]
    #[cfg_attr(not(debug_assertions), arg(skip))]
    pub broken: Option<Broken>,
}

#[cfg(debug_assertions)]
fn broken(text: &str) -> Result<Broken, String> {
    match text {
        "acknowledges-early" => Ok(Broken::AcknowledgesEarly),
        "flushes-late" => Ok(Broken::FlushesLate),
        _ => Err("acknowledges-early or flushes-late".to_owned()),
    }
}

fn loopback(text: &str) -> Result<IpAddr, String> {
    let host: IpAddr = text.parse().map_err(|_| format!("`{text}` is not an IP address"))?;
    if host.is_loopback() {
        Ok(host)
    } else {
        Err("the demo only listens on loopback: its passwords are public. Use `attune serve` instead".to_owned())
    }
}

/// Runs the demo.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    // Environment variables count as for `serve`, so that engine and log can be chosen.
    let mut settings = config::load(None)?;
    settings.server.listen = SocketAddr::new(options.host, options.port);
    settings.server.public_origin = String::new();
    settings.store.path = options.data.join("attune.db");
    if options.script {
        return played(settings);
    }
    super::log::start(&settings.log)?;
    runtime()?.block_on(serve(&settings, options.broken))
}

/// The script on a free port and in a new folder, told on standard output alone.
fn played(mut settings: Settings) -> anyhow::Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("attune-script-{}", Uuid::new_v4()));
    settings.store.path = folder.join("attune.db");
    settings.server.listen.set_port(0);
    script::hasten(&mut settings);
    super::log::start_quietly(&settings.log)?;
    let outcome = runtime()?.block_on(async {
        let running = app::start(&settings, AppOptions { demo: true, ..AppOptions::default() }).await?;
        let outcome = script::play(running.addr).await;
        running.stop().await;
        outcome
    });
    let removed = std::fs::remove_dir_all(&folder);
    // What went wrong first says more: without a start there is no folder.
    outcome?;
    removed?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(settings: &Settings, broken: Option<Broken>) -> anyhow::Result<ExitCode> {
    let wanted = AppOptions { demo: true, broken, ..AppOptions::default() };
    let running = app::start(settings, wanted).await?;
    let base = format!("http://{}", running.addr);
    super::say("Attune demo. Open these three, then write something angry in the shop's chat:");
    super::say(&format!("  shop with widget   {base}/demo          (中文: {base}/demo?lang=zh)"));
    super::say(&format!("  agent's inbox      {base}/inbox         lin@demo.test or ana@demo.test"));
    super::say(&format!("  supervisor's board {base}/board         sam@demo.test"));
    super::say(&format!("  admin's settings   {base}/settings      ada@demo.test"));
    super::say(&format!("Everybody's password is `{}`. Data: {}.", seed::PASSWORD, settings.store.path.display()));
    super::say(&scoring_line(&running));
    super::say("Ctrl-C stops it; what was said stays.");
    until_told().await;
    running.stop().await;
    Ok(ExitCode::SUCCESS)
}
