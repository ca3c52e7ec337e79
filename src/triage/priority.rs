//! The scheduling priority of threads that read messages, where the system has one per thread: whoever waits for a
//! delivery goes first, then whoever scores, then the challenger. It decides only where a core is wanted by several.

/// Of the threads that score.
pub const SCORING: i32 = 10;
/// Of the challenger's.
pub const LOWEST: i32 = 19;

/// Lowers the priority of the calling thread, and so of every thread that it starts. Says whether it did: elsewhere than
/// on Linux the system lowers whole processes only, which would slow everybody down.
#[cfg(target_os = "linux")]
pub fn lower(to: i32) -> bool {
    // On Linux "the calling process" of this call is the calling thread.
    match rustix::process::setpriority_process(None, to) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "a thread that reads messages keeps its priority");
            false
        }
    }
}

/// See above.
#[cfg(not(target_os = "linux"))]
pub const fn lower(_to: i32) -> bool {
    false
}
