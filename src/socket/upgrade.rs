//! The handshake: subprotocol, sizes, and what the session must know of the page behind it.

use super::gate::Refused;
use super::{Door, farewell};
use crate::protocol::{CloseCode, Code, FRAME_MAX_BYTES, SUBPROTOCOL};
use crate::session::{Ending, Peer};
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{Extensions, HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// Read at once; most frames are smaller. Every socket holds as much, and clears it before each read.
const READ_BUFFER: usize = 512;
/// Collected before a write to the kernel; a batch is flushed in any case.
const WRITE_BUFFER: usize = 4 * 1024;
/// One frame of the largest size there is, and what was collected before it. More is never held, since nothing is
/// written while an earlier write is stuck.
const WRITE_BUFFER_MAX: usize = crate::session::QUEUE_BYTES + 64 * 1024;
/// A frame somewhat over the limit is read and answered `too_large`; a larger one ends the socket.
const MESSAGE_MAX: usize = 2 * FRAME_MAX_BYTES;
/// Other versions of our subprotocol begin like this.
const FAMILY: &[u8] = b"attune.";

/// `GET /ws`.
pub(super) async fn upgrade(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
    extensions: Extensions,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let Ok(mut upgrade) = upgrade else { return Refused { code: Code::BadFrame, retry: None }.into_response() };
    let room = match door.admit() {
        Ok(room) => room,
        Err(refused) => return refused.into_response(),
    };
    // The connection's own permit lives as long as the socket.
    let held = (room, extensions.get::<Arc<OwnedSemaphorePermit>>().cloned(), door.sessions.task_token());
    upgrade = upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_write_buffer_size(WRITE_BUFFER_MAX)
        .max_message_size(MESSAGE_MAX)
        .max_frame_size(MESSAGE_MAX)
        .protocols([SUBPROTOCOL]);
    if upgrade.selected_protocol().is_some() {
        let peer = peer(&headers);
        return upgrade.on_upgrade(move |socket| {
            // Boxed, since whatever hands it on would keep room for it too, for as long as it lasts.
            let socket = Box::new(socket);
            async move {
                door.serve(socket, &peer).await;
                drop(held);
            }
        });
    }
    let other = upgrade.requested_protocols().find(|name| name.as_bytes().starts_with(FAMILY)).cloned();
    let Some(other) = other else { return Refused { code: Code::BadFrame, retry: None }.into_response() };
    // A browser cannot see why a handshake failed, but it can see a close code: agree to the name, and close.
    upgrade.set_selected_protocol(other);
    upgrade.on_upgrade(async move |socket| {
        farewell::say(socket, Ending::because(CloseCode::Version, Code::UnknownType), None).await;
        drop(held);
    })
}

fn peer(headers: &HeaderMap) -> Peer {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let origin = match (origins.next(), origins.next()) {
        (None, _) => None,
        (Some(one), None) => Some(text(one)),
        // Two Origins are none that we know.
        (Some(_), Some(_)) => Some(String::new()),
    };
    Peer { origin, host: headers.get(header::HOST).map(text) }
}

fn text(value: &HeaderValue) -> String {
    value.to_str().unwrap_or_default().to_owned()
}
