//! Named invariants: one list. A broken one is a bug: it panics in debug builds and in tests, and is
//! counted and logged in release builds, where serving the other conversations matters more.

/// The invariants that the code keeps, by the names used in docs/architecture.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invariant {
    /// seq has no gaps.
    C1,
    /// Replaying the log gives the state.
    C2,
    /// Nothing but reopening and judgements of the staff after Closed.
    C3,
    /// A client message id is logged once.
    C4,
    /// A queue ticket exists iff Waiting or `HandingOff`.
    C5,
    /// Nothing a visitor may see holds scores, notes or alerts.
    C6,
    /// Every subscriber sees seq in order, each once.
    D1,
    /// Acknowledged implies stored.
    D2,
    /// An agent never exceeds capacity. A supervisor who takes a conversation over by hand may.
    R1,
    /// No conversation that may be offered waits while a fitting agent is free.
    R2,
    /// Exactly one holder of the floor.
    R3,
    /// A missing or late score never delays delivery.
    T1,
    /// Stages cannot flap inside the hysteresis window.
    T2,
    /// Every visitor message is scored or marked.
    T3,
    /// A handoff packet equals the log up to its seq.
    H1,
}

/// Reports a broken invariant. Panics in debug builds; counts `invariant_broken_total{name}` in release builds.
pub fn broken(which: Invariant, detail: &str) {
    debug_assert!(false, "invariant {which:?} broken: {detail}");
    metrics::counter!("invariant_broken_total", "name" => format!("{which:?}")).increment(1);
    tracing::error!(invariant = ?which, detail, "an invariant is broken");
}

/// Checks a named invariant: `invariant!(C1, seq == last.next(), "seq {seq} after {last}")`.
#[macro_export]
macro_rules! invariant {
    ($name:ident, $holds:expr, $($detail:tt)+) => {
        if !$holds {
            $crate::domain::invariant::broken($crate::domain::invariant::Invariant::$name, &format!($($detail)+));
        }
    };
}
