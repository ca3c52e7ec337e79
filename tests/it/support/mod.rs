//! What tests at the socket share: a server of their own, and people who speak the wire, never Rust calls.

mod clock;
mod model;
pub mod older;
mod people;
mod server;
mod wire;

pub use clock::Leaping;
pub use model::{bundled, by_marks, score};
pub use people::{Staff, Visitor, items, post, ticket, token};
pub use server::{Parts, TestServer};
pub use wire::{Closed, Wire};

/// A fresh id, as clients make them.
pub fn fresh_id() -> String {
    uuid::Uuid::now_v7().to_string()
}
