//! The login cookie: `HttpOnly`, `SameSite=Lax`, for this host alone; over HTTPS also `Secure`, under the `__Host-` prefix,
//! which browsers refuse to take from anybody but the host itself.

use crate::auth::{LOGIN_LIFE, Token, origin::Own};
use axum::http::{HeaderMap, HeaderValue, header};

const fn name(own_is_secure: bool) -> &'static str {
    if own_is_secure { "__Host-attune" } else { "attune" }
}

/// `Set-Cookie` that carries a login.
pub(super) fn set(own: &Own, token: &Token) -> HeaderValue {
    line(own, token.reveal(), LOGIN_LIFE.as_secs())
}

/// `Set-Cookie` that takes it away.
pub(super) fn clear(own: &Own) -> HeaderValue {
    line(own, "", 0)
}

/// The login token in a request's cookies.
pub(super) fn read<'a>(own: &Own, headers: &'a HeaderMap) -> Option<&'a str> {
    let name = name(own.is_secure());
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value).find(|value| !value.is_empty())
}

fn line(own: &Own, value: &str, seconds: u64) -> HeaderValue {
    let secure = own.is_secure();
    let suffix = if secure { "; Secure" } else { "" };
    let text = format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{suffix}", name(secure));
    HeaderValue::from_str(&text).expect("a token is letters, digits, - and _")
}

#[cfg(test)]
#[path = "cookie_test.rs"]
mod tests;
