//! The conversation core: one ordered log per conversation, one writer, pure decisions.
//!
//! Owns `decide` (command -> events and effects) and `evolve` (event -> state), and the actor that appends through
//! the store before anybody hears of it. Never encodes frames, never knows sockets.

pub mod decide;
pub mod evolve;
pub mod registry;
pub mod state;

pub use decide::{Decision, Effect, Surroundings, decide};
pub use evolve::evolve;
pub use registry::{Done, Failure, Registry};
pub use state::{Phase, State};
