//! Official ONNX Runtime builds report usage unless `ORT_DISABLE_TELEMETRY=1` stands in the environment before they are
//! loaded. Owns making sure of that: without it the process starts itself anew with it.

use std::env;
use std::process::{Command, ExitCode};

const NAME: &str = "ORT_DISABLE_TELEMETRY";

/// Starts this process anew with the variable set, unless it is. `Some` when the other process has ended, or could
/// not be started.
#[expect(clippy::disallowed_methods, reason = "it guards the library, not our settings")]
pub fn ensure() -> Option<ExitCode> {
    if env::var(NAME).is_ok_and(|value| value == "1") {
        return None;
    }
    let mut again = Command::new(env::current_exe().ok()?);
    again.args(env::args_os().skip(1)).env(NAME, "1");
    run(again)
}

/// Replaces this process, so that signals and the process id stay what the caller knows.
#[cfg(unix)]
fn run(mut again: Command) -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;
    // Comes back only when it failed; then ONNX Runtime is refused and the built-in engine serves.
    let _ = again.exec();
    None
}

#[cfg(not(unix))]
fn run(mut again: Command) -> Option<ExitCode> {
    let status = again.status().ok()?;
    Some(u8::try_from(status.code().unwrap_or(1)).map_or(ExitCode::FAILURE, ExitCode::from))
}
