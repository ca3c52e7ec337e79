//! How far a long command has come: one line on standard error, written over and over, on a terminal only.

use std::io::{IsTerminal, Write};
use std::time::Duration;
use tokio::time::Instant;

/// The line is written at most this often.
const EVERY: Duration = Duration::from_millis(200);

/// The line.
pub struct Progress {
    what: &'static str,
    is_shown: bool,
    next: Instant,
    was_written: bool,
}

impl Progress {
    /// Of a deed such as `Copying`.
    pub fn of(what: &'static str) -> Self {
        Self { what, is_shown: std::io::stderr().is_terminal(), next: Instant::now(), was_written: false }
    }

    /// So much is done, out of so much.
    pub fn tell(&mut self, done: u64, all: u64) {
        if !self.is_shown || Instant::now() < self.next {
            return;
        }
        self.next = Instant::now() + EVERY;
        self.was_written = true;
        let percent = done.saturating_mul(100) / all.max(1);
        // A terminal that is gone is no reason to stop.
        let _ = write!(std::io::stderr(), "\r{}: {percent} % ", self.what);
    }

    /// Makes room for what is printed next.
    pub fn clear(&mut self) {
        if self.was_written {
            self.was_written = false;
            let _ = write!(std::io::stderr(), "\r{:width$}\r", "", width = self.what.len() + 10);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
