//! English spelled to slip through, or in haste. A change is made only where it yields a word that the model or one of
//! the word lists knows, so that codes and numbers stay.

mod leet;
mod runs;
mod spaced;
mod typos;

pub use leet::read_leet;
pub use runs::shorten_runs;
pub use spaced::join_spaced;
pub use typos::{is_slip, mend};

/// Longest stretch that is looked at as one word.
const LONGEST: usize = 24;
