//! How fast somebody may go. Pure: time is an argument.
//!
//! Owns the token bucket and the rates of a session. A session that keeps running into its limit, or keeps sending
//! what is no frame, is closed: first told, then shown the door.

use crate::domain::{Role, Timestamp};
use crate::protocol::ClientFrame;
use std::time::Duration;

/// A token, in the thousandths that buckets count in.
pub const TOKEN: u64 = 1_000;
/// What a frame costs that asks for nothing durable: signs of life, typing, read marks.
const LIGHT: u64 = TOKEN / 5;
/// Refusals that are forgiven at one a second; one more ends the session.
const STRIKES: u64 = 60;
/// Nobody is told to come back later than this.
const FURTHEST: Duration = Duration::from_secs(20);
/// Frames that were none, forgiven at one in five seconds; one more ends the session.
const FAULTS: u64 = 20;

/// A token bucket.
#[derive(Debug, Clone)]
pub struct Bucket {
    capacity: u64,
    per_second: u64,
    filled: u64,
    at: Timestamp,
}

impl Bucket {
    /// A full bucket that holds `capacity` and regains `per_second`, both in thousandths of a token.
    #[must_use]
    pub const fn new(capacity: u64, per_second: u64, now: Timestamp) -> Self {
        Self { capacity, per_second, filled: capacity, at: now }
    }

    /// Takes from the bucket.
    ///
    /// # Errors
    /// The time after which this much will be there; nothing is taken then.
    pub fn take(&mut self, cost: u64, now: Timestamp) -> Result<(), Duration> {
        let passed = u64::try_from(now.since(self.at).as_millis()).unwrap_or(u64::MAX);
        let regained = passed.saturating_mul(self.per_second) / 1_000;
        if self.filled.saturating_add(regained) >= self.capacity {
            (self.filled, self.at) = (self.capacity, now);
        } else if regained > 0 {
            // Only as much time is used up as was paid out, so that frequent tries do not round the refill away.
            let used = regained.saturating_mul(1_000) / self.per_second.max(1);
            (self.filled, self.at) = (self.filled + regained, self.at.plus(Duration::from_millis(used)));
        }
        if now < self.at {
            // The clock was set back.
            self.at = now;
        }
        match self.filled.checked_sub(cost) {
            Some(rest) => {
                self.filled = rest;
                Ok(())
            }
            None => Err(self.wait_for(cost)),
        }
    }

    /// How long one token takes.
    fn wait_for_next(&self) -> Duration {
        Duration::from_millis((TOKEN * 1_000).div_ceil(self.per_second.max(1)))
    }

    fn wait_for(&self, cost: u64) -> Duration {
        let missing = cost.min(self.capacity).saturating_sub(self.filled);
        Duration::from_millis(missing.saturating_mul(1_000).div_ceil(self.per_second.max(1)))
    }
}

/// What to do with a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Go on.
    Go,
    /// Refuse this one; the next may come after this long.
    Wait(Duration),
    /// Close: warned often enough.
    Stop,
}

/// The limits of one session; they outlive its sockets.
#[derive(Debug)]
pub struct Limits {
    frames: Bucket,
    /// When the latest of those who were refused was told to come back.
    told: Timestamp,
    strikes: Bucket,
    faults: Bucket,
}

impl Limits {
    /// Visitors: 5 a second, 10 at once. Staff: 20 a second, 40 at once.
    #[must_use]
    pub const fn new(role: Role, now: Timestamp) -> Self {
        let (burst, per_second) = if matches!(role, Role::Visitor) { (10, 5) } else { (40, 20) };
        Self {
            frames: Bucket::new(burst * TOKEN, per_second * TOKEN, now),
            told: now,
            strikes: Bucket::new(STRIKES * TOKEN, TOKEN, now),
            faults: Bucket::new(FAULTS * TOKEN, TOKEN / 5, now),
        }
    }

    /// Counts a frame.
    pub fn frame(&mut self, frame: &ClientFrame, now: Timestamp) -> Verdict {
        let light = matches!(frame, ClientFrame::Ping { .. } | ClientFrame::Typing { .. } | ClientFrame::Read { .. });
        self.count(if light { LIGHT } else { TOKEN }, now)
    }

    /// Counts a WebSocket ping.
    pub fn ping(&mut self, now: Timestamp) -> Verdict {
        self.count(LIGHT, now)
    }

    /// Counts a frame that was none. It costs as much as a request.
    pub fn fault(&mut self, now: Timestamp) -> Verdict {
        if self.faults.take(TOKEN, now).is_err() {
            return Verdict::Stop;
        }
        self.count(TOKEN, now)
    }

    fn count(&mut self, cost: u64, now: Timestamp) -> Verdict {
        match self.frames.take(cost, now) {
            Ok(()) => Verdict::Go,
            Err(_) if self.strikes.take(TOKEN, now).is_err() => Verdict::Stop,
            Err(wait) => Verdict::Wait(self.queue(wait, now)),
        }
    }

    /// Requests that are refused together are told to come back one after the other: a client that sends again what
    /// waited for a connection would run into the limit over and over, and be stopped for it.
    fn queue(&mut self, wait: Duration, now: Timestamp) -> Duration {
        let next = self.told.plus(self.frames.wait_for_next());
        let furthest = now.plus(FURTHEST);
        self.told = now.plus(wait).max(next).min(furthest);
        self.told.since(now)
    }
}

#[cfg(test)]
#[path = "limit_test.rs"]
mod tests;
