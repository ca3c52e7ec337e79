//! How many sockets fit into the file descriptors that the system grants. Owns the reserve for the database, the model
//! and the answers to whoever finds no room.
//!
//! Kept: the server is full before it is out of descriptors. It refuses a handshake with a code and a time to come back;
//! out of descriptors it could only stay silent, and its own database might fail with it.

/// Descriptors that the process needs for itself.
const RESERVE: u64 = 64;
/// Connections beside the sockets: pages, REST, handshakes that are refused.
const SPARE: u64 = 1_024;

/// What fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Sockets at once.
    pub(super) sockets: u32,
    /// Connections at once, sockets among them.
    pub(super) connections: usize,
}

impl Room {
    /// With this many descriptors in all; `None`: any number.
    fn of(descriptors: Option<u64>, wanted: u32) -> Self {
        let free = descriptors.map_or(u64::MAX, |all| all.saturating_sub(RESERVE).max(2));
        let spare = SPARE.min(free.div_ceil(4));
        let sockets = u32::try_from(free - spare).unwrap_or(u32::MAX).min(wanted);
        let connections = usize::try_from(u64::from(sockets) + spare).unwrap_or(usize::MAX);
        Self { sockets, connections }
    }
}

/// Asks the system for as many descriptors as it may grant, and says how many of the wanted sockets fit.
pub(super) fn room(wanted: u32) -> Room {
    let room = Room::of(granted(), wanted);
    if room.sockets < wanted {
        tracing::warn!(wanted, fit = room.sockets, "the limit of open files (ulimit -n) allows fewer sockets");
    }
    room
}

#[cfg(target_os = "linux")]
fn granted() -> Option<u64> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current }
}

#[cfg(not(target_os = "linux"))]
fn granted() -> Option<u64> {
    None
}

#[cfg(test)]
#[path = "descriptors_test.rs"]
mod tests;
