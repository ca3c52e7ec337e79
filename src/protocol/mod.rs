//! The wire protocol `attune.v1.json`: frames, codes and their encoding. The Rust types here are the source;
//! TypeScript types and the JSON Schema are generated from them and committed.
//!
//! Owns what stands on the wire. Never decides anything and never touches a socket.

pub mod client;
pub mod codes;
pub mod encode;
pub mod server;

pub use client::{ClientFrame, Topic};
pub use codes::{CloseCode, Code};
pub use server::ServerFrame;

/// Name offered and accepted in `Sec-WebSocket-Protocol`.
pub const SUBPROTOCOL: &str = "attune.v1.json";
/// Largest frame accepted from a client, in bytes.
pub const FRAME_MAX_BYTES: usize = 64 * 1024;
/// Most events in one history page.
pub const HISTORY_MAX: u16 = 200;

#[cfg(test)]
#[path = "generated_test.rs"]
mod generated;
