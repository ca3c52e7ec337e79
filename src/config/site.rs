//! `[site]`: the website that carries the widget. Owns the rules of what may be said of it; admins who change the site
//! on the settings page keep them too.

use super::form::Form;
use super::problem::Problem;
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
const NAME: usize = 100;
/// Most origins.
const ORIGINS: usize = 100;
/// Longest origin, in bytes: a name of the domain name system, with scheme and port.
const ORIGIN: usize = 270;
/// What an origin is.
pub(super) const ORIGIN_RULE: &str = "an origin such as https://shop.example, without a path";

/// The website that carries the widget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// Short name, as in the widget's `data-site`.
    pub id: String,
    /// Shown to visitors.
    pub name: String,
    /// Language of the bot for lack of a better sign.
    pub language: SiteLanguage,
    /// Origins of the pages that carry the widget.
    pub origins: Vec<String>,
    /// Shared with the shop, which signs with it who its customers are; empty: nobody is vouched for.
    pub identity_secret: String,
    /// What is asked before the first message.
    pub form: Form,
}

/// Languages that a site can have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SiteLanguage {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Default for Site {
    fn default() -> Self {
        let (id, name) = ("main".to_owned(), "Support".to_owned());
        Self {
            id,
            name,
            language: SiteLanguage::En,
            origins: Vec::new(),
            identity_secret: String::new(),
            form: Form::default(),
        }
    }
}

impl Site {
    /// Everything that is wrong with it.
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = self.form.check();
        let length = self.name.trim().chars().count();
        if !(1..=NAME).contains(&length) || self.name.chars().any(char::is_control) {
            let rule = format!("1 to {NAME} characters on one line");
            problems.push(Problem::rule("site.name", &self.name.escape_debug().to_string(), &rule));
        }
        let count = self.origins.len();
        if count > ORIGINS {
            problems.push(Problem::rule("site.origins", &format!("{count} long"), &format!("at most {ORIGINS}")));
        }
        for origin in self.origins.iter().filter(|origin| !is_origin(origin)) {
            problems.push(Problem::rule("site.origins", origin, ORIGIN_RULE));
        }
        let secret = &self.identity_secret;
        // As many bytes as the hash has (RFC 7518, section 3.2).
        if !secret.is_empty() && secret.len() < 32 {
            problems.push(Problem::rule("site.identity_secret", "…", "empty, or a secret of 32 bytes or more"));
        }
        let id = &self.id;
        if id.is_empty() || id.len() > 32 || !id.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')) {
            problems.push(Problem::rule("site.id", id, "1 to 32 of a-z, 0-9, - and _"));
        }
        problems
    }
}

/// Exactly as a browser writes it.
pub(super) fn is_origin(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    text.len() <= ORIGIN && rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']))
}
