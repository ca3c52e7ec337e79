//! The wire protocol `attune.v1.json`: frames, codes and their encoding. The Rust types here are the source;
//! TypeScript types and the JSON Schema are generated from them and committed.
//!
//! Owns what stands on the wire. Never decides anything and never touches a socket.

pub mod board;
pub mod client;
mod client_parts;
pub mod codes;
mod customer;
pub mod decode;
pub mod encode;
pub mod files;
pub mod form;
pub mod limits;
pub mod server;
mod shape;

pub use client::{ClientFrame, Topic};
pub use codes::{CloseCode, Code};
pub use decode::{Rejected, decode};
pub use limits::{FRAME_MAX_BYTES, HISTORY_MAX, SUBPROTOCOL};
pub use server::ServerFrame;

#[cfg(test)]
#[path = "fixtures_test.rs"]
mod fixtures;
#[cfg(test)]
#[path = "generated_test.rs"]
pub(crate) mod generated;
#[cfg(test)]
#[path = "samples_test.rs"]
mod samples;
