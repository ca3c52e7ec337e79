//! The conversation core: one ordered log per conversation, one writer, pure decisions.
//!
//! Owns `decide` (command -> events and effects) and `evolve` (event -> state), and the actor that appends through
//! the store before anybody hears of it. Never encodes frames, never knows sockets.
//! `replay` drives the same decisions over recorded words, `verify` holds a stored log against the invariants;
//! `policy_book`, `budget_keeper` and `calibration_keeper` keep the numbers that decide.
//! Keeps C1-C5 and R3 by deciding, C2 by folding nothing but the log, D1 and D2 by the order of the actor's steps
//! (append, evolve, publish, answer), T1 and T3 by starting scores only after the commit and again until they came.

mod actor;
pub mod budget_keeper;
pub mod calibration_keeper;
pub mod decide;
mod effects;
pub mod evolve;
mod mailbox;
pub mod policy_book;
pub mod registry;
pub mod replay;
pub mod state;
pub mod verify;

pub use decide::{Decision, Effect, Surroundings, decide, next_wait, pending, stamp};
pub use evolve::evolve;
pub use policy_book::PolicyBook;
pub use registry::{Done, Failure, Parts, Registry};
pub use state::{Floor, Phase, State};

#[cfg(test)]
#[path = "episodes_test.rs"]
mod episodes;
#[cfg(test)]
#[path = "fixtures_test.rs"]
mod fixtures;
#[cfg(test)]
#[path = "handing_over_test.rs"]
mod handing_over;
#[cfg(test)]
#[path = "node_test.rs"]
mod node;
#[cfg(test)]
#[path = "properties_test.rs"]
mod properties;
#[cfg(test)]
#[path = "timeline_test.rs"]
mod timeline;
