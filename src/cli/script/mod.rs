//! `attune demo --script`: how a chat goes from the bot to people and back, played over real sockets and told as it
//! happens, in both languages. Ends by itself; the first step that does not happen ends it with what was waited for.
//!
//! Owns the play: who does what (`scenes`), by what words (`words`), and its telling (`telling`). Speaks to the server as
//! browsers do (`wire`, `cast`), never to its parts.

mod cast;
mod scenes;
mod telling;
mod wire;
mod words;

use crate::config::Settings;
use crate::domain::Language;
use std::net::SocketAddr;
use tokio::time::Instant;

/// An offer stands so long, in seconds: short, so that the play is.
const OFFER_SECONDS: u32 = 3;
/// An agent whose connection is lost keeps their chats so long, in seconds.
const GRACE_SECONDS: u32 = 2;

/// Makes waits short enough to be watched.
pub(super) fn hasten(settings: &mut Settings) {
    settings.routing.offer_seconds = OFFER_SECONDS;
    settings.routing.agent_grace_seconds = GRACE_SECONDS;
}

/// Plays every scene, in one language after the other.
///
/// # Errors
/// The first step that does not happen, with its scene.
pub(super) async fn play(server: SocketAddr) -> anyhow::Result<()> {
    let begun = Instant::now();
    for language in [Language::En, Language::Zh] {
        scenes::all(server, language).await?;
    }
    super::say(&format!("\nAll of it happened, in {} s. 全部完成。", begun.elapsed().as_secs()));
    Ok(())
}
