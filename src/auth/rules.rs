//! What an address, a name and a password must be. Pure.

use super::AuthError;

/// An address as people write it: one `@` with something on both sides, no spaces, 3 to 254 bytes. Whether it exists
/// is not checked.
pub(super) fn email(text: &str) -> Result<String, AuthError> {
    let text = text.trim();
    let halves = text.split_once('@');
    let shaped = halves.is_some_and(|(who, at)| !who.is_empty() && !at.is_empty() && !at.contains('@'));
    let clean = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    if shaped && clean && text.len() <= 254 {
        Ok(text.to_owned())
    } else {
        Err(AuthError::Invalid { field: "email", rule: "an address such as lin@shop.example, at most 254 bytes" })
    }
}

/// A name to show: 1 to 80 characters, no control characters.
pub(super) fn name(text: &str) -> Result<String, AuthError> {
    let text = text.trim();
    let fits = (1..=80).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits {
        Ok(text.to_owned())
    } else {
        Err(AuthError::Invalid { field: "name", rule: "1 to 80 characters, no control characters" })
    }
}

/// Length is what makes a password strong; no classes of characters are asked for (NIST SP 800-63B).
pub(super) fn password(text: &str) -> Result<(), AuthError> {
    if (10..=200).contains(&text.chars().count()) {
        Ok(())
    } else {
        Err(AuthError::Invalid { field: "password", rule: "10 to 200 characters" })
    }
}

/// Conversations at once.
pub(super) fn capacity(number: u32) -> Result<u32, AuthError> {
    if (1..=50).contains(&number) {
        Ok(number)
    } else {
        Err(AuthError::Invalid { field: "capacity", rule: "1 to 50 conversations at once" })
    }
}

#[cfg(test)]
#[path = "rules_test.rs"]
mod tests;
