//! Sessions: who is at the other end, what they may do and see, where they left off.
//!
//! Owns the rights (`access`), for REST and sockets alike.
//! Never touches bytes or the store's files.

pub mod access;

pub use access::{Act, allowed};
