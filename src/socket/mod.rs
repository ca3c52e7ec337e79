//! Sockets: bytes to frames and back.
//!
//! Owns the WebSocket handshake and its limits, `hello` in time, heartbeats, the read and write loops, and the manner
//! of closing. Never knows a conversation, never decides who somebody is.
//! Kept: what a client sends costs bounded memory and ends at worst its own socket; a reader that does not read holds
//! up nobody; the server is full before it is overloaded, and says so before the upgrade.

mod farewell;
mod gate;
mod serve;
mod upgrade;

use crate::session::limit::Bucket;
use crate::session::{Peer, Sessions};
use axum::extract::ws::Message;
use axum::routing::any;
use axum::{Error, Router};
use futures_util::{Sink, Stream};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;

/// What an operator sets for sockets.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Most sockets at once.
    pub max_sockets: u32,
    /// New sockets per second, and as many at once.
    pub handshakes_per_second: u32,
    /// The server pings this often; a socket that is silent for twice as long is closed.
    pub heartbeat: Duration,
    /// `hello` must have come by then.
    pub hello_within: Duration,
}

/// Lets sockets in.
pub struct Door {
    settings: Settings,
    sessions: Arc<Sessions>,
    sockets: Arc<Semaphore>,
    handshakes: Mutex<Bucket>,
}

impl Door {
    /// A door to these sessions.
    #[must_use]
    pub fn new(settings: Settings, sessions: Arc<Sessions>) -> Arc<Self> {
        let rate = u64::from(settings.handshakes_per_second) * crate::session::limit::TOKEN;
        let handshakes = Mutex::new(Bucket::new(rate, rate, sessions.now()));
        let sockets = Arc::new(Semaphore::new(settings.max_sockets as usize));
        Arc::new(Self { settings, sessions, sockets, handshakes })
    }

    /// Serves one open socket from `hello` to its end.
    pub async fn serve(&self, socket: impl Carrier, peer: &Peer) {
        serve::run(self, socket, peer).await;
    }
}

/// What carries messages both ways: a WebSocket, or what stands for one in a simulated network.
pub trait Carrier: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin + Send {}

impl<T: Stream<Item = Result<Message, Error>> + Sink<Message, Error = Error> + Unpin + Send> Carrier for T {}

/// The route of the socket: `GET /ws`.
pub fn router(door: Arc<Door>) -> Router {
    Router::new().route("/ws", any(upgrade::upgrade)).with_state(door)
}
