//! One socket's life: `hello`, then reading and writing side by side, then the end.
//!
//! Reading and writing run in one task and never wait for each other: a request that takes its time holds up no
//! delivery, and a reader that does not read holds up no request. A write that is stuck for as long as silence may last
//! ends the socket, so that nobody who stopped reading is waited for.

use super::{Carrier, Door, farewell};
use crate::fanout::Frame;
use crate::protocol::{CloseCode, Code};
use crate::session::{Attachment, Ending, Flow, Peer, Turned};
use axum::Error;
use axum::extract::ws::{Message, Utf8Bytes};
use bytes::Bytes;
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use std::mem::take;
use std::time::Duration;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

/// Serves one socket to its end.
pub(super) async fn run(door: &Door, mut socket: impl Carrier, peer: &Peer) {
    let _counted = Counted::open();
    let (ending, nack) = match Box::pin(greet(door, &mut socket, peer)).await {
        Ok(attachment) => {
            let ending = talk(&mut socket, &attachment, door.settings.heartbeat).await;
            attachment.end(ending);
            (ending, None)
        }
        Err(Turned { ending, nack }) => (ending, nack),
    };
    // Boxed, so that a socket that only stays open keeps no room for its end.
    Box::pin(farewell::say(socket, ending, nack)).await;
}

/// Counts an open socket for as long as it lives, however it ends.
struct Counted;

impl Counted {
    fn open() -> Self {
        metrics::gauge!("sockets_open").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("sockets_open").decrement(1.0);
    }
}

async fn greet(door: &Door, socket: &mut impl Carrier, peer: &Peer) -> Result<Attachment, Turned> {
    let turned = |ending| Turned { ending, nack: None };
    // The network may be slow, or the page asleep: no reason never to come back.
    let late = Ending::because(CloseCode::NoHeartbeat, Code::HelloExpected);
    let first = timeout(door.settings.hello_within, first_text(socket)).await;
    let text = first.map_err(|_| turned(late))?.map_err(turned)?;
    door.sessions.hello(&text, peer).await
}

async fn first_text(socket: &mut impl Carrier) -> Result<Utf8Bytes, Ending> {
    loop {
        match socket.next().await {
            None => return Err(Ending::GONE),
            Some(Err(error)) => return Err(farewell::after(error)),
            Some(Ok(Message::Text(text))) => return Ok(text),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_))) => return Err(no_binary()),
            Some(Ok(Message::Close(frame))) => return Err(farewell::closed(frame.as_ref())),
        }
    }
}

async fn talk(socket: &mut impl Carrier, attachment: &Attachment, heartbeat: Duration) -> Ending {
    let (sink, stream) = socket.split();
    tokio::select! {
        biased;
        ending = attachment.over() => ending,
        ending = read(stream, attachment, heartbeat * 2) => ending,
        ending = write(sink, attachment, heartbeat, heartbeat * 2) => ending,
    }
}

async fn read(
    mut stream: impl Stream<Item = Result<Message, Error>> + Unpin,
    attachment: &Attachment,
    silence: Duration,
) -> Ending {
    loop {
        let message = match timeout(silence, stream.next()).await {
            Err(_) => return Ending::because(CloseCode::NoHeartbeat, Code::NoHeartbeat),
            Ok(None) => return Ending::GONE,
            Ok(Some(Err(error))) => return farewell::after(error),
            Ok(Some(Ok(message))) => message,
        };
        let flow = match message {
            // Boxed, so that a silent socket does not hold room for it.
            Message::Text(text) => Box::pin(attachment.hear(&text)).await,
            Message::Ping(_) => attachment.pinged(),
            Message::Pong(_) => Flow::Go,
            Message::Binary(_) => return no_binary(),
            Message::Close(frame) => return farewell::closed(frame.as_ref()),
        };
        if let Flow::End(ending) = flow {
            return ending;
        }
    }
}

async fn write(
    mut sink: impl Sink<Message, Error = Error> + Unpin,
    attachment: &Attachment,
    heartbeat: Duration,
    stuck: Duration,
) -> Ending {
    let mut beat = interval_at(Instant::now() + heartbeat, heartbeat);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut batch = Vec::new();
    loop {
        let sent = tokio::select! {
            biased;
            // Browsers answer by themselves, even while a hidden page's timers sleep.
            _ = beat.tick() => timeout(stuck, sink.send(Message::Ping(Bytes::new()))).await,
            () = attachment.take(&mut batch) => timeout(stuck, send(&mut sink, take(&mut batch))).await,
        };
        match sent {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return Ending::GONE,
            Err(_) => return Ending::because(CloseCode::SlowConsumer, Code::SlowConsumer),
        }
    }
}

/// Sends a batch, of which nothing stays: most sockets are silent, and keep no room for the next.
async fn send(sink: &mut (impl Sink<Message, Error = Error> + Unpin), batch: Vec<Frame>) -> Result<(), Error> {
    metrics::counter!("frames_out_total").increment(batch.len() as u64);
    for frame in batch {
        sink.feed(Message::Text(frame.text)).await?;
    }
    sink.flush().await
}

fn no_binary() -> Ending {
    Ending::because(CloseCode::BadProtocol, Code::BadFrame)
}
