//! Passwords: Argon2id with 19 MiB, two passes, one lane (the floor that OWASP's password storage cheat sheet gives).
//! At most two at once, so that logins cannot starve the chats; a bounded number waits.

use super::AuthError;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use rand::Rng as _;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// Hashings at once.
const AT_ONCE: usize = 2;
/// Hashings that run or wait; more are refused.
const WAITING: usize = 64;

/// What an unknown address is checked against, so that it takes as long as a known one. No password fits it: it is no
/// hash of anything.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZGVjb3lkZWNveWRlY295$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and checks passwords on blocking threads.
pub(super) struct Passwords {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Passwords {
    pub(super) fn new() -> Self {
        Self { running: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(WAITING)) }
    }

    /// The hash in PHC form.
    pub(super) async fn hash(&self, password: &str) -> Result<String, AuthError> {
        let password = password.to_owned();
        let hashed = self.blocking(move || {
            let mut salt = [0_u8; 16];
            rand::rng().fill(&mut salt);
            let salt = SaltString::encode_b64(&salt)?;
            Ok(argon2()?.hash_password(password.as_bytes(), &salt)?.to_string())
        });
        hashed.await?.map_err(|error: argon2::password_hash::Error| AuthError::Hashing(error.to_string()))
    }

    /// Whether the password fits the hash; without a hash it takes as long, and is no.
    pub(super) async fn fits(&self, password: &str, hash: Option<&str>) -> Result<bool, AuthError> {
        let password = password.to_owned();
        let known = hash.is_some();
        let hash = hash.unwrap_or(DECOY).to_owned();
        let fits = self.blocking(move || -> Result<bool, argon2::password_hash::Error> {
            let parsed = PasswordHash::new(&hash)?;
            match argon2()?.verify_password(password.as_bytes(), &parsed) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::Password) => Ok(false),
                Err(error) => Err(error),
            }
        });
        let fits = fits.await?.map_err(|error| AuthError::Hashing(error.to_string()))?;
        Ok(fits && known)
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AuthError> {
        let _place = self.waiting.try_acquire().map_err(|_| AuthError::Busy)?;
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|_| AuthError::Busy)?;
        let running = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permit);
            result
        });
        running.await.map_err(|error| AuthError::Hashing(error.to_string()))
    }
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
#[path = "password_test.rs"]
mod tests;
