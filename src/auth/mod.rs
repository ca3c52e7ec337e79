//! Auth: who somebody is. Passwords, login sessions, visitor tokens, one-time tickets, Origins.
//!
//! Owns every secret: tokens leave it once and are kept as SHA-256, passwords as Argon2id. Never decides what somebody
//! may do (see `session::access`), and never knows HTTP or sockets.
//! Kept: a wrong address, a wrong password and a deactivated member are answered alike and in like time; whatever
//! ends a login (logout, deactivation, new password, new role) is announced, so that open sockets end too.

mod error;
pub mod identity;
mod logins;
mod members;
pub mod origin;
mod password;
mod rules;
mod setup;
mod throttle;
mod tickets;
mod token;
mod visitors;

pub use error::AuthError;
pub use logins::{LoggedIn, StaffSession};
pub use members::{Member, MemberChange, NewMember};
pub use token::{Token, hash as hash_token};
pub use visitors::VisitorGrant;

use crate::clock::SharedClock;
use crate::domain::StaffId;
use crate::store::Store;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast;

/// A login lasts this long.
pub const LOGIN_LIFE: Duration = Duration::from_hours(7 * 24);
/// A visitor token lasts this long after its last renewal.
pub const VISITOR_LIFE: Duration = Duration::from_hours(30 * 24);
/// The token of a visitor that a shop vouches for lasts this long, and is never renewed without a new word of the shop.
pub const IDENTITY_LIFE: Duration = Duration::from_hours(7 * 24);
/// A socket ticket lasts this long, and once.
pub const TICKET_LIFE: Duration = Duration::from_secs(30);

/// Announcements that a socket may miss before it has to ask again.
const REVOCATIONS: usize = 256;

/// Something that was proven earlier holds no longer; sockets that rest on it must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// One login, by its token's hash.
    Login([u8; 32]),
    /// Every login of a member of the staff.
    Staff(StaffId),
}

impl Revoked {
    /// Whether it ends this session.
    #[must_use]
    pub fn ends(self, session: &StaffSession) -> bool {
        match self {
            Self::Login(login) => session.login == login,
            Self::Staff(staff) => session.member.id == staff,
        }
    }
}

/// Proves who somebody is.
pub struct Auth {
    store: Arc<dyn Store>,
    clock: SharedClock,
    passwords: password::Passwords,
    tickets: Mutex<tickets::Tickets>,
    limits: Mutex<Limits>,
    /// Hash of the one-time token that creates the first admin.
    setup: Mutex<Option<[u8; 32]>>,
    /// One change of the staff at a time, so that the last admin stays.
    managing: tokio::sync::Mutex<()>,
    revoked: broadcast::Sender<Revoked>,
}

/// Tries per key and time.
struct Limits {
    /// Logins to one address from one place.
    account: throttle::Throttle<(String, IpAddr)>,
    /// Logins from one place.
    place: throttle::Throttle<IpAddr>,
    /// New visitors from one place.
    visitors: throttle::Throttle<IpAddr>,
}

impl Auth {
    /// Proves against this store and clock.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, clock: SharedClock) -> Self {
        let limits = Limits {
            account: throttle::Throttle::new(5, Duration::from_mins(1)),
            place: throttle::Throttle::new(30, Duration::from_secs(2)),
            visitors: throttle::Throttle::new(120, Duration::from_millis(500)),
        };
        Self {
            store,
            clock,
            passwords: password::Passwords::new(),
            tickets: Mutex::default(),
            limits: Mutex::new(limits),
            setup: Mutex::new(None),
            managing: tokio::sync::Mutex::new(()),
            revoked: broadcast::channel(REVOCATIONS).0,
        }
    }

    /// Hears what is revoked from now on. Whoever lags asks `Auth::still_valid` instead.
    #[must_use]
    pub fn revocations(&self) -> broadcast::Receiver<Revoked> {
        self.revoked.subscribe()
    }

    fn announce(&self, revoked: Revoked) {
        // Nobody listening is fine: there are no sockets then.
        let _ = self.revoked.send(revoked);
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "auth_test.rs"]
mod tests;
