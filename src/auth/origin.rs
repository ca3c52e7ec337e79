//! Origins: which pages may speak to us. Pure. Exact comparison only: a browser writes an Origin in one way, so
//! whatever is merely alike is somebody else's.

use crate::store::Site;

/// How the server itself is reached, for telling its own pages from others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    /// Such as `https://chat.example`, when a proxy stands in front; otherwise what the client reached counts.
    pub public: Option<String>,
}

impl Own {
    /// Whether cookies are for HTTPS alone.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }

    /// Whether an Origin is one of our own pages, given the `Host` the request was sent to.
    #[must_use]
    pub fn is_own(&self, origin: &str, host: Option<&str>) -> bool {
        match (&self.public, host) {
            (Some(public), _) => origin == public,
            (None, Some(host)) => origin.split_once("://").is_some_and(|(scheme, rest)| {
                (scheme == "http" || scheme == "https") && !host.is_empty() && rest.eq_ignore_ascii_case(host)
            }),
            (None, None) => false,
        }
    }
}

/// Whether a page of this Origin may open sessions and sockets of a site: on its list, or one of our own pages.
/// A missing Origin (no browser) is accepted only where `missing` says so.
#[must_use]
pub fn admits(site: &Site, origin: Option<&str>, host: Option<&str>, own: &Own, missing: bool) -> bool {
    match origin {
        None => missing,
        Some(origin) => site.origins.iter().any(|listed| listed == origin) || own.is_own(origin, host),
    }
}

#[cfg(test)]
#[path = "origin_test.rs"]
mod tests;
