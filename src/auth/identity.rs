//! Identity tokens: a shop signs who its customer is (a JSON Web Token with HS256), and we check that. Pure.
//!
//! Never reads the algorithm from the token, which would let whoever made it choose the check: HS256 is the only one.
//! Kept: nothing of a token counts before its signature holds; a token without an end counts for nothing.

use super::AuthError;
use crate::domain::Timestamp;
use crate::domain::identity::{Attributes, Identity, are_attributes, in_one_line};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use std::fmt;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// A token ends at most this long from now, in seconds: what is stolen must not last.
const FURTHEST_END: i64 = 24 * 60 * 60;
/// Clocks of two machines may differ by this, in seconds.
const LEEWAY: i64 = 60;

/// What shop and server share. It prints itself as nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySecret(String);

impl IdentitySecret {
    /// The secret of the settings; none where that is empty.
    #[must_use]
    pub fn given(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }
}

impl fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentitySecret(…)")
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// Times are seconds since 1970, as RFC 7519 has them; they may have a fraction.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    attributes: Attributes,
}

/// Whom a token speaks of.
///
/// # Errors
/// `Invalid` with the rule that it breaks; nothing in it repeats the token.
pub fn verified(token: &str, secret: &IdentitySecret, now: Timestamp) -> Result<Identity, AuthError> {
    if token.len() > LONGEST {
        return Err(broken("a token of at most 8 KiB"));
    }
    let three = token.rsplit_once('.').and_then(|(signed, mac)| Some((signed, signed.split_once('.')?, mac)));
    let Some((signed, (header, claims), mac)) = three else {
        return Err(broken("a JSON Web Token: header.claims.signature"));
    };
    if decoded::<Header>(header).is_none_or(|header| header.alg != "HS256") {
        return Err(broken("a JSON Web Token with `alg` HS256"));
    }
    let mac = URL_SAFE_NO_PAD.decode(mac).map_err(|_| broken("a signature in base64url without padding"))?;
    let mut own = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()).expect("a key of any length will do");
    own.update(signed.as_bytes());
    own.verify_slice(&mac).map_err(|_| broken("signed with the site's identity_secret"))?;
    let claims = decoded::<Claims>(claims).ok_or_else(|| broken("claims `sub` (text) and `exp` (number), at least"))?;
    claims.holds(now)?;
    claims.identity()
}

impl Claims {
    fn holds(&self, now: Timestamp) -> Result<(), AuthError> {
        let now = now.0 / 1000;
        if self.exp <= (now - LEEWAY) as f64 {
            return Err(broken("not ended: `exp` in the future"));
        }
        if self.exp > (now + FURTHEST_END + LEEWAY) as f64 {
            return Err(broken("`exp` at most 24 hours from now"));
        }
        if self.nbf.is_some_and(|from| from > (now + LEEWAY) as f64) {
            return Err(broken("begun: `nbf` in the past"));
        }
        Ok(())
    }

    fn identity(self) -> Result<Identity, AuthError> {
        let Self { sub: user, name, email, attributes, .. } = self;
        if user.is_empty() || !in_one_line(&user, 200) {
            return Err(broken("`sub` of 1 to 200 characters, no control characters"));
        }
        if !name.iter().all(|text| in_one_line(text, 200)) || !email.iter().all(|text| in_one_line(text, 320)) {
            return Err(broken("`name` of at most 200 and `email` of at most 320 characters, no control characters"));
        }
        if !are_attributes(&attributes) {
            return Err(broken("`attributes`: at most 20 texts of 200 characters under names of 40"));
        }
        Ok(Identity { user, name, email, attributes })
    }
}

fn decoded<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

const fn broken(rule: &'static str) -> AuthError {
    AuthError::Invalid { field: "identity", rule }
}

#[cfg(test)]
#[path = "identity_test.rs"]
mod tests;
