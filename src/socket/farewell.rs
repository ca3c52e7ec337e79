//! Closing: the last words, the close code, and the patience to let both arrive.

use super::Carrier;
use crate::fanout::Frame;
use crate::protocol::{CloseCode, Code};
use crate::session::Ending;
use axum::Error;
use axum::extract::ws::{CloseFrame, Message};
use futures_util::{SinkExt, StreamExt};
use std::time::Duration;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::error::ProtocolError;

/// Last words and the close must have gone through by then.
const PATIENCE: Duration = Duration::from_secs(5);

/// Ends a socket in the given way.
pub(super) async fn say(mut socket: impl Carrier, ending: Ending, nack: Option<Frame>) {
    let Some(code) = ending.close else {
        // The client's own close is answered while reading on; without the answer it would see a cut.
        let _ = tokio::time::timeout(PATIENCE, async { while let Some(Ok(_)) = socket.next().await {} }).await;
        return;
    };
    metrics::counter!("sockets_closed_total", "code" => (code as u16).to_string()).increment(1);
    let reason = ending.bye.map_or("", |bye| bye.meaning().name).into();
    let close = Message::Close(Some(CloseFrame { code: code as u16, reason }));
    let words = async {
        for frame in nack.into_iter().chain(ending.last_frame()) {
            socket.send(Message::Text(frame.text)).await?;
        }
        socket.send(close).await?;
        // Reading on until the client closes too: dropping a socket with unread bytes would reset the connection, and
        // the client might never see why.
        while let Some(Ok(_)) = socket.next().await {}
        Ok::<_, Error>(())
    };
    // Whoever does not listen to the end has missed it.
    let _ = tokio::time::timeout(PATIENCE, words).await;
}

/// What to do about a socket that failed.
pub(super) fn after(error: Error) -> Ending {
    let error = error.into_inner();
    match error.downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => Ending::because(CloseCode::BadProtocol, Code::TooLarge),
        Some(tungstenite::Error::Utf8(_)) => Ending::because(CloseCode::NotUtf8, Code::BadFrame),
        Some(tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => Ending::GONE,
        Some(tungstenite::Error::Protocol(_)) => Ending::because(CloseCode::BrokenFraming, Code::BadFrame),
        _ => Ending::GONE,
    }
}

/// What a client's own close means: a normal one ends the session, any other is a cut.
pub(super) fn closed(frame: Option<&CloseFrame>) -> Ending {
    const NORMAL: u16 = 1000;
    if frame.is_some_and(|frame| frame.code == NORMAL) { Ending::DONE } else { Ending::GONE }
}
