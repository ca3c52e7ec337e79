//! The scheduling priority of the challenger's thread, where the system has one per thread.

/// Lowers the priority of the calling thread, and so of every thread that it starts, as far as it goes. Says whether
/// it did: elsewhere than on Linux the system lowers whole processes only, which would slow the champion down.
#[cfg(target_os = "linux")]
pub(super) fn lower() -> bool {
    const LOWEST: i32 = 19;
    // On Linux "the calling process" of this call is the calling thread.
    match rustix::process::setpriority_process(None, LOWEST) {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "the challenger's thread keeps its priority");
            false
        }
    }
}

/// See above.
#[cfg(not(target_os = "linux"))]
pub(super) const fn lower() -> bool {
    false
}
