//! The power switch of the simulated process: where it is to die, and whether it has.
//!
//! From the moment it is off nothing leaves the process: the store takes nothing, the wire carries nothing, nobody is
//! answered. The runtime is thrown away right after.

use crate::simulation::plan::Point;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

#[derive(Default)]
pub struct Switch {
    armed: Mutex<Option<Point>>,
    off: AtomicBool,
    pub changed: Notify,
}

impl Switch {
    /// The process is to die at this point.
    pub fn arm(&self, point: Point) {
        *self.armed.lock().expect("not poisoned") = Some(point);
    }

    pub fn disarm(&self) {
        *self.armed.lock().expect("not poisoned") = None;
    }

    pub fn is_off(&self) -> bool {
        self.off.load(Ordering::SeqCst)
    }

    /// A new process.
    pub fn turn_on(&self) {
        self.off.store(false, Ordering::SeqCst);
    }

    /// The process has come to a point; dies if it is the one.
    pub fn reach(&self, is_it: impl Fn(&Point) -> bool) {
        let mut armed = self.armed.lock().expect("not poisoned");
        if armed.as_ref().is_some_and(is_it) {
            *armed = None;
            self.off.store(true, Ordering::SeqCst);
            self.changed.notify_one();
        }
    }

    /// Waits until it is off.
    pub async fn died(&self) {
        while !self.is_off() {
            self.changed.notified().await;
        }
    }
}
