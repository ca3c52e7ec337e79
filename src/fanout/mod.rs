//! Delivery after commit: from a conversation's writer to every socket that follows it.
//!
//! Owns who follows what, and the encoding of each delivery once per audience. Never reorders within a
//! conversation (invariant D1) and never waits: a full out-queue is its session's problem (slow consumer).

pub mod delivery;
pub mod frame;
pub mod local;

pub use delivery::{Audience, Delivery};
pub use frame::{Frame, Kind};
pub use local::{Fanout, Follow, Outbox};
